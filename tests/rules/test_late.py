"""By how many days a step is late: days that do not count for the case count for nobody."""

from datetime import date, timedelta
from typing import Any

import pytest

from portal.rules.escalation import escalated, escalates_on
from portal.rules.explanation import explain
from portal.rules.facts import Fact
from portal.rules.fold import fold
from portal.rules.inbox import days_late, is_late, urgency
from portal.rules.plan import plan
from portal.rules.step import Step
from portal.storage.protocols import protocol
from tests.rules.stories import facts_from

WVP = protocol("wvp_2023")
ILL = {"op": date(2026, 1, 5), "wat": "ziekmelding"}
DUE = date(2026, 2, 16)
FIRST, BACK = date(2026, 2, 23), date(2026, 6, 15)
LEAVE = {"op": FIRST, "wat": "verlof", "tot_en_met": BACK - timedelta(days=1)}
ANALYSIS = {"wat": "stuk", "soort": "probleemanalyse"}


def analysis(*more: dict[str, Any]) -> Step:
    """The probleemanalyse, due a week before a leave of sixteen weeks."""
    steps = plan(fold(facts_from([ILL, LEAVE, *more])), WVP)
    found = next(step for step in steps if step.key == "probleemanalyse")
    assert found.due_on == DUE
    return found


@pytest.mark.parametrize(
    ("day", "days", "late"),
    [
        (DUE, 0, False),
        (date(2026, 2, 17), 1, True),
        (date(2026, 2, 22), 6, True),
        (FIRST, 6, False),
        (BACK - timedelta(days=1), 6, False),
        (BACK, 7, True),
        (date(2026, 6, 16), 8, True),
    ],
)
def test_while_the_case_is_paused_nobody_is_late_and_no_day_is_added(day: date, days: int, late: bool) -> None:
    step = analysis()
    assert (step.days_late(day), step.is_late(day)) == (days, late)
    assert (days_late(DUE, day, step.idle), is_late(DUE, day, step.idle)) == (days, late)


def test_what_waits_through_a_leave_is_not_urgent() -> None:
    step = analysis()
    assert urgency(DUE, date(2026, 2, 22), step.idle) == "late"
    assert urgency(DUE, FIRST, step.idle) == "later"
    assert urgency(DUE, BACK, step.idle) == "late"


def test_a_term_that_moved_past_the_leave_is_late_after_it_as_ever() -> None:
    steps = plan(fold(facts_from([ILL, LEAVE])), WVP)
    melding = next(step for step in steps if step.key == "uwv_melding_week_42")
    assert not melding.idle
    assert melding.days_late(melding.due_on + timedelta(days=3)) == 3


@pytest.mark.parametrize(("day", "days"), [(BACK - timedelta(days=1), 0), (BACK, 0), (BACK + timedelta(days=1), 1)])
def test_a_later_day_that_was_agreed_and_lies_in_the_leave_is_the_first_day_after_it(day: date, days: int) -> None:
    agreed = (
        {"op": date(2026, 2, 2), **ANALYSIS},
        {"op": date(2026, 2, 9), "wat": "latere_datum", "stap": "plan_van_aanpak#1", "tot": "2026-03-02"},
        {"op": date(2026, 2, 10), "wat": "latere_datum_antwoord", "antwoord": "ja"},
    )
    steps = plan(fold(facts_from([ILL, LEAVE, *agreed])), WVP)
    step = next(one for one in steps if one.key == "plan_van_aanpak")
    assert (step.due_on, step.days_late(day), step.is_late(day)) == (BACK, days, days > 0)


def test_days_between_two_absences_do_not_count_either() -> None:
    again = date(2026, 3, 9)
    story = [ILL, {"op": date(2026, 2, 23), "wat": "herstelmelding"}, {"op": again, "wat": "ziekmelding"}]
    step = next(one for one in plan(fold(facts_from(story)), WVP) if one.key == "probleemanalyse")
    assert step.due_on == DUE
    assert step.days_late(again) == 7


def test_two_leaves_after_each_other_are_one_and_what_they_were_is_not_told() -> None:
    more = {"op": BACK, "wat": "verlof", "tot_en_met": date(2026, 6, 28)}
    [idle] = analysis(more).idle
    assert (idle.first, idle.until, idle.cause) == (FIRST, date(2026, 6, 29), "")


def explained_late_by(*more: dict[str, Any]) -> int:
    facts: tuple[Fact, ...] = facts_from([ILL, LEAVE, *more])
    situation = fold(facts)
    found = explain(facts, situation, plan(situation, WVP), WVP, ("probleemanalyse", 1))
    assert found
    return found.late_by


def test_what_is_done_after_the_leave_is_late_by_the_days_outside_it() -> None:
    assert explained_late_by({"op": date(2026, 6, 16), **ANALYSIS}) == 8
    assert explained_late_by({"op": DUE, **ANALYSIS}) == 0


def test_the_manager_one_level_up_hears_nothing_during_the_leave() -> None:
    step = analysis()
    assert escalates_on(step, WVP) == DUE + timedelta(days=3)
    assert escalated([step], WVP, FIRST - timedelta(days=1)) == (step,)
    assert not escalated([step], WVP, FIRST)
    assert not escalated([step], WVP, BACK - timedelta(days=1))
    assert escalated([step], WVP, BACK) == (step,)


def test_the_days_until_the_manager_one_level_up_hears_of_it_go_on_after_the_leave() -> None:
    step = analysis()._replace(due_on=FIRST - timedelta(days=2))
    assert escalates_on(step, WVP) == BACK + timedelta(days=1)
