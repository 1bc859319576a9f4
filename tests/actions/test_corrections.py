"""Correcting and withdrawing: what may not be recorded may not be made of a correction either."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.actions.correct_fact import correct_fact, withdraw_fact
from portal.actions.record_contact import record_contact
from portal.actions.report_to_uwv import report_to_uwv
from portal.actions.tick_step import tick_step
from portal.storage.database import connection
from portal.storage.reading.facts import facts_of
from portal.storage.reading.steps import steps_of
from tests.staging import FIRST, Stage, refused, set_stage

DAY = timedelta(days=1)


def newest(stage: Stage, kind: str) -> int:
    return max(fact.seq for fact in facts_of(stage.dossier_id) if fact.kind == kind)


@pytest.fixture
def sick(tmp_path: Path) -> Iterator[Stage]:
    stage = set_stage(tmp_path, "sick")
    with connection():
        yield stage


@pytest.fixture
def analysed(tmp_path: Path) -> Iterator[Stage]:
    stage = set_stage(tmp_path, "analysed")
    with connection():
        yield stage


@pytest.fixture
def contact(sick: Stage) -> Stage:
    record_contact(
        dossier_id=sick.dossier_id,
        actor=sick.ids["teamleider"],
        now=sick.moment(3),
        on=FIRST + 3 * DAY,
        way="telefoon",
        note="Gebeld over het werk.",
    )
    return sick


def corrected(stage: Stage, kind: str, on: date, days: int = 5, **changes: str) -> Callable[[], int]:
    return lambda: correct_fact(
        dossier_id=stage.dossier_id,
        seq=newest(stage, kind),
        actor=stage.ids["teamleider"],
        now=stage.moment(days),
        on=on,
        changes=changes,
        reason="Verkeerd ingevuld.",
    )


def test_a_contact_stays_within_the_absence(contact: Stage) -> None:
    with refused("day_before_first_sick_day"):
        corrected(contact, "contact", FIRST - DAY)()
    with refused("day_in_future"):
        corrected(contact, "contact", FIRST + 9 * DAY)()
    with refused("field_empty"):
        corrected(contact, "contact", FIRST + 2 * DAY, verslag=" ")()
    with refused("choice_unknown"):
        corrected(contact, "contact", FIRST + 2 * DAY, wijze="postduif")()
    corrected(contact, "contact", FIRST + 2 * DAY, wijze="huisbezoek")()
    fact = facts_of(contact.dossier_id)[-1]
    assert (fact.on, fact.data["wijze"], fact.data["verslag"]) == (
        FIRST + 2 * DAY,
        "huisbezoek",
        "Gebeld over het werk.",
    )


def test_a_ziekmelding_keeps_its_order(sick: Stage) -> None:
    told = FIRST.isoformat()
    with refused("sick_after_report"):
        corrected(sick, "ziekmelding", FIRST + DAY, gemeld_op=told)()
    with refused("day_in_future"):
        corrected(sick, "ziekmelding", FIRST, gemeld_op="2099-01-01")()
    with refused("sick_long_ago"):
        corrected(sick, "ziekmelding", date(1026, 1, 1))()
    corrected(sick, "ziekmelding", FIRST - 3 * DAY)()
    analysis = next(s for s in steps_of(sick.dossier_id) if s.key == "probleemanalyse")
    assert analysis.due_on == FIRST + 39 * DAY


def test_a_wrong_ziekmelding_can_be_withdrawn_while_there_are_no_papers(sick: Stage) -> None:
    withdraw_fact(
        dossier_id=sick.dossier_id,
        seq=newest(sick, "ziekmelding"),
        actor=sick.ids["teamleider"],
        now=sick.moment(1),
        reason="Het was een collega.",
    )
    assert steps_of(sick.dossier_id) == ()


def test_once_there_are_papers_the_ziekmelding_stays(analysed: Stage) -> None:
    with refused("no_report_left"):
        withdraw_fact(
            dossier_id=analysed.dossier_id,
            seq=newest(analysed, "ziekmelding"),
            actor=analysed.ids["teamleider"],
            now=analysed.moment(60),
            reason="Toch niet.",
        )


def test_a_step_is_not_done_long_before_it_opens(sick: Stage) -> None:
    with refused("step_not_open"):
        report_to_uwv(
            dossier_id=sick.dossier_id,
            actor=sick.ids["personele-dienst"],
            now=sick.moment(5),
            on=FIRST + 5 * DAY,
            reference="42-1",
        )
    with refused("step_not_open"):
        tick_step(
            dossier_id=sick.dossier_id,
            actor=sick.ids["personele-dienst"],
            now=sick.moment(5),
            key="bericht_bezoldiging",
            round=1,
            on=FIRST + 5 * DAY,
        )
