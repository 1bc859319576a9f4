"""Figures on absence against examples counted by hand, and which of them may be shown."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.rules.absence import Share, Worker, absence_percentage, frequency, length_of_case, mean_duration, worker
from portal.rules.small_counts import SMALLEST, showable
from portal.rules.trends import Cell, Employee, LateStep, trends
from tests.rules.stories import facts_from

QUARTER = (date(2026, 1, 1), date(2026, 3, 31))  # 90 days
D = date(2026, 2, 2)


def ill(first: date = D, back: date | None = None, hours: float = 36, *more: dict) -> Worker:
    """Someone who fell ill, and perhaps came back."""
    return worker(hours, facts_from(story(first, back, *more)))


def story(first: date, back: date | None = None, *more: dict) -> list[dict]:
    """A ziekmelding, what came between, and the return."""
    lines = [{"op": first, "wat": "ziekmelding"}, *more]
    return [*lines, *([{"op": back, "wat": "herstelmelding"}] if back else [])]


def during(people: list[Worker], period: tuple[date, date]) -> list[Share]:
    """What each of them adds to the figures of a period."""
    return [one.share(period) for one in people]


def half(on: date) -> dict:
    """From a day on someone works half of the hours."""
    return {"op": on, "wat": "herstelmelding", "procent": 50}


def test_absence_weighs_days_hours_and_what_was_recovered() -> None:
    healthy = Worker(hours=36)
    # 9 days of 36 hours, on 90 days of 72 hours: 324 / 6480.
    assert absence_percentage(during([ill(D, D + timedelta(9)), healthy], QUARTER)) == 5.0
    # 9 days of 18 hours, on 90 days of 54 hours: 162 / 4860.
    assert absence_percentage(during([ill(D, D + timedelta(9), 18), healthy], QUARTER)) == pytest.approx(100 / 30)
    # 9 days whole and 10 days half are 14 of 90 days.
    someone = ill(D, D + timedelta(19), 36, half(D + timedelta(9)))
    assert someone.ill_days(QUARTER) == 14
    assert absence_percentage(during([someone], QUARTER)) == pytest.approx(100 * 14 / 90)


def test_only_the_days_inside_the_period_and_the_employment_count() -> None:
    assert ill(date(2025, 12, 1), date(2026, 1, 11)).ill_days(QUARTER) == 10
    assert ill(date(2026, 3, 30)).ill_days(QUARTER) == 2
    left = ill(D, None, 36, {"op": D + timedelta(4), "wat": "uit_dienst"})
    assert left.ill_days(QUARTER) == 5
    assert left.employed_days(QUARTER) == 37  # 31 in January, 6 in February
    assert absence_percentage(during([left], QUARTER)) == pytest.approx(100 * 5 / 37)
    assert absence_percentage(during([left], (date(2027, 1, 1), date(2027, 3, 31)))) is None


def test_leave_for_birth_is_no_illness() -> None:
    leave = {"op": D + timedelta(5), "wat": "verlof", "tot_en_met": D + timedelta(14)}
    someone = ill(D, D + timedelta(20), 36, leave)
    assert someone.ill_days(QUARTER) == 10
    assert mean_duration(during([someone], QUARTER)) == 10


def test_frequency_is_counted_to_a_year() -> None:
    people = [ill(D, D + timedelta(2)), Worker(36), Worker(36), Worker(36)]
    # One report, four people, 90 days: a quarter of a report each, 365 / 90 times a year.
    assert frequency(during(people, QUARTER), 90) == pytest.approx(0.25 * 365 / 90)
    assert frequency(during([], QUARTER), 90) is None


def test_duration_is_of_what_ended_in_the_period() -> None:
    before = date(2025, 12, 1)
    ended = [ill(before, date(2026, 1, 10)), ill(D, D + timedelta(2))]
    still, later = ill(D), ill(D, date(2026, 4, 1))
    assert mean_duration(during([*ended, still, later], QUARTER)) == (40 + 2) / 2
    assert mean_duration(during([still, later], QUARTER)) is None


@pytest.mark.parametrize(
    ("days", "length"), [(0, "kort"), (6, "kort"), (7, "middellang"), (41, "middellang"), (42, "lang")]
)
def test_a_running_case_goes_from_class_to_class(days: int, length: str) -> None:
    assert length_of_case(facts_from(story(D)), D + timedelta(days)) == length


def test_a_relapse_within_four_weeks_goes_on_and_the_days_between_do_not_count() -> None:
    again = D + timedelta(30)
    facts = facts_from([*story(D, D + timedelta(5)), *story(again)])
    assert length_of_case(facts, D + timedelta(5)) is None
    assert length_of_case(facts, again + timedelta(1)) == "kort"  # 5 + 2 days
    assert length_of_case(facts, again + timedelta(2)) == "middellang"
    assert length_of_case(facts, D - timedelta(1)) is None


# Which figures may be shown

TREE = {1: None, 2: 1, 3: 1}


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({1: 4, 2: 4, 3: 0}, {3}),
        ({1: 5, 2: 5, 3: 0}, {1, 2, 3}),
        ({1: 8, 2: 6, 3: 2}, {2}),  # 8 − 6 would tell of two people
        ({1: 6, 2: 4, 3: 2}, {1}),
        ({1: 13, 2: 6, 3: 7}, {1, 2, 3}),
        ({1: 15, 2: 6, 3: 7}, {2, 3}),  # two work in 1 itself
        ({1: 0, 2: 0, 3: 0}, {1, 2, 3}),
    ],
)
def test_small_counts_and_what_gives_them_away_are_hidden(counts: dict[int, int], shown: set[int]) -> None:
    assert showable(counts, TREE) == shown


@given(st.lists(st.integers(0, 12), min_size=7, max_size=7))
def test_no_difference_of_shown_figures_is_about_a_few_people(own: list[int]) -> None:
    parents = {0: None, 1: 0, 2: 0, 3: 1, 4: 1, 5: 2, 6: 2}
    counts = dict(enumerate(own))
    for unit in (6, 5, 4, 3, 2, 1):
        counts[parents[unit]] += counts[unit]
    shown = showable(counts, parents)
    for unit in shown:
        below = [one for one in shown if one != unit and unit in ancestors(one, parents)]
        for mask in range(1 << len(below)):
            taken = [one for index, one in enumerate(below) if mask >> index & 1]
            if not any(a in ancestors(b, parents) for a in taken for b in taken if a != b):
                left = counts[unit] - sum(counts[one] for one in taken)
                assert left == 0 or left >= SMALLEST


def ancestors(unit: int, parents: dict[int, int | None]) -> set[int]:
    found, above = set(), parents[unit]
    while above is not None:
        found.add(above)
        above = parents[above]
    return found


# The figures of a directorate together

TODAY = date(2026, 4, 20)


def staff(sick: int, unit: int, start: int = 0) -> list[Employee]:
    """Twenty people of a directorate, some of them ill since 2 February."""
    ill = worker(36, facts_from(story(D)))
    return [Employee(start + n, start + n, unit, True, ill if n < sick else Worker(36)) for n in range(20)]


def test_the_trends_of_a_directorate() -> None:
    found = trends(1, {1: None}, staff(6, 1), [], TODAY)
    assert found.employees == 20
    assert found.on == date(2026, 4, 1)
    assert found.running == {"kort": Cell(0), "middellang": Cell(0), "lang": Cell(6)}
    last = found.quarters[-1]
    assert (last.first, last.last) == QUARTER
    # 58 days from 2 February to 31 March, of six out of twenty people.
    assert last.percentage.value == pytest.approx(100 * 58 * 6 / (90 * 20))
    assert last.frequency.value == pytest.approx(6 / 20 * 365 / 90)
    assert last.duration == Cell(None)
    assert found.quarters[0].percentage == Cell(0)


def test_few_people_are_hidden_in_every_figure() -> None:
    found = trends(1, {1: None}, staff(4, 1), [LateStep(1, "Plan", "leidinggevende", 3)], TODAY)
    assert found.running["lang"] == Cell(None, hidden=True)
    assert found.quarters[-1].percentage == found.quarters[-1].frequency == Cell(None, hidden=True)
    assert found.kinds == found.roles == ()


def test_two_employments_of_one_person_are_one_person() -> None:
    twice = Employee(50, 0, 1, True, worker(36, facts_from(story(D))))
    assert trends(1, {1: None}, [*staff(4, 1), twice], [], TODAY).running["lang"].hidden
    assert trends(1, {1: None}, [*staff(5, 1), twice], [], TODAY).running["lang"] == Cell(6)


def test_a_directorate_is_hidden_when_the_one_below_it_gives_the_rest_away() -> None:
    people = [*staff(6, 2), *staff(2, 3, start=100)]
    assert trends(1, TREE, people, [], TODAY).running["lang"].hidden
    assert trends(2, {2: None}, people[:20], [], TODAY).running["lang"] == Cell(6)


def test_what_is_stuck_is_counted_by_kind_and_by_role() -> None:
    plans = [LateStep(n, "Plan van aanpak", "leidinggevende", n) for n in range(1, 6)]
    talks = [LateStep(n, "Contact", "leidinggevende", 1) for n in range(5)]
    few = [LateStep(7, "Evaluatie", "medewerker", 90)]
    found = trends(1, {1: None}, staff(9, 1), [*plans, *talks, *few], TODAY)
    assert [(one.title, one.count, one.mean_days) for one in found.kinds] == [
        ("Contact", 5, 1.0),
        ("Plan van aanpak", 5, 3.0),
    ]
    assert [(one.role, one.count, one.mean_days) for one in found.roles] == [("leidinggevende", 10, 2.0)]


def test_a_role_is_left_out_when_it_tells_what_one_kind_hides() -> None:
    plans = [LateStep(n, "Plan van aanpak", "leidinggevende", 2) for n in range(5)]
    found = trends(1, {1: None}, staff(9, 1), [*plans, LateStep(7, "Contact", "leidinggevende", 9)], TODAY)
    assert [one.title for one in found.kinds] == ["Plan van aanpak"]
    assert found.roles == ()


def test_who_left_without_a_word_in_the_dossier_is_not_counted() -> None:
    people = [*staff(6, 1), Employee(99, 99, 1, False, worker(36, facts_from(story(D))))]
    assert trends(1, {1: None}, people, [], TODAY).employees == 20
