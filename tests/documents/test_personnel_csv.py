"""Personnel files as they really arrive: encodings, headings, broken rows, and the sentences that help."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.documents.personnel_csv import Known, PersonnelErrors, UnitRow, read_personnel

HEADING = "personeelsnummer;naam;e-mail;functie;uren;eenheid;eenheidsnaam;bovenliggende eenheid;leidinggevende"
BOSS = "00100;Saskia van den Berg;s.vandenberg@waterland.example;directeur;36;100;Directie;;"
LEAD = "00101;Şule Yılmaz;s.yilmaz@waterland.example;teamleider;36,0;110;Wegen;100;00100"
WORKER = "00102;René Faßbender;r.fassbender@waterland.example;adviseur;31,5;110;Wegen;100;00101"


def file_of(*rows: str, heading: str = HEADING) -> bytes:
    return "\r\n".join([heading, *rows, ""]).encode()


def sentences(content: bytes, known: Known | None = None) -> list[str]:
    with pytest.raises(PersonnelErrors) as refused:
        read_personnel(content, known or Known())
    return refused.value.lines()


def test_a_whole_file_gives_people_and_the_tree_of_units() -> None:
    personnel = read_personnel(file_of(BOSS, LEAD, WORKER))
    worker = personnel.rows[2]
    assert (worker.number, worker.name, worker.hours, worker.manager, worker.line) == (
        "00102",
        "René Faßbender",
        31.5,
        "00101",
        4,
    )
    assert personnel.rows[0].manager is None
    assert personnel.units == (UnitRow("100", "Directie", None), UnitRow("110", "Wegen", "100"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encodings_and_delimiters_of_hr_exports(encoding: str, delimiter: str) -> None:
    worker = "00102;René Faßbender;r@waterland.example;€-adviseur;36;110;Wegen’s;100;00100"
    text = f"{HEADING}\n{BOSS}\n{worker}\n"
    quoted = "\n".join(delimiter.join(f'"{cell}"' for cell in line.split(";")) for line in text.splitlines())
    row = read_personnel(quoted.encode(encoding)).rows[1]
    assert (row.name, row.job) == ("René Faßbender", "€-adviseur")


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_line_ends_of_all_systems(line_end: str) -> None:
    assert len(read_personnel(line_end.join([HEADING, BOSS, LEAD]).encode()).rows) == 2


def test_headings_of_other_systems_and_a_name_in_parts() -> None:
    heading = (
        "Persnr.,Roepnaam,Voorvoegsel,Achternaam,E-mailadres,Functie,Contracturen,Afdeling,"
        "Leidinggevende (persnr),Indienst per,Datum uit dienst"
    )
    rows = (
        '0007,Jan,"van ’t",Hoff,J.vantHoff@Waterland.example,griffier,"24,50",Griffie,,05/01/2026,31.12.2026',
        "0008,Li,,Wei,l.wei@waterland.example,bode,0,Griffie,0007,2026-01-05 00:00:00,00.00.0000",
    )
    personnel = read_personnel(file_of(*rows, heading=heading))
    hoff, wei = personnel.rows
    assert (hoff.name, hoff.email, hoff.hours) == ("Jan van ’t Hoff", "j.vanthoff@waterland.example", 24.5)
    assert (hoff.from_on, hoff.until_on) == (date(2026, 1, 5), date(2026, 12, 31))
    assert (wei.name, wei.hours, wei.from_on, wei.until_on) == ("Li Wei", 0.0, date(2026, 1, 5), None)
    assert personnel.units == (UnitRow("Griffie", "Griffie", None),)


def test_a_code_column_and_a_name_column_are_told_apart() -> None:
    heading = "afdeling;afdelingscode;persnr;naam;email;functie;uren;leidinggevende"
    personnel = read_personnel(file_of("Wegen;110;1;A Bee;a@b.example;bode;36;", heading=heading))
    assert personnel.units == (UnitRow("110", "Wegen", None),)


def test_cells_are_cleaned_of_what_nobody_can_see() -> None:
    decomposed = "Rene\u0301\u00a0\u200bFa\u00adn\x07 \nJansen"
    row = f'="00100";"{decomposed}"; S@Waterland.example ;directeur;36;100;Directie;;'
    read = read_personnel(file_of(row)).rows[0]
    assert (read.number, read.name, read.email) == ("00100", "René Fan Jansen", "s@waterland.example")


def test_quoted_line_breaks_keep_the_line_numbers_right() -> None:
    broken = WORKER.replace("31,5", "veel").replace("adviseur", '"adviseur\nwegen\nen water"')
    assert sentences(file_of(BOSS, LEAD, broken, "", WORKER)) == [
        "Regel 4, kolom «uren»: «veel» is geen aantal uren. Een voorbeeld: 36 of 31,5.",
        "Regel 8, kolom «personeelsnummer»: Personeelsnummer 00102 staat ook op regel 4.",
    ]


def test_excel_helper_line_and_empty_lines_are_passed_over() -> None:
    text = f"sep=;\r\n\r\n{HEADING}\r\n;;;;;;;;\r\n{BOSS}\r\n\r\n"
    assert [row.line for row in read_personnel(text.encode()).rows] == [5]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "leeg"),
        (b" \r\n ", "leeg"),
        (b"PK\x03\x04rest", "Excel"),
        (b"\xd0\xcf\x11\xe0rest", "oud Excel-bestand"),
        (b"%PDF-1.7", "PDF"),
        (b"\xef\xbb\xbf<html>", "webpagina"),
        (HEADING.encode("utf-16"), "UTF-16"),
        (HEADING.encode("utf-16-le"), "UTF-16"),
        (HEADING.encode() + b"\nabc\x00def", "nultekens"),
        (HEADING.encode() + b"\n\x81\xff", "niet te lezen"),
        (b"zomaar wat tekst\nnog wat", "kop"),
        (HEADING.encode(), "geen medewerkers"),
    ],
)
def test_files_that_are_no_personnel_file_are_refused_with_one_sentence(content: bytes, word: str) -> None:
    (sentence,) = sentences(content)
    assert word in sentence


def test_missing_and_double_columns_are_named() -> None:
    heading = "personeelsnummer;naam;naam;functie;uren;eenheid"
    assert sentences(file_of("1;a;a;b;3;c", heading=heading)) == [
        "Regel 1: De kolom «e-mail» ontbreekt in de kop.",
        "Regel 1: De kolom «leidinggevende» ontbreekt in de kop.",
        "Regel 1: De kolom «naam» staat twee keer in de kop.",
    ]


def test_all_errors_of_the_file_come_at_once_by_line() -> None:
    rows = (
        BOSS.replace(";36;", ";60,5;"),
        ";;geen-adres;bode;36;100;Directie;;00100",
        WORKER.replace("00101", "101"),
        "1,23E+05;Ab Cee;a@b.example;bode;-3;110;Wegen;100;00100;te veel",
        "00103;Ab Cee;a..b@c.example;bode;36;110;Wegen;100;00103",
        "00104;Bé Dé;b@c.example;bode;36;110;Wegen;100;99999",
        LEAD,
    )
    assert sentences(file_of(*rows)) == [
        "Regel 2, kolom «uren»: 60,5 uur per week kan niet. Vul 0 tot en met 60 in.",
        "Regel 3, kolom «personeelsnummer»: Deze cel is leeg, maar moet gevuld zijn.",
        "Regel 3, kolom «naam»: Deze cel is leeg, maar moet gevuld zijn.",
        "Regel 3, kolom «e-mail»: «geen-adres» is geen e-mailadres. Een voorbeeld: j.jansen@voorbeeld.nl.",
        "Regel 4, kolom «leidinggevende»: Leidinggevende 101 is onbekend. Bedoelt u 00101?",
        "Regel 5: Deze regel heeft meer cellen dan de kop. Staat er een ; of , in een tekst? "
        "Zet er aanhalingstekens om.",
        "Regel 6, kolom «e-mail»: «a..b@c.example» is geen e-mailadres. Een voorbeeld: j.jansen@voorbeeld.nl.",
        "Regel 6, kolom «leidinggevende»: Ab Cee is hier de eigen leidinggevende. "
        "Laat de cel leeg of vul de juiste in.",
        "Regel 7, kolom «leidinggevende»: Leidinggevende 99999 is onbekend. "
        "Vul het personeelsnummer van een medewerker in.",
    ]


def test_a_rounded_number_and_wrong_days_are_explained() -> None:
    heading = HEADING + ";in dienst;uit dienst"
    rows = (
        BOSS.replace("00100", "1,23E+05") + ";5-1-26;",
        LEAD.replace(";00100", ";") + ";31-2-2026;",
        WORKER.replace(";00101", ";") + ";5-1-2026;4-1-2026",
    )
    assert [line.split(": ", 1)[1] for line in sentences(file_of(*rows, heading=heading))] == [
        "«1,23E+05» is door Excel afgerond. Maak de kolom in Excel eerst op als tekst.",
        "«5-1-26» is geen datum. Een voorbeeld: 5-1-2026.",
        "De datum «31-2-2026» bestaat niet. Schrijf eerst de dag, dan de maand.",
        "Deze dag ligt voor de dag van indiensttreding.",
    ]


def test_a_ring_of_managers_is_named_once_from_its_first_line() -> None:
    rows = (BOSS, LEAD.replace(";00100", ";00102"), WORKER)
    assert sentences(file_of(*rows)) == [
        "Regel 3, kolom «leidinggevende»: Deze leidinggevenden staan in een kring boven elkaar: "
        "Şule Yılmaz (00101) → René Faßbender (00102) → Şule Yılmaz (00101)."
    ]


def test_a_ring_through_people_the_portal_knows_already_is_seen() -> None:
    known = Known(managers={"00100": None, "00101": "00102", "00102": "00100"})
    row = "00102;René Faßbender;r@w.example;adviseur;36;110;Wegen;;00101"
    (sentence,) = sentences(file_of(row), known)
    assert "René Faßbender (00102) → 00101 → René Faßbender (00102)" in sentence


def test_units_under_two_names_two_parents_themselves_or_each_other() -> None:
    rows = (
        "1;A;a@w.example;bode;36;100;Directie;100;",
        "2;B;b@w.example;bode;36;110;Wegen;120;1",
        "3;C;c@w.example;bode;36;110;Water;100;1",
        "4;D;d@w.example;bode;36;120;Natuur;110;1",
        "5;E;e@w.example;bode;36;130;Lucht;999;1",
    )
    assert sentences(file_of(*rows)) == [
        "Regel 2, kolom «bovenliggende eenheid»: Eenheid 100 valt onder zichzelf. "
        "Laat de cel leeg bij de hoogste eenheid.",
        "Regel 3, kolom «bovenliggende eenheid»: Deze eenheden vallen in een kring onder elkaar: 110 → 120 → 110.",
        "Regel 4, kolom «eenheidsnaam»: Eenheid 110 heet hier «Water», maar op regel 3 «Wegen».",
        "Regel 4, kolom «bovenliggende eenheid»: Eenheid 110 valt hier onder «100», maar op regel 3 «120».",
        "Regel 6, kolom «bovenliggende eenheid»: Bovenliggende eenheid 999 is onbekend. "
        "Neem een regel op met deze eenheid, of vul de kolom «naam bovenliggende eenheid».",
    ]


def test_a_higher_unit_without_people_may_be_named_beside_its_code() -> None:
    heading = HEADING + ";naam bovenliggende eenheid"
    row = "1;A;a@w.example;bode;36;110;Wegen;100;;Directie"
    assert read_personnel(file_of(row, heading=heading)).units == (
        UnitRow("100", "Directie", None),
        UnitRow("110", "Wegen", "100"),
    )


def test_known_units_keep_what_the_file_does_not_say() -> None:
    known = Known(units={"100": UnitRow("100", "Directie", None), "110": UnitRow("110", "Wegen", "100")})
    heading = "personeelsnummer;naam;e-mail;functie;uren;eenheid;leidinggevende"
    (unit,) = read_personnel(file_of("1;A;a@w.example;bode;36;110;", heading=heading), known).units
    assert unit == UnitRow("110", "Wegen", "100")


def test_two_people_with_one_address_are_refused_but_two_contracts_are_not() -> None:
    twice = WORKER.replace("00102", "00103")
    assert len(read_personnel(file_of(BOSS, LEAD, WORKER, twice)).rows) == 4
    (sentence,) = sentences(file_of(BOSS, LEAD, WORKER, twice.replace("René", "Renée")))
    assert "op regel 4 het adres van René Faßbender" in sentence


def test_letters_that_were_read_wrongly_before_are_noticed() -> None:
    misread = WORKER.encode().decode("cp1252")
    assert "verkeerd opgeslagen" in sentences(file_of(BOSS, LEAD, misread))[0]


def test_a_quote_that_never_closes_is_found_where_it_opens() -> None:
    (sentence,) = sentences(file_of(BOSS, LEAD, WORKER.replace("René", '"René')))
    assert sentence.startswith("Regel 4: De aanhalingstekens")


def test_the_organisation_may_stand_in_the_file_but_only_one() -> None:
    heading = HEADING + ";organisatie"
    assert read_personnel(file_of(BOSS + ";Waterland", heading=heading)).organisation == "Waterland"
    (sentence,) = sentences(file_of(BOSS + ";Waterland", LEAD + ";Elders", heading=heading))
    assert "«Elders», maar op regel 2 «Waterland»" in sentence


def test_a_long_list_of_errors_says_how_many_are_left_out() -> None:
    rows = [f"{n};Naam {n};geen-adres;bode;36;100;Directie;;" for n in range(150)]
    lines = sentences(file_of(*rows))
    assert (len(lines), lines[-1]) == (101, "… en nog 50 fouten.")


def outcome(content: bytes) -> object:
    """The people read, or the sentences that say why not; anything else is a crash."""
    try:
        return read_personnel(content).rows
    except PersonnelErrors as refused:
        return refused.lines()


@given(st.binary(max_size=400))
def test_no_bytes_ever_break_the_reader(content: bytes) -> None:
    assert outcome(content)
    assert outcome(file_of(BOSS) + content)


@given(st.text(max_size=60))
def test_no_cell_ever_breaks_the_reader(cell: str) -> None:
    assert outcome(file_of(*(BOSS.replace(part, cell) for part in ("00100", "Saskia", "36", "Directie"))))
