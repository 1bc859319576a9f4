"""Dossiers: one by number or employee, and all that someone may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.rules.access import ACCESS
from portal.storage.database import Question, answer, like, marks, rows
from portal.storage.protocols import own_steps, protocol, protocol_keys
from portal.storage.reading.steps import ASKED_NOW, LATE

COLUMNS = """
    d.id, d.number, d.organisation_id, o.name, d.protocol, d.opened_on,
    m.id, m.name, m.personnel_number, m.job, m.hours, m.email, u.name
"""
TABLES = """
    dossier d JOIN organisation o ON o.id = d.organisation_id
    JOIN person m ON m.id = d.medewerker_id LEFT JOIN unit u ON u.id = m.unit_id
"""
_THEN = """
    d.id, d.number, m.organisation_id, o.name, d.protocol, d.opened_on,
    m.id, m.name, m.personnel_number, m.job, m.hours, m.email, u.name
"""
_TABLES_THEN = """
    dossier d JOIN person m ON m.id = CASE WHEN d.moves_on <= ? THEN d.moves_as_id ELSE d.medewerker_id END
    JOIN organisation o ON o.id = m.organisation_id LEFT JOIN unit u ON u.id = m.unit_id
"""
_ON_A_DAY = f"SELECT {_THEN} FROM {_TABLES_THEN} WHERE d.id = ?"
HELD = "i.from_on <= ? AND (i.until_on IS NULL OR i.until_on >= ?)"
# One row for every role of the person, or one without any.
_SEEN = f"""
WITH asked AS (SELECT id FROM dossier WHERE {{which}} = ?), held AS (
    SELECT DISTINCT i.role, i.absent_id FROM person_role i
    WHERE i.person_id = ? AND i.dossier_id = (SELECT id FROM asked) AND {HELD}
)
SELECT {_THEN}, COALESCE(f.seq, 0), COALESCE(f.hash, ''), held.role, held.absent_id FROM {_TABLES_THEN}
LEFT JOIN fact f ON f.dossier_id = d.id AND f.seq = (SELECT MAX(seq) FROM fact WHERE dossier_id = d.id)
LEFT JOIN held ON 1 = 1 WHERE d.id = (SELECT id FROM asked)
"""
_MINE = f"""
WITH mine AS MATERIALIZED (SELECT i.dossier_id, i.role FROM person_role i WHERE i.person_id = ? AND {HELD})
"""
_KNOWN = """
FROM step s WHERE s.state = 'open' AND {asked} AND (
    s.key NOT IN ({private}) OR s.dossier_id IN (SELECT dossier_id FROM mine WHERE role = 'medewerker')
    OR s.key NOT IN ({own}) AND s.dossier_id IN (SELECT dossier_id FROM mine WHERE role IN ({readers}))
)
"""
"""The steps that are asked for now, among those that someone may know of."""
_UNFINISHED = "EXISTS (SELECT 1 FROM step s WHERE s.dossier_id = d.id AND s.state <> 'done')"
STANDINGS = ("late", "running", "finished")
"""How a dossier can stand: with something late, with something still to be done, or with nothing."""


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


@dataclass(frozen=True)
class Sought:
    """Which dossiers someone seeks: those with which they may do `action`, after the first `offset` of them.

    `search` looks in the name and the number of the dossier, and finds who has it as personnel number.

    `standing` is one of STANDINGS, or empty for all. Of those with something late the longest late comes first.
    """

    action: str = "read_progress"
    search: str = ""
    standing: str = ""
    limit: int = 50
    offset: int = 0


ANY = Sought()


@dataclass(frozen=True)
class SeenRow:
    """A dossier as it is on a day for one person: all that tells whether they may open it, and whether it changed.

    `held` are the roles of this person on that day, each with the id of the person whose deputy they are in it; empty
    for a stranger. `last` and `digest` are the number and the hash of the newest fact, 0 and "" when there is none.
    """

    row: DossierRow
    held: tuple[tuple[str, int | None], ...]
    last: int
    digest: str


def dossier(dossier_id: int) -> DossierRow | None:
    """The dossier with this id, or None."""
    return _one("d.id = ?", dossier_id)


def dossier_on(dossier_id: int, day: date) -> DossierRow | None:
    """The dossier as it is on a day: of the organisation to which it moves that day or moved before."""
    found = rows(_ON_A_DAY, day.isoformat(), dossier_id)
    return _row(found[0]) if found else None


def seen_by(person_id: int, day: date, *, dossier_id: int) -> SeenRow | None:
    """The dossier with this id as it is on a day for someone, or None when it is not there. One query."""
    return _seen("id", dossier_id, person_id, day)


def numbered_seen_by(person_id: int, day: date, *, number: str) -> SeenRow | None:
    """The dossier with this number as it is on a day for someone, or None when it is not there. One query."""
    return _seen("number", number, person_id, day)


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


def every_dossier() -> tuple[int, ...]:
    """The ids of all dossiers of the portal."""
    return tuple(one for (one,) in rows("SELECT id FROM dossier ORDER BY id"))


def dossier_numbered(number: str) -> DossierRow | None:
    """The dossier with this number, or None."""
    return _one("d.number = ?", number)


def dossier_of(medewerker_id: int) -> DossierRow | None:
    """The dossier of an employee, or None when there is none yet."""
    return _one("d.medewerker_id = ?", medewerker_id)


def dossiers_of(medewerkers: Sequence[int]) -> dict[int, DossierRow]:
    """The dossiers of several employees, by the employee; who has none is left out. One query."""
    sql = f"SELECT {COLUMNS} FROM {TABLES} WHERE d.medewerker_id IN ({marks(medewerkers)})"
    return {row.medewerker_id: row for row in map(_row, rows(sql, *medewerkers))}


def visible_dossiers(person_id: int, today: date, sought: Sought = ANY) -> tuple[DossierRow, ...]:
    """The dossiers that someone seeks among those they may see: first where something is asked now, then the newest."""
    return tuple(_row(row[:-1]) for row in answer(visible_asked(person_id, today, sought)))


def visible_asked(person_id: int, today: date, sought: Sought = ANY) -> Question:
    """What `visible_dossiers` asks."""
    roles, day = sorted(ACCESS[sought.action]), today.isoformat()
    steps, known = _known(day)
    late, missed = "NULL", ()  # type: str, tuple[Any, ...]
    asked, first = f"d.id NOT IN (SELECT s.dossier_id {steps})", known
    if sought.standing == "late":
        late, missed = f"(SELECT MIN(s.due_on) {steps} AND s.dossier_id = d.id AND {LATE})", (*known, day, day, day)
        asked, first = "NULL", ()
    only = {"late": "AND late IS NOT NULL", "running": f"AND {_UNFINISHED}", "finished": f"AND NOT {_UNFINISHED}"}
    sql = f"""
        {_MINE} SELECT {COLUMNS}, {late} AS late FROM {TABLES}
        WHERE d.id IN (SELECT dossier_id FROM mine WHERE role IN ({marks(roles)}))
        AND (lower(m.name) LIKE lower(?) ESCAPE '!' OR d.number LIKE ? ESCAPE '!' OR m.personnel_number = ?)
        {only.get(sought.standing, "")}
        ORDER BY late, {asked}, d.opened_on DESC, d.number DESC LIMIT ? OFFSET ?
    """
    wanted = (*roles, like(sought.search), like(sought.search), sought.search)
    shown = (sought.limit, sought.offset)
    return Question(COLUMNS.count(",") + 2, sql, (person_id, day, day, *missed, *wanted, *first, *shown))


def _known(day: str) -> tuple[str, tuple[Any, ...]]:
    """_KNOWN on a day, with the values that it takes."""
    readers = sorted(ACCESS["read_dossier"])
    private = sorted({key for name in protocol_keys() for key in protocol(name).private})
    own = sorted(own_steps())
    sql = _KNOWN.format(asked=ASKED_NOW, private=marks(private), own=marks(own), readers=marks(readers))
    return sql, (day, day, *private, *own, *readers)


def next_id() -> int:
    """The id for the next dossier, counted over the whole portal; that of one that was destroyed is not used again."""
    [(last,)] = rows(
        "SELECT MAX(COALESCE((SELECT MAX(id) FROM dossier), 0), COALESCE((SELECT MAX(dossier) FROM destruction), 0))"
    )
    return int(last) + 1


def number_of(dossier_id: int) -> str:
    """The number by which people know a dossier: four digits or more."""
    return f"{dossier_id:04d}"


def _seen(which: str, value: int | str, person_id: int, day: date) -> SeenRow | None:
    on = day.isoformat()
    found = rows(_SEEN.format(which=which), value, person_id, on, on, on)
    if not found:
        return None
    *columns, last, digest, _, _ = found[0]
    held = tuple((role, absent) for *_, role, absent in found if role)
    return SeenRow(_row(tuple(columns)), held, last, digest)


def _one(condition: str, value: int | str) -> DossierRow | None:
    found = rows(f"SELECT {COLUMNS} FROM {TABLES} WHERE {condition}", value)
    return _row(found[0]) if found else None


def _row(row: tuple[Any, ...]) -> DossierRow:
    values = list(row)
    values[5] = date.fromisoformat(values[5])
    values[8], values[12] = values[8] or "", values[12] or ""
    return DossierRow(*values)
