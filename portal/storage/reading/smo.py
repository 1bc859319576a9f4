"""The sociaal-medisch overleg: who has a seat where, the meetings, and what was agreed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.rules.smo import Seats, seats
from portal.storage.database import marks, rows
from portal.storage.reading.chart import Chart, team_charts_of
from portal.storage.sealing import opened_text

_MEETINGS = """
SELECT m.id, m.unit_id, u.organisation_id, u.name, m.on_day, m.planned_by_id, m.called_off_at IS NOT NULL,
    m.verslag, m.besluiten, m.writer_id, COALESCE(w.name, '')
FROM smo m JOIN unit u ON u.id = m.unit_id LEFT JOIN person w ON w.id = m.writer_id
"""
_ACTIONS = """
SELECT a.id, a.smo_id, u.name, a.what, a.person_id, p.name, a.due_on, a.state
FROM smo_action a JOIN smo m ON m.id = a.smo_id JOIN unit u ON u.id = m.unit_id JOIN person p ON p.id = a.person_id
"""
MOST_MEETINGS = 100


@dataclass(frozen=True)
class Meeting:
    """An overleg of a directorate; `writer_id` is who wrote the minutes, None when nobody did."""

    id: int
    unit_id: int
    organisation_id: int
    unit_name: str
    on: date
    planned_by: int
    called_off: bool
    verslag: str
    besluiten: str
    writer_id: int | None
    writer_name: str


@dataclass(frozen=True)
class Action:
    """What a participant does before `due_on`; `state` is open, done or withdrawn."""

    id: int
    smo_id: int
    unit_name: str
    what: str
    person_id: int
    person_name: str
    due_on: date
    state: str


def seats_in(organisations: Collection[int], today: date) -> Mapping[int, Seats]:
    """Who has a seat in the overleg of each directorate on a day, by organisation."""
    return {one: _seats(chart) for one, chart in team_charts_of(organisations, today).items()}


def _seats(chart: Chart) -> Seats:
    leads = set()
    for person, place in chart.people.items():
        leader = next(chart.managers_above(person), None) if place.active and place.unit else None
        if leader is not None and place.unit is not None:
            leads.add((leader, place.unit))
    return seats(chart.parents, leads, ((one.person, one.role, one.unit) for one in chart.appointed))


def meeting(smo_id: int) -> Meeting | None:
    """One meeting, or None when there is none with this id."""
    return next(iter(_meetings("WHERE m.id = ?", smo_id)), None)


def meetings_of(unit_id: int) -> tuple[Meeting, ...]:
    """The meetings of a directorate, the newest first, without those that were called off."""
    condition = "WHERE m.unit_id = ? AND m.called_off_at IS NULL ORDER BY m.on_day DESC, m.id DESC LIMIT ?"
    return _meetings(condition, unit_id, MOST_MEETINGS)


def meeting_days(units: Collection[int]) -> Mapping[int, tuple[date, ...]]:
    """The days of the meetings of these directorates, without those that were called off. One query."""
    found: dict[int, list[date]] = {unit: [] for unit in units}
    sql = f"SELECT unit_id, on_day FROM smo WHERE unit_id IN ({marks(units)}) AND called_off_at IS NULL"
    for unit, on in rows(f"{sql} ORDER BY on_day DESC, id DESC LIMIT ?", *units, MOST_MEETINGS * len(units)):
        found[unit].append(date.fromisoformat(on))
    return {unit: tuple(days) for unit, days in found.items()}


def participants(smo_id: int) -> dict[int, str]:
    """The names of who was invited to a meeting, by id and in order of name."""
    sql = "SELECT p.id, p.name FROM smo_participant d JOIN person p ON p.id = d.person_id WHERE d.smo_id = ?"
    return dict(rows(f"{sql} ORDER BY p.name, p.id", smo_id))


def invited_to(person_id: int, unit_id: int) -> frozenset[int]:
    """The meetings of a directorate to which someone was invited."""
    sql = "SELECT m.id FROM smo m JOIN smo_participant d ON d.smo_id = m.id WHERE d.person_id = ? AND m.unit_id = ?"
    return frozenset(found for (found,) in rows(sql, person_id, unit_id))


def action(action_id: int) -> Action | None:
    """One thing that was agreed, or None when there is none with this id."""
    return next(iter(_actions("WHERE a.id = ?", action_id)), None)


def actions_of(smo_id: int) -> tuple[Action, ...]:
    """What was agreed in a meeting and not taken back, the first due first."""
    return _actions("WHERE a.smo_id = ? AND a.state <> 'withdrawn' ORDER BY a.due_on, a.id", smo_id)


def open_actions(person_id: int) -> tuple[Action, ...]:
    """What a person still has to do after any meeting, the first due first."""
    return _actions("WHERE a.person_id = ? AND a.state = 'open' ORDER BY a.due_on, a.id", person_id)


def names_of(person_ids: tuple[int, ...]) -> dict[int, str]:
    """The names of these people, by id and in order of name."""
    return dict(rows(f"SELECT id, name FROM person WHERE id IN ({marks(person_ids)}) ORDER BY name, id", *person_ids))


def _meetings(condition: str, *values: int) -> tuple[Meeting, ...]:
    return tuple(_meeting(*row) for row in rows(f"{_MEETINGS} {condition}", *values))


def _meeting(*row: Any) -> Meeting:
    key, unit, organisation, name, on, planned_by, called_off, verslag, besluiten, writer, writer_name = row
    return Meeting(
        id=key,
        unit_id=unit,
        organisation_id=organisation,
        unit_name=name,
        on=date.fromisoformat(on),
        planned_by=planned_by,
        called_off=bool(called_off),
        verslag=_written(verslag, "smo.verslag", key),
        besluiten=_written(besluiten, "smo.besluiten", key),
        writer_id=writer,
        writer_name=writer_name,
    )


def _written(sealed: str, column: str, key: int) -> str:
    """What was written in a column; while nobody wrote, nothing is sealed either."""
    return opened_text(sealed, column, key) if sealed else ""


def _actions(condition: str, *values: int) -> tuple[Action, ...]:
    return tuple(_action(*row) for row in rows(f"{_ACTIONS} {condition}", *values))


def _action(key: int, smo_id: int, unit: str, what: str, person: int, name: str, due_on: str, state: str) -> Action:
    said = opened_text(what, "smo_action.what", key)
    return Action(key, smo_id, unit, said, person, name, date.fromisoformat(due_on), state)
