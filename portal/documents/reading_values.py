"""What a person meant by the text in one control, or by the text where a control was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from portal.documents.content_controls import (
    Choice,
    Control,
    Field,
    Kind,
    choices_of,
    type_element,
)
from portal.documents.dates import dutch_date, iso_date
from portal.documents.slots import NOTHING
from portal.documents.text import clean_text
from portal.documents.wordml import SDT_CONTENT, VAL, Element, text_of, w14

Value: TypeAlias = str | bool
Row: TypeAlias = dict[str, Value]

TICKED: Final[frozenset[str]] = frozenset("☒☑✓✔✗✘Xx\uf0fe\uf0fd")
UNTICKED: Final[frozenset[str]] = frozenset("☐□\uf0a8")

ConflictCode: TypeAlias = Literal["two_values", "unreadable_date", "unknown_choice"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that a person must decide on.

    `name` is the field, or `list[2].column` counting rows from 1; `found` holds the different values
    ("two_values"), or the words that are no day and no item of the list.
    """

    name: str
    code: ConflictCode
    found: tuple[object, ...]


def value_in(control: Control, field: Field | None) -> Value:
    """Return the value of a control; `field` is what the template says that it is, if that is known.

    A date or choice that nobody can understand comes back as it was typed.
    """
    kind: Kind | None = field.kind if field else control.kind
    content = control.element.find(SDT_CONTENT)
    if kind == "tick":
        return _ticked(control.element, content)
    if content is None:
        return ""
    text = clean_text(text_of(content))
    if kind == "choice":
        choices = choices_of(control.element) or (field.choices if field else ())
        return _chosen_over_hint(text.strip(), choices, field) if control.empty else _chosen(text.strip(), choices)
    if control.empty:
        return ""
    return _day(text) if kind == "date" else text


def _chosen_over_hint(text: str, choices: Sequence[Choice], field: Field | None) -> str:
    """Return the item chosen in a list that says it shows its hint: LibreOffice can leave that mark on it."""
    found = _chosen(text, choices)
    is_hint = text == NOTHING or (field is not None and text == field.hint.strip())
    return found if not is_hint and any(choice.value == found for choice in choices) else ""


def value_in_text(text: str, field: Field) -> Value:
    """Return the value that stands in the text of a place whose control is gone."""
    words = clean_text(text).strip()
    if field.kind == "tick":
        return any(sign in TICKED for sign in words[:1])
    if words in ("", NOTHING, field.hint.strip()):
        return ""
    if field.kind == "choice":
        return _chosen(words, field.choices)
    return _day(words) if field.kind == "date" else words


def doubts(name: str, value: object, field: Field) -> list[Conflict]:
    """Return what is wrong with a value that was read for `field`, which stands at `name`."""
    if field.kind == "rows" and isinstance(value, list):
        return [
            doubt
            for number, row in enumerate(value, 1)
            for column in field.columns
            for doubt in doubts(f"{name}[{number}].{column.name}", row.get(column.name, ""), column)
        ]
    if field.kind == "date" and value and iso_date(str(value)) is None:
        return [Conflict(name, "unreadable_date", (value,))]
    if field.kind == "choice" and value and all(choice.value != value for choice in field.choices):
        return [Conflict(name, "unknown_choice", (value,))]
    return []


def empty_row(field: Field) -> Row:
    """Return a row of the list `field` in which nothing was filled in."""
    return {column.name: False if column.kind == "tick" else "" for column in field.columns}


def says_something(row: Mapping[str, Value]) -> bool:
    """Return whether a row is one: a row in which everything is empty is none."""
    return any(row.values())


def _day(text: str) -> str:
    day = dutch_date(text)
    return day.isoformat() if day else text.strip()


def _ticked(sdt: Element, content: Element | None) -> bool:
    state = type_element(sdt)
    checked = state.find(w14("checked")) if state is not None else None
    if checked is not None:
        value = checked.get(w14("val"), checked.get(VAL))
        if value is not None:
            return value in ("1", "true", "on")
    return content is not None and text_of(content).strip() in TICKED


def _chosen(text: str, choices: Sequence[Choice]) -> str:
    for choice in choices:
        if text == choice.label.strip():
            return choice.value
    return next((choice.value for choice in choices if choice.value == text), text)
