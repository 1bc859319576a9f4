"""The web form of a paper: the content controls of its Word template as fields, under the headings of the paper."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from werkzeug.datastructures import MultiDict

from portal.actions.paper_checks import tidy
from portal.actions.start_paper import view_fields
from portal.actions.word_forms import WordForm
from portal.documents.content_controls import Field
from portal.documents.sections import Section
from portal.rules.errors import Rejected
from portal.rules.facts import NOTHING
from portal.rules.papers import MOST_ROWS, PaperKind
from portal.web.forms.answer import presented
from portal.web.forms.form import FormField, Sheet, blank, field_at, filled_rows, parsed

LONG = 5
"""From this many headings on a form is filled in a part at a time."""

CAN_WAIT = frozenset(
    {"field_empty", "one_of_empty", "field_needed", "advice_unanswered", "deviation_unexplained"}
    | {"late_unexplained", "step_needs_answer"}
)
"""What is missing may be filled in later: the writer hears of it where the answers are checked."""

ALL_IN_SIGHT = 5
"""Up to this many answers stand open on the page; more go into a list to unfold."""

ROW_NAMES = {
    "afspraken": "Afspraak",
    "terugblik": "Afspraak",
    "adviezen": "Advies",
    "doelstellingen": "Stap",
    "frisse_blik": "Opmerking",
}
"""What one row of a list is called, by the beginning of the list's name, where its first column does not say it."""

THEIR_WORDS = "De medewerker kan dit zelf schrijven, in het eigen dossier. Anders schrijft u op wat de medewerker zegt."

# A hint that says no more than the control itself.
_NO_HINT = re.compile(r"Kies( een \w+)?")
_NO_HINT_IN_SIGHT = re.compile(r"Kies\b.*")

Refused = Callable[[Mapping[str, Any]], Iterable[Rejected]]


@dataclass(frozen=True)
class PaperForm:
    """The form of one kind of paper for one writer; `said` are the employee's own words, which nobody else edits.

    `refused` gives everything for which settling the paper with these values would be refused now.
    """

    kind: PaperKind
    word_form: WordForm
    fields: tuple[FormField, ...]
    said: Mapping[str, str]
    refused: Refused

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The headings under which something is asked, or stands in the employee's own words."""
        shown = {*(one.name for one in self.fields), *self.said}
        return tuple(one for one in self.word_form.sections if shown.intersection(one.names))

    @property
    def is_long(self) -> bool:
        """Whether it is filled in a part at a time, unless its writer wants all of it on one page."""
        return len(self.sections) >= LONG

    @property
    def last(self) -> int:
        """The place behind the last part, where the answers are checked."""
        return len(self.sections) + 1

    def fields_at(self, place: int) -> tuple[FormField, ...]:
        """The questions of the part at a place, from 1; all of them at 0, and none where the answers are checked."""
        if not place:
            return self.fields
        names = [name for section in self.sections[place - 1 : place] for name in section.names]
        return tuple(one for one in self.fields if one.name in names)

    def place_of(self, problem: Rejected) -> int:
        """The part in which a problem is to be mended; 0 for none."""
        at = field_at(self.fields, problem.field)
        return next((n for n, one in enumerate(self.sections, start=1) if at and at.name in one.names), 0)

    def begun(self, values: Mapping[str, Any]) -> Sheet:
        """The form with what already stands in it."""
        return blank(self.fields, values)

    def sent(self, form: "MultiDict[str, str]", place: int = 0, kept: Mapping[str, Any] = NOTHING) -> Sheet:
        """The form as the part at `place` was sent (0: all of it); the other answers are those that were `kept`."""
        known = {**parsed(self.fields, MultiDict()).values, **(kept if place else NOTHING)}
        answers = {**known, **parsed(self.fields_at(place), form).values}
        return blank(self.fields, {one.name: answers[one.name] for one in self.fields})

    def check(self, sheet: Sheet) -> bool:
        """Note everything that keeps the paper from being settled, in the order of the form; True when nothing does."""
        for one in self.fields:
            if one.kind == "rows":
                sheet.values[one.name] = filled_rows(sheet.values.get(one.name) or [])
        sheet.check()
        # What is empty is named with the rest; what cannot be read is wrong however it is meant.
        sheet.problems = [problem for problem in sheet.problems if problem.code != "field_empty"]
        sheet.note(self.refused({**tidy(sheet.values), **self.said}))
        return not sheet.problems

    def checked(self, sheet: Sheet) -> Sheet:
        """A copy of what stands in the form, with everything noted that keeps the paper from being settled."""
        found = self.begun({one.name: sheet.values.get(one.name) for one in self.fields})
        self.check(found)
        return found

    def check_given(self, sheet: Sheet, place: int) -> bool:
        """Note what is wrong with the answers in one part; what is still missing there can wait."""
        self.check(sheet)
        here = [problem for problem in sheet.problems if self.place_of(problem) == place]
        sheet.problems = [problem for problem in here if problem.code not in CAN_WAIT]
        return not sheet.problems

    def parts(self, sheet: Sheet, known: Iterable[Mapping[str, str]] = ()) -> list[dict[str, Any]]:
        """The fields as a template shows them, in parts by the headings of the paper.

        `known` are things that the portal fills in ({name, label, value}); each is shown in its own part.
        """
        begun = {name for names in self.kind.required for name in names.split("|")[:1]}
        shown = {
            one["name"]: _shown(one, one["name"] in begun or bool(sheet.values.get(one["name"])))
            for one in presented(sheet)["fields"]
        }
        shown |= {fact["name"]: {**fact, "kind": "known"} for fact in known if fact["value"]}
        shown |= {name: {**one, "kind": "said", "value": self.said[name]} for name, one in self._locked().items()}
        return [
            {
                "id": f"deel-{place}",
                "place": place,
                "heading": section.heading,
                "fields": [shown[name] for name in section.names if name in shown],
            }
            for place, section in enumerate(self.sections, start=1)
        ]

    def _locked(self) -> dict[str, dict[str, Any]]:
        fields = self.word_form.asked
        return {one.name: {"name": one.name, "label": one.label} for one in fields if one.name in self.said}


def paper_form(kind: PaperKind, word_form: WordForm, said: Mapping[str, str], refused: Refused) -> PaperForm:
    """The form with which a paper of this kind is made; what the employee `said` is not asked again."""
    asked_here = (form_field(one, kind) for one in word_form.asked if one.name not in said)
    fields = [_with_need(_with_limit(one, kind, word_form), kind, word_form) for one in asked_here]
    theirs = {one.name for one in view_fields(kind, word_form)}
    asked = tuple(replace(one, hint=THEIR_WORDS) if one.name in theirs else one for one in fields)
    return PaperForm(kind, word_form, asked, said, refused)


def form_field(field: Field, kind: PaperKind) -> FormField:
    """A content control as a question of a web form."""
    # Where another answer decides, neither «niet verplicht» nor the other is true.
    required = True if field.name in kind.required else None if field.name in kind.needs else False
    # An answer that may stay open needs a list: a radio button cannot be unticked.
    in_sight = field.kind == "choice" and required is True and len(field.choices) <= ALL_IN_SIGHT
    needless = _NO_HINT_IN_SIGHT if in_sight else _NO_HINT
    return FormField(
        field.name,
        field.label,
        "radio" if in_sight else "line" if field.kind == "text" else field.kind,
        # In the paper the words of a placeholder can stand in the middle of a sentence.
        hint="" if needless.fullmatch(field.hint) else field.hint[:1].upper() + field.hint[1:],
        options=tuple((choice.value, choice.label) for choice in field.choices),
        columns=tuple(form_field(column, kind) for column in field.columns),
        row=row_name(field) if field.kind == "rows" else "",
        required=required,
    )


def _with_limit(field: FormField, kind: PaperKind, word_form: WordForm) -> FormField:
    """The question for the last day of a period, with how long that may last in its hint."""
    weeks = kind.most_weeks.get(field.name)
    if weeks is None:
        return field
    limits = [f"Hooguit {weeks} weken"]
    for condition, fewer in kind.fewer_weeks.items():
        asked, _, answer = condition.partition("=")
        choices = [one for other in word_form.asked if other.name == asked for one in other.choices]
        chosen = next((one.label for one in choices if one.value == answer), "")
        limits += [f"bij «{chosen}» hooguit {fewer[field.name]}"] if chosen and field.name in fewer else []
    return replace(field, hint=f"{_ended(field.hint)}{', '.join(limits)}.")


def _ended(hint: str) -> str:
    """A hint to which a sentence is added."""
    return f"{hint}{'' if hint.endswith(('.', '?')) else '.'} " if hint else ""


def _with_need(field: FormField, kind: PaperKind, word_form: WordForm) -> FormField:
    """The question, with the answer to another one that makes it necessary in its hint."""
    asked, _, answers = kind.needs.get(field.name, "").partition("=")
    other = next((one for one in word_form.asked if one.name == asked), None)
    if other is None:
        return field
    chosen = " of ".join(f"«{one.label}»" for one in other.choices if one.value in answers.split("|"))
    return replace(field, hint=f"{_ended(field.hint)}Nodig als u bij «{other.label}» kiest: {chosen}.")


def row_name(rows: Field) -> str:
    """What one row of a list is called: as the list's name says, else in the one word of its first column («Stuk»)."""
    said = rows.columns[0].label if rows.columns else ""
    by_column = said if said.isalpha() else "Regel"
    return next((label for start, label in ROW_NAMES.items() if rows.name.startswith(start)), by_column)


def _shown(one: dict[str, Any], begun: bool) -> dict[str, Any]:
    """A field for the template; rows get their widths, and no column is called optional.

    A list that is not `begun` shows no row, only the button for the first one.
    """
    if one["kind"] != "rows":
        return one
    wide = len(one["columns"]) > 2
    columns = [
        {**column, "required": None, "width": "wide" if wide and index == 0 else ""}
        for index, column in enumerate(one["columns"])
    ]
    rows = one["rows"] if begun else []
    return {**one, "columns": columns, "rows": rows, "limit": MOST_ROWS}
