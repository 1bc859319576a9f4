"""Third way to read a paper: beside the copy that we issued, when the names of the controls are gone.

LibreOffice 7.4 drops every name on saving, and other programs drop the controls too. What stays is the text:
the paragraphs of the issued copy are found again, and what now stands in the place of a field is its value.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Final

from portal.documents.alignment import aligned
from portal.documents.content_controls import Control, Field
from portal.documents.outline import Block, Grid, GridRow, Line, shown
from portal.documents.placing import Placed, placed
from portal.documents.reading_values import Value, value_in, value_in_text

_SURE: Final = 5.0
_SAME: Final = 3.0
_LIKE: Final = 0.5
_SHARED: Final = 0.2
_MAX_STRAYS: Final = 100


@dataclass
class Compared:
    """What the comparison found.

    `single` has the values of a field in every place where its control is gone; `above` and `below` the
    paragraphs that were typed over and under a long answer; `grids` the issued and the returned table of each
    list; `strays` the text outside the fields that we did not issue.
    """

    single: dict[str, list[Value]] = dataclass_field(default_factory=dict)
    above: dict[str, list[str]] = dataclass_field(default_factory=dict)
    below: dict[str, list[str]] = dataclass_field(default_factory=dict)
    grids: dict[str, tuple[Grid, Grid]] = dataclass_field(default_factory=dict)
    strays: list[str] = dataclass_field(default_factory=list)


class IssuedValues:
    """The values in the copy that we issued, by which an unchanged text keeps its exact value."""

    def __init__(self, controls: Sequence[Control], fields: Mapping[str, Field]) -> None:
        self._fields = fields
        self._known: dict[tuple[str, str], Value] = {}
        for control in controls:
            if control.tag in fields and control.kind != "rows":
                value = value_in(control, fields[control.tag])
                place = (control.tag, shown(control).strip())
                # A dash in one row may be typed, in another it stands for nothing; nothing is likelier.
                self._known[place] = value if value == "" else self._known.get(place, value)

    def meant(self, tag: str, text: str) -> Value:
        """Return the value of the field `tag` that `text` stands for."""
        known = self._known.get((tag, text.strip()))
        return value_in_text(text, self._fields[tag]) if known is None else known


class Comparison:
    """Compares parts of the issued copy with the same parts of the returned paper."""

    def __init__(self, fields: Mapping[str, Field], issued: IssuedValues) -> None:
        """`fields` has every field and, as `list.column`, every column by its tag."""
        self.found = Compared()
        self._fields = fields
        self._issued = issued

    def is_same_form(self, issued: Sequence[Block], returned: Sequence[Block]) -> bool:
        """Return whether enough of the fixed text is there; beside another form everything would be a guess."""
        fixed = _fixed_texts(issued)
        return not fixed or len(fixed & _fixed_texts(returned)) >= _SHARED * len(fixed)

    def compare(self, issued: Sequence[Block], returned: Sequence[Block], *, strays: bool) -> None:
        """Add what two parts say; with `strays`, also note text that does not stand in a field."""
        pairs = aligned(issued, returned, _score, _key, _key)
        kept = list(self.found.strays)
        for a, b in pairs:
            first, second = issued[a], returned[b]
            if isinstance(first, Line) and isinstance(second, Line):
                self._take_line(first, second)
            elif isinstance(first, Grid) and isinstance(second, Grid):
                self._take_grid(first, second)
        self._take_loose(issued, returned, pairs)
        self.found.strays = self.found.strays[:_MAX_STRAYS] if strays else kept

    def _take_line(self, first: Line, second: Line) -> None:
        named = {control.tag for control in second.controls}
        if not first.controls or named:
            if _plain(first.fixed) != _plain(second.fixed):
                self.found.strays.append(second.fixed.strip())
            return
        for control, text in placed(first, second.text) or ():
            self._add(control, text)

    def _add(self, control: Control, text: str) -> None:
        if control.tag in self._fields and not control.within:
            self.found.single.setdefault(control.tag, []).append(self._issued.meant(control.tag, text))

    def _take_grid(self, first: Grid, second: Grid) -> None:
        """Note the table of a list, and read what stands in rows outside the list."""
        lists = {control.within for row in first.rows for control in row.controls if control.within}
        rows, others = first.rows, second.rows
        for name in lists:
            self.found.grids[name] = (first, second)
        if lists:
            rows, others = around_list(first, second)
        for a, b in aligned(rows, others, _row_score, _no_key, _no_key):
            self._take_row(rows[a], others[b])

    def _take_row(self, first: GridRow, second: GridRow) -> None:
        for place, cell in first.cells.items():
            other = second.cells.get(place, ())
            if not any(line.controls for line in cell):
                if _plain(_text(cell)) != _plain(_text(other)):
                    self.found.strays.append(_text(other).strip())
            elif not any(line.controls for line in other):
                for control, text in in_cell(cell, other):
                    self._add(control, text)

    def _take_loose(self, issued: Sequence[Block], returned: Sequence[Block], pairs: Sequence[tuple[int, int]]) -> None:
        """Give the paragraphs without a pair to the long answer above or below them, or note them as strays."""
        numbers = [b for _, b in pairs]
        for number, block in enumerate(returned):
            after = bisect_left(numbers, number)
            if numbers[after : after + 1] == [number]:
                continue
            if isinstance(block, Grid):
                self.found.strays += [row.text.strip() for row in block.rows if not row.controls]
            elif not block.controls:
                above = issued[pairs[after - 1][0]] if after else None
                below = issued[pairs[after][0]] if after < len(pairs) else None
                self._take_paragraph(block.text, above, below)

    def _take_paragraph(self, text: str, above: Block | None, below: Block | None) -> None:
        if (answer := self._long_answer(above, -1)) is not None:
            self.found.below.setdefault(answer, []).append(text)
        elif (answer := self._long_answer(below, 0)) is not None:
            self.found.above.setdefault(answer, []).append(text)
        elif text.strip():
            self.found.strays.append(text.strip())

    def _long_answer(self, block: Block | None, end: int) -> str | None:
        """Return the tag of the long answer with which a paragraph ends (-1) or begins (0)."""
        piece = block.pieces[end] if isinstance(block, Line) and block.pieces else None
        if not isinstance(piece, Control) or piece.within or piece.tag not in self._fields:
            return None
        return piece.tag if self._fields[piece.tag].kind == "long_text" else None


def around_list(first: Grid, second: Grid) -> tuple[tuple[GridRow, ...], tuple[GridRow, ...]]:
    """Return the rows of an issued table outside its list, and those of the returned table that are like them."""
    rows = tuple(row for row in first.rows if not any(control.within for control in row.controls))
    return rows, tuple(row for row in second.rows if any(_row_score(one, row) >= 1 for one in rows))


def in_cell(cell: Sequence[Line], other: Sequence[Line]) -> Iterator[Placed]:
    """Yield the text for each field of an issued cell out of a returned cell."""
    pieces = [piece for line in cell for piece in line.pieces]
    if len(pieces) == 1 and isinstance(pieces[0], Control):
        yield pieces[0], _text(other)
        return
    for a, b in aligned(cell, other, _score, _no_key, _no_key):
        yield from placed(cell[a], other[b].text) or ()


def _score(first: Block, second: Block) -> float:
    if isinstance(first, Line) and isinstance(second, Line):
        return _line_score(first, second)
    if isinstance(first, Grid) and isinstance(second, Grid):
        return _grid_score(first, second)
    return 0.0


def _line_score(first: Line, second: Line) -> float:
    style = 0.4 if first.style == second.style else 0.0
    if second.controls:
        return _SURE if {one.tag for one in first.controls} & {one.tag for one in second.controls} else 0.0
    if not first.controls:
        return _fixed_score(first, second, style)
    if first.fixed.strip():
        return _SAME + style if placed(first, second.text) is not None else 0.0
    likeness = _SAME if first.text.strip() == second.text.strip() else _likeness(first.words, second.words)
    return style + likeness + (_LIKE if second.text.strip() else 0.1)


def _fixed_score(first: Line, second: Line, style: float) -> float:
    if first.text.strip() == second.text.strip():
        return (_SAME if first.text.strip() else 0.1) + style
    likeness = _likeness(first.words, second.words)
    return likeness + style if likeness >= _LIKE else 0.0


def _grid_score(first: Grid, second: Grid) -> float:
    if first.tags & second.tags:
        return _SURE
    if second.tags:
        return 0.0
    share = len(first.labels & second.labels) / len(first.labels) if first.labels else _LIKE
    same = bool({row.text for row in first.rows} & {row.text for row in second.rows})
    return share + _LIKE * same if share >= _LIKE else 0.0


def _row_score(first: GridRow, second: GridRow) -> float:
    """Score a row by its labels; one without labels goes with any row of as many cells."""
    same = sum(second.labels.get(place) == label for place, label in first.labels.items())
    tags = {one.tag for one in first.controls} & {one.tag for one in second.controls}
    return same + len(tags) + (0.1 if first.cells.keys() == second.cells.keys() else 0.0)


def _likeness(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / max(len(first | second), 1)


def _fixed_texts(blocks: Sequence[Block]) -> set[str]:
    texts: set[str] = set()
    for block in blocks:
        texts |= block.labels if isinstance(block, Grid) else {block.text} if not block.controls else set()
    return {plain for text in texts if (plain := _plain(text))}


def _key(block: Block) -> str | None:
    """Return the text of a paragraph without fields; it is what the two papers share."""
    if not isinstance(block, Line) or block.controls:
        return None
    return _plain(block.text) or None


def _no_key(_one: object) -> None:
    return None


def _text(lines: Sequence[Line]) -> str:
    return "\n".join(line.text for line in lines)


def _plain(text: str) -> str:
    return " ".join(text.split())
