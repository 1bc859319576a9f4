"""Why a step falls on its day: every date of every scenario can be explained, and the explanation is the plan's."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portal.rules.calendar import Pause, add_counted_days
from portal.rules.explanation import Explanation, explain
from portal.rules.fold import fold
from portal.rules.mending import MENDING
from portal.rules.plan import plan
from portal.rules.step import REMAKING, SIGNING
from portal.storage.protocols import protocol
from tests.rules.stories import facts_from

FOLDER = Path(__file__).parent / "scenarios"
ILL = {"op": date(2026, 1, 5), "wat": "ziekmelding"}
ANALYSIS = {"wat": "stuk", "soort": "probleemanalyse"}


def explained(lines: list[dict[str, Any]], key: str, round: int = 1, rules: str = "wvp_2023") -> Explanation:
    facts = facts_from(lines)
    situation, found = fold(facts), protocol(rules)
    explanation = explain(facts, situation, plan(situation, found), found, (key, round))
    assert explanation
    return explanation


def moved(explanation: Explanation) -> list[tuple[str, int]]:
    """What moved the day and by how many days."""
    return [(move.fact.kind, move.days) for move in explanation.moves]


def scenarios() -> list[Any]:
    return list(_scenarios())


def _scenarios() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.toml")):
        for scenario in tomllib.loads(path.read_text(encoding="utf-8"))["scenario"]:
            yield pytest.param(scenario, id=f"{path.stem}: {scenario['naam']}")


@pytest.mark.parametrize("scenario", scenarios())
def test_every_date_of_every_scenario_can_be_explained(scenario: dict[str, Any]) -> None:
    """What moved the day ends at the day of the plan, and counting again gives that day."""
    facts, rules = facts_from(scenario["feiten"]), protocol(scenario.get("regels", "wvp_2023"))
    situation = fold(facts)
    steps = plan(situation, rules)
    for step in steps:
        found = explain(facts, situation, steps, rules, (step.key, step.round))
        assert found, step.key
        assert found.step == step
        assert found.moves[-1].after == step.due_on, step.key
        counted = found.counted
        assert (counted is None) == step.key.startswith((SIGNING, REMAKING, MENDING))
        if counted and counted.begin and counted.days:
            assert add_counted_days(counted.begin, counted.days + counted.delay, found.pauses) == counted.day


def test_a_term_from_the_first_sick_day() -> None:
    found = explained([ILL], "probleemanalyse")
    assert found.counted
    assert (found.counted.begin, found.counted.days, found.counted.day) == (ILL["op"], 42, date(2026, 2, 16))
    assert (found.pauses, found.leads, found.agreed_on) == ((), None, None)
    assert moved(found) == [("ziekmelding", 0)]


def test_what_counts_from_another_step_leads_to_it_and_moves_with_it() -> None:
    found = explained([ILL, {"op": date(2026, 2, 10), **ANALYSIS}], "plan_van_aanpak")
    assert found.leads
    assert found.leads.key == "probleemanalyse"
    assert moved(found) == [("ziekmelding", 0), ("papier_vastgesteld", -6)]


def test_what_counts_from_later_advice_does_not_lead_to_the_analysis() -> None:
    advice = "terugkeer_mogelijk"
    lines = [
        {"op": date(2026, 1, 5), "wat": "ziekmelding"},
        {"op": date(2026, 2, 10), "wat": "stuk", "soort": "probleemanalyse", "zegt": {advice: "nee"}},
        {"op": date(2026, 4, 13), "wat": "stuk", "soort": "bijstelling_probleemanalyse", "zegt": {advice: "ja"}},
    ]
    found = explained(lines, "plan_van_aanpak")
    assert (found.step.due_on, found.leads) == (date(2026, 4, 27), None)


def test_days_that_do_not_count_are_named_and_only_the_part_inside_the_term() -> None:
    story = [
        ILL,
        {"op": date(2026, 1, 19), "wat": "herstelmelding"},
        {"op": date(2026, 2, 2), "wat": "ziekmelding"},
        {"op": date(2026, 12, 1), "wat": "verlof", "tot_en_met": date(2027, 3, 22)},
    ]
    found = explained(story, "probleemanalyse")
    assert found.pauses == (Pause(date(2026, 1, 19), date(2026, 2, 2), "hersteld"),)
    assert moved(found)[-1] == ("ziekmelding", 14)
    late = explained(story, "wia_aanvraag")
    assert [pause.days for pause in late.pauses] == [14, 112]


def test_a_corrected_first_sick_day_is_named_as_what_moved_the_day() -> None:
    story = [ILL, {"op": date(2026, 1, 8), "wat": "ziekmelding", "in_plaats_van": 1}]
    found = explained(story, "uwv_melding_week_42")
    assert moved(found) == [("ziekmelding", 0), ("ziekmelding", 3)]
    assert found.moves[-1].fact.corrects == 1


def test_a_later_day_that_both_agreed_on_stands_beside_the_day_of_the_term() -> None:
    story = [
        ILL,
        {"op": date(2026, 2, 16), **ANALYSIS},
        {
            "op": date(2026, 2, 20),
            "wat": "latere_datum",
            "rol": "leidinggevende",
            "stap": "plan_van_aanpak#1",
            "tot": date(2026, 3, 20),
        },
        {"op": date(2026, 2, 23), "wat": "latere_datum_antwoord", "antwoord": "ja"},
    ]
    found = explained(story, "plan_van_aanpak")
    assert found.agreed_on == date(2026, 3, 20)
    assert found.counted
    assert found.counted.day == found.step.statutory_on == date(2026, 3, 2)
    assert moved(found)[-1] == ("latere_datum_antwoord", 18)


def test_a_delay_of_the_application_is_part_of_the_count() -> None:
    story = [
        ILL,
        {
            "op": date(2027, 3, 1),
            "wat": "stuk",
            "soort": "verzoek_uitstel_wia",
            "zegt": {"uitstel_vanaf": "2028-01-03", "uitstel_tot": "2028-04-03"},
        },
    ]
    found = explained(story, "wia_aanvraag")
    assert found.counted
    assert found.counted.delay == 91
    assert moved(found)[-1] == ("papier_vastgesteld", 91)


def test_done_late_says_by_how_much() -> None:
    found = explained([ILL, {"op": date(2026, 2, 20), **ANALYSIS}], "probleemanalyse")
    assert found.late_by == 4
    assert explained([ILL, {"op": date(2026, 2, 16), **ANALYSIS}], "probleemanalyse").late_by == 0


def test_a_step_that_is_not_in_the_plan_has_no_explanation() -> None:
    facts = facts_from([ILL])
    situation, rules = fold(facts), protocol("wvp_2023")
    assert explain(facts, situation, plan(situation, rules), rules, ("probleemanalyse", 2)) is None


def test_the_weeks_of_uwv_pass_over_no_day_of_leave_and_the_sum_says_so() -> None:
    story = [
        ILL,
        {"op": date(2026, 5, 11), "wat": "vervroegd_aangevraagd"},
        {"op": date(2026, 6, 1), "wat": "verlof", "tot_en_met": date(2026, 9, 20)},
    ]
    found = explained(story, "vervroegd_besluit")
    assert found.counted
    assert (found.counted.begin, found.counted.days, found.pauses) == (date(2026, 5, 11), 56, ())
    assert found.step.why[1:] == ("Dagen van herstel of verlof tellen hier mee.", "8 weken later is 6 juli 2026.")
    assert moved(found) == [("vervroegd_aangevraagd", 0)]
    assert len(explained(story[:2], "vervroegd_besluit").step.why) == 2
