"""Days that cannot be, in papers and consults, and what an answer makes necessary."""

from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.actions.plan_consult import plan_consult
from portal.actions.tick_step import tick_step
from portal.demonstration import texts
from portal.storage.database import connection
from portal.storage.reading.involvements import holder_of
from tests.staging import FIRST, Stage, refused, set_stage

PLAN = texts.plan_values(FIRST + timedelta(days=48))
TEMPORARY = {
    "tijdelijk_werk": "arbeidstherapie",
    "tijdelijk_werk_doel": "Ritme",
    "tijdelijk_werk_inzet": "Acht uur per week",
}
OTHER_WORK = TEMPORARY | {"tijdelijk_werk": "tijdelijk_ander_werk"}
ADJUSTED = {
    "aanleiding": "gewijzigde_situatie",
    "reden": "Het tijdelijke werk gaat door.",
    "doel_gewijzigd": "nee",
    "spoor": "spoor_1",
    "afspraken": [{"groep": "", "wat": "Twaalf uur per week", "wie": "Medewerker", "wanneer": "Nu"}],
    "zienswijze_medewerker": "Prima.",
    "zienswijze_werkgever": "Prima.",
}


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    set_up = set_stage(tmp_path, "analysed")
    with connection():
        yield set_up


def on(days: int) -> str:
    return (FIRST + timedelta(days=days)).isoformat()


@pytest.mark.asvs("2.2.3")
@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"eerste_evaluatie": on(47)}, "day_passed", "eerste_evaluatie"),
        ({"eerste_evaluatie": on(91)}, "day_too_far", "eerste_evaluatie"),
        ({"doel_termijn": on(-400)}, "day_passed", "doel_termijn"),
        ({"doelstellingen": [{"wat": "x", "termijn": on(3)}]}, "day_passed", "doelstellingen.0.termijn"),
        ({"afwijking_gemeld_op": on(49)}, "day_in_future", "afwijking_gemeld_op"),
        ({"casemanager": "ander"}, "field_needed", "casemanager_naam"),
        (TEMPORARY, "field_needed", "tijdelijk_werk_tot"),
        (TEMPORARY | {"tijdelijk_werk_inzet": ""}, "field_needed", "tijdelijk_werk_inzet"),
        (
            TEMPORARY | {"tijdelijk_werk_vanaf": on(60), "tijdelijk_werk_tot": on(59)},
            "period_reversed",
            "tijdelijk_werk_tot",
        ),
        (
            TEMPORARY | {"tijdelijk_werk_vanaf": on(60), "tijdelijk_werk_tot": on(60 + 42)},
            "period_too_long",
            "tijdelijk_werk_tot",
        ),
        (
            OTHER_WORK | {"tijdelijk_werk_vanaf": on(60), "tijdelijk_werk_tot": on(60 + 91)},
            "period_too_long",
            "tijdelijk_werk_tot",
        ),
    ],
)
def test_a_plan_with_an_impossible_day_is_refused_there(
    stage: Stage, change: dict[str, Any], code: str, field: str
) -> None:
    with refused(code, field=field):
        stage.settle("teamleider", 48, "plan_van_aanpak", PLAN | change)


@pytest.mark.parametrize(("work", "last"), [(OTHER_WORK, 60 + 90), (TEMPORARY, 60 + 41)])
def test_the_last_days_that_are_possible_pass(stage: Stage, work: dict[str, Any], last: int) -> None:
    days = {"tijdelijk_werk_vanaf": on(60), "tijdelijk_werk_tot": on(last), "eerste_evaluatie": on(48 + 42)}
    assert stage.settle("teamleider", 48, "plan_van_aanpak", PLAN | work | days)


def test_temporary_work_that_goes_on_stays_within_thirteen_weeks_in_all(stage: Stage) -> None:
    """Verzuimprotocol 4.6.1: never more than 13 weeks, so an adjustment does not begin them anew."""
    first = OTHER_WORK | {"tijdelijk_werk_vanaf": on(60), "tijdelijk_werk_tot": on(60 + 41)}
    stage.settle_and_sign(48, "plan_van_aanpak", PLAN | first)
    evaluated = {"volgende_evaluatie": on(120)}
    more = ADJUSTED | evaluated | OTHER_WORK | {"tijdelijk_werk_vanaf": on(60 + 42), "tijdelijk_werk_tot": on(60 + 91)}
    with refused("periods_too_long", field="tijdelijk_werk_tot"):
        stage.settle("teamleider", 95, "bijstelling_plan_van_aanpak", more)
    later = {"tijdelijk_werk_vanaf": on(60 + 42 + 4), "tijdelijk_werk_tot": on(60 + 42 + 60)}
    assert stage.settle("teamleider", 95, "bijstelling_plan_van_aanpak", more | later)
    assert stage.settle("teamleider", 95, "bijstelling_plan_van_aanpak", more | {"tijdelijk_werk_tot": on(60 + 90)})


def test_in_the_last_weeks_of_temporary_work_an_adjustment_says_what_comes_after_it(stage: Stage) -> None:
    stage.settle_and_sign(
        48, "plan_van_aanpak", PLAN | TEMPORARY | {"tijdelijk_werk_vanaf": on(50), "tijdelijk_werk_tot": on(90)}
    )
    assert stage.settle("teamleider", 75, "bijstelling_plan_van_aanpak", ADJUSTED | {"volgende_evaluatie": on(100)})
    with refused("step_needs_answer", field="tijdelijk_werk"):
        stage.settle("teamleider", 76, "bijstelling_plan_van_aanpak", ADJUSTED | {"volgende_evaluatie": on(100)})
    stops = ADJUSTED | {"volgende_evaluatie": on(100), "tijdelijk_werk": "geen"}
    assert stage.settle("teamleider", 76, "bijstelling_plan_van_aanpak", stops)


DELAY = {"uitstel_vanaf": on(728), "uitstel_tot": on(728 + 90)}
ADVICE = {
    "spreekuur_datum": on(600),
    "verwachting": "eigen_werk",
    "verwachting_toelichting": "Volledig werk is in zicht.",
    "advies": "uitstel",
    "advies_toelichting": "Uitstel past bij de opbouw.",
}
REQUEST = {
    "reden": "De medewerker werkt bijna volledig.",
    "verwacht_resultaat": "Volledig aan het werk.",
    "advies_datum": on(600),
    "advies": "uitstel",
    "gevolgen_bekend": True,
}


def test_a_delay_of_the_wia_needs_the_advice_and_begins_where_the_waiting_time_ends(stage: Stage) -> None:
    """Verzuimprotocol 4.10: both ask it, with a written advice of the bedrijfsarts."""
    with refused("paper_needed_first"):
        stage.settle("teamleider", 601, "verzoek_uitstel_wia", REQUEST | DELAY)
    stage.settle("bedrijfsarts", 600, "advies_uitstel_wia", ADVICE | DELAY)
    with refused("day_of_step", field="uitstel_vanaf"):
        stage.settle("teamleider", 601, "verzoek_uitstel_wia", REQUEST | DELAY | {"uitstel_vanaf": on(700)})
    assert stage.settle("teamleider", 601, "verzoek_uitstel_wia", REQUEST | DELAY)


def test_the_wia_is_put_off_by_fifty_two_weeks_in_all(stage: Stage) -> None:
    stage.settle("bedrijfsarts", 600, "advies_uitstel_wia", ADVICE | DELAY)
    with refused("period_too_long", field="uitstel_tot"):
        stage.settle("teamleider", 601, "verzoek_uitstel_wia", REQUEST | DELAY | {"uitstel_tot": on(728 + 365)})
    stage.settle_and_sign(601, "verzoek_uitstel_wia", REQUEST | DELAY | {"uitstel_tot": on(728 + 182)})
    again = REQUEST | {"uitstel_vanaf": on(728 + 182)}
    with refused("periods_too_long", field="uitstel_tot"):
        stage.settle("teamleider", 700, "verzoek_uitstel_wia", again | {"uitstel_tot": on(728 + 365)})
    stage.settle_and_sign(700, "verzoek_uitstel_wia", again | {"uitstel_tot": on(728 + 364)})
    assert stage.seen_by("teamleider", 700).situation.delay == 364


def test_an_intervention_is_advised_with_what_it_is_and_costs(stage: Stage) -> None:
    advice = texts.week_13_values(stage.day(88)) | {"interventie_zinvol": "ja"}
    with refused("field_needed", field="voorgestelde_begeleiding"):
        stage.settle("re-integratiedeskundige", 88, "advies_re_integratiedeskundige", advice)


def test_a_plan_after_its_last_day_says_why(stage: Stage) -> None:
    with refused("late_unexplained", field="reden_later"):
        stage.plan(53)
    values = texts.plan_values(stage.day(53)) | {"reden_later": "De leidinggevende was een week afwezig."}
    stage.settle("teamleider", 53, "plan_van_aanpak", values)


def test_evaluations_come_one_a_round(stage: Stage) -> None:
    stage.plan()
    with refused("paper_too_early"):
        stage.settle("teamleider", 75, "periodieke_evaluatie", texts.evaluation_values(stage.day(75), 1))
    stage.settle_and_sign(80, "periodieke_evaluatie", texts.evaluation_values(stage.day(80), 1))
    with refused("paper_too_early"):
        stage.settle("teamleider", 80, "periodieke_evaluatie", texts.evaluation_values(stage.day(80), 2))


# Consults


def planned(stage: Stage, day: int, at: time = time(10), role: str = "arbo_secretariaat") -> int:
    actor = holder_of(stage.dossier_id, role, stage.day(42))
    assert actor
    return plan_consult(
        dossier_id=stage.dossier_id,
        actor=actor,
        now=stage.moment(42),
        day=stage.day(day),
        at=at,
        place="Spreekkamer 2",
        with_role="bedrijfsarts",
        values=texts.INVITATION,
    )


@pytest.mark.parametrize("role", ["arbo_secretariaat", "bedrijfsarts", "verzuimadviseur", "re_integratiedeskundige"])
def test_everyone_of_the_arbodienst_plans_consults(stage: Stage, role: str) -> None:
    planned(stage, 45, role=role)
    assert stage.newest("uitnodiging_consult").author_role == role


@pytest.mark.parametrize(
    ("day", "at", "code", "field"),
    [
        (41, time(10), "consult_in_past", "dag"),
        (42, time(9), "consult_in_past", "tijd"),
        (42 + 366, time(10), "consult_too_far", "dag"),
        (47, time(10), "consult_not_working_day", "dag"),
        (45, time(3), "consult_odd_hour", "tijd"),
        (45, time(20, 1), "consult_odd_hour", "tijd"),
    ],
)
def test_a_consult_that_nobody_can_mean_is_refused(stage: Stage, day: int, at: time, code: str, field: str) -> None:
    with refused(code, field=field):
        planned(stage, day, at)


def test_a_consult_is_planned_once(stage: Stage) -> None:
    planned(stage, 45)
    with refused("consult_double", field="tijd"):
        planned(stage, 45)
    planned(stage, 45, time(11))


def test_a_second_track_gets_no_day_beside_the_choice_for_the_first_alone(stage: Stage) -> None:
    """It begins unless return in the own organisation is in sight (Werkwijzer Poortwachter UWV): one of both."""
    stage.plan()
    begins = texts.FIRST_YEAR | {"spoor_2_vanaf": on(355 + 42)}
    with refused("field_contradicts", field="spoor_2_vanaf"):
        stage.settle("teamleider", 355, "eerstejaarsevaluatie", begins)
    assert stage.settle("teamleider", 355, "eerstejaarsevaluatie", begins | {"spoor": "spoor_1_en_2"})


def test_a_second_track_begins_within_six_weeks_of_the_first_year_evaluation(stage: Stage) -> None:
    """The step asks for it by then (Werkwijzer Poortwachter UWV): the paper cannot agree on a day after it."""
    stage.plan()
    late = texts.FIRST_YEAR | {"spoor": "spoor_1_en_2", "spoor_2_vanaf": on(355 + 43)}
    with refused("day_too_far", field="spoor_2_vanaf"):
        stage.settle("teamleider", 355, "eerstejaarsevaluatie", late)


def test_a_second_track_that_began_long_before_the_first_year_evaluation_gets_its_own_day(stage: Stage) -> None:
    """A bijstelling can choose it in month four: the dossier tells when it really began."""
    stage.plan()
    stage.settle_and_sign(355, "eerstejaarsevaluatie", texts.FIRST_YEAR | {"spoor": "spoor_1_en_2"})
    tick_step(**stage.who("teamleider", 356), key="tweede_spoor", round=1, on=stage.day(120))
    [found] = [one for one in stage.seen_by("teamleider", 356).steps if one.key == "tweede_spoor"]
    assert found.done_on == stage.day(120)
