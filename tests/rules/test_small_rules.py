"""Percentages, completeness and what a day in the calendar means for a task."""

from datetime import date

import pytest

from portal.rules.errors import Rejected
from portal.rules.fold import fold
from portal.rules.inbox import urgency
from portal.rules.percentages import recovered_percentage, wage_value
from tests.rules.stories import Line, facts_from


@pytest.mark.parametrize(
    ("hours", "contract", "value", "percentage"),
    [
        (14, 34, 1.0, 41.2),
        (2, 8, 0.5, 12.5),
        (20, 40, 0.0, 0.0),
        (0, 36, 1.0, 0.0),
        (36, 36, 1.0, 100.0),
        (35.99, 36, 1.0, 99.9),
        (36, 36, 0.9999, 99.9),
    ],
)
def test_recovered_percentage(hours: float, contract: float, value: float, percentage: float) -> None:
    assert recovered_percentage(hours, contract, value) == percentage


@pytest.mark.parametrize(
    ("hours", "contract", "value", "code"),
    [
        (10, 0, 1.0, "no_contract_hours"),
        (37, 36, 1.0, "hours_outside_contract"),
        (-1, 36, 1.0, "hours_outside_contract"),
        (float("nan"), 36, 1.0, "hours_outside_contract"),
        (10, 36, 1.1, "share_outside_range"),
        (10, 36, float("nan"), "share_outside_range"),
    ],
)
def test_impossible_hours_or_value(hours: float, contract: float, value: float, code: str) -> None:
    with pytest.raises(Rejected) as refusal:
        recovered_percentage(hours, contract, value)
    assert refusal.value.code == code


def test_wage_value_is_tasks_by_pace_by_quality() -> None:
    assert wage_value(0.5, 0.8, 1.0) == pytest.approx(0.4)
    with pytest.raises(Rejected) as refusal:
        wage_value(0.5, 1.2, 1.0)
    assert refusal.value.field == "tempo"


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (date(2026, 3, 9), "late"),
        (date(2026, 3, 10), "this_week"),
        (date(2026, 3, 17), "this_week"),
        (date(2026, 3, 18), "later"),
    ],
)
def test_late_is_the_day_after(due: date, expected: str) -> None:
    assert urgency(due, date(2026, 3, 10)) == expected


def test_no_situation_before_any_report() -> None:
    assert fold(()).eerste_ziektedag is None
    assert fold(()).hersteld_op is None
    leave: Line = {"op": date(2026, 1, 1), "wat": "verlof", "tot_en_met": date(2026, 4, 1)}
    assert fold(facts_from([leave])).last_seq == 1
