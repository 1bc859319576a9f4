"""What came back from Word beside the draft, as the page that compares them shows it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict

from portal.actions.take_over import CONFIRMED, Comparison, NotTaken
from portal.documents.content_controls import Field
from portal.documents.dates import iso_date
from portal.documents.differences import Difference, Question, questions
from portal.documents.reading import ReadValue
from portal.rules.calendar import long_date
from portal.rules.errors import Rejected
from portal.web.clock import HERE
from portal.web.forms.paper_form import row_name
from portal.web.messages import sentence
from portal.web.present.word_marks import marked

TICK, ANSWER, LEFT = "neem", "antwoord", "laten"
"""The names in the form: what is ticked, the answer to a question, and that it stays as it was."""

HOW: Mapping[str, str] = {
    "tags": "naam van het veld",
    "columns": "plaats in de tabel",
    "comparison": "vergeleken met het bestand dat u downloadde",
}
"""The ways in which a value is read, the surest first."""

LEFT_OUT: Mapping[str, str] = {
    "template_link_dropped": "De verwijzing naar een huissjabloon op een andere computer is overgeslagen.",
    "picture_link_dropped": "De verwijzing naar een plaatje op een andere plek is overgeslagen.",
}
NOT_THEIRS: Mapping[str, str] = {
    "portal": "Dit vult het portaal in.",
    "medewerker": "Dit schreef de medewerker zelf. Alleen de medewerker kan het veranderen.",
}
ROW_CHANGES: Mapping[str, str] = {
    "row_added": "toegevoegd",
    "row_removed": "weggehaald",
    "row_changed": "veranderd",
}
NOTHING = Markup('<span class="muted">Niets ingevuld</span>')

Sent = MultiDict[str, str] | None


def comparison_page(found: Comparison, sent: Sent, problems: Iterable[Rejected]) -> dict[str, Any]:
    """Everything on the page; with `sent`, the form as it was sent with its `problems`."""
    errors = {problem.field or "": sentence(problem) for problem in problems}
    nameless = _is_nameless(found)
    items = [_item(found, one, sent, errors, nameless) for one in found.differences]
    in_word = [item for item in items if not item["only_in_portal"]]
    return {
        "file_name": _short(found.received.file_name),
        "nameless": nameless and bool(items),
        "received_at": _moment(found),
        "taken_over": found.received.taken_over_at is not None,
        "seen": found.seen,
        "count": len(in_word),
        "decisions": [item for item in in_word if item["is_decision"]],
        "groups": _groups(found, [item for item in in_word if not item["is_decision"]]),
        "only_in_portal": [item for item in items if item["only_in_portal"]],
        "not_taken": [_not_taken(one) for one in found.not_taken],
        "strays": found.reading.strays,
        "unreadable": [field.label for field in found.unreadable],
        "how": [
            [field.label, how(found.reading.values[field.name])]
            for field in found.form.asked
            if field.name in found.reading.values
        ],
        "left_out": [LEFT_OUT[notice] for notice in found.notices],
        "unnamed": found.unnamed,
        "confirm": _confirm(sent, errors),
        "kind_title": _lower(found.entry.title),
        "errors": _summary(items, errors),
    }


def _confirm(sent: Sent, errors: Mapping[str, str]) -> dict[str, Any]:
    ticked = sent is not None and CONFIRMED in sent
    return {"name": CONFIRMED, "checked": ticked, "error": errors.get(CONFIRMED, "")}


def how(value: ReadValue) -> str:
    """In which way a value was read, of a list with the number of rows per way."""
    if len(set(value.rows)) <= 1:
        return HOW[value.tier]
    return ", ".join(f"{words} ({value.rows.count(tier)})" for tier, words in HOW.items() if tier in value.rows)


def options_of(question: Question) -> list[tuple[str, str, Any]]:
    """What a question can be answered with: the code in the form, the words on the page, and the value."""
    if question.code in ("two_values", "changed_twice"):
        values = list(question.found)
    else:
        values = [choice.value for choice in question.field.choices]
    return [(str(number), shown(question.field, value) or "Leeg laten", value) for number, value in enumerate(values)]


def shown(field: Field, value: Any) -> str:
    """A value in words; empty when there is none. What cannot be read stands as it was typed."""
    match field.kind:
        case "tick":
            return "Aangevinkt" if value is True else "Niet aangevinkt"
        case "date":
            return long_date(date.fromisoformat(value)) if value and iso_date(str(value)) else str(value or "")
        case "choice":
            return {choice.value: choice.label for choice in field.choices}.get(value, str(value or ""))
        case "rows":
            return "; ".join(_line(field, row) for row in value or [])
        case _:
            return str(value or "")


def _line(field: Field, row: Mapping[str, Any]) -> str:
    return ", ".join(text for column in field.columns if (text := shown(column, row.get(column.name))))


def _is_nameless(found: Comparison) -> bool:
    """Whether hardly any field has a name left: then one sentence says so, not one at each difference."""
    tiers = [value.tier for value in found.reading.values.values()]
    return tiers.count("tags") * 2 < len(tiers)


def _item(found: Comparison, one: Difference, sent: Sent, errors: Mapping[str, str], nameless: bool) -> dict[str, Any]:
    only_in_portal = one.key in found.only_in_portal
    asked = questions(one)
    return {
        "key": one.key,
        "id": _id(one.key),
        "name": one.field.name,
        "title": _title(one),
        "is_decision": one.change == "changed" and bool(asked),
        "only_in_portal": only_in_portal,
        "checked": one.key in sent.getlist(TICK) if sent is not None else not (only_in_portal or one.twice),
        "twice": one.twice,
        "careful": not nameless and found.tiers[one.key] != "tags" and one.change != "row_removed",
        "error": errors.get(one.key, ""),
        "questions": [_question(question, one, sent, errors) for question in asked],
        **_sides(one),
    }


def _title(one: Difference) -> str:
    if one.change == "changed":
        return one.field.label
    place = one.place if one.new_place is None or one.change == "row_changed" else one.new_place
    return f"{one.field.label}: {_lower(row_name(one.field))} {place + 1} {ROW_CHANGES[one.change]}"


def _sides(one: Difference) -> dict[str, Any]:
    """What stands on both sides: one text, or the cells of a row."""
    if one.change == "changed":
        old, new = _pair(one.field, one.old, one.new)
        return {"old": old, "new": new, "cells": []}
    before, after = one.old or {}, one.new or {}
    cells = [
        (column.label, *_pair(column, before.get(column.name), after.get(column.name))) for column in one.field.columns
    ]
    return {
        "old": "",
        "new": "",
        "cells": [{"label": label, "old": old, "new": new} for label, old, new in cells],
        "has_old": one.old is not None,
        "has_new": one.new is not None,
    }


def _pair(field: Field, old: Any, new: Any) -> tuple[Markup, Markup]:
    before, after = shown(field, old), shown(field, new)
    sides = marked(before, after) if field.kind in ("text", "long_text") else (escape(before), escape(after))
    return sides[0] or NOTHING, sides[1] or NOTHING


def _question(question: Question, one: Difference, sent: Sent, errors: Mapping[str, str]) -> dict[str, Any]:
    name = f"{ANSWER}.{question.key}"
    given = sent.get(name, "") if sent is not None else ""
    stays = shown(question.field, question.old)
    options = [{"value": code, "label": words} for code, words, _ in options_of(question)]
    left = f"Laten zoals het nu is: {_short(stays)}" if stays else "Leeg laten"
    return {
        "code": question.code,
        "name": name,
        "id": _id(question.key, ANSWER),
        "label": question.field.label,
        "typed": str(question.found[0]),
        "options": [*options, {"value": LEFT, "label": left}],
        "value": given,
        "left_name": f"{LEFT}.{question.key}",
        "left_id": _id(question.key, LEFT),
        "left": left,
        "is_left": sent is not None and f"{LEFT}.{question.key}" in sent,
        "error": errors.get(question.key, ""),
    }


def _groups(found: Comparison, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The differences under the headings of the paper."""
    names = {name: section.heading for section in found.form.sections for name in section.names}
    groups: dict[str, list[dict[str, Any]]] = {}
    for item in items:
        groups.setdefault(names.get(item["name"], "") or "Overig", []).append(item)
    return [
        {"heading": heading, "id": f"groep-{number}", "items": of_group}
        for number, (heading, of_group) in enumerate(groups.items(), start=1)
    ]


def _not_taken(one: NotTaken) -> dict[str, Any]:
    old, new = _pair(one.field, one.issued, one.found)
    return {"label": one.field.label, "old": old, "new": new, "why": NOT_THEIRS[one.by]}


def _summary(items: list[dict[str, Any]], errors: Mapping[str, str]) -> list[dict[str, str]]:
    places = {item["key"]: (item["title"], item["id"]) for item in items}
    for item in items:
        for question in item["questions"]:
            label = item["title"] if item["is_decision"] else f"{item['title']}, {_lower(question['label'])}"
            places[question["name"].removeprefix(f"{ANSWER}.")] = (label, question["id"])
    places[CONFIRMED] = ("Hoort dit bestand hier?", CONFIRMED)
    return [
        {"text": f"{places[key][0]}: {_lower(text)}", "id": places[key][1]}
        for key, text in errors.items()
        if key in places
    ]


def _moment(found: Comparison) -> str:
    at = found.received.received_at.astimezone(HERE)
    return f"{long_date(at.date())} om {at:%H.%M} uur"


def _id(key: str, before: str = "verschil") -> str:
    return f"{before}-{key.replace('.', '-')}"


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def _short(text: str, most: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rstrip()}…"
