"""Which dossiers got another leidinggevende on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.storage.database import rows

# SQLite takes the other columns of the row that holds the MAX: the leidinggevende who was last before.
_NEW_MANAGERS = """
SELECT i.dossier_id, i.person_id, p.name, b.person_id, q.name, MAX(b.until_on || printf('%012d', b.id))
FROM involvement i
JOIN dossier d ON d.id = i.dossier_id AND d.organisation_id = ?
JOIN involvement b ON b.dossier_id = i.dossier_id AND b.role = i.role AND b.origin = i.origin AND b.until_on < ?
JOIN person p ON p.id = i.person_id JOIN person q ON q.id = b.person_id
WHERE i.role = 'leidinggevende' AND i.origin = 'derived' AND i.from_on = ? AND (i.until_on IS NULL OR i.until_on >= ?)
GROUP BY i.dossier_id, i.person_id ORDER BY i.dossier_id
"""
# Here of the row that came last: of two that begin on one day the chart named that one after the other.
_FIRST_MANAGERS = """
SELECT i.dossier_id, i.person_id, p.name, MAX(i.id)
FROM involvement i
JOIN dossier d ON d.id = i.dossier_id AND d.organisation_id = ?
JOIN person p ON p.id = i.person_id
WHERE i.role = 'leidinggevende' AND i.origin = 'derived' AND i.from_on = ? AND (i.until_on IS NULL OR i.until_on >= ?)
AND NOT EXISTS (
    SELECT 1 FROM involvement b
    WHERE b.dossier_id = i.dossier_id AND b.role = i.role AND b.origin = i.origin AND b.until_on < i.from_on
    AND b.until_on >= b.from_on
)
GROUP BY i.dossier_id ORDER BY i.dossier_id
"""


@dataclass(frozen=True)
class Handover:
    """A dossier that passes from one leidinggevende to another."""

    dossier_id: int
    new_id: int
    new_name: str
    old_id: int
    old_name: str


def new_managers(organisation_id: int, today: date) -> tuple[Handover, ...]:
    """The dossiers whose leidinggevende began today and had another before."""
    day = today.isoformat()
    found = (Handover(*row[:5]) for row in rows(_NEW_MANAGERS, organisation_id, day, day, day))
    return tuple(one for one in found if one.new_id != one.old_id)


def first_managers(organisation_id: int, today: date) -> Mapping[int, tuple[int, str]]:
    """The leidinggevende (id and name) of each dossier that got its first one today: one that was opened today."""
    day = today.isoformat()
    return {found: (who, name) for found, who, name, _ in rows(_FIRST_MANAGERS, organisation_id, day, day)}
