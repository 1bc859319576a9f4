"""The stored steps: of one dossier, and the inbox of one person."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.rules.access import LEIDING, MEDEWERKER, STANDS_IN_FOR
from portal.rules.calendar import Pause
from portal.rules.inbox import THIS_WEEK
from portal.rules.step import Step
from portal.storage.database import like, marks, rows
from portal.storage.protocols import own_steps
from portal.storage.reading.people import employment_place

NAMES = Step._fields
COLUMNS = ", ".join(f"s.{name}" for name in NAMES)
DAYS = ("opens_on", "due_on", "soon_on", "until_on", "statutory_on", "done_on")

SECTIONS = ("late", "this_week", "later", "waiting")
"""The parts of an inbox: what the person must do, by how urgent it is, and what others must do."""
MINE = SECTIONS[:3]

ASKED_NOW = "s.opens_on <= ? AND (s.until_on IS NULL OR s.until_on >= ?)"
"""Whether a step is asked for on a day; the day is given twice."""

LATE = """s.due_on < ? AND NOT EXISTS (
    SELECT 1 FROM json_each(s.idle) p WHERE p.value ->> 0 <= ? AND p.value ->> 1 > ?
)"""
"""Whether a step is late on a day, when it is not done by then; the day is given three times."""

LONGEST_PAGE = 200
MOST_TERMS = 500
"""As many own terms as one looks at together, the nearest first."""


def _quoted(words: frozenset[str]) -> str:
    return ", ".join(f"'{word}'" for word in sorted(words))


# Whoever follows a dossier also sees what it waits for from others.
_FOLLOWERS = _quoted(MEDEWERKER | LEIDING)
_STAND_INS = " ".join(
    f"UNION SELECT dossier_id, '{absent}' FROM held WHERE role = '{present}'"
    for present, absent in STANDS_IN_FOR.items()
)
# In which roles a person acts where on a day: the person, and the day twice. `absent_id`: in whose place, of those who
# are away the first; none when the role is held by right as well.
_ACTING = f"""
held AS (
    SELECT dossier_id, role, CASE WHEN COUNT(*) = COUNT(absent_id) THEN MIN(absent_id) END AS absent_id
    FROM person_role WHERE person_id = ? AND from_on <= ? AND (until_on IS NULL OR until_on >= ?)
    GROUP BY dossier_id, role
), acting AS (
    SELECT dossier_id, role FROM held {_STAND_INS}
)"""
_TERMS = f"""
WITH {_ACTING}
SELECT s.dossier_id, s.key, s.round, s.due_on FROM acting a
JOIN step s ON s.dossier_id = a.dossier_id AND s.owner = a.role
WHERE s.state = 'open' AND (s.until_on IS NULL OR s.until_on >= ?)
ORDER BY s.due_on, s.dossier_id, s.position LIMIT {MOST_TERMS}
"""
_MATCHES = """
AND EXISTS (
    SELECT 1 FROM dossier d JOIN person m ON m.id = d.medewerker_id WHERE d.id = s.dossier_id
    AND lower(s.title || ' ' || m.name || ' ' || d.number) LIKE lower(?) ESCAPE '!'
)
"""
# `found` walks the partial index on open steps once per dossier and role; only the rows of the asked page are
# read whole. The counts come along with every row, and alone when there is none.
_INBOX = f"""
WITH {_ACTING}, found AS (
    SELECT s.dossier_id, s.key, s.round, s.due_on, s.position,
        CASE WHEN {LATE} THEN 'late' WHEN s.due_on BETWEEN ? AND ? THEN 'this_week' ELSE 'later' END AS section
    FROM acting a JOIN step s ON s.dossier_id = a.dossier_id AND s.owner = a.role
    WHERE s.state = 'open' AND {ASKED_NOW} {{matches}}
    UNION ALL
    SELECT s.dossier_id, s.key, s.round, s.due_on, s.position, 'waiting'
    FROM (SELECT DISTINCT dossier_id FROM held WHERE role IN ({_FOLLOWERS})) f
    JOIN step s ON s.dossier_id = f.dossier_id
    WHERE s.state = 'open' AND {ASKED_NOW} {{matches}} AND s.key NOT IN ({{own}})
        AND NOT EXISTS (SELECT 1 FROM acting a WHERE a.dossier_id = s.dossier_id AND a.role = s.owner)
), ranked AS (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY section ORDER BY due_on, dossier_id, position) AS place FROM found
), shown AS (
    SELECT r.section, r.dossier_id, r.due_on, r.position, d.opened_on, d.number, m.name AS medewerker,
        EXISTS (SELECT 1 FROM held h WHERE h.dossier_id = d.id AND h.role = 'medewerker') AS own,
        (SELECT u.name FROM unit u WHERE u.id = m.unit_id) AS unit, m.job,
        (SELECT COUNT(DISTINCT j.person_id) FROM involvement j WHERE {{holders}}) AS holders,
        (SELECT MIN(q.name) FROM involvement j JOIN person q ON q.id = j.person_id WHERE {{holders}}) AS who,
        (
            SELECT n.on_day || q.name FROM nudge n JOIN person q ON q.id = n.sender_id
            WHERE n.dossier_id = s.dossier_id AND n.key = s.key AND n.round = s.round ORDER BY n.on_day DESC LIMIT 1
        ) AS nudge,
        EXISTS (
            SELECT 1 FROM draft t WHERE t.dossier_id = s.dossier_id AND t.kind = s.paper
            AND t.person_id IN (
                SELECT ? UNION ALL
                SELECT d.medewerker_id FROM held h WHERE h.dossier_id = d.id AND h.role = 'medewerker'
            )
        ) AS begun,
        (
            SELECT q.name FROM held h JOIN person q ON q.id = h.absent_id
            WHERE h.dossier_id = s.dossier_id AND h.role = s.owner
        ) AS on_behalf_of,
        {COLUMNS}
    FROM ranked r
    JOIN step s ON s.dossier_id = r.dossier_id AND s.key = r.key AND s.round = r.round
    JOIN dossier d ON d.id = r.dossier_id
    JOIN person m ON m.id = d.medewerker_id
    WHERE r.place BETWEEN ? AND ? {{only}}
), counts AS (
    SELECT {", ".join(f"COUNT(CASE section WHEN '{name}' THEN 1 END) AS many_{name}" for name in SECTIONS)} FROM found
)
SELECT EXISTS (SELECT 1 FROM smo_action g WHERE g.person_id = ? AND g.state = 'open'),
    EXISTS (SELECT 1 FROM proposed_function WHERE state = 'waiting'),
    {", ".join(f"many_{name}" for name in SECTIONS)}, shown.* FROM counts LEFT JOIN shown ON 1 = 1
ORDER BY shown.due_on, shown.dossier_id, shown.position
"""
# Who must act is named by right: a deputy comes beside the person whose name stands there, not in the place of it.
_HOLDERS = """
j.dossier_id = s.dossier_id AND j.role = s.owner AND j.from_on <= ? AND (j.until_on IS NULL OR j.until_on >= ?)
"""


@dataclass(frozen=True)
class Task:
    """A step as it stands in someone's inbox, in one of SECTIONS.

    `own`: the dossier is about this person, in the employment at `place`. `who` holds the role that must act, the
    first by name of `holders` people; empty when nobody does. `reminded` is the day of the newest reminder and the
    name of its sender; `begun`: this person has a draft of the paper that it asks for. `on_behalf_of` names whom
    this person stands in for as a deputy; empty for who must act by right. `since`: the first day on which it was
    asked for here.
    """

    section: str
    dossier_number: str
    medewerker_name: str
    own: bool
    place: str
    who: str
    holders: int
    reminded: tuple[date, str] | None
    begun: bool
    on_behalf_of: str
    since: date
    step: Step

    @property
    def mine(self) -> bool:
        """Whether this person acts; otherwise `who` does."""
        return self.section != "waiting"


@dataclass(frozen=True)
class Inbox:
    """One page of an inbox: the tasks, the most urgent first, and how many there are in each section.

    `agreed`: the person also has something to do that was agreed in an overleg. `proposed`: a function waits for
    someone's second word, perhaps of this person.
    """

    counts: Mapping[str, int]
    tasks: tuple[Task, ...]
    agreed: bool
    proposed: bool


def steps_of(dossier_id: int) -> tuple[Step, ...]:
    """The steps of a dossier, in the order of the protocol."""
    found = rows(f"SELECT {COLUMNS} FROM step s WHERE s.dossier_id = ? ORDER BY s.position", dossier_id)
    return tuple(step_from(row) for row in found)


def inbox(
    person_id: int, today: date, *, search: str = "", section: str = "", limit: int = 50, offset: int = 0
) -> Inbox:
    """What the person can do today and what their dossiers wait for from others.

    `search` is a piece of what is asked, of the employee's name or of the dossier number. At most `limit` tasks of
    each section after the first `offset`; with `section`, of that one only. The counts are of all that `search` finds.
    One query.
    """
    day = today.isoformat()
    patterns = (like(search),) if search else ()
    own = sorted(own_steps())
    sql = _INBOX.format(
        matches=_MATCHES if search else "",
        holders=_HOLDERS,
        only="AND r.section = ?" if section else "",
        own=marks(own),
    )
    values = (
        *(person_id, day, day),
        *(day, day, day, day, (today + THIS_WEEK).isoformat(), day, day, *patterns),
        *(day, day, *patterns, *own),
        *(day, day, day, day, person_id, offset + 1, offset + min(limit, LONGEST_PAGE)),
        *((section,) if section else ()),
        person_id,
    )
    found = [(bool(agreed), bool(proposed), columns) for agreed, proposed, *columns in rows(sql, *values)]
    agreed, proposed, first = found[0]
    size = len(SECTIONS)
    return Inbox(
        counts=dict(zip(SECTIONS, first[:size], strict=True)),
        tasks=tuple(_task(columns[size:]) for _, _, columns in found if columns[size] is not None),
        agreed=agreed,
        proposed=proposed,
    )


def own_terms(person_id: int, today: date) -> Mapping[tuple[int, str, int], date]:
    """The last day of each step that the person can do now or later, by dossier, key and round."""
    day = today.isoformat()
    found = rows(_TERMS, person_id, day, day, day)
    return {(dossier, key, turn): date.fromisoformat(due_on) for dossier, key, turn, due_on in found}


def _task(row: Sequence[Any]) -> Task:
    section, _, _, _, opened_on, number, medewerker, own, unit, job, *columns = row
    holders, who, nudge, begun, absent, *columns = columns
    # An ISO day is ten characters; the rest is the name.
    reminded = (date.fromisoformat(nudge[:10]), nudge[10:]) if nudge else None
    step = step_from(columns)
    return Task(
        section=section,
        dossier_number=number,
        medewerker_name=medewerker,
        own=bool(own),
        place=employment_place(unit or "", job),
        who=who or "",
        holders=holders,
        reminded=reminded,
        begun=bool(begun),
        on_behalf_of=absent or "",
        since=max(step.opens_on, date.fromisoformat(opened_on)),
        step=step,
    )


def idle_from(stored: str | None) -> tuple[Pause, ...]:
    """The days that do not count for how late a step is, as they are stored with it."""
    days = json.loads(stored) if stored else ()
    return tuple(Pause(date.fromisoformat(first), date.fromisoformat(until), "") for first, until in days)


def step_from(columns: Any) -> Step:
    """A step from its columns as COLUMNS selects them."""
    values = dict(zip(NAMES, columns, strict=True))
    for name in DAYS:
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    values["waits_for"] = tuple(values["waits_for"].split())
    values["why"] = tuple(values["why"].split("\n"))
    values["idle"] = idle_from(values["idle"])
    return Step(**values)
