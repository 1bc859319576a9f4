"""A Word document as lines and tables, with its fields as holes in the text: what two papers are compared by."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

from portal.documents.content_controls import Control
from portal.documents.wordml import (
    SDT,
    SDT_CONTENT,
    TBL,
    TC,
    TR,
    VAL,
    Element,
    P,
    is_deleted_row,
    pieces_of,
    text_of,
    w,
)

_MAX_LINES: Final = 20_000
_AROUND: Final = tuple(w(name) for name in ("customXml", "ins", "moveTo", "smartTag"))
_STYLE: Final = f"{w('pPr')}/{w('pStyle')}"
_WIDTH: Final = re.compile("[1-9][0-9]?", re.ASCII)
_SPAN: Final = f"{w('tcPr')}/{w('gridSpan')}"


@dataclass(frozen=True)
class Line:
    """One paragraph: its text and, in their places, the controls of fields. `style` is the id of its style."""

    pieces: tuple[str | Control, ...]
    style: str

    @cached_property
    def text(self) -> str:
        """The whole text as people see it."""
        return "".join(piece if isinstance(piece, str) else shown(piece) for piece in self.pieces)

    @cached_property
    def fixed(self) -> str:
        """The text outside the fields."""
        return "".join(piece for piece in self.pieces if isinstance(piece, str))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the text, for a rough comparison."""
        return frozenset(self.text.lower().split())

    @cached_property
    def controls(self) -> tuple[Control, ...]:
        """The fields in this paragraph."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Control))


@dataclass(frozen=True)
class GridRow:
    """One row of a table; a cell is reached by the column of the grid in which it begins."""

    element: Element
    cells: Mapping[int, tuple[Line, ...]]

    @cached_property
    def text(self) -> str:
        """The text of all cells."""
        return "\t".join("\n".join(line.text for line in cell) for cell in self.cells.values())

    @cached_property
    def controls(self) -> tuple[Control, ...]:
        """The fields in this row."""
        return tuple(control for cell in self.cells.values() for line in cell for control in line.controls)

    @cached_property
    def labels(self) -> Mapping[int, str]:
        """The text of the cells that hold text and no field."""
        texts = {
            place: "\n".join(line.text for line in cell).strip()
            for place, cell in self.cells.items()
            if not any(line.controls for line in cell)
        }
        return {place: text for place, text in texts.items() if text}


@dataclass(frozen=True)
class Grid:
    """A table."""

    rows: tuple[GridRow, ...]

    @cached_property
    def tags(self) -> frozenset[str]:
        """The names of the fields in this table."""
        return frozenset(control.tag for row in self.rows for control in row.controls)

    @cached_property
    def labels(self) -> frozenset[str]:
        """The texts of the cells that hold text and no field."""
        return frozenset(label for row in self.rows for label in row.labels.values())


Block: TypeAlias = Line | Grid


def shown(control: Control) -> str:
    """Return the text that stands in a control."""
    content = control.element.find(SDT_CONTENT)
    return "" if content is None else text_of(content)


def outline(roots: Sequence[Element], controls: Sequence[Control]) -> tuple[Block, ...]:
    """Return the blocks of the parts `roots`; `controls` are those that count as fields.

    What comes after 20,000 paragraphs and cells is left out: no form of ours is as long.
    """
    apart = {control.element: control for control in controls if control.kind != "rows"}
    found: list[Block] = []
    room = _MAX_LINES
    for root in roots:
        body = root.find(w("body"))
        for element in _flat(root if body is None else body, apart):
            block = _grid(element, apart) if element.tag == TBL else _line(element, apart)
            room -= sum(len(row.cells) for row in block.rows) if isinstance(block, Grid) else 1
            if room < 0:
                return tuple(found)
            found.append(block)
    return tuple(found)


def _flat(parent: Element | None, apart: Mapping[Element, Control]) -> Iterator[Element]:
    """Yield paragraphs, tables, rows and cells, looking through what only wraps them."""
    for child in () if parent is None else parent:
        if child.tag == SDT and child not in apart:
            yield from _flat(child.find(SDT_CONTENT), apart)
        elif child.tag in _AROUND:
            yield from _flat(child, apart)
        elif child.tag in (P, TBL, TR, TC, SDT):
            yield child


def _line(element: Element, apart: Mapping[Element, Control]) -> Line:
    if element.tag == SDT:
        return Line((apart[element],), "")
    style = element.find(_STYLE)
    pieces: list[str | Control] = []
    for piece in pieces_of(element, apart):
        if not isinstance(piece, str):
            pieces.append(apart[piece])
        elif pieces and isinstance(pieces[-1], str):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return Line(tuple(pieces), "" if style is None else style.get(VAL, ""))


def _grid(table: Element, apart: Mapping[Element, Control]) -> Grid:
    rows = [row for row in _flat(table, apart) if row.tag == TR and not is_deleted_row(row)]
    return Grid(tuple(GridRow(row, _cells(row, apart)) for row in rows))


def _cells(row: Element, apart: Mapping[Element, Control]) -> dict[int, tuple[Line, ...]]:
    found: dict[int, tuple[Line, ...]] = {}
    place = 0
    for cell in _flat(row, apart):
        found[place] = tuple(_cell_lines(cell, apart))
        span = None if cell.tag == SDT else cell.find(_SPAN)
        width = "1" if span is None else span.get(VAL, "1")
        place += int(width) if _WIDTH.fullmatch(width) else 1
    return found


def _cell_lines(cell: Element, apart: Mapping[Element, Control]) -> Iterator[Line]:
    if cell.tag == SDT:
        yield _line(cell, apart)
        return
    for element in _flat(cell, apart):
        if element.tag == TBL:
            for row in _flat(element, apart):
                for inner in _flat(row, apart):
                    yield from _cell_lines(inner, apart)
        else:
            yield _line(element, apart)
