"""How far many dossiers are at once: the steps asked for now, and what their course comes down to."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date

from portal.rules.access import ACCESS
from portal.rules.facts import Fact
from portal.rules.protocol import Protocol
from portal.rules.step import Step
from portal.storage.database import Question, answer, marks, rows
from portal.storage.reading.dossiers import HELD
from portal.storage.reading.facts import COLUMNS as FACT_COLUMNS
from portal.storage.reading.facts import fact_from
from portal.storage.reading.steps import ASKED_NOW, COLUMNS, step_from

COURSE = (
    *("ziekmelding", "herstelmelding", "verlof", "andere_oorzaak"),
    *("uit_dienst", "overleden", "vervroegd_besloten", "intrekking"),
)
"""The kinds of fact that say whether someone is ill, since when and until when, and what takes such a fact back."""

MOST_FOLLOWED = 500

# As in the inbox, who must act is named by right: a deputy may act too, beside the person whose name stands there.
# Who holds a role is looked up for these dossiers alone: joined as it stands, the view is made of the whole portal.
_OPEN = """
WITH held AS MATERIALIZED (
    SELECT i.dossier_id, i.role, i.person_id, i.absent_id, i.from_on FROM person_role i
    WHERE i.dossier_id IN ({marks}) AND {held}
)
SELECT s.dossier_id, MIN(p.name) FILTER (WHERE i.absent_id IS NULL),
    COUNT(DISTINCT CASE s.owner WHEN 'medewerker' THEN p.name ELSE p.id END) FILTER (WHERE i.absent_id IS NULL),
    MIN(i.from_on), GROUP_CONCAT(i.person_id), {columns}
FROM step s
LEFT JOIN held i ON i.dossier_id = s.dossier_id AND i.role = s.owner
LEFT JOIN person p ON p.id = i.person_id
WHERE s.dossier_id IN ({marks}) AND s.state = 'open' AND {asked}
GROUP BY {columns}, s.dossier_id, s.position ORDER BY s.due_on, s.dossier_id, s.position
"""
_FOLLOWED = f"""
SELECT d.id, d.number, d.protocol, d.opened_on, m.name, COALESCE(l.name, ''), COALESCE(u.name, '')
FROM dossier d
JOIN person m ON m.id = d.medewerker_id
LEFT JOIN person l ON l.id = m.leidinggevende_id
LEFT JOIN unit u ON u.id = m.unit_id
WHERE d.id IN (SELECT i.dossier_id FROM person_role i WHERE i.person_id = ? AND i.role IN ({{roles}}) AND {HELD})
    AND EXISTS (SELECT 1 FROM step s WHERE s.dossier_id = d.id AND s.state <> 'done')
ORDER BY l.name, u.name, m.name, d.number LIMIT ?
"""


@dataclass(frozen=True)
class OpenStep:
    """A step that is asked for now. `who` is the first by name of the `holders` people who must do it by right.

    `held_from` is the day since which someone may; None while nobody is appointed. `may_act` are the ids of everyone
    who may, deputies included.
    """

    who: str
    holders: int
    held_from: date | None
    step: Step
    may_act: frozenset[int] = frozenset()


@dataclass(frozen=True)
class FollowedDossier:
    """A dossier in which something is still to be done, in the team of a leidinggevende. No content."""

    id: int
    number: str
    protocol: str
    opened_on: date
    medewerker_name: str
    leidinggevende_name: str
    unit_name: str


def open_steps(dossier_ids: Collection[int], today: date) -> Mapping[int, tuple[OpenStep, ...]]:
    """The steps of these dossiers that are asked for on a day, the most urgent first. One query."""
    found: dict[int, list[OpenStep]] = defaultdict(list)
    if dossier_ids:
        day = today.isoformat()
        sql = _OPEN.format(columns=COLUMNS, held=HELD, marks=marks(dossier_ids), asked=ASKED_NOW)
        values = (*dossier_ids, day, day)
        for dossier_id, who, holders, since, people, *columns in rows(sql, *values, *values):
            held_from = date.fromisoformat(since) if since else None
            may_act = frozenset(map(int, people.split(","))) if people else frozenset()
            found[dossier_id].append(OpenStep(who or "", holders, held_from, step_from(columns), may_act))
    return {dossier_id: tuple(steps) for dossier_id, steps in found.items()}


def public(
    found: Mapping[int, tuple[OpenStep, ...]],
    protocols: Mapping[int, Protocol],
    whole: Collection[int] = (),
    own: Collection[int] = (),
) -> Mapping[int, tuple[OpenStep, ...]]:
    """The steps that someone may know of: who reads the dossiers in `whole`, and of the others the progress.

    In those in `own` the person is the employee.
    """

    def hidden(dossier_id: int) -> frozenset[str]:
        if dossier_id in own:
            return frozenset()
        return protocols[dossier_id].own if dossier_id in whole else protocols[dossier_id].private

    return {
        dossier_id: tuple(one for one in steps if one.step.key not in hidden(dossier_id))
        for dossier_id, steps in found.items()
    }


def done_days(dossier_ids: Collection[int]) -> Mapping[int, Mapping[tuple[str, int], date]]:
    """The days on which steps of these dossiers were done, by key and round. One query."""
    found: dict[int, dict[tuple[str, int], date]] = defaultdict(dict)
    if dossier_ids:
        among = marks(dossier_ids)
        sql = f"SELECT dossier_id, key, round, done_on FROM step WHERE state = 'done' AND dossier_id IN ({among})"
        for dossier_id, key, number, day in rows(sql, *dossier_ids):
            found[dossier_id][key, number] = date.fromisoformat(day)
    return found


def course_of(dossier_ids: Collection[int], kinds: Collection[str] = COURSE) -> Mapping[int, tuple[Fact, ...]]:
    """The facts of these dossiers that say who is ill since when, corrections included. One query."""
    found: dict[int, list[Fact]] = defaultdict(list)
    if dossier_ids:
        sql = f"""
            SELECT dossier_id, {FACT_COLUMNS} FROM fact
            WHERE dossier_id IN ({marks(dossier_ids)}) AND kind IN ({marks(kinds)}) ORDER BY dossier_id, seq
        """
        for dossier_id, *columns in rows(sql, *dossier_ids, *kinds):
            found[dossier_id].append(fact_from(dossier_id, columns))
    return {dossier_id: tuple(facts) for dossier_id, facts in found.items()}


def allowed_among(person_id: int, dossier_ids: Collection[int], action: str, today: date) -> frozenset[int]:
    """Those of the dossiers with which the person may do `action` on a day. One query."""
    if not dossier_ids:
        return frozenset()
    roles, day = sorted(ACCESS[action]), today.isoformat()
    sql = f"""
        SELECT DISTINCT i.dossier_id FROM person_role i
        WHERE i.person_id = ? AND i.role IN ({marks(roles)}) AND i.dossier_id IN ({marks(dossier_ids)}) AND {HELD}
    """
    return frozenset(found for (found,) in rows(sql, person_id, *roles, *dossier_ids, day, day))


def followed(
    person_id: int, roles: Collection[str], today: date, limit: int = MOST_FOLLOWED
) -> tuple[FollowedDossier, ...]:
    """The unfinished dossiers in which someone holds one of the roles on a day, team by team."""
    return tuple(
        FollowedDossier(id, number, protocol, date.fromisoformat(opened_on), *names)
        for id, number, protocol, opened_on, *names in answer(followed_asked(person_id, roles, today, limit))
    )


def followed_asked(person_id: int, roles: Collection[str], today: date, limit: int = MOST_FOLLOWED) -> Question:
    """What `followed` asks."""
    day, sql = today.isoformat(), _FOLLOWED.format(roles=marks(roles))
    return Question(len(fields(FollowedDossier)), sql, (person_id, *sorted(roles), day, day, limit))
