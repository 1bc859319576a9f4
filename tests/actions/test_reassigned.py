"""The arbodienst hands a dossier to a colleague with the same function, from a day; the chart respects that."""

import pytest

from portal.actions.ask_arbodienst import ask_arbodienst
from portal.actions.correct_fact import withdraw_fact
from portal.actions.manage_account import end_appointment
from portal.actions.record import record
from portal.rules.errors import Invisible
from portal.storage.database import rows
from portal.storage.reading.facts import facts_of
from portal.storage.reading.involvements import people_of, roles_of
from portal.storage.reading.steps import inbox
from portal.storage.writing.involvements import derive_all
from tests.staging import Stage, refused

OTHER = "d.vanloon@arbodienst.example"
ORGANISATION = "Provincie Waterland"


def hand(
    stage: Stage,
    days: int,
    begin: int,
    who: str = OTHER,
    login: str = "arbo-secretariaat",
    function: str = "bedrijfsarts",
) -> int:
    answers = {"functie": function, "persoon": who}
    return record(**stage.who(login, days), kind="arbo_overgedragen", on=stage.day(begin), answers=answers)


def doctors(stage: Stage, days: int) -> set[str]:
    return {row.name for row in people_of(stage.dossier_id, stage.day(days)) if row.role == "bedrijfsarts"}


def derive(stage: Stage, days: int) -> int:
    [(organisation,)] = rows("SELECT organisation_id FROM dossier")
    return derive_all(organisation, stage.day(days))


@pytest.mark.parametrize("begin", [45, 50])
def test_there_is_one_bedrijfsarts_on_every_day(stage: Stage, begin: int) -> None:
    facts = len(facts_of(stage.dossier_id))
    hand(stage, 45, begin)
    for days in range(43, 60):
        expected = {"Dirk-Pieter van Loon"} if days >= begin else {"Maaike Hoekstra"}
        assert doctors(stage, days) == expected, days
    assert len(facts_of(stage.dossier_id)) == facts + 1, "the dossier keeps its history"


@pytest.mark.parametrize("begin", [45, 50])
def test_a_change_of_the_chart_leaves_it_so(stage: Stage, begin: int) -> None:
    hand(stage, 45, begin)
    for days in (45, 47, 50, 70):
        derive(stage, days)
        assert derive(stage, days) == 0
    for days in range(43, 75):
        assert doctors(stage, days) == ({"Dirk-Pieter van Loon"} if days >= begin else {"Maaike Hoekstra"}), days


def test_the_open_steps_go_along_and_the_old_one_sees_nothing_more(stage: Stage) -> None:
    asked = {"gericht_aan": "bedrijfsarts", "vraag": "Wat kan?"}
    ask_arbodienst(**stage.who("teamleider", 44), values=asked, follow_up="bedrijfsarts")
    before = {task.step.key for task in inbox(stage.ids["bedrijfsarts"], stage.day(300)).tasks if task.mine}
    hand(stage, 45, 45, login="bedrijfsarts")
    after = {task.step.key for task in inbox(stage.ids["bedrijfsarts2"], stage.day(300)).tasks if task.mine}
    assert after >= before
    assert before
    with pytest.raises(Invisible):
        stage.seen_by("bedrijfsarts", 45)


def test_who_loses_the_function_loses_the_dossier_and_it_goes_back_to_the_chart(stage: Stage) -> None:
    hand(stage, 45, 45)
    end_appointment(login="bedrijfsarts2", organisation=ORGANISATION, role="bedrijfsarts", today=stage.day(60))
    assert roles_of(stage.ids["bedrijfsarts2"], stage.dossier_id, stage.day(59)) == {"bedrijfsarts"}
    assert doctors(stage, 60) == {"Maaike Hoekstra"}
    stage.settle("bedrijfsarts", 62, "advies_arbodienst", {"vraag": "Wat kan?", "antwoord": "Halve dagen."})
    assert doctors(stage, 62) == {"Maaike Hoekstra"}


def test_it_is_handed_back_and_withdrawn(stage: Stage) -> None:
    hand(stage, 45, 45)
    hand(stage, 50, 50, "m.hoekstra@arbodienst.example", "bedrijfsarts2")
    assert doctors(stage, 49) == {"Dirk-Pieter van Loon"}
    assert doctors(stage, 50) == {"Maaike Hoekstra"}
    wrong = hand(stage, 60, 65)
    withdraw_fact(**stage.who("arbo-secretariaat", 61), seq=wrong, reason="Toch niet")
    assert doctors(stage, 66) == {"Maaike Hoekstra"}


@pytest.mark.parametrize(
    ("who", "function", "code"),
    [
        (OTHER, "verzuimadviseur", "arbo_of_other_function"),
        ("001117", "bedrijfsarts", "arbo_of_other_function"),
        ("m.hoekstra@arbodienst.example", "bedrijfsarts", "arbo_already"),
        ("002011", "bedrijfsarts", "colleague_is_medewerker"),
    ],
)
def test_who_cannot_take_it_over(stage: Stage, who: str, function: str, code: str) -> None:
    with refused(code, field="persoon"):
        hand(stage, 45, 45, who, function=function)


def test_the_day_and_who_may(stage: Stage) -> None:
    with refused("day_passed", field="op"):
        hand(stage, 45, 44)
    with refused("day_too_far_ahead", field="op"):
        hand(stage, 45, 106)
    for login in ("medewerker", "teamleider", "verzuimadviseur", "hrm-adviseur"):
        with refused("Forbidden"):
            hand(stage, 45, 45, login=login)
