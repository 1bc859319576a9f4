"""Second way to read a paper: the rows of a list by the columns of its table.

A row that someone added in LibreOffice, or typed below the last one in Word, has no controls. The table it
stands in is known by its other rows or by its place in the paper, and the copy that we issued says which field
stands in which column.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from portal.documents.content_controls import Field
from portal.documents.outline import Block, Grid, GridRow
from portal.documents.reading_comparison import Compared, IssuedValues, around_list, in_cell
from portal.documents.reading_values import Row, empty_row, says_something
from portal.documents.wordml import Element

Tier: TypeAlias = Literal["tags", "columns", "comparison"]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row of a list and the way in which it was read."""

    values: Row
    tier: Tier


class ListReader:
    """Reads lists out of the tables of a returned paper."""

    def __init__(self, issued: Sequence[Block], returned: Sequence[Block], compared: Compared) -> None:
        self._compared = compared
        self._patterns = {
            control.within: row
            for block in issued
            if isinstance(block, Grid)
            for row in reversed(block.rows)
            for control in row.controls
            if control.within
        }
        self._tables: dict[str, list[Grid]] = {}
        for block in returned:
            for name in {tag.rpartition(".")[0] for tag in block.tags} if isinstance(block, Grid) else ():
                assert isinstance(block, Grid)
                self._tables.setdefault(name, []).append(block)

    def rows(self, field: Field, tagged: Mapping[Element, Row], values: IssuedValues) -> list[ReadRow] | None:
        """Return the rows of a list, the `tagged` ones by their names; None when its table is not found."""
        pattern = self._patterns.get(field.name)
        tables = self._tables.get(field.name, [])
        issued, returned = self._compared.grids.get(field.name, (None, None))
        if returned is not None and not any(returned is table for table in tables):
            tables = [*tables, returned]
        if pattern is None or not tables:
            return None
        found: list[ReadRow] = []
        for table in tables:
            aside = _around(issued, table, tagged) if issued is not None and table is returned else None
            known = bool(aside) or field.name in self._tables
            for row in _list_rows(table, aside, tagged):
                named = tagged.get(row.element, {})
                row_values = _row_values(field, pattern, row, named, values)
                whole = named.keys() >= row_values.keys()
                if says_something(row_values):
                    found.append(ReadRow(row_values, "tags" if whole else "columns" if known else "comparison"))
        return found


def _around(issued: Grid, returned: Grid, tagged: Mapping[Element, Row]) -> list[GridRow]:
    """Return the rows of the returned table that are not of the list, such as its heading."""
    rows, others = around_list(issued, returned)
    found = [row for row in others if row.element not in tagged]
    if rows and not found:
        # Someone wrote other words in the heading: it is still above the list.
        found = [row for row in returned.rows[: len(rows)] if row.element not in tagged]
    return found


def _list_rows(table: Grid, aside: list[GridRow] | None, tagged: Mapping[Element, Row]) -> list[GridRow]:
    """Return the rows of the list. In a table that we did not issue it begins at its first row with controls."""
    if aside is None:
        first = next((number for number, row in enumerate(table.rows) if row.element in tagged), 0)
        return list(table.rows[first:])
    return [row for row in table.rows if not any(row is other for other in aside)]


def _row_values(field: Field, pattern: GridRow, row: GridRow, named: Row, values: IssuedValues) -> Row:
    found = empty_row(field)
    for place, cell in pattern.cells.items():
        other = row.cells.get(place, ())
        if any(line.controls for line in other):
            continue
        for control, text in in_cell(cell, other):
            if control.column in found:
                found[control.column] = values.meant(control.tag, text)
    return found | named
