"""Drawing who is absent when, and what happens to them meanwhile: the story of each employee, from a seed alone.

The sizes are those of a Dutch public employer: about 5.5 % absence and 1.1 reports a year for each employee, three
in four of them over within a week, and a long tail.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp
from random import Random

from portal.rules.calendar import add_working_days, is_working_day

DAY = timedelta(days=1)
REPORTS_A_YEAR = 1.25
TAIL_MEDIAN, TAIL_SPREAD, TAIL_LONGEST = 150.0, 0.95, 760
"""The days of an absence of more than six weeks: log-normal, and no longer than two years and a month."""


@dataclass(frozen=True)
class Odds:
    """How often things go one way or another, as shares of one.

    `short` and `middle` are the absences of at most 7 days, and of 8 to 42 days; the rest is longer. `relapse_soon` and
    `relapse_later` are those who return to bed within four weeks, and just after. `death` and `leaving` end the case
    of a long absence. What people do of their own accord they do `more` times as often as usual, and `rarely` as well.
    """

    short: float = 0.76
    middle: float = 0.17
    relapse_soon: float = 0.06
    relapse_later: float = 0.05
    death: float = 0.008
    leaving: float = 0.042
    more: float = 1
    rarely: tuple[tuple[str, float, int, int], ...] = ()


RARELY = (("ziek_op_vakantie", 0.04, 1, 10),)
"""As OFTEN, for what an ordinary organisation is not played with."""

ORDINARY = Odds()
TURBULENT = Odds(0.1, 0.2, relapse_soon=0.3, relapse_later=0.1, death=0.04, leaving=0.3, more=5, rarely=RARELY)
"""No organisation is like this: every side road is taken, and often several at once, to find what does not fit."""


@dataclass(frozen=True)
class Happening:
    """Something that someone does of their own accord on a day; `what` is one of happenings.HAPPENINGS."""

    on: date
    what: str


@dataclass(frozen=True)
class Absence:
    """One absence: the first working day not worked, the day of the report, and the day of return (None: none yet).

    `partial` are the days from which a share of the hours is worked. `happenings` are in order of day.
    """

    first: date
    reported: date
    back_on: date | None
    partial: tuple[tuple[date, float], ...] = ()
    happenings: tuple[Happening, ...] = ()
    ended_by: str = ""
    ended_on: date | None = None


def story(number: str, seed: int, begin: date, end: date, odds: Odds = ORDINARY) -> tuple[Absence, ...]:
    """The absences of one employee between two days, oldest first; the same for the same number, seed and odds."""
    chance = Random(f"{seed}/{number}/verzuim")
    # Some are hardly ever absent and some often: a gamma spread around the average.
    rate = REPORTS_A_YEAR * chance.gammavariate(1.6, 1 / 1.6) / 365.25
    told: list[Absence] = []
    free_from = begin
    while True:
        first = _next_first(chance, rate, free_from, told, odds)
        if first > end:
            return tuple(told)
        told.append(_absence(chance, first, odds))
        if told[-1].back_on is None or told[-1].ended_by:
            return tuple(told)
        free_from = told[-1].back_on


def _next_first(chance: Random, rate: float, free_from: date, told: list[Absence], odds: Odds) -> date:
    lot = chance.random()
    long_before = told and told[-1].back_on and (told[-1].back_on - told[-1].first).days > 7
    if long_before and lot < odds.relapse_soon:
        days = chance.randint(1, 27)
    elif long_before and lot < odds.relapse_soon + odds.relapse_later:
        days = chance.randint(28, 45)
    else:
        days = 1 + int(chance.expovariate(rate))
    return _working(free_from + days * DAY)


def _absence(chance: Random, first: date, odds: Odds) -> Absence:
    days = _days(chance, odds)
    reported = first if chance.random() > 0.04 or days < 6 else first + chance.randint(1, 4) * DAY
    back_on: date | None = _working(first + days * DAY)
    ended_by, ended_on = _ending(chance, first, days, odds)
    if ended_on:
        back_on = None
        days = (ended_on - first).days
    elif days >= 728:
        back_on = None
    partial = tuple(_partial(chance, first, days)) if days > 20 else ()
    happenings = tuple(sorted(_happenings(chance, first, reported, days, odds), key=lambda one: (one.on, one.what)))
    return Absence(first, reported, back_on, partial, happenings, ended_by, ended_on)


def _days(chance: Random, odds: Odds) -> int:
    lot = chance.random()
    if lot < odds.short:
        return chance.choices(range(1, 8), weights=(20, 22, 18, 13, 10, 5, 12))[0]
    if lot < odds.short + odds.middle:
        return min(42, 7 + max(1, int(chance.expovariate(1 / 11))))
    return min(TAIL_LONGEST, max(43, int(TAIL_MEDIAN * exp(chance.gauss(0, TAIL_SPREAD)))))


def _ending(chance: Random, first: date, days: int, odds: Odds) -> tuple[str, date | None]:
    """How the case ends besides recovery, if it does: most of all at the end of two years."""
    lot = chance.random()
    if days >= 728:
        return ("uit_dienst", first + (728 + chance.randint(3, 60)) * DAY) if lot < 0.6 else ("", None)
    if days > 20 and lot < odds.death:
        return "overleden", first + chance.randint(20, days) * DAY
    if days > 28 and lot < odds.death + odds.leaving:
        return "uit_dienst", first + chance.randint(28, days) * DAY
    return "", None


def _partial(chance: Random, first: date, days: int) -> Iterator[tuple[date, float]]:
    if chance.random() < 0.35:
        return
    shares = [0.25, 0.5, 0.75]
    at = 0.4 + 0.2 * chance.random()
    for share in shares[chance.randint(0, 1) :]:
        day = _working(first + max(2, int(days * at)) * DAY)
        if (day - first).days < days:
            yield day, share
        at += (1 - at) * 0.4


OFTEN: tuple[tuple[str, float, int, int], ...] = (
    # what, share of the cases that last long enough, earliest and latest day of the case
    ("ander_verblijf", 0.10, 2, 120),
    ("vakantie_gevraagd", 0.25, 20, 300),
    ("verlof", 0.02, 25, 400),
    ("extra_vraag", 0.10, 8, 400),
    ("oneens_met_probleemanalyse", 0.05, 44, 60),
    ("latere_datum", 0.15, 44, 400),
    ("bijstelling_probleemanalyse", 0.25, 60, 500),
    ("bijgevoegd_advies", 0.08, 20, 300),
    ("bijstelling_plan_van_aanpak", 0.30, 75, 600),
    ("gespreksverslag", 0.15, 10, 600),
    ("eigen_kijk", 0.15, 45, 600),
    ("deskundigenoordeel_gevraagd", 0.06, 80, 600),
    ("vervroegd_aangevraagd", 0.05, 100, 470),
    ("advies_uitstel_wia", 0.25, 565, 600),
    ("verzoek_uitstel_wia", 0.25, 601, 622),
    ("loonsanctie_opgelegd", 0.35, 690, 725),
    ("loonsanctie_bekort", 0.15, 735, 790),
    ("gecorrigeerde_ziekmelding", 0.04, 2, 30),
    ("ingetrokken_contact", 0.04, 10, 60),
    ("nieuwe_versie", 0.08, 62, 400),
)


def _happenings(chance: Random, first: date, reported: date, days: int, odds: Odds) -> Iterator[Happening]:
    for what, share, earliest, latest in (*OFTEN, *odds.rarely):
        if days <= earliest or chance.random() >= share * odds.more:
            continue
        day = _working(first + chance.randint(earliest, min(latest, days - 1)) * DAY)
        if day > reported:
            yield Happening(day, what)
    if days > 3 and chance.random() < 0.25 * odds.more:
        # The day before is the normal moment to tell it.
        yield Happening(_working(first + days * DAY) - DAY, "hersteld_gemeld")


def _working(day: date) -> date:
    return day if is_working_day(day) else add_working_days(day, 1)
