"""The sociaal-medisch overleg of a directorate: who has a seat in it, and by when the next one must be held.

Source: Verzuimprotocol 2.7. A directorate is a unit with units below it, or one that stands alone. In its
overleg sit the leidinggevenden of everyone who works there, and whoever is appointed to one of EXPERTS for it.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

EXPERTS = frozenset({"hrm_adviseur", "bedrijfsarts", "verzuimadviseur"})
SEATED = EXPERTS | {"leidinggevende"}
"""The functions that can bring someone a seat."""

PER_YEAR = 4
"""At least so many times a year (Verzuimprotocol 2.7)."""

LAST_DAYS = ((3, 31), (6, 30), (9, 30), (12, 31))

Seats = Mapping[int, Mapping[int, str]]
"""Of each directorate the people with a seat, and the function that brought it."""


def directorates(parents: Mapping[int, int | None]) -> frozenset[int]:
    """The units that hold an overleg; `parents` gives for each unit the one above it, None at the top."""
    leading = frozenset(parents.values())
    return frozenset(unit for unit, above in parents.items() if above is None or unit in leading)


def path(unit: int | None, parents: Mapping[int, int | None]) -> Iterator[int]:
    """A unit and every unit above it."""
    while unit is not None:
        yield unit
        unit = parents[unit]


def seats(
    parents: Mapping[int, int | None],
    leads: Iterable[tuple[int, int]],
    appointed: Iterable[tuple[int, str, int | None]],
) -> Seats:
    """Who has a seat in the overleg of which directorate.

    `leads` are (leidinggevende, unit of someone they lead), `appointed` (person, function, unit or None for the whole
    organisation). A function for a unit also holds for the directorates below it. Leading goes before a function.
    """
    found: dict[int, dict[int, str]] = {unit: {} for unit in sorted(directorates(parents))}
    for person, role, covered in appointed:
        for unit in found:
            if role in EXPERTS and (covered is None or covered in path(unit, parents)):
                found[unit][person] = role
    for person, led in leads:
        for unit in path(led, parents):
            if unit in found:
                found[unit][person] = "leidinggevende"
    return found


def held_in(year: int, days: Iterable[date], today: date) -> int:
    """How many of the overleggen on these days were held in a year, as known on a day."""
    return sum(day.year == year and day <= today for day in days)


def asked_in_year(days: Iterable[date], today: date) -> int:
    """How many overleggen the year of today asks: one a quarter, from where the counting began; see `next_due`."""
    first = min((*days, today))
    return PER_YEAR - ((first.month - 1) // 3 if first.year == today.year else 0)


def next_due(days: Iterable[date], today: date) -> date:
    """The last day for the next overleg: the n-th of a year is held by the end of its n-th quarter.

    `days` are those of the overleggen that were planned or held. In the year of the first of them, or of today when
    there was none yet, the counting begins with that quarter: of what came before nothing is known. The spread over
    the quarters is a choice of the portal; the protocol asks for four in a year.
    """
    days = tuple(days)
    number = PER_YEAR - asked_in_year(days, today) + held_in(today.year, days, today)
    year, number = (today.year, number) if number < PER_YEAR else (today.year + 1, 0)
    return date(year, *LAST_DAYS[number])


def last_quarters(today: date) -> tuple[tuple[date, date], ...]:
    """The four whole quarters before the one of `today`, oldest first, each as (first day, last day)."""
    after = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    found: list[tuple[date, date]] = []
    for _ in range(4):
        last = after - timedelta(days=1)
        after = date(last.year, last.month - 2, 1)
        found.insert(0, (after, last))
    return tuple(found)
