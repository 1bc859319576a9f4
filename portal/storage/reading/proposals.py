"""Functions that wait for a second person, and who that may be."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.storage.database import rows

# Who proposed it and who is to get it may have another employment, with another address.
_WAITING = """
FROM proposed_function f JOIN person b ON b.id = f.by_id JOIN organisation o ON o.id = f.organisation_id
WHERE f.state = 'waiting' AND EXISTS (
    SELECT 1 FROM appointment k WHERE k.person_id = f.by_id AND k.organisation_id = f.organisation_id
    AND k.role = 'beheerder' AND k.from_on <= ? AND (k.until_on IS NULL OR k.until_on >= ?)
)"""
_SECOND = "appointment a JOIN person p ON p.id = a.person_id JOIN account c ON c.person_id = p.id"
_MAY_CONFIRM = """
a.organisation_id = f.organisation_id AND a.from_on <= ? AND (a.until_on IS NULL OR a.until_on >= ?)
AND (a.role IN ('beheerder', 'hrm_adviseur') OR (a.role = f.role AND a.role <> 'medezeggenschap'))
AND c.active AND p.active AND p.id <> f.by_id AND lower(p.email) <> f.email
AND NOT EXISTS (
    SELECT 1 FROM other_employment e JOIN person q ON q.id = e.other_id
    WHERE e.person_id = p.id AND (q.id = f.by_id OR lower(q.email) = f.email)
)
"""
_COLUMNS = "f.id, o.id, o.name, f.role, f.unit, f.login, f.name, f.email, f.by_id, b.name, f.at"


@dataclass(frozen=True)
class ProposalRow:
    """A function that waits for a second person: for whom, and proposed by whom; `unit` is a code, or empty."""

    id: int
    organisation_id: int
    organisation_name: str
    role: str
    unit: str
    login: str
    name: str
    email: str
    by: int
    by_name: str
    at: datetime


def proposals_for(person_id: int, on: date) -> tuple[ProposalRow, ...]:
    """What waits on a day for someone to confirm or refuse, the oldest first.

    That is who is beheerder or hrm-adviseur in the organisation or has the same function there, but never who proposed
    it or is to get it. What someone proposed waits only as long as they are beheerder themselves.
    """
    day = str(on)
    may = f"AND EXISTS (SELECT 1 FROM {_SECOND} WHERE {_MAY_CONFIRM} AND p.id = ?)"
    return _proposals(f"SELECT {_COLUMNS} {_WAITING} {may} ORDER BY f.id", day, day, day, day, person_id)


def proposals_by(person_id: int, on: date) -> tuple[ProposalRow, ...]:
    """What someone proposed and nobody decided yet."""
    return _proposals(f"SELECT {_COLUMNS} {_WAITING} AND f.by_id = ? ORDER BY f.id", str(on), str(on), person_id)


def confirmers(proposal_id: int, on: date) -> tuple[tuple[int, str], ...]:
    """Who can confirm it on a day: their ids and e-mail addresses."""
    found = f"FROM proposed_function f CROSS JOIN {_SECOND} WHERE f.id = ? AND {_MAY_CONFIRM}"
    return tuple(rows(f"SELECT DISTINCT p.id, p.email {found} ORDER BY p.id", proposal_id, str(on), str(on)))


def _proposals(sql: str, *values: object) -> tuple[ProposalRow, ...]:
    return tuple(ProposalRow(*(*row[:-1], datetime.fromisoformat(row[-1]))) for row in rows(sql, *values))
