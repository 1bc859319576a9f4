"""Show a form, take it in, act, go on: the way every fixed form of the portal is answered."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Response, g, request
from flask_login import current_user

from portal.rules.errors import Rejected, RejectedForm
from portal.web.clock import now
from portal.web.forms.form import FormField, Sheet, blank, field_at, parsed
from portal.web.forms.illness import may_be_taken_in, refuse, write_going_on_down
from portal.web.forms.scan import HELD, scanned
from portal.web.messages import sentence
from portal.web.present.what_comes import comes_next
from portal.web.render import go_to, page, part, wants_part

GOES_ON = "verder-invullen"
"""What the button is called when the page sends its form itself, because the login ended."""
RECKON = "reken_uit"
"""The name of the button that shows what follows from the answers, without storing them."""

ABOUT = "gaat_over"
"""What the field is called in which a form takes along what it answers."""

TOLD_OF_ANOTHER = ("question_changed", "return_told_otherwise")
"""The refusals that say that something else is asked now than the form was an answer to."""

Notice = str | Callable[[Sheet], str]
"""What is said when it was done; where that depends on what was filled in, how it follows from it."""


def answer_form(
    fields: Iterable[FormField],
    *,
    title: str,
    submit: str,
    act: Callable[[Sheet], object],
    then: Callable[[], str],
    notice: Notice,
    start: Mapping[str, Any] | None = None,
    intro: str = "",
    cancel: str = "",
    template: str = "form.html",
    employer: int | None = None,
    reckon: Callable[[Sheet], str] | None = None,
    also: Callable[[Sheet], Iterable[Rejected]] | None = None,
    waits: bool = False,
    ways: Iterable[dict[str, str]] = (),
    about: int | None = None,
    **context: Any,
) -> Response:
    """A GET shows the form with `start` in it; a POST checks it, calls `act` and goes to `then()` with `notice`.

    In a dossier the notice also says what comes next there, who does that, and by when.

    `employer`: the organisation for which a form outside a dossier is written (see web/forms/illness.py). When
    something is wrong the form comes back with status 422, everything that was typed still in it, and a sentence at
    each field and on top. With `reckon` there is a second button, that shows what this gives for what was filled in
    and stores nothing. A button of a list adds, takes away or moves a row, and stores nothing either; nor does a
    page that sends its form because the login ended: after logging in one goes on where one was. A proof that the guard
    left to the form is asked for when nothing is wrong with it.
    `also` gives what `act` would refuse of what was filled in, so that it is told together with what is empty. Who only
    reckons is told less.
    `context` goes to the template, such as `tab`: the title of the page where its heading names someone.
    `ways` are {label, href} below the notice.
    `about` is the number of what is answered, which the form takes along (see `answered_about`).
    `waits`: a file that cannot be scanned now is held; `act` does that. Asked for by htmx the form is a part, to be
    filled in where its link stands (see inline_link in templates/ui/buttons.html).
    """
    fields = tuple(fields)
    said: dict[str, Any] = {"title": title, "intro": intro, "submit": submit, "cancel": cancel}
    shown = _Shown(blank(fields, start))
    if request.method == "POST":
        shown = _taken_in(parsed(fields, request.form, request.files), act, reckon, also, employer, may_wait=waits)
    elif wants_part():
        address = request.full_path.rstrip("?")
        return part("_inline_form.html", **said, form=presented(shown.sheet), address=address, **context)
    if shown.asked:
        return shown.asked
    if shown.is_done:
        write_going_on_down(title)
        return _gone_on(shown.sheet, then(), notice, ways)
    return page(
        template,
        status=shown.status,
        **said,
        **_as_it_stands(shown),
        reckon=RECKON if reckon else "",
        about=_still_about(shown.sheet, about),
        **context,
    )


def _gone_on(sheet: Sheet, address: str, notice: Notice, ways: Iterable[dict[str, str]]) -> Response:
    """On to the next page, with what was done and what comes next; of a file that is held only that."""
    if sheet.unscanned:
        return go_to(address, HELD)
    return go_to(address, notice if isinstance(notice, str) else notice(sheet), said_next(), ways)


def answered_about() -> int | None:
    """The number of what stood above the form that was sent, as what is answered; None when the form did not say."""
    return request.form.get(ABOUT, None, type=int)


def _still_about(sheet: Sheet, about: int | None) -> int | None:
    """What the form that is shown takes along: another than before only once it is said that it is another."""
    told = any(problem.code in TOLD_OF_ANOTHER for problem in sheet.problems)
    return about if told else answered_about() or about


def said_next() -> str:
    """What comes next in the dossier in the address, now that something was done with it; outside a dossier nothing."""
    return comes_next(g.dossier, actor=current_user.person_id, now=now()) if "dossier" in g else ""


@dataclass(frozen=True)
class _Shown:
    """A form as it is shown now; or what it asked for is done, or stands behind another page that is `asked` first."""

    sheet: Sheet
    status: int = 200
    focus: Mapping[str, str] = field(default_factory=dict)
    reckoned: str = ""
    is_done: bool = False
    asked: Response | None = None


def _as_it_stands(shown: _Shown) -> dict[str, Any]:
    """What the page of a form shows of how it stands now."""
    return {
        "form": presented(shown.sheet),
        "focus": shown.focus,
        "has_errors": bool(shown.sheet.problems),
        "reckoned": shown.reckoned,
        "goes_on": {"data-goes-on": GOES_ON, "data-typed": "" if request.method == "POST" else None},
    }


def _taken_in(
    sheet: Sheet,
    act: Callable[[Sheet], object],
    reckon: Callable[[Sheet], str] | None,
    also: Callable[[Sheet], Iterable[Rejected]] | None,
    employer: int | None,
    *,
    may_wait: bool,
) -> _Shown:
    """Do what the button of a form that was sent says."""
    button = request.form.get("knop", "")
    if button == GOES_ON:
        return _Shown(sheet)
    if button.startswith("rij-"):
        return _Shown(sheet, focus=sheet.change_rows(button))
    sheet.check()
    reckoning = reckon if RECKON in request.form else None
    sheet.note(also(sheet) if also and not reckoning else ())
    may_be_taken_in(sheet, employer=employer)
    if sheet.problems or not scanned(sheet, may_wait=may_wait):
        return _refused(sheet)
    asked = _proof_owed()
    if asked:
        return _Shown(sheet, asked=asked)
    try:
        if reckoning:
            return _Shown(sheet, reckoned=reckoning(sheet))
        act(sheet)
    except (Rejected, RejectedForm) as error:
        refuse(sheet, error)
        return _refused(sheet)
    return _Shown(sheet, is_done=True)


def _refused(sheet: Sheet) -> _Shown:
    """The form with what is wrong with it. A browser does not choose a file again: that has to be said."""
    sheet.note(Rejected("file_choose_again", field=name) for name in sheet.files)
    return _Shown(sheet, 422)


def _proof_owed() -> Response | None:
    """The page that asks for the proof that the guard left to the form; None once it is there, or when none is owed."""
    ask: Callable[[], Response | None] | None = g.get("owes_proof")
    asked = ask() if ask else None
    if asked is None:
        g.pop("owes_proof", None)
    return asked


def presented(sheet: Sheet) -> dict[str, Any]:
    """A form as the templates show it: fields with value and error, and the summary of the problems."""
    return {
        "fields": [_field(one, sheet) for one in sheet.fields],
        "errors": [
            {
                "text": _labelled(sheet, p),
                "id": (p.field or "").replace(".", "-") if field_at(sheet.fields, p.field) else "",
            }
            for p in sheet.problems
        ],
        "upload": any(one.kind == "file" for one in sheet.fields),
        "has_rows": any(one.kind == "rows" for one in sheet.fields),
    }


def _labelled(sheet: Sheet, problem: Rejected) -> str:
    """What is wrong, behind the label of its field; in a list also which row, and which question of it."""
    at = field_at(sheet.fields, problem.field)
    if at is None or problem.code == at.if_empty != "field_empty":  # its own words for an empty answer name it
        return sentence(problem)
    label, (_, index, column, *_) = at.label, [*(problem.field or "").split("."), "", ""]
    if at.kind == "rows" and index:
        label = _behind(label, ",", f"{at.row or 'Regel'} {int(index) + 1}")
        asked = (one.label for one in at.columns if one.name == column)
        label = _behind(label, ",", next(asked, "")) if column else label
    return _behind(label, ":", sentence(problem))


def _behind(before: str, mark: str, text: str) -> str:
    """Words behind others: with a mark in between, unless there is one already."""
    if before.endswith(("?", ".", "!", ":")):
        return f"{before} {text}"
    return f"{before}{mark} {text[:1].lower()}{text[1:]}"


def _field(one: FormField, sheet: Sheet) -> dict[str, Any]:
    problem = sheet.problem_at(one.name)
    return {
        "name": one.name,
        "label": one.label,
        "kind": one.kind,
        "hint": one.hint,
        "required": one.required,
        "options": [{"value": value, "label": label} for value, label in one.options],
        "unit": one.unit,
        "accept": one.accept,
        "autocomplete": one.autocomplete,
        "value": "" if one.kind in ("password", "file") else sheet.values.get(one.name, ""),
        "error": sentence(problem) if problem else "",
        "columns": [_column(column) for column in one.columns],
        "rows": _rows(one, sheet),
        "row_label": one.row,
        "group": one.group,
    }


def _column(one: FormField) -> dict[str, Any]:
    return {
        "name": one.name,
        "label": one.label,
        "type": one.kind,
        "hint": one.hint,
        "required": one.required,
        "options": [{"value": value, "label": label} for value, label in one.options],
    }


def _rows(one: FormField, sheet: Sheet) -> list[dict[str, Any]]:
    """The rows of a list with their errors; an empty list shows one empty row to begin with."""
    if one.kind != "rows":
        return []
    rows = sheet.values.get(one.name) or [{}]
    return [
        {
            "values": row,
            "errors": {
                column.name: sentence(problem)
                for column in one.columns
                if (problem := sheet.problem_at(f"{one.name}.{index}.{column.name}"))
            },
        }
        for index, row in enumerate(rows)
    ]
