"""Reading a personnel file as HR systems export it: CSV with `;` or `,`, cp1252 or UTF-8, Dutch or ISO dates; or Excel.

Nothing is guessed silently: what cannot be read is named with its line, its column and what to do about it.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from portal.documents.errors import RefusedFile
from portal.documents.personnel_cells import (
    LABELS,
    LONGEST_CELL,
    clean,
    columns_missing,
    columns_of,
    day_of,
    email_error,
    headings_twice,
    hours_of,
    misread,
    number_error,
)
from portal.documents.personnel_sheet import sheet_as_csv
from portal.documents.personnel_tree import (
    Known,
    PersonnelErrors,
    PersonnelRow,
    Placing,
    RowError,
    UnitRow,
    build_units,
    check_people,
)

__all__ = [
    "Known",
    "Personnel",
    "PersonnelErrors",
    "PersonnelRow",
    "RowError",
    "UnitRow",
    "organisation_in",
    "read_personnel",
]

DELIMITERS = ";,\t"
_Value = TypeVar("_Value")

NOTHING_KNOWN = Known()
SAVE_AS_CSV = "Sla het in Excel op als «CSV UTF-8 (door lijstscheidingsteken gescheiden)» en probeer het opnieuw."
QUOTES_WRONG = "De aanhalingstekens op deze regel kloppen niet. De rest van het bestand is daarom niet gelezen."
MORE_CELLS = "Deze regel heeft meer cellen dan de kop. Staat er een ; of , in een tekst? Zet er aanhalingstekens om."
UTF_16 = f"Dit bestand is opgeslagen als «Unicode-tekst» (UTF-16). {SAVE_AS_CSV}"
# The first bytes of files that people send instead of a CSV.
OTHER_FILES = (
    (b"\xd0\xcf\x11\xe0", f"Dit is een oud Excel-bestand, geen CSV-bestand. {SAVE_AS_CSV}"),
    (b"%PDF", "Dit is een PDF-bestand. Vraag een export als CSV uit uw personeelssysteem."),
    (b"\xff\xfe", UTF_16),
    (b"\xfe\xff", UTF_16),
    (
        b"<",
        "Dit is een webpagina of XML-bestand. Vraag een export als CSV uit uw personeelssysteem.",
    ),
)


ZIP = b"PK\x03\x04"
EXCEL_ODD = "Dit Excel-bestand kan het portaal niet veilig lezen."
EXCEL = {
    "not_a_xlsx": "Dit is geen Excel-bestand (.xlsx) en geen CSV-bestand.",
    "file_has_macros": "In dit Excel-bestand zitten macro's. Die leest het portaal niet.",
    "file_fetches_content": "Dit Excel-bestand haalt gegevens uit een ander bestand. Dat leest het portaal niet.",
    "file_unpacks_too_large": "Dit Excel-bestand is te groot om te lezen.",
}


@dataclass(frozen=True)
class Personnel:
    """A whole personnel file that holds together. `organisation` is None when the file does not name it."""

    organisation: str | None
    rows: tuple[PersonnelRow, ...]
    units: tuple[UnitRow, ...]


@dataclass(frozen=True)
class _Table:
    heading: tuple[str, ...]
    columns: Mapping[str, int]
    lines: tuple[tuple[int, Sequence[str]], ...]
    broken: tuple[RowError, ...]

    def titles(self) -> dict[str, str]:
        """The headings as the file writes them, by column; our own label where the file has none."""
        return LABELS | {column: self.heading[place] for column, place in self.columns.items()}


def read_personnel(content: bytes, known: Known = NOTHING_KNOWN) -> Personnel:
    """Read and check the whole file; `known` holds what it may refer to besides itself.

    Raises `PersonnelErrors` with every error of the whole file when there is one.
    """
    table = _table(_decoded(content))
    titles = table.titles()
    errors = list(table.broken)
    rows, placings, organisations = [], [], []
    for line, cells in table.lines:
        if any(cell.strip() for cell in cells[len(table.heading) :]):
            errors.append(RowError(line, "", MORE_CELLS))
            continue
        values = {key: clean(cells[place]) for key, place in table.columns.items() if place < len(cells)}
        row = _row(line, values, titles, errors)
        rows.append(row)
        said = (values.get(column, "") for column in ("unit_name", "parent", "parent_name"))
        placings.append(Placing(line, row.unit, *said))
        organisations.append((line, values.get("organisation", "")))
    units, unit_errors = build_units(placings, known, {key: titles[key] for key in table.columns})
    errors += [
        *check_people(rows, known, titles),
        *unit_errors,
        *_organisations_differ(organisations, titles),
    ]
    if not rows and not errors:
        errors.append(RowError(1, "", "Onder de kop staan geen medewerkers."))
    if errors:
        raise PersonnelErrors(errors)
    return Personnel(next((name for _, name in organisations if name), None), tuple(rows), units)


def organisation_in(content: bytes) -> str | None:
    """The organisation that the file names first, or None; `PersonnelErrors` when it is no personnel file."""
    table = _table(_decoded(content))
    place = table.columns.get("organisation")
    if place is None:
        return None
    return next((name for _, cells in table.lines if (name := clean("".join(cells[place : place + 1])))), None)


def _decoded(content: bytes) -> str:
    if not content.strip():
        raise _refused("Het bestand is leeg.")
    if content.startswith(ZIP):
        return _from_excel(content)
    for start, sentence in OTHER_FILES:
        if content.lstrip(b"\xef\xbb\xbf \r\n").startswith(start):
            raise _refused(sentence)
    if b"\x00" in content:
        # Half of the bytes of Latin text in UTF-16 are zero; a stray one means a broken file.
        utf16 = content.count(b"\x00") * 3 > len(content)
        raise _refused(UTF_16 if utf16 else f"Het bestand is beschadigd: er staan nultekens in. {SAVE_AS_CSV}")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused(f"De letters in dit bestand zijn niet te lezen. {SAVE_AS_CSV}")


def _from_excel(content: bytes) -> str:
    try:
        return sheet_as_csv(content)
    except RefusedFile as error:
        raise _refused(f"{EXCEL.get(error.code, EXCEL_ODD)} {SAVE_AS_CSV}") from error


def _refused(sentence: str) -> PersonnelErrors:
    return PersonnelErrors([RowError(1, "", sentence)])


def _table(text: str) -> _Table:
    """Split the text with the delimiter under which most headings are known."""
    delimiter = max(DELIMITERS, key=lambda d: len(columns_of(_heading(text, d)[1])))
    at, heading = _heading(text, delimiter)
    columns = columns_of(heading)
    missing = columns_missing(columns)
    problems = [f"De kolom «{label}» ontbreekt in de kop." for label in missing]
    problems += [f"De kolom «{name}» staat twee keer in de kop." for name in headings_twice(heading)]
    if len(missing) == len(LABELS):
        problems = ["De eerste regel moet de kop zijn, met namen als personeelsnummer, naam en e-mail."]
    if problems:
        raise PersonnelErrors([RowError(at, "", problem) for problem in problems])
    broken: list[RowError] = []
    records = _records(text, delimiter, lambda line: broken.append(RowError(line, "", QUOTES_WRONG)))
    lines = tuple((line, cells) for line, cells in records if line > at and any(cell.strip() for cell in cells))
    return _Table(tuple(clean(cell) for cell in heading), columns, lines, tuple(broken))


def _heading(text: str, delimiter: str) -> tuple[int, list[str]]:
    for line, cells in _records(text, delimiter, lambda _: None):
        # Excel writes `sep=;` above the heading for itself.
        if any(cell.strip() for cell in cells) and not cells[0].startswith("sep="):
            return line, cells
    return 1, []


def _records(text: str, delimiter: str, on_error: Callable[[int], None]) -> Iterator[tuple[int, list[str]]]:
    """The records with the line on which each begins: a quoted cell may hold line breaks."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        on_error(line)


def _row(line: int, values: Mapping[str, str], titles: Mapping[str, str], errors: list[RowError]) -> PersonnelRow:
    """The employee on one line; what is wrong with the cells goes into `errors`."""
    wrong = {column: _text_error(value) for column, value in values.items() if column != "bsn"}
    number, name, email = values.get("number", ""), _name(values), values.get("email", "").lower()
    number = number.removeprefix("'")
    manager = values.get("manager", "").removeprefix("'")
    for column, value in (
        ("number", number),
        ("name", name),
        ("email", email),
        ("unit", values.get("unit", "")),
    ):
        if not value:
            wrong[column] = "Deze cel is leeg, maar moet gevuld zijn."
    if number:
        wrong["number"] = wrong.get("number") or number_error(number)
    if email:
        wrong["email"] = wrong.get("email") or email_error(email)
    hours = _parsed(hours_of, "hours", values, wrong)
    from_on = _parsed(day_of, "from_on", values, wrong)
    until_on = _parsed(day_of, "until_on", values, wrong)
    if from_on and until_on and until_on < from_on:
        wrong["until_on"] = "Deze dag ligt voor de dag van indiensttreding."
    errors.extend(RowError(line, _title(c, titles), sentence) for c, sentence in wrong.items() if sentence)
    unit, job, bsn = (values.get(column, "") for column in ("unit", "job", "bsn"))
    return PersonnelRow(line, number, name, email, job, hours, unit, manager or None, from_on, until_on, bsn)


def _title(column: str, titles: Mapping[str, str]) -> str:
    if column == "name" and "last_name" in titles:
        return titles["last_name"]
    return titles[column]


def _text_error(value: str) -> str:
    if len(value) > LONGEST_CELL:
        return f"Deze tekst is langer dan {LONGEST_CELL} tekens. Controleer de aanhalingstekens."
    if misread(value):
        return f"De letters van «{value}» zijn verkeerd opgeslagen. {SAVE_AS_CSV}"
    return ""


def _name(values: Mapping[str, str]) -> str:
    parts = (values.get(column, "") for column in ("first_name", "infix", "last_name"))
    return values.get("name", "") or (" ".join(part for part in parts if part) if values.get("last_name") else "")


def _parsed(
    read: Callable[[str], _Value | None], column: str, values: Mapping[str, str], wrong: dict[str, str]
) -> _Value | None:
    if not values.get(column):
        return None
    try:
        return read(values[column])
    except ValueError as error:
        wrong[column] = wrong[column] or str(error)
        return None


def _organisations_differ(named: list[tuple[int, str]], titles: Mapping[str, str]) -> Iterator[RowError]:
    filled = [(line, name) for line, name in named if name]
    for line, name in filled:
        first_line, first = filled[0]
        if name != first:
            sentence = f"Hier staat «{name}», maar op regel {first_line} «{first}». Maak twee bestanden."
            yield RowError(line, titles["organisation"], sentence)
