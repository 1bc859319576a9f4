"""The dossiers that someone opened last or has not opened yet, and when the employee opened their own."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.rules.access import ACCESS, MEDEWERKER
from portal.storage.database import Question, answer, marks
from portal.storage.reading.dossiers import HELD

MOST_RECENT = 5

_RECENT = f"""
SELECT d.number, m.name, MAX(l.id) AS last FROM read_log l
JOIN dossier d ON d.id = l.dossier JOIN person m ON m.id = d.medewerker_id
WHERE l.person = ? AND l.action = 'read_progress' AND l.result = 'allowed' AND l.dossier IN (
    SELECT i.dossier_id FROM person_role i WHERE i.person_id = ? AND i.role IN ({{roles}}) AND {HELD}
)
GROUP BY l.dossier ORDER BY last DESC LIMIT {MOST_RECENT}
"""

_UNOPENED = f"""
SELECT d.number, m.name, i.from_on FROM involvement i
JOIN dossier d ON d.id = i.dossier_id JOIN person m ON m.id = d.medewerker_id
WHERE i.person_id = ? AND i.role = ? AND {HELD} AND i.from_on >= ? AND NOT EXISTS (
    SELECT 1 FROM read_log l WHERE l.person = i.person_id AND l.dossier = d.id
    AND l.action = 'read_progress' AND l.result = 'allowed' AND l.at >= i.from_on
)
ORDER BY i.from_on DESC, d.number LIMIT {MOST_RECENT}
"""

_LAST_LOOK = """
SELECT MAX(l.at) FROM read_log l
WHERE l.dossier = ? AND l.basis = 'medewerker' AND l.action = 'read_progress' AND l.result = 'allowed'
"""


@dataclass(frozen=True)
class RecentDossier:
    """A dossier by its number, with the employee it is about."""

    number: str
    name: str


@dataclass(frozen=True)
class NewCase(RecentDossier):
    """A dossier in which someone has a role since `from_on`, and that they did not open since."""

    from_on: date


def recent_dossiers(person_id: int, today: date) -> tuple[RecentDossier, ...]:
    """The dossiers of others that the person opened last and may still know about today, the last one first."""
    return tuple(RecentDossier(number, name) for number, name, _ in answer(recent_asked(person_id, today)))


def recent_asked(person_id: int, today: date) -> Question:
    """What `recent_dossiers` asks."""
    roles, day = sorted(ACCESS["read_progress"] - MEDEWERKER), today.isoformat()
    return Question(3, _RECENT.format(roles=marks(roles)), (person_id, person_id, *roles, day, day))


def unopened_since(person_id: int, role: str, today: date, since: date) -> tuple[NewCase, ...]:
    """The dossiers in which a role of the person began on `since` or later and that they did not open yet.

    The newest first.
    """
    found = answer(unopened_asked(person_id, role, today, since))
    return tuple(NewCase(number, name, date.fromisoformat(from_on)) for number, name, from_on in found)


def unopened_asked(person_id: int, role: str, today: date, since: date) -> Question:
    """What `unopened_since` asks."""
    day = today.isoformat()
    return Question(3, _UNOPENED, (person_id, role, day, day, since.isoformat()))


def looked_last(dossier_id: int) -> datetime | None:
    """When the employee it is about last opened a dossier; None when they never did."""
    [(at,)] = answer(last_look_asked(dossier_id))
    return datetime.fromisoformat(at) if at else None


def last_look_asked(dossier_id: int) -> Question:
    """What `looked_last` asks."""
    return Question(1, _LAST_LOOK, (dossier_id,))
