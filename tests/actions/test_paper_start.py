"""Beginning a paper: what stands in the form at first, what lies beside it, and the employee's own words."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from portal.actions.ask_arbodienst import ask_arbodienst
from portal.actions.give_view import give_view
from portal.actions.keep_draft import keep_draft
from portal.actions.start_paper import own_words, papers_beside, start_values
from portal.actions.word_forms import delivered_form, unfinished
from portal.demonstration import texts
from portal.storage.catalogue import catalogue
from portal.storage.database import connection
from portal.storage.reading.papers import draft
from tests.staging import FIRST, Stage, refused, set_stage, word_says

PLAN = texts.plan_values(FIRST + timedelta(days=48))


@pytest.fixture
def sick(tmp_path: Path) -> Iterator[Stage]:
    found = set_stage(tmp_path, "sick")
    with connection():
        yield found


def test_a_plan_begins_with_the_advice_to_answer(stage: Stage) -> None:
    values = start_values(stage.seen_by("teamleider", 40), catalogue()["plan_van_aanpak"])
    assert list(values) == ["adviezen"]
    assert [row["advies"] for row in values["adviezen"]] == [row["advies"] for row in texts.ANALYSIS_ADVICE]
    assert {row["antwoord"] for row in values["adviezen"]} == {""}


@pytest.mark.parametrize("kind", ["eerstejaarsevaluatie", "bijstelling_plan_van_aanpak"])
@pytest.mark.parametrize(("days", "taken_over"), [(100, True), (48 + 140, True), (48 + 141, False)])
def test_the_last_day_of_the_goal_is_taken_over_until_it_has_passed(
    stage: Stage, kind: str, days: int, taken_over: bool
) -> None:
    stage.settle("teamleider", 48, "plan_van_aanpak", PLAN)
    values = start_values(stage.seen_by("teamleider", days), catalogue()[kind])
    assert values["doel"] == "eigen_functie"
    assert (values.get("doel_termijn") == PLAN["doel_termijn"]) == taken_over


def test_an_answer_begins_with_the_question_and_the_day_on_which_it_was_asked(stage: Stage) -> None:
    asked = {"vraag": "Wat kan de medewerker?", "gericht_aan": "bedrijfsarts"}
    ask_arbodienst(**stage.who("teamleider", 44), values=asked, follow_up="bedrijfsarts")
    values = start_values(stage.seen_by("bedrijfsarts", 47), catalogue()["advies_arbodienst"])
    assert (values["vraag"], values["vraag_datum"]) == (asked["vraag"], stage.day(44).isoformat())


def test_an_evaluation_looks_back_on_the_newest_agreements(stage: Stage) -> None:
    stage.plan()
    kind = catalogue()["periodieke_evaluatie"]
    first = start_values(stage.seen_by("teamleider", 60), kind)
    assert "Alleen schrijfwerk en nakijken van stukken (Medewerker, Vanaf volgende week)" in [
        row["afspraak"] for row in first["terugblik"]
    ]
    assert len(first["terugblik"]) == 3
    stage.settle_and_sign(89, "periodieke_evaluatie", texts.evaluation_values(stage.day(89), 1))
    second = start_values(stage.seen_by("teamleider", 90), kind)
    assert second["terugblik"] == [
        {"afspraak": "Twee uur per week erbij (Medewerker, Na twee weken)", "stand": "", "toelichting": ""}
    ]
    assert second["spoor"] == "spoor_1"
    assert "zienswijze_medewerker" not in second


def test_an_adjustment_begins_with_the_goal_and_with_advice_that_no_plan_answered(stage: Stage) -> None:
    stage.plan()
    kind = catalogue()["bijstelling_plan_van_aanpak"]
    values = start_values(stage.seen_by("teamleider", 60), kind)
    assert values["doel"] == "eigen_functie"
    assert not {"adviezen", "reden"} & values.keys()
    advice = {"advies": "Werk drie ochtenden thuis", "wie": "Medewerker", "termijn": "Zes weken"}
    changed = {
        "reden": "Na het spreekuur",
        "wijzigingen": "Meer thuis",
        "terugkeer_mogelijk": "ja",
        "adviezen": [advice],
    }
    stage.settle("bedrijfsarts", 61, "bijstelling_probleemanalyse", changed)
    again = start_values(stage.seen_by("teamleider", 62), kind)
    assert again["adviezen"] == [{"advies": advice["advies"], "antwoord": "", "toelichting": ""}]


def test_an_adjustment_leaves_standing_what_was_agreed_before(stage: Stage) -> None:
    stage.plan()
    kind = catalogue()["bijstelling_plan_van_aanpak"]
    before = [row["afspraak"] for row in start_values(stage.seen_by("teamleider", 60), kind)["terugblik"]]
    adjusted = {
        "aanleiding": "gewijzigde_situatie",
        "reden": "De werkplek ligt dichterbij.",
        "doel_gewijzigd": "nee",
        "spoor": "spoor_1",
        "afspraken": [{"groep": "", "wat": "Drie halve dagen", "wie": "Medewerker", "wanneer": "Vanaf maandag"}],
        "volgende_evaluatie": stage.day(89).isoformat(),
        "zienswijze_medewerker": "Prima.",
        "zienswijze_werkgever": "Prima.",
    }
    stage.settle_and_sign(60, kind.key, adjusted)
    after = [row["afspraak"] for row in start_values(stage.seen_by("teamleider", 61), kind)["terugblik"]]
    assert after == [*before, "Drie halve dagen (Medewerker, Vanaf maandag)"]


def test_the_own_draft_goes_before_everything_and_is_nobody_elses(stage: Stage) -> None:
    kind = catalogue()["plan_van_aanpak"]
    half = {"doel": "eigen_functie", "doel_termijn": "30-02"}
    keep_draft(**stage.who("teamleider", 45), kind=kind.key, values=half)
    begun = start_values(stage.seen_by("teamleider", 46), kind)
    assert {name: begun[name] for name in half} == half
    assert begun.keys() - half.keys() == {"adviezen"}
    assert draft(stage.dossier_id, kind.key, stage.ids["medewerker"]) is None
    stage.settle("teamleider", 48, kind.key, PLAN)
    assert draft(stage.dossier_id, kind.key, stage.ids["teamleider"]) is None


def test_a_new_version_begins_with_what_the_last_one_says(stage: Stage) -> None:
    kind = catalogue()["plan_van_aanpak"]
    stage.settle("teamleider", 48, kind.key, PLAN)
    dossier = stage.seen_by("teamleider", 49)
    assert start_values(dossier, kind) == PLAN
    waiting = unfinished(dossier, kind.key)
    assert waiting
    assert waiting.version == 1


def test_what_is_saved_by_itself_after_settling_is_not_kept(stage: Stage) -> None:
    seen = stage.seen_by("teamleider", 48).situation.last_seq
    stage.settle("teamleider", 48, "plan_van_aanpak", PLAN)
    with refused("Changed"):
        keep_draft(**stage.who("teamleider", 48), kind="plan_van_aanpak", values=PLAN, seen=seen)


def test_the_newest_papers_lie_beside_the_form(stage: Stage) -> None:
    beside = papers_beside(stage.seen_by("teamleider", 48), catalogue()["plan_van_aanpak"])
    assert [row.kind for row in beside] == ["probleemanalyse", "probleemanalyse_intake"]


# The employee's own words


VIEW = {"zienswijze_medewerker": "Ik wil terug, maar rustig."}


def test_the_employees_own_words_go_before_what_the_manager_wrote(stage: Stage) -> None:
    give_view(**stage.who("medewerker", 47), kind="plan_van_aanpak", values=VIEW)
    assert (
        own_words(stage.seen_by("teamleider", 48), catalogue()["plan_van_aanpak"], delivered_form("plan_van_aanpak"))
        == VIEW
    )
    paper_id = stage.settle("teamleider", 48, "plan_van_aanpak", PLAN | {"zienswijze_medewerker": "Alles is prima."})
    assert word_says(paper_id)["zienswijze_medewerker"] == VIEW["zienswijze_medewerker"]


def test_the_own_words_hold_for_a_new_version_and_not_for_the_next_paper(stage: Stage) -> None:
    stage.plan()
    kind = "periodieke_evaluatie"
    give_view(**stage.who("medewerker", 80), kind=kind, values=VIEW)
    for days in (88, 89):
        values = texts.evaluation_values(stage.day(days), 1) | {"zienswijze_medewerker": "Prima."}
        paper_id = stage.settle("teamleider", days, kind, values)
        assert word_says(paper_id)["zienswijze_medewerker"] == VIEW["zienswijze_medewerker"]
    stage.sign("medewerker", 89, paper_id)
    stage.sign("teamleider", 89, paper_id)
    assert own_words(stage.seen_by("teamleider", 90), catalogue()[kind], delivered_form(kind)) == {}
    third = stage.settle("teamleider", 130, kind, texts.evaluation_values(stage.day(130), 2))
    assert word_says(third)["zienswijze_medewerker"] == "Het tempo past bij mij. Ik wil het zo houden."


def test_a_view_can_be_taken_back(stage: Stage) -> None:
    give_view(**stage.who("medewerker", 47), kind="plan_van_aanpak", values=VIEW)
    give_view(**stage.who("medewerker", 47), kind="plan_van_aanpak", values={"zienswijze_medewerker": " "})
    assert draft(stage.dossier_id, "plan_van_aanpak", stage.ids["medewerker"]) is None


def test_the_employee_writes_nothing_but_the_own_view(stage: Stage) -> None:
    with refused("field_unknown", field="doel"):
        give_view(**stage.who("medewerker", 47), kind="plan_van_aanpak", values=VIEW | {"doel": "andere_functie"})


@pytest.mark.parametrize(
    ("login", "kind", "code"),
    [
        ("teamleider", "plan_van_aanpak", "Forbidden"),
        ("bedrijfsarts", "plan_van_aanpak", "Forbidden"),
        ("medewerker", "probleemanalyse_intake", "Forbidden"),
        ("medewerker", "oordeel_werknemer", "Forbidden"),
        ("medewerker", "liefdesbrief", "Invisible"),
        ("002018", "plan_van_aanpak", "Invisible"),
    ],
)
def test_nobody_else_gives_the_employees_view(stage: Stage, login: str, kind: str, code: str) -> None:
    with refused(code):
        give_view(**stage.who(login, 47), kind=kind, values=VIEW)


def test_after_settling_the_view_is_given_at_signing(stage: Stage) -> None:
    stage.settle("teamleider", 48, "plan_van_aanpak", PLAN)
    with refused("view_at_signing"):
        give_view(**stage.who("medewerker", 49), kind="plan_van_aanpak", values=VIEW)


def test_a_view_on_a_paper_that_is_not_asked_for_is_refused(sick: Stage) -> None:
    with refused("step_waits"):
        give_view(**sick.who("medewerker", 40), kind="plan_van_aanpak", values=VIEW)
