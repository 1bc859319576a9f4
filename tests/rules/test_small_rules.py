"""Percentages, completeness and what a day in the calendar means for a task."""

from datetime import date

import pytest

from portal.rules.completeness import Gap, report_gaps
from portal.rules.errors import Rejected
from portal.rules.fold import fold
from portal.rules.inbox import urgency
from portal.rules.percentages import recovered_percentage, wage_value
from tests.rules.stories import Line, facts_from

SICK: Line = {"op": date(2026, 1, 5), "wat": "ziekmelding"}


def paper(kind: str, day: date, **more: object) -> Line:
    return {"op": day, "wat": "stuk", "soort": kind, **more}


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


def test_an_empty_report_lacks_everything() -> None:
    gaps = report_gaps(fold(facts_from([SICK])))
    assert [(gap.kind, gap.lack) for gap in gaps] == [
        ("probleemanalyse", "missing"),
        ("plan_van_aanpak", "missing"),
        ("eerstejaarsevaluatie", "missing"),
        ("actueel_oordeel", "missing"),
        ("eindevaluatie", "missing"),
    ]


def test_an_unsigned_paper_and_an_unsigned_bijstelling_are_gaps() -> None:
    story = [
        SICK,
        paper("probleemanalyse", date(2026, 2, 10)),
        paper("plan_van_aanpak", date(2026, 2, 20), ondertekenaars=["medewerker", "leidinggevende"]),
        {"op": date(2026, 2, 20), "wat": "antwoord", "stuk": "plan_van_aanpak", "rol": "leidinggevende"},
        paper("bijstelling_probleemanalyse", date(2026, 4, 1), ondertekenaars=["bedrijfsarts"]),
        paper("eerstejaarsevaluatie", date(2027, 1, 4)),
        paper("actueel_oordeel", date(2027, 9, 1)),
        paper("eindevaluatie", date(2027, 9, 1)),
    ]
    assert report_gaps(fold(facts_from(story))) == (
        Gap("bijstelling_probleemanalyse", "unsigned", ("bedrijfsarts",)),
        Gap("plan_van_aanpak", "unsigned", ("medewerker",)),
    )


def test_without_possible_return_no_plan_is_missing() -> None:
    story = [SICK, paper("probleemanalyse", date(2026, 2, 10), zegt={"terugkeer_mogelijk": "nee"})]
    assert "plan_van_aanpak" not in {gap.kind for gap in report_gaps(fold(facts_from(story)))}


def test_no_situation_before_any_report() -> None:
    assert fold(()).eerste_ziektedag is None
    assert fold(()).hersteld_op is None
    leave: Line = {"op": date(2026, 1, 1), "wat": "verlof", "tot_en_met": date(2026, 4, 1)}
    assert fold(facts_from([leave])).last_seq == 1
