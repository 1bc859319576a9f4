"""The delivered Word templates: they are forms, and they fit their catalogue."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from papers import example_values, paper

from portal.documents.content_controls import Field
from portal.documents.reading import read
from portal.documents.template import Template
from portal.rules.access import ROLES
from portal.rules.papers import PORTAL_PREFIXES

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docx_templates"
CATALOGUE = tomllib.loads((FOLDER / "catalogue.toml").read_text(encoding="utf-8"))
KINDS = sorted(CATALOGUE)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
KEYS = {
    "title",
    "template",
    "written_by",
    "signed_by",
    "copy_to",
    "readers",
    "required",
    "report_order",
    "parent",
    "source",
}
# Only where it makes sense; see the head of the catalogue.
DAY_KEYS = {
    "future",
    "past",
    "within_weeks",
    "in_order",
    "most_weeks",
    "fewer_weeks",
    "goes_on",
    "on_step",
    "needs",
    "late_reason",
}
OPTIONAL_KEYS = {
    "tells",
    "beside",
    "starts_from",
    "starts_on",
    "looks_back_on",
    "from_week",
    "audience",
    "guide",
    "after",
    "intro",
    "slot",
    "told_with",
    *DAY_KEYS,
}
# Papers whose receipt the employee confirms, in a block of the same shape as a signature.
CONFIRMED_BY = {"wia_overdracht": ["medewerker"]}
# What the portal fills; a name outside this list would stay empty in every paper.
FILLED_BY_PORTAL = {
    "medewerker.naam",
    "medewerker.personeelsnummer",
    "medewerker.functie",
    "medewerker.uren",
    "medewerker.eenheid",
    "medewerker.adres",
    "werkgever.naam",
    "werkgever.eenheid",
    "leidinggevende.naam",
    "leidinggevende.functie",
    "bedrijfsarts.naam",
    "dossier.nummer",
    "dossier.eerste_ziektedag",
    "papier.datum",
    "papier.versie",
    "papier.opsteller_naam",
    "papier.opsteller_functie",
    "papier.bsn",
    "papier.doel",
    "papier.probleemanalyse_datum",
    "papier.plan_datum",
    "papier.consult_datum",
    "papier.consult_tijd",
    "papier.consult_plaats",
    "papier.consult_met",
    "papier.aanvraag_uiterlijk",
    "papier.einde_wachttijd",
    "papier.uwv_melding_uiterlijk",
    "papier.inventaris",
    "papier.ontbreekt",
    "papier.afwijkingen",
    "papier.verzuimperioden",
    "papier.stukken",
    "papier.opmerkingen",
    "papier.afschriften",
    "papier.uren",
    "papier.contacten",
    "papier.controle",
}
# Beginnings of words that name an illness, its cause or its treatment, or that ask for them.
ILLNESS = re.compile(
    r"\b(burn-?out|overspann|depress|angststoor|kanker|tumor|griep|hernia|rugpijn|hoofdpijn|migraine|corona"
    r"|zwanger|verslav|psych|diagnos|medicijn|medicat|operatie|ziekenhuis|chemo|fysio|huisarts|specialist"
    r"|klacht|symptoom|verzuimoorzaak|ziekteoorzaak|therapeut)",
    re.IGNORECASE,
)


def _data(kind: str) -> bytes:
    return (FOLDER / CATALOGUE[kind]["template"]).read_bytes()


def _asked(kind: str) -> list[Field]:
    fields = Template.open(_data(kind)).fields
    return [field for field in fields if not field.name.startswith(PORTAL_PREFIXES)]


def _with_columns(fields: list[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from field.columns


def _tree(kind: str, part: str) -> etree._Element:
    with zipfile.ZipFile(FOLDER / CATALOGUE[kind]["template"]) as archive:
        return etree.fromstring(archive.read(part))


def _members(path: Path) -> list[tuple[str, tuple[int, ...], bytes]]:
    with zipfile.ZipFile(path) as archive:
        return [(info.filename, info.date_time, archive.read(info)) for info in archive.infolist()]


def test_the_committed_files_are_what_the_authoring_script_writes(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "docx_templates.authoring.build", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    written = {path.name for path in tmp_path.iterdir()}
    assert written == {path.name for path in FOLDER.glob("*.docx")}
    for name in sorted(written):
        assert _members(tmp_path / name) == _members(FOLDER / name), name


def test_every_template_stands_in_the_catalogue_once() -> None:
    named = [entry["template"] for entry in CATALOGUE.values()]
    assert sorted(named) == sorted(path.name for path in FOLDER.glob("*.docx"))


def test_places_in_the_report_are_taken_once() -> None:
    places = [entry["report_order"] for entry in CATALOGUE.values() if entry["report_order"]]
    assert len(places) == len(set(places)) == 8


@pytest.mark.parametrize("kind", KINDS)
def test_catalogue_entry_is_complete_and_names_known_roles(kind: str) -> None:
    entry = CATALOGUE[kind]
    assert set(entry) - OPTIONAL_KEYS == KEYS
    for key in ("written_by", "signed_by", "copy_to", "readers"):
        assert set(entry[key]) <= set(ROLES), key
        assert len(entry[key]) == len(set(entry[key])), key
    assert entry["written_by"]
    assert set(entry["readers"]) >= {*entry["written_by"], *entry["signed_by"], *entry["copy_to"]}
    assert entry["parent"] in {"", *KINDS}
    assert entry["title"]
    assert entry["source"].startswith("Verzuimprotocol ")


@pytest.mark.parametrize("kind", ["oordeel_werknemer", "aanvraag_deskundigenoordeel_werknemer"])
def test_what_the_employee_writes_to_uwv_is_read_by_nobody_else(kind: str) -> None:
    assert CATALOGUE[kind]["written_by"] == CATALOGUE[kind]["signed_by"] == CATALOGUE[kind]["readers"] == ["medewerker"]
    assert CATALOGUE[kind]["copy_to"] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_employee_may_read_every_paper_of_the_own_dossier(kind: str) -> None:
    assert "medewerker" in CATALOGUE[kind]["readers"]


def test_the_advice_on_delay_goes_to_the_parties_and_hrm_and_not_to_the_arbodienst() -> None:
    entry = CATALOGUE["advies_uitstel_wia"]
    assert entry["copy_to"] == ["medewerker", "leidinggevende", "hrm_adviseur"]
    assert set(entry["readers"]) == {*entry["copy_to"], "casemanager", "bedrijfsarts"}


def test_both_parties_ask_for_delay_of_a_year_at_most() -> None:
    entry = CATALOGUE["verzoek_uitstel_wia"]
    assert entry["signed_by"] == ["medewerker", "leidinggevende"]
    assert entry["in_order"] == [["uitstel_vanaf", "uitstel_tot"]]
    assert entry["most_weeks"] == {"uitstel_tot": 52}


def test_either_party_asks_uwv_one_of_the_four_questions() -> None:
    four = ["eigen_werk", "passend_werk", "inzet_werkgever", "inzet_werknemer"]
    asked = {}
    for side in ("werknemer", "werkgever"):
        fields = {field.name: field for field in _asked(f"aanvraag_deskundigenoordeel_{side}")}
        asked[side] = [choice.value for choice in fields["vraag"].choices]
        assert {"geprobeerd", "advies_bekend", "bijlagen", "telefoon"} <= set(fields)
    assert asked == {"werknemer": four, "werkgever": [*four, "vaak_verzuim"]}


def test_the_sheet_for_uwv_asks_nothing_about_the_employee() -> None:
    names = {field.name for field in _asked("uwv_meldingsblad")}
    assert names == {"loonheffingennummer", "contactpersoon", "telefoon", "email"}


@pytest.mark.parametrize("kind", KINDS)
def test_required_fields_are_asked_by_the_template(kind: str) -> None:
    asked = {field.name: field for field in _asked(kind)}
    for requirement in CATALOGUE[kind]["required"]:
        names = requirement.split("|")
        assert set(names) <= set(asked)
        if len(names) > 1:
            assert {asked[name].kind for name in names} == {"rows"}


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_paper_tells_or_takes_over_is_asked_by_its_template(kind: str) -> None:
    entry = CATALOGUE[kind]
    asked = {field.name: field for field in _asked(kind)}
    columns = {f"{field.name}.{column.name}" for field in asked.values() for column in field.columns}
    assert set(entry.get("tells", [])) <= {*asked, *columns}
    assert {*entry.get("starts_from", {}), *entry.get("starts_on", {})} <= set(asked)
    assert ("terugblik" in asked) == ("looks_back_on" in entry)
    for name, sources in entry.get("starts_from", {}).items():
        kinds = {field.kind for source in sources for field in _asked(source) if field.name == name}
        assert kinds == {asked[name].kind}, name


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_writes_a_paper_may_read_one_that_is_put_beside_it(kind: str) -> None:
    for other in CATALOGUE[kind].get("beside", []):
        assert set(CATALOGUE[kind]["written_by"]) <= set(CATALOGUE[other]["readers"]), other


@pytest.mark.parametrize("kind", ["advies_arbodienst", "advies_re_integratiedeskundige"])
def test_advice_reaches_both_parties_and_is_no_part_of_the_report(kind: str) -> None:
    assert CATALOGUE[kind]["copy_to"] == ["medewerker", "leidinggevende"]
    assert CATALOGUE[kind]["report_order"] == 0
    assert "adviezen" in {field.name for field in _asked(kind)}
    assert "geen medische gegevens" in "".join(_tree(kind, "word/document.xml").itertext())


def test_the_adviser_signs_by_settling() -> None:
    entry = CATALOGUE["advies_re_integratiedeskundige"]
    assert entry["signed_by"] == entry["written_by"] == ["re_integratiedeskundige"]


def test_the_name_of_a_supplier_is_not_asked() -> None:
    labels = [field.label for field in _with_columns(_asked("advies_re_integratiedeskundige"))]
    assert [label for label in labels if re.search("aanbieder|leverancier|bureau", label, re.IGNORECASE)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_asked_field_has_a_label_and_a_hint(kind: str) -> None:
    asked = list(_with_columns(_asked(kind)))
    # The overview of the report is the portal's from beginning to end.
    assert bool(asked) == (kind != "overzicht_verslag")
    for field in asked:
        assert field.label.strip(), field.name
        assert field.hint or field.kind in ("tick", "rows"), field.name


@pytest.mark.parametrize("kind", KINDS)
def test_labels_of_a_form_are_not_used_twice(kind: str) -> None:
    labels = [field.label for field in _asked(kind)]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("kind", KINDS)
def test_the_portal_knows_every_name_that_is_not_asked(kind: str) -> None:
    fields = Template.open(_data(kind)).fields
    filled = {field.name for field in fields if field.name.startswith(PORTAL_PREFIXES)}
    signed = {
        f"ondertekening.{role}.{part}"
        for role in CATALOGUE[kind]["signed_by"] + CONFIRMED_BY.get(kind, [])
        for part in ("naam", "functie", "datum", "uitkomst")
    }
    assert {name for name in filled if name.startswith("ondertekening.")} == signed
    assert filled - signed <= FILLED_BY_PORTAL


@pytest.mark.parametrize("kind", KINDS)
def test_every_paper_says_who_when_and_about_whom(kind: str) -> None:
    names = {field.name for field in Template.open(_data(kind)).fields}
    assert names >= {
        "medewerker.naam",
        "werkgever.naam",
        "dossier.nummer",
        "papier.datum",
        "papier.opsteller_naam",
        "papier.opsteller_functie",
    }
    in_packet = CATALOGUE[kind]["report_order"] > 0 or kind in ("overzicht_verslag", "wia_overdracht")
    assert ("papier.bsn" in names) == in_packet


@pytest.mark.parametrize("kind", KINDS)
def test_no_label_asks_for_an_illness_its_cause_or_its_treatment(kind: str) -> None:
    words = [field.label for field in _with_columns(_asked(kind))]
    words += [field.hint for field in _with_columns(_asked(kind))]
    words += [choice.label for field in _with_columns(_asked(kind)) for choice in field.choices]
    assert [word for word in words if ILLNESS.search(word)] == []
    assert [field.label for field in _asked(kind) if "oorzaak" in field.label.lower()] == []


@pytest.mark.parametrize("text", ["Wat is de diagnose?", "Verzuimoorzaak", "Psychische belasting", "burn-out"])
def test_the_word_check_above_can_fail(text: str) -> None:
    assert ILLNESS.search(text)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_filled_in_is_read_back(kind: str) -> None:
    template = Template.open(_data(kind))
    values = example_values(template.fields)
    assert read(paper(template, values), template.fields) == values


@pytest.mark.parametrize("kind", KINDS)
def test_word_can_show_each_hint_again(kind: str) -> None:
    document, glossary = _tree(kind, "word/document.xml"), _tree(kind, "word/glossary/document.xml")
    known = {
        part.find(f"{W}docPartPr/{W}name").get(f"{W}val"): "".join(part.find(f"{W}docPartBody").itertext())
        for part in glossary.iter(f"{W}docPart")
        if part.find(f"{W}docPartPr") is not None
    }
    shown = [sdt for sdt in document.iter(f"{W}sdt") if sdt.find(f"{W}sdtPr/{W}showingPlcHdr") is not None]
    assert shown
    for sdt in shown:
        entry = sdt.find(f"{W}sdtPr/{W}placeholder/{W}docPart").get(f"{W}val")
        assert known[entry] == "".join(sdt.find(f"{W}sdtContent").itertext())


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_makes_a_pdf_of_every_filled_paper(tmp_path: Path) -> None:
    for kind in KINDS:
        template = Template.open(_data(kind))
        (tmp_path / f"{kind}.docx").write_bytes(paper(template, example_values(template.fields)))
    papers = sorted(str(path) for path in tmp_path.glob("*.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *papers]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    for kind in KINDS:
        pdf = (tmp_path / f"{kind}.pdf").read_bytes()
        assert pdf.startswith(b"%PDF-")
        assert len(pdf) > 10_000


@pytest.mark.parametrize("kind", CATALOGUE)
def test_checked_days_are_fields_of_the_template(kind: str) -> None:
    entry = CATALOGUE[kind]
    single = [*entry.get("future", []), *entry.get("past", []), *entry.get("within_weeks", {}), *entry.get("needs", {})]
    single += [*entry.get("on_step", {}), *(name for fewer in entry.get("fewer_weeks", {}).values() for name in fewer)]
    named = [*single, *(name for pair in entry.get("in_order", []) for name in pair)]
    asked = {field.name: field for field in Template.open(_data(kind)).fields}
    for name in named:
        head, _, column = name.partition(".")
        assert head in asked, name
        assert not column or column in {one.name for one in asked[head].columns}, name
