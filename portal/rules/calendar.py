"""Days: the Dutch holidays, working days, and terms that stand still while days do not count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


@dataclass(frozen=True, order=True)
class Pause:
    """Days that do not count, from `first` up to but not including `until`; `cause` is hersteld or verlof."""

    first: date
    until: date
    cause: str

    @property
    def days(self) -> int:
        """How many days the pause lasts."""
        return (self.until - self.first).days


@lru_cache(maxsize=4096)
def long_date(day: date) -> str:
    """The day as one writes it in a letter: «5 januari 2026»."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def easter(year: int) -> date:
    """Easter Sunday of a year in the Gregorian calendar (the computus of Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _kings_day(year: int) -> date:
    """27 April, or the day before when that is a Sunday; until 2013 it was 30 April."""
    day = date(year, 4, 27) if year >= 2014 else date(year, 4, 30)
    return day - timedelta(days=1) if day.weekday() == 6 else day


@cache
def holidays(year: int) -> frozenset[date]:
    """The days of Algemene termijnenwet art. 3: it counts 5 May in every year, and Good Friday as equal.

    Days that the government sets equal to a holiday for a few years at a time (lid 3) are left out: a term of
    working days then ends a day early at most, never late.
    """
    paschal = easter(year)
    moving = (-2, 1, 39, 50)  # Good Friday, Easter Monday, Ascension Day, Whit Monday
    fixed = (date(year, 1, 1), date(year, 5, 5), date(year, 12, 25), date(year, 12, 26))
    return frozenset((*(paschal + timedelta(days=n) for n in moving), *fixed, _kings_day(year)))


@lru_cache(maxsize=10_000)
def is_working_day(day: date) -> bool:
    """Monday to Friday and not a holiday."""
    return day.weekday() < 5 and day not in holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The `count`-th working day after `day` (`day` itself is not counted)."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def last_working_day(day: date) -> date:
    """The last working day up to and including `day`."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def add_counted_days(day: date, count: int, pauses: Iterable[Pause]) -> date:
    """The day on which a term of `count` days from `day` falls, skipping every day inside a pause.

    `pauses` must be in order and must not overlap. A term that would fall on a day inside a pause falls after
    it; one that begins inside a pause begins on the first day after it; one that falls before it stays where
    it is. Source: art. 7:629 lid 10 BW (joined spells; the days between them do not count) and art. 3:1 WAZO
    (leave for pregnancy and birth).
    """
    end = day + timedelta(days=count)
    for pause in pauses:
        if pause.until <= day:
            continue
        if pause.first > end:
            break
        end += pause.until - max(pause.first, day)
    return end


def counted_days(first: date, last: date, pauses: Iterable[Pause]) -> int:
    """How many days from `first` up to but not including `last` lie outside every pause."""
    skipped = sum(max(0, (min(pause.until, last) - max(pause.first, first)).days) for pause in pauses)
    return (last - first).days - skipped


def week_of(first: date, today: date, pauses: Iterable[Pause]) -> int:
    """Which week of the absence `today` lies in; `first`, the first sick day, is day 1 of week 1.

    Inside a pause it stays the week in which the pause began.
    """
    return counted_days(first, today, pauses) // 7 + 1


def merged(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """The pauses in order, with overlapping ones joined so that no day is skipped twice."""
    result: list[Pause] = []
    for pause in sorted(pauses):
        if result and pause.first < result[-1].until:
            before = result.pop()
            pause = Pause(before.first, max(before.until, pause.until), before.cause)
        result.append(pause)
    return tuple(result)


def without_cause(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """The pauses without what they were, one that begins where another ends as one; they are in order."""
    result: list[Pause] = []
    for pause in pauses:
        first = result.pop().first if result and result[-1].until == pause.first else pause.first
        result.append(Pause(first, pause.until, ""))
    return tuple(result)
