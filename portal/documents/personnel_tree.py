"""The values of a personnel file, and what must hold between its rows: one number each, one tree of managers,
one tree of units."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from portal.rules.errors import Rejected

SHOWN = 100
NAMED_IN_LOOP = 8


@dataclass(frozen=True)
class PersonnelRow:
    """One employee as the file says. `hours` are contract hours a week, `until_on` the last day employed."""

    line: int
    number: str
    name: str
    email: str
    job: str
    hours: float | None
    unit: str
    manager: str | None
    from_on: date | None = None
    until_on: date | None = None
    # As the file says it; for who did not ask for it, it is as if it were not there.
    bsn: str = field(default="", repr=False)


@dataclass(frozen=True)
class UnitRow:
    """A unit as it must stand after the import; `parent` is the code of the unit above it."""

    code: str
    name: str
    parent: str | None


@dataclass(frozen=True)
class Placing:
    """What one row says about its unit. An empty name or parent says nothing."""

    line: int
    code: str
    name: str
    parent: str
    parent_name: str


@dataclass(frozen=True)
class Known:
    """What the portal knows already, so that a file with only part of the people can refer to the rest.

    `managers`: personnel number -> the manager's personnel number (None: has no manager).
    """

    managers: Mapping[str, str | None] = field(default_factory=dict)
    units: Mapping[str, UnitRow] = field(default_factory=dict)


@dataclass(frozen=True)
class RowError:
    """A Dutch sentence about one cell. `line` counts from 1, as a text editor does; `column` may be empty."""

    line: int
    column: str
    sentence: str


class PersonnelErrors(Rejected):
    """The file cannot be taken over. `errors` holds the first ones by line, `total` counts all."""

    def __init__(self, errors: list[RowError]) -> None:
        super().__init__("personnel_file_refused", "bestand", total=len(errors))
        self.total = len(errors)
        self.errors = tuple(sorted(errors, key=lambda e: e.line)[:SHOWN])

    @property
    def more(self) -> int:
        """How many errors are not shown."""
        return self.total - len(self.errors)

    def lines(self) -> list[str]:
        """The errors as lines of text, ready to print."""
        shown = [
            f"Regel {e.line}, kolom «{e.column}»: {e.sentence}" if e.column else f"Regel {e.line}: {e.sentence}"
            for e in self.errors
        ]
        return [*shown, f"… en nog {self.more} {'fout' if self.more == 1 else 'fouten'}."] if self.more else shown


def check_people(rows: list[PersonnelRow], known: Known, columns: Mapping[str, str]) -> list[RowError]:
    """What is wrong between people: double numbers, lost zeros, shared e-mail, managers that do not exist or go round.

    `columns` gives the heading of the file for `number`, `email` and `manager`.
    """
    first: dict[str, PersonnelRow] = {}
    errors = []
    for row in rows:
        if not row.number:
            continue
        if row.number in first:
            sentence = f"Personeelsnummer {row.number} staat ook op regel {first[row.number].line}."
            errors.append(RowError(row.line, columns["number"], sentence))
        first.setdefault(row.number, row)
    errors += _zeros_lost(rows, first, known, columns["number"])
    errors += _shared_addresses(rows, columns["email"])
    errors += _managers_missing(rows, first, known, columns["manager"])
    errors += _manager_loops(first, known, columns["manager"])
    return errors


def _zeros_lost(
    rows: list[PersonnelRow], first: Mapping[str, PersonnelRow], known: Known, column: str
) -> Iterator[RowError]:
    # Excel takes 002011 for the number 2011, and everyone would come in once more.
    elsewhere = {number.lstrip("0"): number for number in known.managers if number not in first}
    for row in rows:
        other = elsewhere.get(row.number.lstrip("0"))
        if row.number and other and row.number not in known.managers:
            sentence = f"Er is al een personeelsnummer {other}. Vielen er nullen weg? Maak de kolom in Excel tekst."
            yield RowError(row.line, column, sentence)


def _shared_addresses(rows: list[PersonnelRow], column: str) -> Iterator[RowError]:
    # One person with two contracts has one address twice. Two people with one address read each other's mail.
    first: dict[str, PersonnelRow] = {}
    for row in rows:
        other = first.setdefault(row.email, row)
        if "@" in row.email and other.name != row.name:
            sentence = f"{row.email} is op regel {other.line} het adres van {other.name}. Vul een eigen adres in."
            yield RowError(row.line, column, sentence)


def _managers_missing(
    rows: list[PersonnelRow], first: Mapping[str, PersonnelRow], known: Known, column: str
) -> Iterator[RowError]:
    without_zeros = {number.lstrip("0"): number for number in [*known.managers, *first]}
    for row in rows:
        if row.manager is None:
            continue
        if row.manager == row.number:
            yield RowError(
                row.line,
                column,
                f"{row.name} is hier de eigen leidinggevende. Laat de cel leeg of vul de juiste in.",
            )
        elif row.manager not in first and row.manager not in known.managers:
            meant = without_zeros.get(row.manager.lstrip("0"))
            hint = f"Bedoelt u {meant}?" if meant else "Vul het personeelsnummer van een medewerker in."
            yield RowError(row.line, column, f"Leidinggevende {row.manager} is onbekend. {hint}")


def _manager_loops(first: Mapping[str, PersonnelRow], known: Known, column: str) -> Iterator[RowError]:
    above = dict(known.managers) | {number: row.manager for number, row in first.items()}
    for loop in _loops(above):
        in_file = [number for number in loop if number in first]
        if not in_file:
            continue
        start = min(in_file, key=lambda number: first[number].line)
        names = [f"{first[n].name} ({n})" if n in first else n for n in _from(loop, start)]
        sentence = f"Deze leidinggevenden staan in een kring boven elkaar: {_chain(names)}."
        yield RowError(first[start].line, column, sentence)


def build_units(
    placings: list[Placing], known: Known, columns: Mapping[str, str]
) -> tuple[tuple[UnitRow, ...], list[RowError]]:
    """The units that the rows describe, and what is wrong with them.

    `columns` gives the headings for `unit_name` and `parent`; without `parent`, known units keep theirs.
    """
    names: dict[str, tuple[str, int]] = {}
    parents: dict[str, tuple[str, int]] = {}
    lines: dict[str, int] = {}
    errors = []
    for placing in placings:
        if placing.code:
            lines.setdefault(placing.code, placing.line)
        for code, name in ((placing.code, placing.name), (placing.parent, placing.parent_name)):
            sentence = _second(names, code, name, placing.line, "heet hier")
            if sentence:
                errors.append(RowError(placing.line, columns.get("unit_name", ""), sentence))
        sentence = _second(parents, placing.code, placing.parent, placing.line, "valt hier onder")
        if sentence:
            errors.append(RowError(placing.line, columns.get("parent", ""), sentence))
    above = {code: _parent(code, parents, lines if "parent" in columns else {}, known) for code in {**lines, **names}}
    errors += _units_misplaced(above, parents, lines, known, columns.get("parent", ""))
    units = tuple(UnitRow(code, _unit_name(code, names, known), parent) for code, parent in sorted(above.items()))
    return units, errors


def _parent(
    code: str, parents: Mapping[str, tuple[str, int]], described: Mapping[str, int], known: Known
) -> str | None:
    if code in parents:
        return parents[code][0]
    # A row with an empty cell says: this is the highest unit. No row or no such column says nothing.
    return None if code in described or code not in known.units else known.units[code].parent


def _unit_name(code: str, names: Mapping[str, tuple[str, int]], known: Known) -> str:
    if code in names:
        return names[code][0]
    return known.units[code].name if code in known.units else code


def _second(said: dict[str, tuple[str, int]], code: str, value: str, line: int, phrase: str) -> str:
    """Keep what a row says of a unit; the sentence when an earlier row said something else."""
    if not code or not value:
        return ""
    earlier, where = said.setdefault(code, (value, line))
    return "" if earlier == value else f"Eenheid {code} {phrase} «{value}», maar op regel {where} «{earlier}»."


def _units_misplaced(
    above: Mapping[str, str | None],
    parents: Mapping[str, tuple[str, int]],
    lines: Mapping[str, int],
    known: Known,
    column: str,
) -> Iterator[RowError]:
    for code, (parent, line) in parents.items():
        if parent == code:
            yield RowError(
                line, column, f"Eenheid {code} valt onder zichzelf. Laat de cel leeg bij de hoogste eenheid."
            )
        elif parent not in above and parent not in known.units:
            hint = "Neem een regel op met deze eenheid, of vul de kolom «naam bovenliggende eenheid»."
            yield RowError(line, column, f"Bovenliggende eenheid {parent} is onbekend. {hint}")
    for loop in _loops({code: unit.parent for code, unit in known.units.items()} | dict(above)):
        in_file = [code for code in loop if code in lines]
        if in_file:
            start = min(in_file, key=lambda code: lines[code])
            sentence = f"Deze eenheden vallen in een kring onder elkaar: {_chain(_from(loop, start))}."
            yield RowError(parents[start][1] if start in parents else lines[start], column, sentence)


def _loops(above: Mapping[str, str | None]) -> Iterator[list[str]]:
    """The rings in a tree that should have none, each once. Something above itself is reported elsewhere."""
    walked: dict[str, int] = {}
    for turn, start in enumerate(above):
        path = []
        current: str | None = start
        while current is not None and current not in walked:
            walked[current] = turn
            path.append(current)
            current = above.get(current)
        if current is not None and walked[current] == turn:
            ring = path[path.index(current) :]
            if len(ring) > 1:
                yield ring


def _from(ring: list[str], start: str) -> list[str]:
    at = ring.index(start)
    return [*ring[at:], *ring[:at], start]


def _chain(names: list[str]) -> str:
    shown = names if len(names) <= NAMED_IN_LOOP else [*names[: NAMED_IN_LOOP - 2], "…", names[-1]]
    return " → ".join(shown)
