"""The end of the two years: handing over, the receipt and the application."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.actions.file_earlier_paper import SentFile
from portal.actions.file_signed_paper import PenAnswer, file_signed_paper
from portal.actions.hand_over import confirm_receipt, hand_over
from portal.actions.mark_sent import mark_sent
from portal.actions.sign_paper import record_not_signed
from portal.rules.calendar import long_date
from portal.storage.database import connection
from tests.actions.recording import delayed, step
from tests.small_picture import png
from tests.staging import Stage, refused, set_stage, word_says


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Week 87: every paper is there; the employee has not signed the eindevaluatie yet."""
    found = set_stage(tmp_path, "near_the_end")
    with connection():
        yield found


@pytest.fixture
def complete(stage: Stage) -> Stage:
    """The same, with everything signed."""
    stage.sign("medewerker", 603, stage.newest("eindevaluatie").id)
    return stage


def over(stage: Stage, days: int = 612, *, accepts_gaps: bool = False) -> int:
    return hand_over(**stage.who("teamleider", days), note="Hierbij alle stukken.", accepts_gaps=accepts_gaps)


# Handing over


def test_the_letter_holds_the_inventory_in_the_order_of_uwv(complete: Stage) -> None:
    said = word_says(over(complete))
    assert [row["stuk"] for row in said["papier.inventaris"]] == [
        "Probleemanalyse",
        "Plan van aanpak",
        "Eerstejaarsevaluatie",
        "Actueel oordeel",
        "Eindevaluatie",
    ]
    plan = said["papier.inventaris"][1]
    assert plan["datum"] == complete.day(48).isoformat()
    assert plan["opgesteld_door"] == f"{complete.name('teamleider')}, leidinggevende"
    assert plan["ondertekend_door"] == f"{complete.name('medewerker')}, {complete.name('teamleider')}"
    assert said["toelichting"] == "Hierbij alle stukken."
    assert said["papier.ontbreekt"] == [
        {"stuk": "Niets", "toelichting": "Alle stukken van de werkgever en de bedrijfsarts zijn er."}
    ]


def test_the_inventory_says_who_did_not_sign(stage: Stage) -> None:
    last = stage.newest("eindevaluatie").id
    who = stage.who("teamleider", 609)
    record_not_signed(**who, paper_id=last, role="medewerker", reason="Gevraagd.", on=stage.day(609))
    said = word_says(over(stage))
    assert said["papier.inventaris"][4]["ondertekend_door"] == f"{stage.name('teamleider')}, niet door medewerker"


def test_the_inventory_has_the_scan_of_a_pen_behind_its_paper(stage: Stage) -> None:
    last = stage.newest("eindevaluatie").id
    file_signed_paper(
        **stage.who("teamleider", 605),
        paper_id=last,
        file=SentFile("scan.png", png(), no_medical_data=True),
        answers={"medewerker": PenAnswer("akkoord", stage.day(604))},
    )
    lines = word_says(over(stage))["papier.inventaris"]
    assert [line["nummer"] for line in lines] == ["1", "2", "3", "4", "5", "5a"]
    assert {name: said.replace("\N{NO-BREAK SPACE}", " ") for name, said in lines[5].items()} == {
        "nummer": "5a",
        "stuk": "Eindevaluatie, scan van het papier",
        "datum": stage.day(605).isoformat(),
        "opgesteld_door": f"Ingeleverd door {stage.name('teamleider')}",
        "ondertekend_door": f"{stage.name('medewerker')}, {long_date(stage.day(604))}",
    }


def test_the_inventory_says_who_signed_without_agreeing(stage: Stage) -> None:
    stage.sign("medewerker", 609, stage.newest("eindevaluatie").id, "gezien_niet_akkoord", "Ik had meer gekund.")
    signed = word_says(over(stage))["papier.inventaris"][4]["ondertekend_door"]
    assert signed == f"{stage.name('medewerker')} (gezien, niet akkoord), {stage.name('teamleider')}"


def test_the_letter_names_the_last_days_of_the_plan(complete: Stage) -> None:
    said = word_says(over(complete))
    days = {step.key: step.due_on.isoformat() for step in complete.seen_by("teamleider", 612).steps}
    assert said["papier.aanvraag_uiterlijk"] == days["wia_aanvraag"]
    assert said["papier.einde_wachttijd"] == days["einde_wachttijd"]


def test_an_incomplete_report_is_handed_over_only_on_purpose(stage: Stage) -> None:
    with refused("report_incomplete", field="onvolledig"):
        over(stage)
    said = word_says(over(stage, accepts_gaps=True))
    assert said["papier.ontbreekt"] == [
        {"stuk": "Eindevaluatie", "toelichting": "nog niet ondertekend door medewerker"}
    ]
    signed = said["papier.inventaris"][4]["ondertekend_door"]
    assert signed == f"{stage.name('teamleider')}, nog niet door medewerker"


@pytest.mark.asvs("2.3.1")
def test_nothing_is_handed_over_before_week_87(complete: Stage) -> None:
    opens = next(s.opens_on for s in complete.seen_by("teamleider", 603).steps if s.key == "wia_overdracht")
    days = (opens - complete.day(0)).days
    with refused("step_not_open"):
        over(complete, days - 1)
    over(complete, days)


def test_the_same_papers_are_handed_over_once(complete: Stage) -> None:
    over(complete)
    with refused("already_handed_over"):
        over(complete, 613)


def test_what_comes_later_is_handed_over_again(complete: Stage) -> None:
    first = over(complete)
    confirm_receipt(**complete.who("medewerker", 613))
    adjusted = {"reden": "Er kan meer.", "wijzigingen": "Meer uren.", "terugkeer_mogelijk": "ja"}
    complete.settle("bedrijfsarts", 615, "bijstelling_probleemanalyse", adjusted)
    # The plan has not followed that advice yet.
    second = over(complete, 616, accepts_gaps=True)
    row = complete.newest("wia_overdracht")
    assert (row.id, row.number, row.version) == (second, 2, 1)
    assert len(word_says(second)["papier.inventaris"]) == len(word_says(first)["papier.inventaris"]) + 1
    confirm_receipt(**complete.who("medewerker", 617))
    assert word_says(second)["ondertekening.medewerker.uitkomst"].startswith("Ontvangen op")


def test_a_delay_of_the_application_does_not_keep_back_what_came_after_the_hand_over(complete: Stage) -> None:
    """The term of the hand-over moves half a year on; what the employee should already have does not."""
    over(complete)
    delayed(complete, 613)
    adjusted = {"reden": "Er kan meer.", "wijzigingen": "Meer uren.", "terugkeer_mogelijk": "ja"}
    complete.settle("bedrijfsarts", 615, "bijstelling_probleemanalyse", adjusted)
    assert step(complete, "wia_overdracht", 616).opens_on > complete.day(700)
    assert step(complete, "aanvullen:wia_overdracht", 616).asked_on(complete.day(616))
    assert over(complete, 616, accepts_gaps=True)


@pytest.mark.parametrize(
    ("login", "code"),
    [
        ("medewerker", "Forbidden"),
        ("bedrijfsarts", "Forbidden"),
        ("afdelingshoofd", "Forbidden"),
        ("002018", "Invisible"),
    ],
)
def test_only_the_manager_hands_over(complete: Stage, login: str, code: str) -> None:
    with refused(code):
        hand_over(**complete.who(login, 612), note="", accepts_gaps=True)


# The receipt


def test_the_employee_confirms_with_a_date(complete: Stage) -> None:
    paper_id = over(complete)
    confirm_receipt(**complete.who("medewerker", 614))
    said = word_says(paper_id)
    assert said["ondertekening.medewerker.naam"] == complete.name("medewerker")
    assert said["ondertekening.medewerker.datum"] == complete.day(614).isoformat()
    step = next(s for s in complete.seen_by("medewerker", 614).steps if s.key == "ontvangst_bevestigen")
    assert step.state == "done"


@pytest.mark.asvs("2.3.1")
def test_there_is_no_receipt_before_the_hand_over(complete: Stage) -> None:
    with refused("not_handed_over"):
        confirm_receipt(**complete.who("medewerker", 612))


def test_a_receipt_is_given_once(complete: Stage) -> None:
    over(complete)
    confirm_receipt(**complete.who("medewerker", 613))
    with refused("step_done"):
        confirm_receipt(**complete.who("medewerker", 614))


def test_nobody_confirms_for_the_employee(complete: Stage) -> None:
    over(complete)
    with refused("Forbidden"):
        confirm_receipt(**complete.who("teamleider", 613))


# The application


def test_the_application_is_marked_as_sent(complete: Stage) -> None:
    mark_sent(**complete.who("medewerker", 640), on=complete.day(639))
    step = next(s for s in complete.seen_by("medewerker", 640).steps if s.key == "wia_aanvraag")
    assert (step.state, step.done_on) == ("done", complete.day(639))


@pytest.mark.parametrize(
    ("days", "on", "code"),
    [(640, 641, "day_in_future"), (640, -1, "day_before_first_sick_day"), (640, 500, "step_not_open")],
)
def test_a_day_that_cannot_be_right_is_refused(complete: Stage, days: int, on: int, code: str) -> None:
    with refused(code, field="op"):
        mark_sent(**complete.who("medewerker", days), on=complete.day(on))


def test_the_application_is_sent_once_and_by_the_employee(complete: Stage) -> None:
    with refused("Forbidden"):
        mark_sent(**complete.who("teamleider", 640), on=complete.day(640))
    mark_sent(**complete.who("medewerker", 640), on=complete.day(640))
    with refused("step_done"):
        mark_sent(**complete.who("medewerker", 641), on=complete.day(641))
