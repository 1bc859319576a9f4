"""Figures on absence: percentage, frequency, mean duration, and how long running cases last.

The definitions are those of the field: see each function. Days are calendar days, periods run from their first day up
to and including their last.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Literal

from portal.rules.calendar import Pause, counted_days, merged
from portal.rules.facts import Fact, PartialRecovery, day_of, effective
from portal.rules.fold import fold
from portal.rules.spells import Spell, spells_of

DAY = timedelta(days=1)
FULL_TIME = 36.0
"""Hours a week of someone whose contract hours are not known."""

Length = Literal["kort", "middellang", "lang"]
Period = tuple[date, date]

COUNTED = ("ziekmelding", "herstelmelding", "verlof", "andere_oorzaak", "uit_dienst", "overleden", "intrekking")
"""The kinds of fact on which the figures rest; corrections of a fact are of its kind."""


@dataclass(frozen=True, eq=False)
class Worker:
    """Someone employed, with the absences: `hours` a week, `left_on` the last day employed (None: still here).

    `partial` are the partial recoveries in order of day, `leave` pregnancy and birth leave, which is no illness.
    `facts` are those on which it rests. What was worked out of a period is kept: a worker never changes. Each is equal
    to itself alone, so that thousands are told apart quickly.
    """

    hours: float
    left_on: date | None = None
    spells: tuple[Spell, ...] = ()
    partial: tuple[PartialRecovery, ...] = ()
    leave: tuple[Pause, ...] = ()
    facts: tuple[Fact, ...] = field(default=(), repr=False)
    _shares: dict[Period, "Share"] = field(default_factory=dict, init=False, repr=False)
    _lengths: dict[date, Length | None] = field(default_factory=dict, init=False, repr=False)

    def share(self, period: Period) -> "Share":
        """What this worker adds to the figures of a period."""
        if period not in self._shares:
            self._shares[period] = Share(
                hours=self.hours,
                employed_days=self.employed_days(period),
                ill_days=self.ill_days(period),
                begun=len(begun_in(self, period)),
                ended=tuple(ended_in(self, period)),
            )
        return self._shares[period]

    def length(self, on: date) -> Length | None:
        """How long the case lasts that runs on a day; None: not ill."""
        if on not in self._lengths:
            self._lengths[on] = length_of_case(self.facts, on)
        return self._lengths[on]

    def employed_days(self, period: Period) -> int:
        """How many days of a period the person was employed."""
        first, last = period
        return max(0, (min(last, self.left_on or last) - first).days + 1)

    def ill_days(self, period: Period) -> float:
        """The days of a period on which the person was ill, each as the fraction that was not recovered."""
        first, until = period[0], min(period[1], self.left_on or period[1]) + DAY
        return sum(self._weighed(spell, first, until) for spell in self.spells)

    def _weighed(self, spell: Spell, first: date, until: date) -> float:
        """The ill days of one absence between two days; from each partial recovery on only the rest counts."""
        begin, end = max(spell.first, first), min(spell.back_on or until, until)
        changes = [(spell.first, 1.0)]
        changes += [(one.on, 1 - one.percentage / 100) for one in self.partial if one.on >= spell.first]
        ends = [day for day, _ in changes[1:]] + [end]
        total = 0.0
        for (since, fraction), then in zip(changes, ends, strict=True):
            piece = (max(since, begin), min(then, end))
            if piece[0] < piece[1]:
                total += fraction * counted_days(*piece, self.leave)
        return total


@dataclass(frozen=True)
class Share:
    """What one worker adds to the figures of a period: days, absences begun, and the days of each that ended."""

    hours: float
    employed_days: int
    ill_days: float
    begun: int
    ended: tuple[int, ...]


def worker(hours: float | None, facts: Iterable[Fact]) -> Worker:
    """An employee as the facts of the dossier tell; without facts never ill."""
    facts = tuple(facts)
    standing = effective(facts)
    leave = [Pause(f.on, day_of(f, "laatste_dag") + DAY, "verlof") for f in standing if f.kind == "verlof"]
    reports = [(f.on, day_of(f, "gemeld_op")) for f in standing if f.kind == "ziekmelding"]
    recoveries = [PartialRecovery(f.on, f.data["percentage"]) for f in standing if f.kind == "herstelmelding"]
    return Worker(
        hours=hours or FULL_TIME,
        left_on=min((f.on for f in standing if f.kind in ("uit_dienst", "overleden")), default=None),
        spells=spells_of(reports, (one.on for one in recoveries if one.percentage >= 100)),
        partial=tuple(one for one in recoveries if one.percentage < 100),
        leave=merged(one for one in leave if one.first < one.until),
        facts=facts,
    )


@cache
def never_ill(hours: float | None) -> Worker:
    """An employee without a dossier; the same one for everyone with these hours, so that it is worked out once."""
    return worker(hours, ())


def absence_percentage(shares: Collection[Share]) -> float | None:
    """Σ(days ill × part-time factor × ill fraction) / Σ(days employed × part-time factor) × 100; None: nobody.

    Hours stand for the part-time factor: what is full-time divides out.
    """
    employed = sum(one.hours * one.employed_days for one in shares)
    ill = sum(one.hours * one.ill_days for one in shares)
    return 100 * ill / employed if employed else None


def frequency(shares: Collection[Share], days: int) -> float | None:
    """The reports begun in a period of so many days / the average headcount, for a year of 365 days; None: nobody."""
    headcount = sum(one.employed_days for one in shares) / days
    begun = sum(one.begun for one in shares)
    return begun / headcount * 365 / days if headcount else None


def mean_duration(shares: Iterable[Share]) -> float | None:
    """The days of the absences ended in the period / their number, leave left out; None when none ended."""
    lengths = [length for one in shares for length in one.ended]
    return sum(lengths) / len(lengths) if lengths else None


def begun_in(one: Worker, period: Period) -> list[Spell]:
    """The absences of a worker that began in a period."""
    return [spell for spell in one.spells if period[0] <= spell.first <= period[1]]


def ended_in(one: Worker, period: Period) -> list[int]:
    """How many days each absence lasted that ended in a period. Leaving ends it too, the day after the last."""
    after = one.left_on + DAY if one.left_on else None
    ends = [(spell, _earliest(spell.back_on, after)) for spell in one.spells]
    return [counted_days(s.first, end, one.leave) for s, end in ends if end and period[0] <= end <= period[1]]


def length_of_case(facts: Iterable[Fact], on: date) -> Length | None:
    """How long the case lasts that runs on a day: kort to 7 days, middellang to 42, then lang; None: not ill.

    Absences with less than four weeks between them are one case (Verzuimprotocol 1.2; art. 7:629 lid 10 BW).
    """
    situation = fold(fact for fact in effective(facts) if fact.on <= on)
    first = situation.eerste_ziektedag
    over = situation.ending is not None and situation.ending.on < on
    if first is None or situation.hersteld_op or over:
        return None
    days = counted_days(first, on + DAY, situation.pauses)
    return "kort" if days <= 7 else "middellang" if days <= 42 else "lang"


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day), default=None)
