"""How far a form is: its parts with where each stands, its answers to be checked, and what is wrong or missing."""

from collections.abc import Callable, Iterable
from typing import Any

from portal.web.forms.answer import presented
from portal.web.forms.form import Sheet, filled_rows
from portal.web.forms.paper_form import PaperForm
from portal.web.present.papers import answer_item

CHECK = "Controleer uw antwoorden"
Change = Callable[[int, str], str]
"""The address at which an answer is changed, from the place of its part and the name of its field."""


def progress(form: PaperForm, sheet: Sheet, place: int) -> dict[str, Any]:
    """Where someone is in a form that is filled in a part at a time, and where each part of a checked sheet stands."""
    open_ = {form.place_of(problem) for problem in sheet.problems}
    parts = [
        {"place": number, "heading": section.heading, **_standing(form, sheet, number, number in open_)}
        for number, section in enumerate(form.sections, start=1)
    ]
    steps = [*parts, {"place": form.last, "heading": CHECK, "state": "", "words": ""}]
    return {"steps": steps, "step": steps[place - 1]}


def _standing(form: PaperForm, sheet: Sheet, place: int, is_open: bool) -> dict[str, str]:
    if is_open:
        return {"state": "next", "words": "Nog niet klaar"}
    filled = any(sheet.values.get(one.name) for one in form.fields_at(place))
    return {"state": "done", "words": "Klaar"} if filled else {"state": "neutral", "words": "Mag leeg blijven"}


def answers(form: PaperForm, sheet: Sheet, parts: Iterable[dict[str, Any]], change: Change) -> list[dict[str, Any]]:
    """The parts of a form with every answer as it will stand in the paper, and the address where it is changed.

    What the portal fills in and what the employee said has none.
    """
    fields = {field.name: field for field in form.word_form.asked}

    def item(place: int, one: dict[str, Any]) -> dict[str, Any]:
        if one["kind"] in ("known", "said"):
            return {"label": one["label"], "value": one["value"], "rows": [], "change_href": ""}
        value = sheet.values.get(one["name"])
        shown = answer_item(fields[one["name"]], filled_rows(value or []) if one["kind"] == "rows" else value)
        return {**shown, "change_href": change(place, one["name"])}

    return [{**part, "items": [item(part["place"], one) for one in part["fields"]]} for part in parts]


def problems_with_links(form: PaperForm, sheet: Sheet, change: Change) -> list[dict[str, str]]:
    """What is wrong with a form or missing in it, each with the address where it can be mended."""
    found = zip(presented(sheet)["errors"], sheet.problems, strict=True)
    return [
        {**error, "href": change(place, error["id"]) if (place := form.place_of(problem)) else ""}
        for error, problem in found
    ]
