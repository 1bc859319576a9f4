"""A calendar elsewhere is told of every change exactly once, and a number that only grows says which is the newest."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.rules.feed import Entry, next_entry

MONDAY = date(2026, 3, 2)
DAYS = st.lists(st.none() | st.integers(0, 3).map(lambda n: MONDAY + timedelta(days=n)), min_size=1, max_size=12)


def test_a_term_that_moves_keeps_its_entry_with_the_next_number() -> None:
    moved = next_entry(Entry(MONDAY), MONDAY + timedelta(days=7))
    assert moved == Entry(MONDAY + timedelta(days=7), sequence=1)


def test_a_term_that_falls_away_is_cancelled_on_its_day_and_may_come_back() -> None:
    gone = next_entry(Entry(MONDAY, 1), None)
    assert gone == Entry(MONDAY, 2, cancelled=True)
    assert next_entry(gone, None) == gone
    assert next_entry(gone, MONDAY) == Entry(MONDAY, 3)


def test_what_never_stood_there_is_not_cancelled() -> None:
    assert next_entry(None, None) is None
    assert next_entry(None, MONDAY) == Entry(MONDAY)


@given(days=DAYS)
def test_the_newest_entry_says_how_it_is_and_the_number_grows_with_each_change(days: list[date | None]) -> None:
    entry = None
    for day in days:
        before, entry = entry, next_entry(entry, day)
        assert (entry is None or entry.cancelled) == (day is None)
        assert day is None or (entry is not None and entry.day == day)
        if before is not None:
            assert entry is not None
            assert entry.sequence == before.sequence + (entry != before)
