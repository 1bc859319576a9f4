"""One kind of form for everything: fields as data, parsed into values or problems, nothing typed is lost."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import partial
from typing import Any, Literal

from werkzeug.datastructures import FileStorage, MultiDict

from portal.documents.dates import dutch_date, iso_date
from portal.documents.text import clean_text
from portal.rules.errors import Rejected, RejectedForm, refusals
from portal.rules.papers import LONGEST_TEXT, MOST_ROWS

Kind = Literal[
    "text", "line", "long_text", "date", "time", "number", "choice", "radio", "tick", "file", "password", "rows"
]
Options = tuple[tuple[str, str], ...]

YEARS = range(1950, 2101)
"""A day outside these years is a slip of the pen."""

NUMBER = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,2})?")
THOUSANDS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]{1,2})?")
"""A number with points between the thousands, as an amount of euros is written: 1.450 or 12.500,50."""
INDEX = re.compile(r"[0-9]{1,4}")
TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True)
class Group:
    """What boxes to tick that follow each other answer together."""

    question: str
    hint: str


@dataclass(frozen=True)
class FormField:
    """One question of a form. `options` are (value, label); `columns` are the fields of a row.

    A `line` is one line of text in a box that grows, so that a phone shows all of it; a `text` stays short, as a name.
    `row` is what one of the rows of a list is called. `required` is None where another answer decides whether this one
    may stay empty; its hint says when. `if_empty` is the code of what is said of one that may not.
    """

    name: str
    label: str
    kind: Kind = "text"
    hint: str = ""
    options: Options = ()
    columns: tuple["FormField", ...] = ()
    row: str = ""
    required: bool | None = True
    unit: str = ""
    accept: str = ""
    autocomplete: str = ""
    if_empty: str = "field_empty"
    group: Group | None = None


@dataclass
class Sheet:
    """A form as someone filled it in: what was typed, and the problems with it.

    `values` holds text as typed; days and numbers are read with `day`, `number` and `moment`, which may be
    called once `check` found no problems. `unscanned`: nobody knows whether there is a virus in its file.
    """

    fields: tuple[FormField, ...]
    values: dict[str, Any] = field(default_factory=dict)
    files: dict[str, FileStorage] = field(default_factory=dict)
    problems: list[Rejected] = field(default_factory=list)
    unscanned: bool = False

    def text(self, name: str) -> str:
        """What was typed, without spaces around it."""
        return str(self.values.get(name) or "").strip()

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked, or the answer to a yes-or-no question is yes."""
        return self.values.get(name) in (True, "ja")

    def day(self, name: str) -> date:
        """The day that was filled in."""
        return date.fromisoformat(self.values[name])

    def day_read(self, name: str) -> date | None:
        """The day that was filled in, also while the form has problems; None when it cannot be read."""
        return self.day(name) if self.reads(name) else None

    def moment(self, name: str) -> time:
        """The time of day that was filled in."""
        return time.fromisoformat(self.values[name])

    def number(self, name: str) -> float:
        """The number that was filled in."""
        return float(self.values[name].replace(",", "."))

    def check(self) -> bool:
        """Note every empty required field and every unreadable one; True when there is none."""
        self.problems += [problem for one in self.fields for problem in _problems(one, self.values, self.files)]
        return not self.problems

    def note(self, problems: Iterable[Rejected]) -> None:
        """Add what else is wrong, one thing at each field of which nothing is said yet, in the order of the form.

        So someone hears at once of all there is to mend.
        """
        noted = {problem.field for problem in self.problems}
        for problem in tuple(problems):
            if problem.field not in noted:
                self.problems.append(problem)
                noted |= {problem.field} - {None}
        # What is about the whole form comes first; what is asked below it, last.
        order: dict[FormField | None, int] = {one: number for number, one in enumerate(self.fields)}
        self.problems.sort(key=lambda p: order.get(field_at(self.fields, p.field), len(order) if p.field else -1))

    def reads(self, *names: str) -> bool:
        """Whether these fields are filled in and nothing is wrong with them so far."""
        return all(self.text(name) and self.problem_at(name) is None for name in names)

    def wrong_day(self, name: str, *checks: Callable[[date], object]) -> Iterator[Rejected]:
        """What these checks refuse of a day that was filled in; nothing of one that cannot be read."""
        day = self.day_read(name)
        return refusals(*(partial(check, day) for check in checks)) if day else iter(())

    def change_rows(self, button: str) -> dict[str, str]:
        """Add, take away or move a row of a list, as «rij-erbij:list», «rij-weg:list:index» (or rij-op, rij-neer) says.

        Returns where the focus goes, by list: the index of the row that came in or now stands where one went away,
        «index:button» of the row that moved, «erbij» for the button that adds one.
        """
        act, name, place = [*button.split(":"), "", ""][:3]
        if not any(one.name == name and one.kind == "rows" for one in self.fields):
            return {}
        rows = list(self.values.get(name) or [])
        self.values[name] = rows
        if act == "rij-erbij" and len(rows) < MOST_ROWS:
            rows.append({})
            return {name: str(len(rows) - 1)}
        index = int(place) if INDEX.fullmatch(place) else MOST_ROWS
        if index >= len(rows):
            return {}
        if act == "rij-weg":
            del rows[index]
            return {name: str(min(index, len(rows) - 1)) if rows else "erbij"}
        to = index + {"rij-op": -1, "rij-neer": 1}.get(act, MOST_ROWS)
        if not 0 <= to < len(rows):
            return {}
        rows.insert(to, rows.pop(index))
        # At either end only the way back is left.
        ends = {len(rows) - 1: "rij-op", 0: "rij-neer"}
        return {name: f"{to}:{ends.get(to, act)}"}

    def reject(self, error: Rejected | RejectedForm) -> None:
        """Add what an action found wrong."""
        self.problems += error.problems if isinstance(error, RejectedForm) else (error,)

    def problem_at(self, name: str) -> Rejected | None:
        """The first problem with a field."""
        return next((p for p in self.problems if p.field == name), None)


def field_at(fields: Iterable[FormField], place: str | None) -> FormField | None:
    """The field at a place such as «doel», «eigen.werkplek» or «adviezen.1.antwoord»; None when there is none."""
    place = place or ""
    return next((one for one in fields if place == one.name or place.startswith(f"{one.name}.")), None)


def blank(fields: Iterable[FormField], values: Mapping[str, Any] | None = None) -> Sheet:
    """A form to begin with, with some answers already in it."""
    return Sheet(tuple(fields), dict(values or {}))


def parsed(
    fields: Iterable[FormField],
    form: "MultiDict[str, str]",
    files: "MultiDict[str, FileStorage] | None" = None,
) -> Sheet:
    """The form as it was sent. Only the fields that were asked are read."""
    fields = tuple(fields)
    values = {one.name: _rows(one, form) if one.kind == "rows" else _value(one, one.name, form) for one in fields}
    sent = {one.name: files[one.name] for one in fields if files and one.kind == "file" and files.get(one.name)}
    return Sheet(fields, {k: v for k, v in values.items() if k not in sent}, sent)


def _value(one: FormField, name: str, form: "MultiDict[str, str]") -> Any:
    if one.kind == "tick":
        return name in form
    text = clean_text(form.get(name, "").replace("\r\n", "\n"))[: LONGEST_TEXT + 1]
    if one.kind == "date":
        # A browser without a calendar sends what was typed, for example 05-01-2026.
        day = dutch_date(text)
        return day.isoformat() if day else text.strip()
    if one.kind == "number" and THOUSANDS.fullmatch(text.strip()):
        return text.strip().replace(".", "")
    if one.kind in ("long_text", "password"):
        return text
    # A box that grows with its text takes in the end of a line, which one line does not have.
    return " ".join(text.split("\n")).strip()


def _rows(one: FormField, form: "MultiDict[str, str]") -> list[dict[str, Any]]:
    """The rows `<list>.<index>.<column>`, in the order of their index, the empty ones as well."""
    pattern = re.compile(re.escape(one.name) + r"\.(\d{1,4})\.")
    indexes = sorted({int(found[1]) for key in form if (found := pattern.match(key))})[:MOST_ROWS]
    rows = [
        {column.name: _value(column, f"{one.name}.{index}.{column.name}", form) for column in one.columns}
        for index in indexes
    ]
    return rows


def filled_rows(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows in which something stands."""
    return [dict(row) for row in rows if any(row.values())]


def _problems(one: FormField, values: Mapping[str, Any], files: Mapping[str, Any]) -> list[Rejected]:
    value = values.get(one.name)
    if one.kind == "rows":
        rows = [
            Rejected(problem.code, field=f"{one.name}.{index}.{column.name}", **problem.details)
            for index, row in enumerate(value or [])
            for column in one.columns
            for problem in _problems(column, row, files)
            if problem.code != "field_empty"
        ]
        return rows or (
            [Rejected("field_empty", field=one.name)] if one.required and not filled_rows(value or []) else []
        )
    if one.kind == "file":
        return [Rejected("file_not_chosen", field=one.name)] if one.required and one.name not in files else []
    if value in (None, "", False) or not str(value).strip():
        return [Rejected(one.if_empty, field=one.name)] if one.required else []
    code = _unreadable(one, str(value))
    return [Rejected(code, field=one.name)] if code else []


def _unreadable(one: FormField, value: str) -> str:
    """The code of what is wrong with a filled-in value, or nothing."""
    if len(value) > LONGEST_TEXT:
        return "text_too_long"
    if one.kind in ("choice", "radio") and value not in dict(one.options):
        return "choice_unknown"
    # Strict: Python also reads «nan», «1e9» and «١٢» as numbers, and «0930» and «09» as times.
    if one.kind == "date":
        day = iso_date(value)
        return "date_unreadable" if day is None else "" if day.year in YEARS else "date_out_of_reach"
    if one.kind == "time" and not TIME.fullmatch(value):
        return "time_unreadable"
    if one.kind == "number" and not NUMBER.fullmatch(value):
        return "number_unreadable"
    return ""
