"""Who holds which rights in an organisation: all that the yearly review looks at, and nothing of a dossier."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.storage.database import Question, answer, rows

_ASKED = """
SELECT p.id, p.name, p.email, p.personnel_number, p.active, c.login, c.active AS open
FROM person p LEFT JOIN account c ON c.person_id = p.id
WHERE (c.person_id IS NOT NULL AND p.organisation_id = ?)
    OR EXISTS (SELECT 1 FROM appointment a WHERE a.person_id = p.id AND a.organisation_id = ?
        AND a.from_on <= ? AND (a.until_on IS NULL OR a.until_on >= ?))
ORDER BY p.name, p.id LIMIT ? OFFSET ?
"""
# Teams, logins and dossiers are counted only of the people who are asked for.
_PEOPLE = f"""
SELECT p.id, p.name, p.email, p.personnel_number, p.active, p.login, p.open,
    (SELECT COUNT(*) FROM person t WHERE t.leidinggevende_id = p.id AND t.active),
    (SELECT MAX(e.at) FROM login_event e WHERE e.person = p.id AND e.what = 'login' AND e.result = 'done')
FROM ({_ASKED}) p ORDER BY p.name, p.id
"""
_APPOINTED = """
SELECT a.person_id, a.role, u.name, a.from_on, a.until_on FROM appointment a LEFT JOIN unit u ON u.id = a.unit_id
WHERE a.organisation_id = ? AND a.from_on <= ? AND (a.until_on IS NULL OR a.until_on >= ?) ORDER BY a.role, a.id
"""
_ACTING = """
SELECT v.deputy_id, p.name, v.until_on FROM deputy v JOIN person p ON p.id = v.absent_id
WHERE v.from_on <= ? AND v.until_on >= ? ORDER BY v.until_on, v.id
"""
_DOSSIERS = f"""
SELECT i.person_id, i.role, COUNT(*) FROM involvement i JOIN dossier d ON d.id = i.dossier_id
WHERE i.person_id IN (SELECT id FROM ({_ASKED})) AND d.organisation_id = ? AND i.role <> 'medewerker'
    AND i.from_on <= ? AND (i.until_on IS NULL OR i.until_on >= ?)
GROUP BY i.person_id, i.role ORDER BY i.role
"""


@dataclass(frozen=True)
class Appointment:
    """A function someone holds; `unit` is empty when it holds in the whole organisation."""

    role: str
    unit: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True)
class RightsRow:
    """What someone may do: functions, people led, whose deputy until when, and in how many dossiers per role."""

    person_id: int
    name: str
    email: str
    personnel_number: str
    works_here: bool
    login: str
    open_account: bool
    leads: int
    last_login: datetime | None
    appointments: tuple[Appointment, ...]
    acting_for: tuple[tuple[str, date], ...]
    dossiers: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class ReviewRow:
    """A review of the rights that was done: when, by whom, and what was found."""

    at: datetime
    by: str
    note: str


def rights_in(organisation_id: int, on: date, *, limit: int, offset: int = 0) -> tuple[RightsRow, ...]:
    """Everyone with an account or a function in an organisation on a day, by name: `limit` after the first `offset`."""
    day = on.isoformat()
    asked = (organisation_id, organisation_id, day, day, limit, offset)
    functions: dict[int, list[Appointment]] = {}
    for person, role, unit, from_on, until_on in rows(_APPOINTED, organisation_id, day, day):
        until = date.fromisoformat(until_on) if until_on else None
        functions.setdefault(person, []).append(Appointment(role, unit or "", date.fromisoformat(from_on), until))
    acting: dict[int, list[tuple[str, date]]] = {}
    for deputy, name, until_on in rows(_ACTING, day, day):
        acting.setdefault(deputy, []).append((name, date.fromisoformat(until_on)))
    held: dict[int, list[tuple[str, int]]] = {}
    for person, role, count in rows(_DOSSIERS, *asked, organisation_id, day, day):
        held.setdefault(person, []).append((role, count))
    return tuple(
        RightsRow(
            person,
            name,
            email,
            number or "",
            bool(active),
            login or "",
            bool(open_account),
            leads,
            datetime.fromisoformat(last) if last else None,
            tuple(functions.get(person, ())),
            tuple(acting.get(person, ())),
            tuple(held.get(person, ())),
        )
        for person, name, email, number, active, login, open_account, leads, last in rows(_PEOPLE, *asked)
    )


def reviews_of(organisation_id: int) -> tuple[ReviewRow, ...]:
    """The reviews that were done in an organisation, the newest first."""
    found = answer(reviews_asked(organisation_id))
    return tuple(ReviewRow(datetime.fromisoformat(at), name, note) for at, name, note in found)


def reviews_asked(organisation_id: int) -> Question:
    """What `reviews_of` asks."""
    sql = """
        SELECT r.at, p.name, r.note FROM rights_review r JOIN person p ON p.id = r.person_id
        WHERE r.organisation_id = ? ORDER BY r.id DESC
    """
    return Question(3, sql, (organisation_id,))
