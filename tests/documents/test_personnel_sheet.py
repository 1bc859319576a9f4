"""A personnel file in Excel: read like the CSV that Excel would have saved, refused when it does more."""

import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from portal.documents.errors import RefusedFile
from portal.documents.guard import check_upload, check_xlsx
from portal.documents.personnel_csv import Known, Personnel, PersonnelErrors, read_personnel
from portal.documents.personnel_sheet import sheet_as_csv

HEADING = [
    "personeelsnummer",
    "naam",
    "email",
    "functie",
    "uren",
    "eenheidscode",
    "eenheid",
    "leidinggevende",
    "datum uit dienst",
]
ROWS = [
    ["001023", "Rachid Benali", "r@waterland.example", "directeur", 36, "10", "Directie", None, None],
    [
        "002011",
        "Joost; van der «Meulen»",
        "j@waterland.example",
        "adviseur",
        31.5,
        "20",
        "Wegen",
        "001023",
        date(2027, 3, 1),
    ],
]


def book(rows: list[list[object]] | None = None, change: Callable[[Workbook], None] = lambda _: None) -> bytes:
    made = Workbook()
    for row in [HEADING, *(ROWS if rows is None else rows)]:
        made.active.append(row)
    change(made)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def with_members(content: bytes, **members: str) -> bytes:
    """The same workbook with these members, in the place of those of that name."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, text in members.items():
            new.writestr(name, text)
    return changed.getvalue()


def member(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def test_a_number_keeps_the_zeros_that_its_cell_shows() -> None:
    """As Excel makes of a column of numbers that someone gave the form 000000."""

    def numbers(made: Workbook) -> None:
        for line, number in ((2, 1023), (3, 2011)):
            made.active.cell(line, 1, number).number_format = "000000"
        made.active.cell(3, 8, 1023.0).number_format = "000000"
        made.active.cell(3, 5, 31.5).number_format = "00"

    assert read_personnel(book(change=numbers)) == read_personnel(book())


def test_numbers_that_lost_their_zeros_are_not_taken_for_new_people() -> None:
    known = Known({"001023": None, "002011": "001023", "2012": None})
    bare = [[row[0].lstrip("0"), *row[1:7], row[7] and "1023", row[8]] for row in ROWS]
    with pytest.raises(PersonnelErrors) as refused:
        read_personnel(book(bare), known)
    assert [error.line for error in refused.value.errors] == [2, 3]
    assert "Er is al een personeelsnummer 001023. Vielen er nullen weg?" in refused.value.errors[0].sentence
    assert read_personnel(book(), known)
    assert read_personnel(
        book([*ROWS, ["2011", "Piet", "p@waterland.example", "x", 36, "20", "Wegen", "001023"]]), known
    )


def test_excel_says_what_the_csv_says() -> None:
    lines = [";".join(HEADING), "001023;Rachid Benali;r@waterland.example;directeur;36;10;Directie;;"]
    lines.append('002011;"Joost; van der «Meulen»";j@waterland.example;adviseur;31,5;20;Wegen;001023;1-3-2027')
    from_csv: Personnel = read_personnel("\n".join(lines).encode())
    assert read_personnel(book()) == from_csv
    assert from_csv.rows[1].until_on == date(2027, 3, 1)


def test_a_number_of_six_digits_that_excel_made_a_number_stays_whole() -> None:
    assert "2011;" in sheet_as_csv(book([[2011.0, "Joost"]]))


def test_a_list_of_six_thousand_people_is_read() -> None:
    rows: list[list[object]] = [
        [f"{n:06}", f"Naam {n}", None, "adviseur", 36, "10", "Directie", None, None] for n in range(6000)
    ]
    assert sheet_as_csv(book(rows)).count("\n") == 6001


def test_a_formula_counts_by_its_value_and_is_never_worked_out() -> None:
    def formula(made: Workbook) -> None:
        made.active["B2"] = '=WEBSERVICE("http://elsewhere.example/")'

    # openpyxl keeps no value with a formula, so there is none to read.
    assert "elsewhere" not in sheet_as_csv(book(change=formula))


def test_what_is_wrong_is_said_by_line_and_column() -> None:
    with pytest.raises(PersonnelErrors) as wrong:
        read_personnel(
            book([["", "Zonder Nummer", "z@waterland.example", "adviseur", 36, "10", "Directie", None, None]])
        )
    assert any(error.line == 2 for error in wrong.value.errors)


def _macro(content: bytes) -> bytes:
    return with_members(content, **{"xl/vbaProject.bin": "x"})


def _outside(content: bytes) -> bytes:
    name = "xl/_rels/workbook.xml.rels"
    link = (
        '<Relationship Id="rId99" TargetMode="External" Target="file:///etc/passwd" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"/></Relationships>'
    )
    return with_members(content, **{name: member(content, name).replace("</Relationships>", link)})


def _entity(content: bytes) -> bytes:
    name = "xl/workbook.xml"
    text = member(content, name)
    declared = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return with_members(content, **{name: declared + text[text.find("<workbook") :]})


def _bomb(content: bytes) -> bytes:
    return with_members(content, **{"xl/media/groot.bin": "0" * 40_000_000})


def _no_workbook(_: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("brief.txt", "Beste collega")
    return made.getvalue()


@pytest.mark.asvs("5.2.2", "5.2.3")
@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (_macro, "file_has_macros"),
        (_outside, "file_fetches_content"),
        (_entity, "file_has_dtd"),
        (_bomb, "file_unpacks_too_large"),
        (_no_workbook, "not_a_xlsx"),
        (lambda content: content[: len(content) // 2], "file_damaged"),
    ],
)
def test_what_does_more_than_hold_cells_is_refused_with_a_sentence(harm: Callable[[bytes], bytes], code: str) -> None:
    content = harm(book())
    with pytest.raises(RefusedFile) as refused:
        check_xlsx(content)
    assert refused.value.code == code
    with pytest.raises(PersonnelErrors) as said:
        read_personnel(content)
    assert "CSV" in str(said.value.errors[0])


def test_a_word_file_is_no_workbook_and_a_workbook_is_no_paper() -> None:
    with pytest.raises(RefusedFile, match="file_kind_not_allowed"):
        check_upload("lijst.xlsx", book())
    with pytest.raises(RefusedFile):
        check_upload("lijst.docx", book())
    assert load_workbook(io.BytesIO(book())).active["A2"].value == "001023"
