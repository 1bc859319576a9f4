"""Who has the ball, since when and for how long."""

from datetime import date
from typing import Any

from portal.rules.fold import fold
from portal.rules.plan import plan
from portal.rules.turns import Held, Turn, held, turns
from portal.storage.protocols import protocol
from tests.rules.stories import facts_from

ILL = {"op": date(2026, 1, 5), "wat": "ziekmelding"}
ANALYSIS = {"wat": "stuk", "soort": "probleemanalyse"}
BOTH = ["medewerker", "leidinggevende"]


def found(lines: list[dict[str, Any]], today: date) -> dict[tuple[str, int], Turn]:
    rules = protocol("wvp_2023")
    situation = fold(facts_from(lines))
    every = turns(plan(situation, rules), situation, rules, today)
    return {(turn.step.key, turn.step.round): turn for turn in every}


def test_a_turn_begins_when_the_step_opens_and_runs_until_now() -> None:
    turn = found([ILL], date(2026, 1, 29))["probleemanalyse", 1]
    assert (turn.role, turn.since, turn.until) == ("bedrijfsarts", date(2026, 1, 19), None)
    assert (turn.days, turn.working_days) == (10, 8)


def test_no_turn_begins_before_the_dossier_was_opened_here() -> None:
    rules, situation = protocol("wvp_2023"), fold(facts_from([ILL]))
    late = turns(plan(situation, rules), situation, rules, date(2026, 2, 2), date(2026, 1, 29))
    assert {turn.since for turn in late} == {date(2026, 1, 29)}
    assert {turn.days for turn in late} == {4}


def test_nobody_has_a_turn_for_what_is_not_open_or_no_longer_asked() -> None:
    early, late = found([ILL], date(2026, 1, 18)), found([ILL], date(2026, 3, 1))
    assert ("probleemanalyse", 1) not in early
    assert ("registratie_sap", 1) not in late
    assert ("plan_van_aanpak", 1) not in late, "it waits for the probleemanalyse: that is the bedrijfsarts's turn"


def test_a_turn_begins_when_what_the_step_waited_for_is_done() -> None:
    """The letter of UWV could come from two weeks ahead, but not before UWV was told."""
    story = [ILL, {"op": date(2026, 11, 4), "wat": "uwv_gemeld", "kenmerk": "1"}]
    assert found(story, date(2026, 11, 6))["uwv_brief_week_44", 1].since == date(2026, 11, 4)


def test_a_turn_ends_on_the_day_the_step_is_done_and_never_lasts_less_than_nothing() -> None:
    story = [ILL, {"op": date(2026, 1, 14), **ANALYSIS}]
    turn = found(story, date(2026, 3, 1))["probleemanalyse", 1]
    assert (turn.since, turn.until, turn.days) == (date(2026, 1, 14), date(2026, 1, 14), 0)


def test_a_paper_that_waits_for_signatures_is_the_turn_of_who_was_asked_to_sign() -> None:
    plan_paper = {"op": date(2026, 2, 20), "wat": "stuk", "soort": "plan_van_aanpak", "ondertekenaars": BOTH}
    signed = {"op": date(2026, 2, 23), "wat": "antwoord", "stuk": "plan_van_aanpak", "rol": "leidinggevende"}
    story = [ILL, {"op": date(2026, 2, 16), **ANALYSIS}, plan_paper, signed]
    seen = found(story, date(2026, 2, 25))
    made = seen["plan_van_aanpak", 1]
    assert (made.role, made.since, made.until, made.days) == (
        "leidinggevende",
        date(2026, 2, 16),
        date(2026, 2, 20),
        4,
    )
    manager, employee = (seen[f"ondertekenen:plan_van_aanpak:{role}", 1] for role in ("leidinggevende", "medewerker"))
    assert (manager.since, manager.until) == (date(2026, 2, 20), date(2026, 2, 23))
    assert (employee.since, employee.until, employee.days) == (date(2026, 2, 20), None, 5)
    last = {"op": date(2026, 3, 2), "wat": "antwoord", "stuk": "plan_van_aanpak", "rol": "medewerker"}
    complete = found([*story, last], date(2026, 3, 9))["plan_van_aanpak", 1]
    assert (complete.until, complete.days) == (date(2026, 2, 20), 4)


def test_days_of_recovery_are_nobodys() -> None:
    story = [
        ILL,
        {"op": date(2026, 1, 21), "wat": "herstelmelding"},
        {"op": date(2026, 2, 4), "wat": "ziekmelding"},
    ]
    turn = found(story, date(2026, 2, 10))["probleemanalyse", 1]
    assert turn.since < date(2026, 1, 21)
    assert turn.days == (date(2026, 2, 10) - turn.since).days - 14


def test_days_of_leave_are_nobodys() -> None:
    leave = {"op": date(2026, 2, 9), "wat": "verlof", "tot_en_met": date(2026, 5, 31)}
    before, during, after = (
        found([ILL, leave], day)["probleemanalyse", 1].days
        for day in (date(2026, 2, 8), date(2026, 5, 31), date(2026, 6, 2))
    )
    assert (before, during, after) == (20, 20, 22)


def test_a_role_with_two_steps_at_once_holds_the_ball_once() -> None:
    story = [ILL, {"op": date(2026, 1, 7), "wat": "contact"}]
    seen = found(story, date(2026, 1, 9))
    own = [turn for turn in seen.values() if turn.role == "leidinggevende"]
    assert len(own) > 1
    total = next(one for one in held(own) if one.role == "leidinggevende")
    assert total == Held("leidinggevende", 4, 4, len(own), sum(turn.until is None for turn in own))
    assert total.days < sum(turn.days for turn in own)
