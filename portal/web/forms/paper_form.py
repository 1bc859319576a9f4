"""The web form of a paper: the content controls of its Word template as fields, under the headings of the paper."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from portal.actions.paper_checks import check_values, tidy
from portal.actions.start_paper import view_fields
from portal.actions.word_forms import WordForm
from portal.documents.content_controls import Field
from portal.rules.errors import RejectedForm
from portal.rules.papers import MOST_ROWS, PaperKind
from portal.web.clock import now
from portal.web.forms.answer import presented
from portal.web.forms.form import FormField, Sheet, blank, field_at, filled_rows, parsed

ALL_IN_SIGHT = 5
"""Up to this many answers stand open on the page; more go into a list to unfold."""

ROW_NAMES = {
    "afspraken": "Afspraak",
    "terugblik": "Afspraak",
    "adviezen": "Advies",
    "doelstellingen": "Stap",
    "frisse_blik": "Opmerking",
}
"""What one row of a list is called, by the beginning of the list's name; otherwise «Regel»."""

THEIR_WORDS = "De medewerker kan dit zelf schrijven, in het eigen dossier. Anders schrijft u op wat de medewerker zegt."

# A hint that says no more than the control itself.
_NO_HINT = re.compile(r"Kies( een \w+)?")
_NO_HINT_IN_SIGHT = re.compile(r"Kies\b.*")


@dataclass(frozen=True)
class PaperForm:
    """The form of one kind of paper for one writer; `said` are the employee's own words, which nobody else edits."""

    kind: PaperKind
    word_form: WordForm
    fields: tuple[FormField, ...]
    said: Mapping[str, str]

    def begun(self, values: Mapping[str, Any]) -> Sheet:
        """The form with what already stands in it."""
        return blank(self.fields, values)

    def sent(self, form: "MultiDict[str, str]") -> Sheet:
        """The form as it was sent."""
        return parsed(self.fields, form)

    def check(self, sheet: Sheet) -> bool:
        """Note everything that keeps the paper from being settled, in the order of the form; True when nothing does."""
        for one in self.fields:
            if one.kind == "rows":
                sheet.values[one.name] = filled_rows(sheet.values.get(one.name) or [])
        sheet.check()
        noted = {problem.field for problem in sheet.problems}
        try:
            check_values(self.kind, self.word_form, {**tidy(sheet.values), **self.said}, today=now().date())
        except RejectedForm as refusal:
            sheet.problems += [problem for problem in refusal.problems if problem.field not in noted]
        order: dict[FormField | None, int] = {one: number for number, one in enumerate(self.fields)}
        sheet.problems.sort(key=lambda problem: order.get(field_at(self.fields, problem.field), -1))
        return not sheet.problems

    def add_row(self, sheet: Sheet, name: str) -> int | None:
        """Give a list one more row at its end; the row's index, or None when there is no such list or no room."""
        if not self._has_list(name):
            return None
        rows = sheet.values.get(name) or []
        if len(rows) >= MOST_ROWS:
            return None
        sheet.values[name] = [*rows, {}]
        return len(rows)

    def remove_row(self, sheet: Sheet, name: str, index: int) -> bool:
        """Take a row out of a list; False when there is no such list or row."""
        rows = list(sheet.values.get(name) or [])
        if not self._has_list(name) or not 0 <= index < len(rows):
            return False
        sheet.values[name] = rows[:index] + rows[index + 1 :]
        return True

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
        parts: list[dict[str, Any]] = [
            {"heading": section.heading, "fields": [shown[name] for name in section.names if name in shown]}
            for section in self.word_form.sections
        ]
        filled = [part for part in parts if any(one["kind"] != "known" for one in part["fields"])]
        return [{**part, "id": f"deel-{number}"} for number, part in enumerate(filled, start=1)]

    def _locked(self) -> dict[str, dict[str, Any]]:
        fields = self.word_form.asked
        return {one.name: {"name": one.name, "label": one.label} for one in fields if one.name in self.said}

    def _has_list(self, name: str) -> bool:
        return any(one.name == name and one.kind == "rows" for one in self.fields)


def paper_form(kind: PaperKind, word_form: WordForm, said: Mapping[str, str]) -> PaperForm:
    """The form with which a paper of this kind is made; what the employee `said` is not asked again."""
    fields = [form_field(one, kind) for one in word_form.asked if one.name not in said]
    theirs = {one.name for one in view_fields(kind, word_form)}
    asked = tuple(replace(one, hint=THEIR_WORDS) if one.name in theirs else one for one in fields)
    return PaperForm(kind, word_form, asked, said)


def form_field(field: Field, kind: PaperKind) -> FormField:
    """A content control as a question of a web form."""
    required = field.name in kind.required
    # An answer that may stay open needs a list: a radio button cannot be unticked.
    in_sight = field.kind == "choice" and required and len(field.choices) <= ALL_IN_SIGHT
    needless = _NO_HINT_IN_SIGHT if in_sight else _NO_HINT
    return FormField(
        field.name,
        field.label,
        "radio" if in_sight else field.kind,
        hint="" if needless.fullmatch(field.hint) else field.hint,
        options=tuple((choice.value, choice.label) for choice in field.choices),
        columns=tuple(form_field(column, kind) for column in field.columns),
        required=required,
    )


def row_name(list_name: str) -> str:
    """What one row of a list is called."""
    return next((label for start, label in ROW_NAMES.items() if list_name.startswith(start)), "Regel")


def _shown(one: dict[str, Any], begun: bool) -> dict[str, Any]:
    """A field for the template; rows get their name and widths, and no column is called optional.

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
    return {**one, "columns": columns, "rows": rows, "row_label": row_name(one["name"]), "limit": MOST_ROWS}
