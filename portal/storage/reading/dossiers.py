"""Dossiers: one by number or employee, and all that someone may see."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.rules.access import ACCESS
from portal.storage.database import like, rows

COLUMNS = """
    d.id, d.number, d.organisation_id, o.name, d.protocol, d.opened_on,
    m.id, m.name, m.personnel_number, m.job, m.hours, m.email, u.name
"""
TABLES = """
    dossier d JOIN organisation o ON o.id = d.organisation_id
    JOIN person m ON m.id = d.medewerker_id LEFT JOIN unit u ON u.id = m.unit_id
"""
_ON_A_DAY = """
SELECT d.id, d.number, m.organisation_id, o.name, d.protocol, d.opened_on,
    m.id, m.name, m.personnel_number, m.job, m.hours, m.email, u.name
FROM dossier d JOIN person m ON m.id = CASE WHEN d.moves_on <= ? THEN d.moves_as_id ELSE d.medewerker_id END
JOIN organisation o ON o.id = m.organisation_id LEFT JOIN unit u ON u.id = m.unit_id
WHERE d.id = ?
"""
HELD = "i.from_on <= ? AND (i.until_on IS NULL OR i.until_on >= ?)"


@dataclass(frozen=True)
class DossierRow:
    """A dossier with the employee it is about. `hours` are contract hours a week."""

    id: int
    number: str
    organisation_id: int
    organisation_name: str
    protocol: str
    opened_on: date
    medewerker_id: int
    medewerker_name: str
    personnel_number: str
    job: str
    hours: float | None
    email: str
    unit_name: str


def dossier(dossier_id: int) -> DossierRow | None:
    """The dossier with this id, or None."""
    return _one("d.id = ?", dossier_id)


def dossier_on(dossier_id: int, day: date) -> DossierRow | None:
    """The dossier as it is on a day: of the organisation to which it moves that day or moved before."""
    found = rows(_ON_A_DAY, day.isoformat(), dossier_id)
    return _row(found[0]) if found else None


def move_ahead(dossier_id: int) -> tuple[int, date] | None:
    """As which employment, and from which day, the dossier moves; None when it stays, or has moved already."""
    for person, on in rows("SELECT moves_as_id, moves_on FROM dossier WHERE id = ?", dossier_id):
        return (person, date.fromisoformat(on)) if on else None
    return None


def moves_here_on(employment: int) -> date | None:
    """The day that lies ahead on which a dossier becomes that of this employment; None when none does."""
    found = rows("SELECT MIN(moves_on) FROM dossier WHERE moves_as_id = ?", employment)
    return date.fromisoformat(found[0][0]) if found[0][0] else None


def due_to_move(today: date) -> tuple[int, ...]:
    """The dossiers that moved to another organisation by today, and are stored in the old one."""
    return tuple(one for (one,) in rows("SELECT id FROM dossier WHERE moves_on <= ? ORDER BY id", today.isoformat()))


def dossier_numbered(number: str) -> DossierRow | None:
    """The dossier with this number, or None."""
    return _one("d.number = ?", number)


def dossier_of(medewerker_id: int) -> DossierRow | None:
    """The dossier of an employee, or None when there is none yet."""
    return _one("d.medewerker_id = ?", medewerker_id)


def visible_dossiers(
    person_id: int,
    today: date,
    *,
    action: str = "read_progress",
    search: str = "",
    limit: int = 50,
    offset: int = 0,
) -> tuple[DossierRow, ...]:
    """The dossiers with which the person may do `action` today, newest first; `search` looks in name and number."""
    roles = sorted(ACCESS[action])
    marks = ", ".join("?" * len(roles))
    found = rows(
        f"""
        SELECT {COLUMNS} FROM {TABLES}
        WHERE d.id IN (
            SELECT i.dossier_id FROM person_role i WHERE i.person_id = ? AND i.role IN ({marks}) AND {HELD}
        ) AND (lower(m.name) LIKE lower(?) ESCAPE '!' OR d.number LIKE ? ESCAPE '!')
        ORDER BY d.opened_on DESC, d.number DESC LIMIT ? OFFSET ?
        """,
        person_id,
        *roles,
        today.isoformat(),
        today.isoformat(),
        like(search),
        like(search),
        limit,
        offset,
    )
    return tuple(_row(row) for row in found)


def next_id() -> int:
    """The id for the next dossier, counted over the whole portal; that of one that was destroyed is not used again."""
    [(last,)] = rows(
        "SELECT MAX(COALESCE((SELECT MAX(id) FROM dossier), 0), COALESCE((SELECT MAX(dossier) FROM destruction), 0))"
    )
    return int(last) + 1


def number_of(dossier_id: int) -> str:
    """The number by which people know a dossier: four digits or more."""
    return f"{dossier_id:04d}"


def _one(condition: str, value: int | str) -> DossierRow | None:
    found = rows(f"SELECT {COLUMNS} FROM {TABLES} WHERE {condition}", value)
    return _row(found[0]) if found else None


def _row(row: tuple[Any, ...]) -> DossierRow:
    values = list(row)
    values[5] = date.fromisoformat(values[5])
    values[8], values[12] = values[8] or "", values[12] or ""
    return DossierRow(*values)
