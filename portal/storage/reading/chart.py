"""The organisation chart as it bears on dossiers: who manages whom, and who is appointed for which unit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from portal.storage.database import rows

_APPOINTED = """
SELECT a.person_id, a.role, a.unit_id, a.until_on
FROM appointment a JOIN person p ON p.id = a.person_id AND p.active
WHERE a.organisation_id = ? AND a.from_on <= ? AND (a.until_on IS NULL OR a.until_on >= ?) ORDER BY a.id
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


def leidinggevende_of(organisation_id: int, person_id: int, today: date) -> int | None:
    """Who leads someone: the nearest manager above who still works here; None at the top."""
    return next(chart_above(organisation_id, person_id, today).managers_above(person_id), None)


def chart_of(organisation_id: int, today: date) -> Chart:
    """The chart of a whole organisation, for all its dossiers at once."""
    return Chart(
        _places("organisation_id", organisation_id),
        _parents(organisation_id),
        _appointed(organisation_id, today),
        _others("IN (SELECT id FROM person WHERE organisation_id = ?)", organisation_id),
    )


def chart_above(organisation_id: int, person_id: int, today: date) -> Chart:
    """The chart with only one person and the managers above them: all that one dossier needs."""
    people: dict[int, Place] = {}
    current: int | None = person_id
    while current is not None:
        people |= _places("id", current)
        current = people[current].leidinggevende
    return Chart(people, _parents(organisation_id), _appointed(organisation_id, today), _others("= ?", person_id))


def _places(column: str, value: int) -> dict[int, Place]:
    found = rows(f"SELECT id, leidinggevende_id, unit_id, active FROM person WHERE {column} = ?", value)
    return {person: Place(lead, unit, bool(active)) for person, lead, unit, active in found}


def _others(whom: str, value: int) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for person, other in rows(f"SELECT person_id, other_id FROM other_employment WHERE person_id {whom}", value):
        found.setdefault(person, set()).add(other)
    return {person: frozenset(others) for person, others in found.items()}


def _parents(organisation_id: int) -> dict[int, int | None]:
    return {
        unit: parent
        for unit, parent in rows("SELECT id, parent_id FROM unit WHERE organisation_id = ?", organisation_id)
    }


def _appointed(organisation_id: int, today: date) -> tuple[Appointed, ...]:
    day = today.isoformat()
    return tuple(
        Appointed(person, role, unit, date.fromisoformat(until) if until else None)
        for person, role, unit, until in rows(_APPOINTED, organisation_id, day, day)
    )
