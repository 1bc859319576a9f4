"""What a paper is made of: fields, blocks and the paper itself, as plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass

Item = tuple[str, str]
"""A choice: what the reader sees, and the value the portal stores."""


@dataclass(frozen=True)
class Field:
    """One content control.

    `kind` is text, long, date, choice or tick. `hint` is the placeholder; a tick has none, because
    its control always shows a box.
    """

    name: str
    label: str
    kind: str
    hint: str = ""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Heading:
    """A section heading; level 1 is numbered by Word unless the paper is a letter."""

    text: str
    level: int = 1
    new_page: bool = False


@dataclass(frozen=True)
class Text:
    """A paragraph of fixed text and controls in a named style of the house."""

    parts: tuple[str | Field, ...]
    style: str = "Normal"


@dataclass(frozen=True)
class Details:
    """Facts the portal fills, side by side: each column is a head with its fields."""

    columns: tuple[tuple[str, tuple[Field, ...]], ...]
    caption: str = "Gegevens van medewerker, werkgever en dossier"


@dataclass(frozen=True)
class Answers:
    """Short fields under each other: label on the left, answer on the right."""

    fields: tuple[Field, ...]
    caption: str


@dataclass(frozen=True)
class Reference:
    """The line under the address of a letter: date, reference and so on, side by side."""

    fields: tuple[Field, ...]
    widths: tuple[int, ...]


@dataclass(frozen=True)
class Question:
    """A long field: its label above, its answer below over the full width."""

    field: Field


@dataclass(frozen=True)
class Tick:
    """A box to tick, followed by its label."""

    field: Field


@dataclass(frozen=True)
class Rows:
    """A table whose one row repeats. `widths` are parts of the text width, one per column."""

    name: str
    label: str
    columns: tuple[Field, ...]
    widths: tuple[int, ...]


@dataclass(frozen=True)
class Steps:
    """A numbered list of things to do."""

    items: tuple[tuple[str | Field, ...], ...]


@dataclass(frozen=True)
class Signatures:
    """The block the portal fills when the paper is signed: one row per role, in this order."""

    roles: tuple[str, ...]
    caption: str = "Ondertekening"


TableBlock = Details | Answers | Reference | Rows | Signatures
Block = Heading | Text | Question | Tick | Steps | TableBlock


@dataclass(frozen=True)
class Paper:
    """One template: its file name without extension, its title and its blocks."""

    kind: str
    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    letter: bool = False


def text(name: str, label: str, hint: str) -> Field:
    """A field of one line."""
    return Field(name, label, "text", hint)


def long(name: str, label: str, hint: str) -> Field:
    """A field of several lines."""
    return Field(name, label, "long", hint)


def date(name: str, label: str, hint: str) -> Field:
    """A day, written in Dutch."""
    return Field(name, label, "date", hint)


def choice(name: str, label: str, hint: str, *items: Item) -> Field:
    """One of the given items."""
    return Field(name, label, "choice", hint, items)


def tick(name: str, label: str) -> Field:
    """Yes when ticked."""
    return Field(name, label, "tick")


def questions(*fields: Field) -> tuple[Question, ...]:
    """Long fields under each other, without a table."""
    return tuple(Question(field) for field in fields)
