"""Filling a compiled template: values in, a Word paper out. A pure function."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import Final, TypeAlias

from portal.documents.archive import pack_fast
from portal.documents.content_controls import MAX_ROWS, Field
from portal.documents.dates import iso_date, long_date
from portal.documents.errors import FillError
from portal.documents.properties import CORE_PART, CUSTOM_PART, Properties, core_xml, custom_xml
from portal.documents.slots import LINE_BREAK, Slot, id_xml, run_text
from portal.documents.template import Rows, Template, unused_ids

__all__ = ["Properties", "fill"]

# What goes into a slot: "" for nothing, a bool or the value of a choice for one of its fixed states, the XML of a
# text, or the ISO day and the XML of a date.
_Ready: TypeAlias = str | bool | bytes | tuple[bytes, bytes]
_ReadyRow: TypeAlias = Mapping[str, _Ready]

_NO_WORDS: Final = ""
_KEPT_DATES: Final = 4096


def fill(
    template: Template, values: Mapping[str, object], properties: Properties, *, show_hints: bool = False
) -> bytes:
    """Return the .docx of `template` with `values`, one for each of its fields.

    Values: text → str; date → "2026-01-05" or ""; choice → the value of an item or ""; tick → bool;
    rows → a list of at most 500 mappings of column to value. Characters that XML forbids are left out.
    An empty value prints as «–», or with `show_hints` as the hint of the template. The same arguments
    give the same bytes. Raises FillError naming every field that is missing, unknown or wrong.
    """
    ready = _Checked(template.fields, values)
    fresh = _fresh_ids(template)
    members = []
    for part in template.parts:
        texts: list[bytes] = []
        for piece in part.pieces:
            if isinstance(piece, bytes):
                texts.append(piece)
            elif isinstance(piece, Slot):
                texts += _slot_xml(piece, ready.single[piece.name], show_hints)
            else:
                texts += _rows_xml(piece, ready.rows[piece.name], show_hints, fresh)
        members.append(pack_fast(part.name, b"".join(texts)))
    members.append(pack_fast(CORE_PART, core_xml(properties).encode()))
    members.append(pack_fast(CUSTOM_PART, custom_xml(properties, template.sha256).encode()))
    return template.rest.completed(members)


def _fresh_ids(template: Template) -> Iterator[bytes]:
    made = len(template.fresh_ids)
    return chain(template.fresh_ids, map(id_xml, islice(unused_ids(template.used_ids), made, None)))


def _slot_xml(slot: Slot, value: _Ready, show_hints: bool) -> tuple[bytes, ...]:
    if isinstance(value, bytes):
        before, after = slot.parts_of_lines if LINE_BREAK in value else slot.parts
        return before, value, after
    if value == _NO_WORDS:
        return (slot.hint if show_hints else slot.blank,)
    if isinstance(value, tuple):
        before, between, after = slot.parts
        return before, value[0], between, value[1], after
    if slot.parts:
        before, after = slot.parts
        return before, slot.fixed[value], after
    return (slot.fixed[value],)


def _rows_xml(rows: Rows, values: Sequence[_ReadyRow], show_hints: bool, fresh: Iterator[bytes]) -> list[bytes]:
    """Write the rows; without any, one empty row stays, so that the list can still be used in Word."""
    texts: list[bytes] = []
    for value in values or [_empty_row(rows)]:
        for piece in rows.pieces:
            if isinstance(piece, bytes):
                texts.append(piece)
            elif piece is None:
                texts.append(next(fresh))
            else:
                texts += _slot_xml(piece, value[piece.name], show_hints)
    return texts


def _empty_row(rows: Rows) -> _ReadyRow:
    slots = [piece for piece in rows.pieces if isinstance(piece, Slot)]
    return {slot.name: False if slot.kind == "tick" else _NO_WORDS for slot in slots}


class _Checked:
    """The values of a form made ready for their slots; raises FillError when they do not fit."""

    def __init__(self, fields: Sequence[Field], values: Mapping[str, object]) -> None:
        self.single: dict[str, _Ready] = {}
        self.rows: dict[str, list[_ReadyRow]] = {}
        self._missing: list[str] = []
        self._unknown: list[str] = []
        self._wrong: list[str] = []
        self._check(fields, values)
        if self._missing or self._unknown or self._wrong:
            raise FillError(tuple(self._missing), tuple(self._unknown), tuple(self._wrong))

    def _check(self, fields: Sequence[Field], values: Mapping[str, object]) -> None:
        lists = {field.name for field in fields if field.kind == "rows"}
        self.single = self._record([field for field in fields if field.kind != "rows"], values, "", lists)
        for field in fields:
            if field.kind != "rows":
                continue
            if field.name in values:
                self.rows[field.name] = self._list(field, values[field.name])
            else:
                self._missing.append(field.name)

    def _list(self, field: Field, value: object) -> list[_ReadyRow]:
        if not isinstance(value, list | tuple) or len(value) > MAX_ROWS:
            self._wrong.append(field.name)
            return []
        result: list[_ReadyRow] = []
        for number, row in enumerate(value, 1):
            place = f"{field.name}[{number}]"
            if isinstance(row, Mapping):
                result.append(self._record(field.columns, row, f"{place}.", set()))
            else:
                self._wrong.append(place)
        return result

    def _record(
        self, fields: Sequence[Field], values: Mapping[str, object], prefix: str, elsewhere: set[str]
    ) -> dict[str, _Ready]:
        result: dict[str, _Ready] = {}
        for field in fields:
            name = field.name
            if name not in values:
                self._missing.append(prefix + name)
            elif (ready := _ready(field, values[name])) is None:
                self._wrong.append(prefix + name)
            else:
                result[name] = ready
        if values.keys() != result.keys():
            known = {field.name for field in fields} | elsewhere
            self._unknown += [f"{prefix}{name}" for name in values if name not in known]
        return result


def _ready(field: Field, value: object) -> _Ready | None:
    """Return what goes into the slot, or None when the value does not fit the field."""
    kind = field.kind
    if kind == "tick":
        return value if isinstance(value, bool) else None
    if not isinstance(value, str):
        return None
    if kind == "text" or kind == "long_text":
        return run_text(value) or _NO_WORDS
    if not value:
        return _NO_WORDS
    if kind == "date":
        return _ready_date(value)
    return value if any(choice.value == value for choice in field.choices) else None


@lru_cache(maxsize=_KEPT_DATES)
def _ready_date(value: str) -> tuple[bytes, bytes] | None:
    day = iso_date(value)
    return (day.isoformat().encode(), run_text(long_date(day))) if day else None
