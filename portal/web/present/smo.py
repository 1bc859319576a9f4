"""The sociaal-medisch overleg as its pages show it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask import url_for

from portal.rules.calendar import long_date
from portal.rules.small_counts import SMALLEST
from portal.rules.smo import PER_YEAR, held_in, next_due
from portal.rules.trends import Cell, Quarter, Stuck, Trends
from portal.storage.reading.people import UnitNode
from portal.storage.reading.smo import Action, Meeting
from portal.web.present import distance
from portal.web.present.steps import role_label

HIDDEN = "te weinig mensen"
LENGTHS = {
    "kort": "Kort (tot en met 7 dagen)",
    "middellang": "Middellang (8 tot en met 42 dagen)",
    "lang": "Lang (meer dan 42 dagen)",
}
PICTURES = (
    ("percentage", "Verzuimpercentage", "procent van de dagen in dienst"),
    ("frequency", "Meldingsfrequentie", "meldingen per medewerker per jaar"),
    ("duration", "Gemiddelde duur", "dagen, van wat in het kwartaal eindigde"),
)
OWN_CASES = (
    ("naasthogere_leidinggevende", "Voortgang teams", "progress.progress"),
    ("", "Dossiers", "dossiers.dossiers"),
)
"""Where someone looks at the cases that they may see anyway, by the function that opens the page."""


def directorate(unit: UnitNode, meetings: Iterable[Meeting], today: date) -> dict[str, Any]:
    """A directorate with the state of its year: how many were held, and by when the next one must be."""
    days = [one.on for one in meetings]
    held, due = held_in(today.year, days, today), next_due(days, today)
    ahead = min((day for day in days if day > today), default=None)
    left = PER_YEAR - held
    return {
        "name": unit.name,
        "href": url_for("smo.directorate", unit_id=unit.id),
        "plan": url_for("smo.plan", unit_id=unit.id),
        "prepare": url_for("smo.prepare", unit_id=unit.id),
        "count": f"{held} van {PER_YEAR} gehouden in {today.year}"
        if left <= 0
        else f"nog {left} van {PER_YEAR} dit jaar",
        "due": f"uiterlijk {long_date(due)}",
        "state": "late" if due < today else "soon" if (due - today).days <= 31 else "later",
        "distance": distance(due, today),
        "ahead": f"Gepland op {long_date(ahead)}" if ahead else "Er is nog geen overleg gepland.",
    }


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
    return [{"label": name, "value": seat_of(roles[key])} for key, name in names.items()]


def seat_of(role: str) -> str:
    """The function that brings someone a seat, with a capital."""
    label = role_label(role)
    return label[0].upper() + label[1:]


def crumbs(unit: UnitNode) -> list[dict[str, str]]:
    """The way from the list to a directorate."""
    return [
        {"label": "SMO", "href": url_for("smo.directorates")},
        {"label": unit.name, "href": url_for("smo.directorate", unit_id=unit.id)},
    ]


def crumbs_of(row: Meeting) -> list[dict[str, str]]:
    """The way from the list to a meeting."""
    return [
        {"label": "SMO", "href": url_for("smo.directorates")},
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
    """The page to prepare an overleg with: figures in tables with a picture beside them, and no name in it."""
    return {
        "title": f"Voorbereiding SMO: {unit.name}",
        "crumbs": crumbs(unit),
        "intro": f"{unit.name} en wat eronder valt: {found.employees} medewerkers.",
        "smallest": SMALLEST,
        "running_on": long_date(found.on),
        "running": [[LENGTHS[name], number(cell, 0)] for name, cell in found.running.items()],
        "pictures": [_picture(name, title, about, found.quarters) for name, title, about in PICTURES],
        "columns": ["Kwartaal", *(title for _, title, _ in PICTURES)],
        "quarters": [
            [_quarter(one), *(number(getattr(one, name)) for name, _, _ in PICTURES)] for one in found.quarters
        ],
        "kinds": [[one.title, role_label(one.role), str(one.count), _days(one)] for one in found.kinds],
        "roles": [[seat_of(one.role), str(one.count), _days(one)] for one in found.roles],
        "own_cases": [
            {"label": label, "href": url_for(endpoint)}
            for function, label, endpoint in OWN_CASES
            if not function or function in functions
        ],
    }


def number(cell: Cell, decimals: int = 1) -> str:
    """A figure as the Dutch write it; words when it is hidden or there is nothing to count."""
    if cell.value is None:
        return HIDDEN if cell.hidden else "geen"
    return f"{cell.value:.{decimals}f}".replace(".", ",")


def _picture(name: str, title: str, about: str, quarters: tuple[Quarter, ...]) -> dict[str, Any]:
    """Bars for one figure, each as a share of the highest."""
    cells = [getattr(one, name) for one in quarters]
    top = max((cell.value or 0 for cell in cells), default=0)
    return {
        "title": title,
        "about": about,
        "bars": [
            {
                "label": _quarter(one),
                "text": number(cell),
                "share": round(100 * (cell.value or 0) / top, 1) if top else 0,
            }
            for one, cell in zip(quarters, cells, strict=True)
        ],
    }


def _quarter(one: Quarter) -> str:
    return f"kwartaal {(one.first.month + 2) // 3} van {one.first.year}"


def _days(one: Stuck) -> str:
    return f"{one.mean_days:.0f}"
