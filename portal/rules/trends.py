"""What an overleg of a directorate may see of it: how much absence there is, and which steps are stuck. No names.

Every figure is about a number of people; it is only told when `small_counts` lets it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple, TypeVar, get_args

from portal.rules.absence import (
    Length,
    Period,
    Worker,
    absence_percentage,
    frequency,
    mean_duration,
)
from portal.rules.small_counts import added_up, showable
from portal.rules.smo import last_quarters

Key = TypeVar("Key")
Parents = Mapping[int, int | None]

KEPT = 32
"""Of so many directorates the figures on absence are kept."""


class Employee(NamedTuple):
    """Someone of the directorate, in the smallest directorate they belong to; `active`: works here now.

    `human` is the same for the employments of one person.
    """

    id: int
    human: int
    directorate: int
    active: bool
    worker: Worker


@dataclass(frozen=True)
class LateStep:
    """A step that is late in the dossier of an employee, by how many days, and whose turn it is."""

    employee: int
    title: str
    role: str
    days: int


@dataclass(frozen=True)
class Cell:
    """A figure. `hidden`: it is about too few people; `value` None and not hidden: there is nothing to count."""

    value: float | None
    hidden: bool = False


@dataclass(frozen=True)
class Quarter:
    """Three months: the absence percentage, the reports a year for each employee, and the mean duration in days."""

    first: date
    last: date
    percentage: Cell
    frequency: Cell
    duration: Cell


@dataclass(frozen=True)
class Stuck:
    """How many steps of one kind, or of one role, are late, and how many days on average."""

    title: str
    role: str
    count: int
    mean_days: float


@dataclass(frozen=True)
class Trends:
    """All figures of a directorate.

    `running` are the cases on the first of the month, by how long they last; `kinds` and `roles` are of the steps that
    are late as the day `late_on` begins.
    """

    on: date
    late_on: date
    employees: int
    running: Mapping[Length, Cell]
    quarters: tuple[Quarter, ...]
    kinds: tuple[Stuck, ...]
    roles: tuple[Stuck, ...]


def trends(unit: int, parents: Parents, people: Iterable[Employee], late: Iterable[LateStep], today: date) -> Trends:
    """The figures of directorate `unit`; `parents` holds it (with None) and the directorates below it.

    Running cases are those of the first day of this month, so that a day's difference tells of nobody.
    """
    # Of someone who left without a word about it in a dossier, nobody knows when.
    counted = tuple(one for one in people if one.active or one.worker.left_on)
    known = _Known.of(unit, parents, counted)
    on = today.replace(day=1)
    running, quarters = _absence(unit, tuple(parents.items()), counted, on)
    stuck = [one for one in late if one.employee in known.places]
    return Trends(
        on=on,
        late_on=today,
        employees=sum(one.worker.left_on is None or one.worker.left_on >= today for one in counted),
        running=running,
        quarters=quarters,
        kinds=_stuck(stuck, lambda one: (one.title, one.role), known),
        roles=_roles(stuck, known),
    )


@lru_cache(KEPT)
def _absence(
    unit: int, parents: tuple[tuple[int, int | None], ...], people: tuple[Employee, ...], on: date
) -> tuple[Mapping[Length, Cell], tuple[Quarter, ...]]:
    """The cases that run on a first of the month, and the four quarters before it.

    They are kept: they stay the same until something is recorded of one of these people or the next month comes.
    """
    known = _Known.of(unit, dict(parents), people)
    workers = {one.id: one.worker for one in people}
    lengths = {who: one.length(on) for who, one in workers.items() if one.spells}
    running = {
        length: known.counted({who for who, found in lengths.items() if found == length}) for length in get_args(Length)
    }
    return running, tuple(_quarter(period, workers, known) for period in last_quarters(on))


@dataclass(frozen=True)
class _Known:
    """The directorate and the human of everyone, to tell whether a figure about some of them may be shown."""

    unit: int
    parents: Parents
    places: Mapping[int, tuple[int, int]]

    @classmethod
    def of(cls, unit: int, parents: Parents, people: Iterable[Employee]) -> "_Known":
        """What is known of these people of a directorate."""
        return cls(unit, parents, {one.id: (one.directorate, one.human) for one in people})

    def may_show(self, who: Collection[int]) -> bool:
        """Whether a figure about these people may be shown of the directorate itself."""
        return self.unit in self.shown(who)

    def shown(self, who: Collection[int]) -> frozenset[int]:
        """The directorates of which a figure about these people may be shown."""
        counts = {unit: len(found) for unit, found in self.per_unit(who).items()}
        return showable(counts, self.parents)

    def per_unit(self, who: Collection[int]) -> Mapping[int, set[int]]:
        """These humans by directorate, those below it included."""
        found: dict[int, list[int]] = defaultdict(list)
        for one in who:
            directorate, human = self.places[one]
            found[directorate].append(human)
        return added_up(found, self.parents)

    def counted(self, who: Collection[int]) -> Cell:
        """How many they are."""
        return self.cell(who, len(who))

    def cell(self, who: Collection[int], value: float | None) -> Cell:
        """A figure about these people."""
        return Cell(value) if self.may_show(who) else Cell(None, hidden=True)


def _quarter(period: Period, workers: Mapping[int, Worker], known: _Known) -> Quarter:
    """Each figure is about whoever adds to it: who was ill, fell ill or returned in those months."""
    shares = {who: one.share(period) for who, one in workers.items()}
    days = (period[1] - period[0]).days + 1
    ill = {who for who, one in shares.items() if one.ill_days}
    begun = {who for who, one in shares.items() if one.begun}
    ended = {who for who, one in shares.items() if one.ended}
    return Quarter(
        *period,
        percentage=known.cell(ill, absence_percentage(shares.values())),
        frequency=known.cell(begun, frequency(shares.values(), days)),
        duration=known.cell(ended, mean_duration(shares.values())),
    )


def _stuck(late: Iterable[LateStep], key: Callable[[LateStep], tuple[str, str]], known: _Known) -> tuple[Stuck, ...]:
    """The late steps together by `key` (title and role), the most numerous first; only what may be shown."""
    groups = _grouped(late, key)
    found = [
        Stuck(title, role, len(group), sum(one.days for one in group) / len(group))
        for (title, role), group in groups.items()
        if known.may_show({one.employee for one in group})
    ]
    return tuple(sorted(found, key=lambda one: (-one.count, one.title, one.role)))


def _roles(late: Iterable[LateStep], known: _Known) -> tuple[Stuck, ...]:
    """The late steps of each role, where what is left after the kinds that are shown does not give anyone away."""
    late = tuple(late)
    told = {(one.title, one.role) for one in _stuck(late, lambda one: (one.title, one.role), known)}
    rest = _grouped((one for one in late if (one.title, one.role) not in told), lambda one: one.role)
    tells = {role for role, group in rest.items() if not known.may_show({one.employee for one in group})}
    return tuple(one for one in _stuck(late, lambda one: ("", one.role), known) if one.role not in tells)


def _grouped(late: Iterable[LateStep], key: Callable[[LateStep], Key]) -> Mapping[Key, list[LateStep]]:
    found: dict[Key, list[LateStep]] = defaultdict(list)
    for one in late:
        found[key(one)].append(one)
    return found
