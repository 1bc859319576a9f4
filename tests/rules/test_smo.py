"""The rhythm of the overleg, and who has a seat in it."""

from datetime import date

import pytest

from portal.rules.smo import asked_in_year, directorates, held_in, last_quarters, next_due, seats

# 100 ─┬─ 110 ── 111, 112        900 stands alone
#      └─ 120 ── 121
PARENTS = {100: None, 110: 100, 111: 110, 112: 110, 120: 100, 121: 120, 900: None}
HEAD, LEAD_110, LEAD_111, LEAD_121, DOCTOR, HRM, PD = range(1, 8)


def test_a_directorate_has_units_below_it_or_stands_alone() -> None:
    assert directorates(PARENTS) == {100, 110, 120, 900}


def test_whoever_leads_someone_in_a_directorate_or_is_appointed_for_it_has_a_seat() -> None:
    leads = [(HEAD, 110), (HEAD, 120), (LEAD_110, 111), (LEAD_111, 111), (LEAD_121, 121)]
    appointed = [(DOCTOR, "bedrijfsarts", None), (HRM, "hrm_adviseur", 110), (PD, "personele_dienst", None)]
    found = seats(PARENTS, leads, appointed)
    assert set(found[110]) == {HEAD, LEAD_110, LEAD_111, DOCTOR, HRM}
    assert set(found[120]) == {HEAD, LEAD_121, DOCTOR}
    assert set(found[100]) == {HEAD, LEAD_110, LEAD_111, LEAD_121, DOCTOR}
    assert found[900] == {DOCTOR: "bedrijfsarts"}
    assert found[110][HRM] == "hrm_adviseur"
    assert 111 not in found


def test_a_function_for_a_unit_holds_for_the_directorates_below_and_not_above() -> None:
    found = seats(PARENTS, [], [(HRM, "hrm_adviseur", 100), (DOCTOR, "bedrijfsarts", 121)])
    assert [unit for unit, people in found.items() if HRM in people] == [100, 110, 120]
    assert not [unit for unit, people in found.items() if DOCTOR in people]


@pytest.mark.parametrize(
    ("days", "due"),
    [
        ([], date(2026, 9, 30)),  # a portal that begins in July asks nothing about the spring
        ([date(2026, 8, 31)], date(2026, 9, 30)),
        ([date(2026, 5, 6)], date(2026, 9, 30)),
        ([date(2025, 12, 1)], date(2026, 3, 31)),
        ([date(2026, 2, 3)], date(2026, 6, 30)),
        ([date(2025, 12, 1), date(2026, 2, 3), date(2026, 5, 6)], date(2026, 9, 30)),
        ([date(2026, 2, 3), date(2026, 5, 6), date(2026, 8, 31)], date(2026, 9, 30)),  # the last one lies ahead
        ([date(2026, 1, 5), date(2026, 2, 3), date(2026, 5, 6), date(2026, 6, 1)], date(2027, 3, 31)),
    ],
)
def test_the_next_is_due_by_the_end_of_its_quarter(days: list[date], due: date) -> None:
    assert next_due(days, date(2026, 7, 1)) == due


def test_what_lies_ahead_or_in_another_year_was_not_held_this_year() -> None:
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 7, 1), date(2026, 7, 2)]
    assert held_in(2026, days, date(2026, 7, 1)) == 2


def test_the_last_quarters_are_whole_and_cross_the_year() -> None:
    assert last_quarters(date(2026, 5, 20)) == (
        (date(2025, 4, 1), date(2025, 6, 30)),
        (date(2025, 7, 1), date(2025, 9, 30)),
        (date(2025, 10, 1), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2026, 3, 31)),
    )


def test_a_year_asks_one_for_each_quarter_from_where_the_counting_began() -> None:
    november = date(2026, 11, 29)
    assert asked_in_year([], november) == 1
    assert asked_in_year([date(2026, 5, 6), date(2026, 8, 31), date(2026, 10, 8)], november) == 3
    assert asked_in_year([date(2025, 12, 1), date(2026, 5, 6)], november) == 4
