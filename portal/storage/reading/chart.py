"""The organisation chart as it bears on dossiers: who manages whom, and who is appointed for which unit."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.storage.database import marks, rows
from portal.storage.reading.people import units_in

# One row for every other employment of someone, or one without any.
_PEOPLE = """
SELECT p.organisation_id, p.id, p.leidinggevende_id, p.unit_id, p.active, e.other_id
FROM person p LEFT JOIN other_employment e ON e.person_id = p.id WHERE {whom}
"""
_ABOVE = f"""
WITH RECURSIVE above (id) AS (
    SELECT ? UNION SELECT p.leidinggevende_id FROM above a JOIN person p ON p.id = a.id
)
{_PEOPLE.format(whom="p.id IN (SELECT id FROM above)")}
"""
# Of each team one who works here, and all who lead or have several employments: the others tell nothing more of it.
# That one has no second employment: it could be that of the leidinggevende, who leads nobody in it.
_ONE_OF_EACH_TEAM = """p.id IN (
    SELECT MIN(t.id) FROM person t WHERE t.active AND t.organisation_id IN ({marks})
    AND t.id NOT IN (SELECT other.person_id FROM other_employment other)
    GROUP BY t.leidinggevende_id, t.unit_id
    UNION SELECT t.leidinggevende_id FROM person t WHERE t.organisation_id IN ({marks})
    UNION SELECT other.person_id FROM other_employment other
) AND p.organisation_id IN ({marks})
"""
_APPOINTED = """
SELECT a.organisation_id, a.person_id, a.role, a.unit_id, a.until_on
FROM appointment a JOIN person p ON p.id = a.person_id AND p.active
WHERE a.organisation_id IN ({marks}) AND a.from_on <= ? AND (a.until_on IS NULL OR a.until_on >= ?) ORDER BY a.id
"""


@dataclass(frozen=True)
class Place:
    """Where someone stands: the leidinggevende and the unit by id, and whether they still work here."""

    leidinggevende: int | None
    unit: int | None
    active: bool


@dataclass(frozen=True)
class Appointed:
    """A function someone holds now; `unit` None means the whole organisation, `until_on` is the last day."""

    person: int
    role: str
    unit: int | None
    until_on: date | None


@dataclass(frozen=True)
class Chart:
    """People by id, units by id with the unit above them, and the appointments of one day.

    `others` are the other employments, by person, of who has several.
    """

    people: Mapping[int, Place]
    parents: Mapping[int, int | None]
    appointed: tuple[Appointed, ...]
    others: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def is_self(self, person: int, other: int) -> bool:
        """Whether two rows are one human being: nobody leads or advises themselves, in whatever employment."""
        return person == other or other in self.others.get(person, ())

    def managers_above(self, person: int) -> Iterator[int]:
        """The managers from the nearest up. Whoever has left is passed over: no dossier falls in a hole."""
        current = self.people[person].leidinggevende
        while current is not None:
            if self.people[current].active and not self.is_self(person, current):
                yield current
            current = self.people[current].leidinggevende

    def appointed_for(self, person: int) -> list[tuple[int, Appointed]]:
        """The appointments that cover someone, each with its distance: 0 is the own unit.

        Nobody handles the own dossier, so one's own appointments are left out.
        """
        distances: dict[int | None, int] = {}
        unit = self.people[person].unit
        while unit is not None:
            distances[unit] = len(distances)
            unit = self.parents[unit]
        distances[None] = len(distances)
        covering = (a for a in self.appointed if a.unit in distances and not self.is_self(person, a.person))
        return [(distances[a.unit], a) for a in covering]


def leidinggevende_of(person_id: int) -> int | None:
    """Who leads someone: the nearest manager above who still works here; None at the top. One query."""
    found = rows(_ABOVE, person_id)
    return next(Chart(_places(found), {}, (), _others(found)).managers_above(person_id), None)


def chart_of(organisation_id: int, today: date) -> Chart:
    """The chart of a whole organisation, for all its dossiers at once."""
    return _charts("p.organisation_id IN ({marks})", (organisation_id,), today)[organisation_id]


def team_charts_of(organisations: Collection[int], today: date) -> dict[int, Chart]:
    """The charts of organisations with one of each team: enough to know who leads where. Three queries."""
    return _charts(_ONE_OF_EACH_TEAM, organisations, today)


def _charts(whom: str, organisations: Collection[int], today: date) -> dict[int, Chart]:
    found: dict[int, list[tuple[Any, ...]]] = {one: [] for one in organisations}
    condition = whom.format(marks=marks(organisations))
    for row in rows(_PEOPLE.format(whom=condition), *(whom.count("{marks}") * tuple(organisations))):
        found[row[0]].append(row)
    parents, appointed = _parents(organisations), _appointed(organisations, today)
    return {one: Chart(_places(found[one]), parents[one], appointed[one], _others(found[one])) for one in found}


def chart_above(organisation_id: int, person_id: int, today: date) -> Chart:
    """The chart with only one person and the managers above them: all that one dossier needs."""
    found, parents = rows(_ABOVE, person_id), _parents((organisation_id,))
    appointed = _appointed((organisation_id,), today)
    return Chart(_places(found), parents[organisation_id], appointed[organisation_id], _others(found))


def _places(found: Iterable[tuple[Any, ...]]) -> dict[int, Place]:
    return {person: Place(lead, unit, bool(active)) for _, person, lead, unit, active, _ in found}


def _others(found: Iterable[tuple[Any, ...]]) -> dict[int, frozenset[int]]:
    others: dict[int, set[int]] = {}
    for _, person, *_, other in found:
        if other is not None:
            others.setdefault(person, set()).add(other)
    return {person: frozenset(them) for person, them in others.items()}


def _parents(organisations: Collection[int]) -> dict[int, dict[int, int | None]]:
    return {one: {unit.id: unit.parent_id for unit in units} for one, units in units_in(organisations).items()}


def _appointed(organisations: Collection[int], today: date) -> dict[int, tuple[Appointed, ...]]:
    day, found = today.isoformat(), {one: list[Appointed]() for one in organisations}
    for organisation, person, role, unit, until in rows(
        _APPOINTED.format(marks=marks(organisations)), *organisations, day, day
    ):
        found[organisation].append(Appointed(person, role, unit, date.fromisoformat(until) if until else None))
    return {one: tuple(appointed) for one, appointed in found.items()}
