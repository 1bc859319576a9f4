"""Reading the values back out of a Word paper that someone may have changed in Word or LibreOffice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from portal.documents.content_controls import (
    Choice,
    Control,
    Field,
    Kind,
    choices_of,
    find_controls,
    shows_hint,
    type_element,
)
from portal.documents.dates import dutch_date
from portal.documents.package import opened, stories
from portal.documents.properties import Identity, identity_in
from portal.documents.text import clean_text
from portal.documents.wordml import SDT_CONTENT, TR, VAL, Element, is_deleted, text_of, w14

__all__ = ["Identity", "Reading", "identity", "read", "read_paper"]

_Value: TypeAlias = str | bool
_Row: TypeAlias = dict[str, _Value]

_TICKED: frozenset[str] = frozenset("☒☑✓✔✗✘Xx\uf0fe\uf0fd")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a paper says.

    `values` holds a value per field that was found (a field whose control is gone is not in it);
    `conflicts` holds the different values of a field that stands in the paper more than once and does not
    say the same everywhere (`values` then has the first).
    """

    values: Mapping[str, object]
    conflicts: Mapping[str, tuple[object, ...]]


def read(data: bytes, fields: tuple[Field, ...] | None = None) -> Mapping[str, object]:
    """Return the values in a .docx by the names of its controls, in the same form as `fill` takes them.

    `fields`, the fields of the template, limits the answer to those and helps where a program changed a
    control (a list whose repeating section is gone is only recognised with it). A date or choice that
    nobody can understand comes back as it was typed. A row in which everything is empty is no row.
    Check an uploaded file with `guard.check_docx` first. Raises RefusedFile("file_damaged").
    """
    return read_paper(data, fields).values


def read_paper(data: bytes, fields: tuple[Field, ...] | None = None) -> Reading:
    """Return what `read` does, and where the paper contradicts itself."""
    with opened(data) as archive:
        roots = [root for _, root in stories(archive)]
    found = _Found(fields)
    for root in roots:
        for control in find_controls(root):
            found.take(control)
    return found.reading()


def identity(data: bytes) -> Identity | None:
    """Return which paper this file is by what `fill` wrote in it; None when it is not one of ours.

    Anyone can write such a thing into a file: it says what to compare with, and proves nothing.
    """
    with opened(data) as archive:
        return identity_in(archive)


class _Found:
    """The values found so far, with the row of the table that each value of a list stands in."""

    def __init__(self, fields: Sequence[Field] | None) -> None:
        self._known = None if fields is None else {field.name: field for field in fields}
        self._columns = {
            f"{field.name}.{column.name}": (field.name, column) for field in fields or () for column in field.columns
        }
        self._single: dict[str, list[_Value]] = {}
        self._rows: dict[str, dict[Element, _Row]] = {}

    def take(self, control: Control) -> None:
        """Add what one control says."""
        if is_deleted(control.element):
            return
        owner, column = self._columns.get(control.tag, (control.within, None))
        if control.kind == "rows":
            if self._known is None or control.tag in self._known:
                self._rows.setdefault(control.tag, {})
        elif owner and control.tag.startswith(f"{owner}."):
            if self._known is None or column is not None:
                self._take_column(owner, control, column)
        elif self._known is None or control.tag in self._known:
            field = self._known.get(control.tag) if self._known else None
            self._single.setdefault(control.tag, []).append(_value(control, field))

    def _take_column(self, owner: str, control: Control, column: Field | None) -> None:
        row = next(control.element.iterancestors(TR), None)
        if row is not None:
            name = control.tag.removeprefix(f"{owner}.")
            self._rows.setdefault(owner, {}).setdefault(row, {}).setdefault(name, _value(control, column))

    def reading(self) -> Reading:
        """Return everything found."""
        values: dict[str, object] = {name: found[0] for name, found in self._single.items()}
        for name, rows in self._rows.items():
            values[name] = [self._whole_row(name, row) for row in rows.values() if any(row.values())]
        distinct = {name: tuple(dict.fromkeys(found)) for name, found in self._single.items()}
        return Reading(values, {name: found for name, found in distinct.items() if len(found) > 1})

    def _whole_row(self, name: str, row: _Row) -> _Row:
        """Add the columns whose control is gone from this row as empty."""
        field = self._known.get(name) if self._known else None
        columns = field.columns if field else ()
        return {column.name: False if column.kind == "tick" else "" for column in columns} | row


def _value(control: Control, field: Field | None) -> _Value:
    kind: Kind | None = field.kind if field else control.kind
    content = control.element.find(SDT_CONTENT)
    if kind == "tick":
        return _ticked(control.element, content)
    if content is None or shows_hint(control.element):
        return ""
    text = clean_text(text_of(content))
    if kind == "choice":
        return _chosen(text.strip(), choices_of(control.element) or (field.choices if field else ()))
    if kind == "date":
        day = dutch_date(text)
        return day.isoformat() if day else text.strip()
    return text


def _ticked(sdt: Element, content: Element | None) -> bool:
    state = type_element(sdt)
    checked = state.find(w14("checked")) if state is not None else None
    if checked is not None:
        value = checked.get(w14("val"), checked.get(VAL))
        if value is not None:
            return value in ("1", "true", "on")
    return content is not None and text_of(content).strip() in _TICKED


def _chosen(text: str, choices: Sequence[Choice]) -> str:
    for choice in choices:
        if text == choice.label.strip():
            return choice.value
    return next((choice.value for choice in choices if choice.value == text), text)
