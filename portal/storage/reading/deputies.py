"""Who acts for whom, in which dossier and until when."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.rules.access import ARBO, NAASTHOGERE
from portal.storage.database import marks, rows

DEPUTISED = NAASTHOGERE | ARBO | {"leidinggevende"}
"""The roles in which a deputy acts, as the view `person_role` has them. On a casemanager both parties agreed."""

_DEPUTIES = """
SELECT v.id, v.absent_id, a.name, v.deputy_id, p.name, d.id, COALESCE(d.number, ''), COALESCE(m.name, ''),
    v.from_on, v.until_on, v.ended_at
FROM deputy v JOIN person a ON a.id = v.absent_id JOIN person p ON p.id = v.deputy_id
LEFT JOIN dossier d ON d.id = v.dossier_id LEFT JOIN person m ON m.id = d.medewerker_id
"""
_OWN_DOSSIERS = """
SELECT DISTINCT d.id, d.number, m.name, d.medewerker_id, d.organisation_id
FROM involvement i JOIN dossier d ON d.id = i.dossier_id JOIN person m ON m.id = d.medewerker_id
WHERE i.person_id = ? AND i.from_on <= ? AND (i.until_on IS NULL OR i.until_on >= ?) AND i.role IN (%s)
    AND NOT EXISTS (SELECT 1 FROM other_employment e WHERE e.person_id = i.person_id AND e.other_id = d.medewerker_id)
ORDER BY m.name, d.number
"""
_ABSENT = """
SELECT v.absent_id FROM deputy v
WHERE v.deputy_id = ? AND v.from_on <= ? AND v.until_on >= ? AND (v.dossier_id IS NULL OR v.dossier_id = ?)
"""


@dataclass(frozen=True)
class DeputyRow:
    """Someone acts for an absent person from the first to the last day, in one dossier (or None for all).

    Ended before its first day, the last day lies before the first: it never held.
    """

    id: int
    absent_id: int
    absent_name: str
    deputy_id: int
    deputy_name: str
    dossier_id: int | None
    dossier_number: str
    medewerker_name: str
    from_on: date
    until_on: date
    ended: bool


@dataclass(frozen=True)
class OwnDossier:
    """A dossier in which someone holds, by right, a role that a deputy can take over."""

    id: int
    number: str
    medewerker_name: str
    medewerker_id: int
    organisation_id: int


def deputies_named_by(person_id: int) -> tuple[DeputyRow, ...]:
    """Everyone whom a person ever named as deputy, the newest first."""
    return _deputies("v.absent_id = ?", person_id)


def deputies_of(person_id: int) -> tuple[DeputyRow, ...]:
    """Every time a person was named as someone's deputy, the newest first."""
    return _deputies("v.deputy_id = ?", person_id)


def own_dossiers(person_id: int, today: date) -> tuple[OwnDossier, ...]:
    """The dossiers for which a person may name a deputy today, by the employee's name."""
    roles = sorted(DEPUTISED)
    sql = _OWN_DOSSIERS % marks(roles)
    return tuple(OwnDossier(*row) for row in rows(sql, person_id, today.isoformat(), today.isoformat(), *roles))


def absent_for(deputy_id: int, today: date, dossier_id: int | None = None) -> frozenset[int]:
    """Whose deputy someone is today: in all dossiers, and with `dossier_id` also in that one."""
    day = today.isoformat()
    return frozenset(person for (person,) in rows(_ABSENT, deputy_id, day, day, dossier_id))


def _deputies(condition: str, person_id: int) -> tuple[DeputyRow, ...]:
    found = rows(f"{_DEPUTIES} WHERE {condition} ORDER BY v.from_on DESC, v.id DESC", person_id)
    return tuple(_row(row) for row in found)


def _row(row: tuple[Any, ...]) -> DeputyRow:
    values = list(row)
    values[8], values[9] = date.fromisoformat(values[8]), date.fromisoformat(values[9])
    values[10] = values[10] is not None
    return DeputyRow(*values)
