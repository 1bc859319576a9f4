"""What UWV answers: on each request for an opinion, on the request to delay the WIA, and in its letters."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.actions.correct_fact import correct_fact
from portal.actions.dossier import opened
from portal.actions.record import record
from portal.actions.report_to_uwv import report_to_uwv
from portal.actions.tick_step import tick_step
from portal.storage.database import connection
from tests.actions.recording import delayed, step
from tests.staging import Stage, refused, set_stage

RULING = "deskundigenoordeel_ontvangen"


@pytest.fixture
def end(tmp_path: Path) -> Iterator[Stage]:
    found = set_stage(tmp_path, "near_the_end")
    with connection():
        yield found


# An opinion of UWV (Verzuimprotocol 4.9)


def asked(stage: Stage, login: str, days: int, question: str = "eigen_werk") -> str:
    """Someone asked UWV for an opinion; the number of what was recorded, as the form gives it."""
    who = stage.who(login, days)
    return str(record(**who, kind="deskundigenoordeel_gevraagd", on=stage.day(days), answers={"vraag": question}))


def ruled(stage: Stage, login: str, days: int, request: str, *, on: int | None = None) -> int:
    answers = {"aanvraag": request, "uitslag": "nee"}
    return record(**stage.who(login, days), kind=RULING, on=stage.day(days if on is None else on), answers=answers)


def states(stage: Stage, days: int) -> tuple[str, str]:
    """How the ruling for the employee stands, and that for the employer."""
    employee, employer = (step(stage, f"deskundigenoordeel_{side}", days) for side in ("werknemer", "werkgever"))
    return employee.state, employer.state


@pytest.mark.parametrize(("first", "after"), [("medewerker", ("done", "open")), ("teamleider", ("open", "done"))])
def test_each_request_for_an_opinion_waits_for_its_own_ruling(stage: Stage, first: str, after: tuple[str, str]) -> None:
    requests = {login: asked(stage, login, 45) for login in ("medewerker", "teamleider")}
    # UWV writes to both: either of them records what came.
    ruled(stage, "teamleider", 90, requests.pop(first))
    assert states(stage, 90) == after
    ruled(stage, "medewerker", 95, *requests.values())
    assert states(stage, 95) == ("done", "done")


def test_a_ruling_says_on_which_request_and_comes_after_it(stage: Stage) -> None:
    request = asked(stage, "medewerker", 45)
    for answer, code in (("", "field_empty"), ("1", "choice_unknown")):
        with refused(code, field="aanvraag"):
            ruled(stage, "medewerker", 90, answer)
    with refused("day_before_other", field="op"):
        ruled(stage, "medewerker", 90, request, on=44)


def test_a_ruling_that_was_put_with_the_wrong_request_is_moved_to_the_other(stage: Stage) -> None:
    own, other = asked(stage, "medewerker", 45), asked(stage, "teamleider", 46, "inzet_werknemer")
    seq = ruled(stage, "medewerker", 90, other)
    who = stage.who("medewerker", 91)
    correct_fact(**who, seq=seq, on=stage.day(90), changes={"aanvraag": own}, reason="Het was mijn eigen aanvraag.")
    assert states(stage, 91) == ("done", "open")


def older_ruling(stage: Stage, login: str, days: int) -> int:
    """What came of UWV, as the portal stored it before a ruling said which request it answers."""
    role = {"medewerker": "medewerker", "teamleider": "leidinggevende"}[login]
    with opened(stage.dossier_id, "record", actor=stage.ids[login], now=stage.moment(days)) as dossier:
        return dossier.append(RULING, stage.day(days), {"uitslag": "nee", "rol": role})


def test_a_ruling_that_names_no_request_settles_one_and_leaves_the_other_to_be_recorded(stage: Stage) -> None:
    _, other = asked(stage, "medewerker", 45), asked(stage, "teamleider", 46, "inzet_werknemer")
    older_ruling(stage, "medewerker", 90)
    assert states(stage, 90) == ("done", "open")
    ruled(stage, "teamleider", 95, other)
    assert states(stage, 95) == ("done", "done")


def test_who_recorded_a_ruling_without_its_request_names_it_after_all(stage: Stage) -> None:
    own, other = asked(stage, "medewerker", 45), asked(stage, "teamleider", 46, "inzet_werknemer")
    seq = older_ruling(stage, "medewerker", 90)
    change = {"on": stage.day(90), "reason": "Het was de andere aanvraag."}
    with refused("field_empty", field="aanvraag"):
        correct_fact(**stage.who("medewerker", 91), seq=seq, changes={"uitslag": "ja"}, **change)
    with refused("choice_unknown", field="aanvraag"):
        correct_fact(**stage.who("medewerker", 91), seq=seq, changes={"aanvraag": "1"}, **change)
    correct_fact(**stage.who("medewerker", 91), seq=seq, changes={"aanvraag": other}, **change)
    assert states(stage, 91) == ("open", "done")
    ruled(stage, "medewerker", 95, own)
    assert states(stage, 95) == ("done", "done")


# A delay of the WIA (Verzuimprotocol 4.10; Wet WIA art. 24)


def answered(stage: Stage, days: int, *, on: int | None = None, **answers: str) -> int:
    day = stage.day(days if on is None else on)
    return record(**stage.who("teamleider", days), kind="uitstel_besloten", on=day, answers=answers)


def sent(stage: Stage, days: int) -> None:
    tick_step(**stage.who("teamleider", days), key="uitstel_opsturen", round=1, on=stage.day(days))


def test_the_request_goes_to_uwv_before_its_answer_is_recorded(end: Stage) -> None:
    delayed(end)
    with refused("step_waits"):
        answered(end, 604, besluit="toegekend")
    sent(end, 604)
    assert answered(end, 620, besluit="toegekend")
    assert step(end, "uitstel_besluit", 620).state == "done"
    assert end.seen_by("teamleider", 620).situation.delays[-1].answered


def test_a_refusal_of_uwv_takes_the_delay_away(end: Stage) -> None:
    before = step(end, "wia_aanvraag", 602).due_on
    delayed(end)
    assert step(end, "wia_aanvraag", 603).due_on > before
    sent(end, 603)
    answered(end, 620, besluit="afgewezen")
    assert step(end, "wia_aanvraag", 620).due_on == before


def test_the_day_that_uwv_names_goes_before_that_of_the_request(end: Stage) -> None:
    delayed(end)
    sent(end, 603)
    with refused("field_empty", field="tot"):
        answered(end, 620, besluit="andere_dag")
    with refused("day_before_other", field="tot"):
        answered(end, 620, besluit="andere_dag", tot=end.day(700).isoformat())
    with refused("day_before_other", field="op"):
        answered(end, 620, on=600, besluit="toegekend")
    answered(end, 620, besluit="andere_dag", tot=end.day(728 + 28).isoformat())
    assert step(end, "einde_wachttijd", 620).due_on == end.day(728 + 28)


@pytest.mark.parametrize(("told", "moved"), [(610, 0), (620, 0), (621, 112)])
def test_a_leave_that_lies_ahead_moves_the_day_that_uwv_named_only_when_it_is_recorded_after_it(
    end: Stage, told: int, moved: int
) -> None:
    delayed(end)
    sent(end, 603)
    leave = {"laatste_dag": end.day(760 + 111).isoformat()}
    for day in range(610, 622):
        if day == told:
            record(**end.who("teamleider", day), kind="verlof", on=end.day(760), answers=leave)
        if day == 620:
            answered(end, day, besluit="andere_dag", tot=end.day(900).isoformat())
    assert step(end, "einde_wachttijd", 621).due_on == end.day(900 + moved)


@pytest.mark.parametrize("answer", ["toegekend", "afgewezen"])
def test_an_end_is_named_only_where_uwv_names_another(end: Stage, answer: str) -> None:
    delayed(end)
    sent(end, 603)
    with refused("other_day_unsaid", field="tot"):
        answered(end, 620, besluit=answer, tot=end.day(800).isoformat())


def test_the_answer_of_uwv_is_on_the_request_that_was_sent(end: Stage) -> None:
    delayed(end)
    delayed(end, 610, begin=910)
    agreed = step(end, "einde_wachttijd", 612).due_on
    tick_step(**end.who("teamleider", 612), key="uitstel_opsturen", round=2, on=end.day(612))
    answered(end, 620, besluit="afgewezen")
    found = [one.state for one in end.seen_by("teamleider", 620).steps if one.key == "uitstel_besluit"]
    assert found == ["waiting", "done"]
    assert step(end, "einde_wachttijd", 620).due_on == end.day(910) < agreed


# Ticks of a day that cannot be


def test_what_an_event_asks_for_is_not_done_before_it(end: Stage) -> None:
    delayed(end)
    tick = {"key": "uitstel_opsturen", "round": 1}
    with refused("tick_does_not_count", field="op"):
        tick_step(**end.who("teamleider", 604), **tick, on=end.day(600))
    seq = tick_step(**end.who("teamleider", 604), **tick, on=end.day(604))
    with refused("tick_does_not_count", field="op"):
        correct_fact(**end.who("teamleider", 604), seq=seq, on=end.day(600), changes={}, reason="Eerder")


def test_the_letter_about_the_wia_does_not_come_a_year_early(end: Stage) -> None:
    """Wet WIA art. 64 lid 2: by week 89; a delay that is agreed on later makes no letter too early."""
    delayed(end)
    tick = {"key": "uwv_formulieren_ontvangen", "round": 1}
    who = end.who("medewerker", 616 + 182)
    with refused("day_before_other", field="op"):
        tick_step(**who, **tick, on=end.day(250))
    assert tick_step(**who, **tick, on=end.day(600))


def test_uwv_answers_the_report_of_week_42_after_it(end: Stage) -> None:
    report_to_uwv(**end.who("personele-dienst", 604), on=end.day(290), reference="42-0001")
    tick = {"key": "uwv_brief_week_44", "round": 1}
    for day in (100, 289):
        with refused("day_before_other", field="op"):
            tick_step(**end.who("teamleider", 604), **tick, on=end.day(day))
    tick_step(**end.who("teamleider", 604), **tick, on=end.day(305))
    with refused("step_done"):
        tick_step(**end.who("teamleider", 604), **tick, on=end.day(305))


def test_after_a_refusal_of_the_first_request_only_uwv_lengthens_by_the_second(end: Stage) -> None:
    """Wet WIA art. 24: there is no waiting time left at the day on which the second would have gone on."""
    delayed(end)
    delayed(end, 610, begin=910)
    for number in (1, 2):
        tick_step(**end.who("teamleider", 612), key="uitstel_opsturen", round=number, on=end.day(612))
    answered(end, 620, besluit="afgewezen")
    assert step(end, "einde_wachttijd", 620).due_on == end.day(728)
    with refused("day_before_other", field="tot"):
        answered(end, 630, besluit="andere_dag", tot=end.day(727).isoformat())
    answered(end, 630, besluit="andere_dag", tot=end.day(800).isoformat())
    assert step(end, "einde_wachttijd", 630).due_on == end.day(800)
