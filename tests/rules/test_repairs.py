"""The repairs of a case, as the plan itself would have them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.rules.fold import fold
from portal.rules.plan import plan
from portal.rules.repairs import Repair, missing_steps, repairs_of
from portal.storage.protocols import protocol
from tests.rules.stories import facts_from

FIRST = date(2026, 1, 5)
WEEK_30 = FIRST + timedelta(weeks=30)
PROTOCOL = protocol("wvp_2023")
BOTH = ["medewerker", "leidinggevende"]

Line = Mapping[str, Any]


def report(taken_over: date = WEEK_30) -> Line:
    return {"op": FIRST, "wat": "ziekmelding", "overgenomen_op": taken_over}


def paper(kind: str, days: int, signers: list[str] | None = None) -> Line:
    on = FIRST + timedelta(days=days)
    return {"op": on, "wat": "stuk", "soort": kind, "opgesteld_door": "N. Naam", "ondertekenaars": signers or []}


def done(step: str, days: int) -> Line:
    return {"op": FIRST + timedelta(days=days), "wat": "gedaan", "stap": step}


def mended(repairs: tuple[Repair, ...]) -> dict[str, list[str]]:
    """Each repair by its step, with the keys of the missing steps that it mends, each once."""
    return {one.step.key: list(dict.fromkeys(step.key for step in one.mends)) for one in repairs}


def repairs(*lines: Line, today: date = WEEK_30) -> tuple[Repair, ...]:
    return repairs_of(facts_from(lines), PROTOCOL, today)


def test_nothing_on_file_in_week_30() -> None:
    assert mended(repairs(report())) == {
        "probleemanalyse": [
            "probleemanalyse",
            "consult_gepland",
            "probleemanalyse_intake",
            "periodieke_evaluatie",
            "spreekuur",
        ],
        "plan_van_aanpak": ["plan_van_aanpak"],
        "advies_week_13": ["advies_week_13"],
    }


def test_a_plan_made_after_the_analysis_still_has_its_two_weeks() -> None:
    found = {one.step.key: one.by for one in repairs(report())}
    assert found["probleemanalyse"] is None, "every day for it has passed"
    assert found["plan_van_aanpak"] == WEEK_30 + timedelta(days=14)


def test_one_evaluation_mends_every_round_that_was_missed() -> None:
    [found] = repairs(
        report(),
        paper("probleemanalyse", 36),
        paper("plan_van_aanpak", 50, BOTH),
        {"op": FIRST + timedelta(days=50), "wat": "antwoord", "stuk": "plan_van_aanpak", "rol": "medewerker"},
        {"op": FIRST + timedelta(days=50), "wat": "antwoord", "stuk": "plan_van_aanpak", "rol": "leidinggevende"},
        done("spreekuur", 180),
        done("advies_week_13", 91),
    )
    assert (found.step.key, found.step.round) == ("periodieke_evaluatie", 1)
    assert [(one.key, one.round) for one in found.mends] == [("periodieke_evaluatie", n) for n in (1, 2, 3)]


def test_a_signature_that_is_missing_is_a_repair_of_its_own() -> None:
    found = repairs(
        report(),
        paper("probleemanalyse", 36),
        paper("plan_van_aanpak", 50, BOTH),
        {"op": FIRST + timedelta(days=50), "wat": "antwoord", "stuk": "plan_van_aanpak", "rol": "leidinggevende"},
        paper("periodieke_evaluatie", 180),
        done("spreekuur", 180),
        done("advies_week_13", 91),
    )
    assert mended(found) == {
        "ondertekenen:plan_van_aanpak:medewerker": ["ondertekenen:plan_van_aanpak:medewerker", "plan_van_aanpak"]
    }
    assert found[0].step.owner == "leidinggevende", "on paper: the manager records it"


def test_without_a_report_to_uwv_and_a_first_year_evaluation_after_a_year() -> None:
    today = FIRST + timedelta(weeks=55)
    found = repairs(
        report(today),
        paper("probleemanalyse", 36),
        paper("plan_van_aanpak", 50),
        paper("periodieke_evaluatie", 370),
        done("spreekuur", 370),
        done("advies_week_13", 91),
        today=today,
    )
    assert list(mended(found)) == ["uwv_melding_week_42", "bericht_bezoldiging", "eerstejaarsevaluatie"]


def test_without_a_possible_return_no_plan_is_missing() -> None:
    analysis = {**paper("probleemanalyse", 36), "zegt": {"terugkeer_mogelijk": "nee"}}
    found = mended(repairs(report(), analysis))
    assert list(found) == ["spreekuur", "advies_week_13"]


def test_nothing_is_missing_before_its_last_day_and_without_a_case() -> None:
    assert repairs(report(FIRST), today=FIRST) == ()
    assert repairs() == ()


PAPERS = st.lists(
    st.builds(
        paper,
        st.sampled_from(["probleemanalyse", "plan_van_aanpak", "periodieke_evaluatie", "eerstejaarsevaluatie"]),
        st.integers(14, 420),
        st.sampled_from([[], BOTH]),
    ),
    max_size=5,
)


@settings(max_examples=25, deadline=None)
@given(PAPERS, st.integers(30, 430))
def test_the_repairs_mend_everything_once_and_each_mends_its_own_step(lines: list[Line], days: int) -> None:
    today = FIRST + timedelta(days=days)
    facts = facts_from([report(today), *(line for line in lines if line["op"] <= today)])
    missing = missing_steps(plan(fold(facts), PROTOCOL), PROTOCOL, today)
    found = repairs_of(facts, PROTOCOL, today)
    told = [(step.key, step.round) for one in found for step in one.mends]
    assert sorted(told) == sorted((step.key, step.round) for step in missing), "each once, none forgotten"
    for one in found:
        assert (one.step.key, one.step.round) == (one.mends[0].key, one.mends[0].round)
