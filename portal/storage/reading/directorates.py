"""The people of a directorate and their late steps, as far as figures need them: ids, never names."""

import gc
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from portal.rules.absence import COUNTED, Worker, never_ill, worker
from portal.rules.inbox import days_late
from portal.rules.smo import directorates, path
from portal.rules.trends import Employee, LateStep
from portal.storage.database import rows
from portal.storage.protocols import protocol
from portal.storage.reading.people import units_of
from portal.storage.reading.progress import course_of
from portal.storage.reading.steps import ASKED_NOW, LATE, idle_from

_PEOPLE = """
SELECT p.id, COALESCE((SELECT MIN(e.other_id) FROM other_employment e WHERE e.person_id = p.id), p.id),
    p.unit_id, p.active, p.hours, d.id, h.hash
FROM person p LEFT JOIN dossier d ON d.medewerker_id = p.id LEFT JOIN fact_head h ON h.dossier_id = d.id
WHERE p.organisation_id = ? AND p.personnel_number IS NOT NULL AND p.unit_id IS NOT NULL ORDER BY p.id
"""
_LATE_STEP = f"d.organisation_id = ? AND {LATE} AND {ASKED_NOW}"
# CROSS JOIN: the steps that are open, and the few that were done today, are found first and only then their dossiers.
_LATE = f"""
SELECT d.medewerker_id, d.protocol, s.key, s.title, s.owner, s.due_on, s.idle
FROM step s CROSS JOIN dossier d
WHERE d.id = s.dossier_id AND s.state = 'open' AND {_LATE_STEP}
UNION ALL
SELECT d.medewerker_id, d.protocol, s.key, s.title, s.owner, s.due_on, s.idle
FROM step s CROSS JOIN dossier d
WHERE d.id = s.dossier_id AND s.done_on >= ? AND s.state <> 'open' AND {_LATE_STEP}
"""
KEPT = 20_000
"""Of so many dossiers is kept what they say of absence."""
MANY = 100
"""More dossiers than one page reads anew, but for the first after a start."""

_unsettled: set[int] = set()
"""The dossiers that were kept since what is kept was settled."""

_kept: dict[int, tuple[tuple[float | None, str | None], Worker]] = {}
"""By dossier: the hours of its employee and its sealed head, which no new fact leaves as it was, and the worker."""


def tree_below(organisation_id: int, unit_id: int) -> dict[int, int | None]:
    """A directorate (with None) and the directorates below it, each with the one above it."""
    parents = {unit.id: unit.parent_id for unit in units_of(organisation_id)}
    found: dict[int, int | None] = {}
    those = directorates(parents)
    for unit in those:
        above = list(path(unit, parents))
        if unit_id in above:
            found[unit] = None if unit == unit_id else next(one for one in above[1:] if one in those)
    return found


def employees_below(organisation_id: int, tree: Mapping[int, int | None]) -> tuple[Employee, ...]:
    """Everyone who works in one of these directorates or did, with the facts on which figures rest."""
    parents = {unit.id: unit.parent_id for unit in units_of(organisation_id)}
    nearest = {unit: next((one for one in path(unit, parents) if one in tree), None) for unit in parents}
    found = [row for row in rows(_PEOPLE, organisation_id) if nearest[row[2]] is not None]
    known = _workers(found)
    return tuple(
        Employee(person, min(person, other), nearest[unit] or 0, bool(active), known.get(dossier) or never_ill(hours))
        for person, other, unit, active, hours, dossier, _ in found
    )


def _workers(found: Iterable[tuple[Any, ...]]) -> Mapping[int, Worker]:
    """What the facts of each dossier say of absence; they are read again only where the head is another."""
    states = {dossier: (hours, digest) for *_, hours, dossier, digest in found if dossier is not None}
    kept = {dossier: _kept[dossier] for dossier in states if dossier in _kept}
    changed = [dossier for dossier, state in states.items() if dossier not in kept or kept[dossier][0] != state]
    facts = course_of(changed, COUNTED)
    read = {one: (states[one], worker(states[one][0], facts.get(one, ()))) for one in changed}
    if len(_kept) > KEPT:
        _kept.clear()
    _kept.update(read)
    _unsettled.update(read)
    return {dossier: one for dossier, (_, one) in (kept | read).items()}


def settle_kept() -> None:
    """Once the figures are made: what is kept of many dossiers stays, with all that was worked out of it.

    Python looks through it no more for what can go; that would now and then make a page wait.
    """
    if len(_unsettled) > MANY:
        _unsettled.clear()
        gc.freeze()


def late_steps(organisation_id: int, today: date) -> tuple[LateStep, ...]:
    """Every step of an organisation that is late as a day begins and others than its owner may know of, in any order.

    What is done in the course of the day still counts: who looks twice on a day cannot see whose step went.
    """
    day = today.isoformat()
    late = (organisation_id, day, day, day, day, day)
    found = rows(_LATE, *late, day, *late)
    return tuple(
        LateStep(person, title, owner, days_late(date.fromisoformat(due), today, idle_from(idle)))
        for person, name, key, title, owner, due, idle in found
        if key not in protocol(name).private
    )
