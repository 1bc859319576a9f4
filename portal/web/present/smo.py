"""The sociaal-medisch overleg as its pages show it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from flask import url_for

from portal.rules.calendar import long_date
from portal.rules.smo import asked_in_year, held_in, next_due
from portal.rules.terms import ROLE
from portal.rules.trends import Trends
from portal.storage.reading.people import UnitNode
from portal.storage.reading.smo import Action, Meeting
from portal.web.present import distance
from portal.web.present.figures import figures

OWN_CASES = (
    ("naasthogere_leidinggevende", "Voortgang teams", "progress.progress"),
    ("", "Dossiers", "dossiers.dossiers"),
)
"""Where someone looks at the cases that they may see anyway, by the function that opens the page."""


def directorate(unit: UnitNode, days: Collection[date], today: date) -> dict[str, Any]:
    """A directorate with the state of its year, by the days of its meetings: how many were held, when the next must."""
    held, due = held_in(today.year, days, today), next_due(days, today)
    ahead = min((day for day in days if day > today), default=None)
    asked = asked_in_year(days, today)
    return {
        "name": unit.name,
        "href": url_for("smo.directorate", unit_id=unit.id),
        "plan": url_for("smo.plan", unit_id=unit.id),
        "prepare": url_for("smo.prepare", unit_id=unit.id),
        "count": _count(held, asked, today.year),
        "due": f"uiterlijk {long_date(due)}",
        "state": "late" if due < today else "soon" if (due - today).days <= 31 else "later",
        "distance": distance(due, today),
        "ahead": f"Gepland op {long_date(ahead)}" if ahead else "Er is nog geen overleg gepland.",
    }


def _count(held: int, asked: int, year: int) -> str:
    return f"{held} van {asked} gehouden in {year}" if held <= asked else f"{held} gehouden in {year}, gevraagd {asked}"


def meeting_line(one: Meeting, actor_is_invited: bool, today: date) -> dict[str, Any]:
    """A meeting in the list of its directorate; a link for who was invited."""
    words = {"state": "later", "words": "Gepland"}
    if one.on <= today:
        words = (
            {"state": "done", "words": "Verslag klaar"}
            if one.verslag
            else {"state": "soon", "words": "Nog geen verslag"}
        )
    return {
        "day": long_date(one.on),
        "href": url_for("smo.meeting", smo_id=one.id) if actor_is_invited else "",
        **words,
    }


def seats(names: Mapping[int, str], roles: Mapping[int, str]) -> list[dict[str, str]]:
    """Who has a seat, by name, and in what function."""
    return [{"label": name, "value": ROLE[roles[key]].label} for key, name in names.items()]


def crumbs(unit: UnitNode) -> list[dict[str, str]]:
    """The way from the list to a directorate."""
    return [
        {"label": "Sociaal-medisch overleg", "href": url_for("smo.directorates")},
        {"label": unit.name, "href": url_for("smo.directorate", unit_id=unit.id)},
    ]


def crumbs_of(row: Meeting) -> list[dict[str, str]]:
    """The way from the list to a meeting."""
    return [
        {"label": "Sociaal-medisch overleg", "href": url_for("smo.directorates")},
        {"label": row.unit_name, "href": url_for("smo.directorate", unit_id=row.unit_id)},
        {"label": long_date(row.on), "href": url_for("smo.meeting", smo_id=row.id)},
    ]


def meeting_page(
    row: Meeting, people: Mapping[int, str], agreed: Iterable[Action], actor: int, today: date
) -> dict[str, Any]:
    """Everything on the page of one meeting."""
    begun = row.on <= today
    may_write = begun and row.writer_id in (None, actor)
    return {
        "title": f"SMO {row.unit_name}, {long_date(row.on)}",
        "crumbs": crumbs_of(row)[:2],
        "people": list(people.values()),
        "begun": begun,
        "verslag": row.verslag,
        "besluiten": [line.strip() for line in row.besluiten.splitlines() if line.strip()],
        "writer": row.writer_name,
        "write": url_for("smo.minutes", smo_id=row.id) if may_write else "",
        "agree": url_for("smo.agree", smo_id=row.id) if begun else "",
        "call_off": "" if row.verslag else url_for("smo.call_off", smo_id=row.id),
        "prepare": url_for("smo.prepare", unit_id=row.unit_id),
        "actions": [_action(one, actor, today, withdraw=True) for one in agreed],
    }


def actions(agreed: Iterable[Action], today: date) -> list[dict[str, Any]]:
    """What someone agreed to do, as it stands in their inbox."""
    return [_action(one, one.person_id, today, withdraw=False) for one in agreed]


def _action(one: Action, actor: int, today: date, *, withdraw: bool) -> dict[str, Any]:
    is_open = one.state == "open"
    late = is_open and one.due_on < today
    return {
        "what": one.what,
        "unit": one.unit_name,
        "who": one.person_name,
        "due": f"uiterlijk {long_date(one.due_on)}",
        "row": "late" if late else "",
        "state": "late" if late else "soon" if is_open else "done",
        "words": distance(one.due_on, today) if is_open else "Gedaan",
        "finish": url_for("smo.finish", action_id=one.id) if is_open and one.person_id == actor else "",
        "withdraw": url_for("smo.withdraw", action_id=one.id) if is_open and withdraw else "",
    }


def prepared(unit: UnitNode, found: Trends, functions: frozenset[str]) -> dict[str, Any]:
    """The page to prepare an overleg with: the figures, and the way to the cases that the reader may see anyway."""
    cases = [
        {"label": label, "href": url_for(endpoint)}
        for function, label, endpoint in OWN_CASES
        if not function or function in functions
    ]
    return figures(unit, found) | {
        "title": f"Voorbereiding SMO: {unit.name}",
        "crumbs": crumbs(unit),
        "own_cases": cases,
    }
