"""The dossiers that someone opened last, and when the employee opened their own."""

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

_LAST_LOOK = """
SELECT MAX(l.at) FROM read_log l
WHERE l.dossier = ? AND l.basis = 'medewerker' AND l.action = 'read_progress' AND l.result = 'allowed'
"""


@dataclass(frozen=True)
class RecentDossier:
    """A dossier by its number, with the employee it is about."""

    number: str
    name: str


def recent_dossiers(person_id: int, today: date) -> tuple[RecentDossier, ...]:
    """The dossiers of others that the person opened last and may still know about today, the last one first."""
    return tuple(RecentDossier(number, name) for number, name, _ in answer(recent_asked(person_id, today)))


def recent_asked(person_id: int, today: date) -> Question:
    """What `recent_dossiers` asks."""
    roles, day = sorted(ACCESS["read_progress"] - MEDEWERKER), today.isoformat()
    return Question(3, _RECENT.format(roles=marks(roles)), (person_id, person_id, *roles, day, day))


def looked_last(dossier_id: int) -> datetime | None:
    """When the employee it is about last opened a dossier; None when they never did."""
    [(at,)] = answer(last_look_asked(dossier_id))
    return datetime.fromisoformat(at) if at else None


def last_look_asked(dossier_id: int) -> Question:
    """What `looked_last` asks."""
    return Question(1, _LAST_LOOK, (dossier_id,))
