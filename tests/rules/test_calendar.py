"""Holidays, working days, and terms that stand still."""

from datetime import date, timedelta
from itertools import pairwise

import holidays as library
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.rules.calendar import (
    Pause,
    add_counted_days,
    add_working_days,
    counted_days,
    easter,
    holidays,
    is_working_day,
    long_date,
    merged,
    week_of,
)

DAY = timedelta(days=1)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
PAUSES = st.lists(
    st.builds(lambda first, n: Pause(first, first + n * DAY, "verlof"), DAYS, st.integers(1, 140)), max_size=4
).map(merged)


@pytest.mark.parametrize("year", range(2000, 2051))
def test_holidays_as_in_the_library_but_for_5_may(year: int) -> None:
    """The library counts 5 May once in five years, as many employers do; the law counts it every year.

    It also names Easter Sunday and Whit Sunday, which are no working days anyway.
    """
    others = set(library.NL(years=year))
    ours = set(holidays(year))
    assert ours - others == ({date(year, 5, 5)} - others)
    ascension = easter(year) + 39 * DAY
    assert (date(year, 5, 5) in others) == (year % 5 == 0 or ascension == date(year, 5, 5))
    assert others - ours == {easter(year), easter(year) + 49 * DAY} - ours


def test_the_kings_day_is_never_on_a_sunday() -> None:
    assert date(2025, 4, 26) in holidays(2025)
    assert date(2025, 4, 27) not in holidays(2025)
    assert date(2013, 4, 30) in holidays(2013)
    assert date(2014, 4, 26) in holidays(2014)


@given(DAYS, st.integers(0, 30))
def test_working_days_are_counted_one_by_one(day: date, count: int) -> None:
    end = add_working_days(day, count)
    passed = [day + n * DAY for n in range(1, (end - day).days + 1)]
    assert sum(map(is_working_day, passed)) == count
    assert count == 0 or is_working_day(end)


@given(DAYS, st.integers(0, 800), PAUSES)
def test_a_term_skips_the_days_in_a_pause(day: date, count: int, pauses: tuple[Pause, ...]) -> None:
    """Checked against walking through the calendar day by day."""

    def counts(moment: date) -> bool:
        return not any(pause.first <= moment < pause.until for pause in pauses)

    expected = day
    while not counts(expected):
        expected += DAY
    for _ in range(count):
        expected += DAY
        while not counts(expected):
            expected += DAY
    assert add_counted_days(day, count, pauses) == expected


@given(DAYS, st.integers(0, 800), PAUSES)
def test_a_term_and_its_count_agree(day: date, count: int, pauses: tuple[Pause, ...]) -> None:
    assert counted_days(day, add_counted_days(day, count, pauses), pauses) == count


@given(st.lists(st.tuples(DAYS, st.integers(1, 100)), max_size=6))
def test_merged_pauses_cover_the_same_days_once(spans: list[tuple[date, int]]) -> None:
    joined = merged(Pause(first, first + n * DAY, "hersteld") for first, n in spans)
    assert sum(pause.days for pause in joined) == len({first + n * DAY for first, k in spans for n in range(k)})
    assert all(before.until <= after.first for before, after in pairwise(joined))


def test_weeks_count_from_the_first_sick_day() -> None:
    first = date(2026, 1, 5)
    assert [week_of(first, first + n * DAY, ()) for n in (0, 6, 7, 293, 294)] == [1, 1, 2, 42, 43]
    pause = Pause(date(2026, 2, 2), date(2026, 2, 16), "hersteld")
    assert week_of(first, date(2026, 2, 10), (pause,)) == 5
    assert week_of(first, date(2026, 2, 16), (pause,)) == 5


def test_a_day_as_in_a_letter() -> None:
    assert long_date(date(2026, 3, 1)) == "1 maart 2026"
