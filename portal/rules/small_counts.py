"""Which figures may be shown: none about a few people, and none from which such a figure follows.

Cells under a minimum count are hidden, and so is what would give them away, as in the reports of the meetlat.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping

SMALLEST = 5
"""The fewest people that a figure may be about. Choice of the portal; neither protocol nor meetlat gives one."""


def showable(counts: Mapping[int, int], parents: Mapping[int, int | None]) -> frozenset[int]:
    """The units whose figure may be shown.

    `counts` says for each unit how many people its figure is about, those of the units below it included;
    `parents` gives the unit above each. Who reads the figures of a unit and of the units below it can subtract, so
    what is left after the shown ones below must be nobody, or enough people as well.
    """
    below: dict[int | None, list[int]] = defaultdict(list)
    for unit, above in parents.items():
        below[above].append(unit)
    shown: set[int] = set()

    def known_below(unit: int) -> int:
        """How many people are in what is shown of a unit: of itself, or else of the nearest units below it."""
        covered = sum(known_below(one) for one in below[unit])
        count = counts.get(unit, 0)
        if _enough(count) and _enough(count - covered):
            shown.add(unit)
            return count
        return covered

    for top in below[None]:
        known_below(top)
    return frozenset(shown & counts.keys())


def added_up(per_unit: Mapping[int, Collection[int]], parents: Mapping[int, int | None]) -> dict[int, set[int]]:
    """The people of each unit and of all units below it, from the people of each unit alone."""
    found: dict[int, set[int]] = {unit: set() for unit in parents}
    for unit, people in per_unit.items():
        current: int | None = unit
        while current is not None:
            found[current] |= set(people)
            current = parents[current]
    return found


def _enough(count: int) -> bool:
    return count == 0 or count >= SMALLEST
