"""The employee says from which day work goes on, and the leidinggevende records that, or it did not happen."""

from contextlib import nullcontext

import pytest

from portal.actions.correct_fact import correct_fact, withdraw_fact
from portal.actions.record import record
from portal.actions.record_recovery import record_recovery
from portal.storage.reading.steps import inbox
from tests.actions.recording import keys, step
from tests.staging import Stage, refused


def works_again(stage: Stage, days: int, ahead: int = 0, **answers: str) -> int:
    """The employee reports to work again from that day, or so many days later."""
    on = stage.day(days + ahead)
    return record(**stage.who("medewerker", days), kind="hersteld_gemeld", on=on, answers=answers)


NOT_SO = {"wat": "niet_doorgegaan", "toelichting": "Gebeld: maandag proberen we het weer."}


def test_a_return_that_did_not_take_place_leaves_no_task_behind(stage: Stage) -> None:
    seq = works_again(stage, 45, geheel="ja")
    assert "herstel_niet_doorgegaan" in keys(stage, "teamleider", 45)
    record(**stage.who("teamleider", 46), kind="herstel_niet_doorgegaan", answers=NOT_SO)
    assert step(stage, "herstel_vastleggen", 46).done_on == stage.day(46)
    assert stage.seen_by("teamleider", 46).situation.hersteld_op is None
    assert "herstel_niet_doorgegaan" not in keys(stage, "teamleider", 46)
    with refused("record_answered"):
        withdraw_fact(**stage.who("medewerker", 46), seq=seq, reason="Vergissing")
    assert works_again(stage, 47, geheel="ja")


@pytest.mark.parametrize(("today", "on", "fits"), [(46, 49, True), (46, 50, False), (44, 45, True), (44, 46, False)])
def test_a_return_is_recorded_on_the_working_day_before(stage: Stage, today: int, on: int, fits: bool) -> None:
    """Day 46 is a Friday: then it is known that someone begins on Monday."""
    with nullcontext() if fits else refused("recovery_too_far_ahead", field="op"):
        record_recovery(**stage.who("teamleider", today), on=stage.day(on), hours=36)


def test_an_announced_return_lies_with_the_manager_from_the_day_on_which_it_is_told(stage: Stage) -> None:
    works_again(stage, 45, ahead=7, geheel="ja")
    tasks = {task.step.key: task for task in inbox(stage.ids["teamleider"], stage.day(45)).tasks if task.mine}
    assert tasks["herstel_vastleggen"].since == stage.day(45)
    record(**stage.who("teamleider", 46), kind="herstel_niet_doorgegaan", answers=NOT_SO)
    assert step(stage, "herstel_vastleggen", 46).done_on == stage.day(46)


def test_a_return_that_is_told_late_lies_with_the_manager_from_the_day_on_which_it_is_told(stage: Stage) -> None:
    works_again(stage, 46, ahead=-30, geheel="ja")
    [task] = [
        task for task in inbox(stage.ids["teamleider"], stage.day(46)).tasks if task.step.key == "herstel_vastleggen"
    ]
    assert (task.since, task.section) == (stage.day(46), "this_week")
    record_recovery(**stage.who("teamleider", 46), on=stage.day(16), hours=36)
    assert step(stage, "herstel_vastleggen", 46).done_on


def test_a_return_whose_day_is_corrected_was_still_told_when_it_was_told(stage: Stage) -> None:
    """Day 46 is a Friday: a working day later is Monday, day 49."""
    seq = works_again(stage, 46, geheel="ja")
    correct_fact(**stage.who("medewerker", 49), seq=seq, on=stage.day(16), changes={}, reason="Verkeerde dag")
    assert step(stage, "herstel_vastleggen", 49).due_on == stage.day(49)


def test_nobody_contradicts_a_report_that_was_not_made(stage: Stage) -> None:
    with refused("record_without_step"):
        record(**stage.who("teamleider", 46), kind="herstel_niet_doorgegaan", answers=NOT_SO)


def test_the_employee_takes_the_report_back(stage: Stage) -> None:
    seq = works_again(stage, 45, geheel="ja")
    with refused("record_waits"):
        works_again(stage, 46, geheel="ja")
    withdraw_fact(**stage.who("medewerker", 46), seq=seq, reason="Het lukt nog niet")
    assert not [s for s in stage.seen_by("teamleider", 46).steps if s.key == "herstel_vastleggen"]
    assert works_again(stage, 46, geheel="ja")


@pytest.mark.parametrize("hours", ["900", "36,5"])
def test_nobody_works_more_hours_than_the_contract_has(stage: Stage, hours: str) -> None:
    assert stage.seen_by("medewerker", 45).row.hours == 36
    with refused("number_outside", field="uren"):
        works_again(stage, 45, geheel="nee", uren=hours)
    assert works_again(stage, 45, geheel="nee", uren="14")
