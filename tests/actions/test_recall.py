"""Recalling a paper with health data: it opens for nobody, the plan stands, and it is made again."""

import io
import zipfile
from datetime import timedelta

import pytest

from portal.actions.continue_in_word import bring_back, take_along
from portal.actions.correct_fact import withdraw_fact
from portal.actions.download_packet import download_packet
from portal.actions.hand_over import report_papers
from portal.actions.recall_paper import recall_paper
from portal.actions.start_paper import papers_beside
from portal.demonstration import texts
from portal.rules.errors import Forbidden, Invisible, Rejected
from portal.rules.step import Step
from portal.storage.catalogue import catalogue
from portal.storage.database import rows
from portal.storage.reading.papers import file_of, files_of, paper, rendering_of
from portal.storage.reading.word_copies import copies_of, copy, received_file
from tests.staging import FIRST, Stage

KIND = "plan_van_aanpak"
PLAN = texts.plan_values(FIRST + timedelta(days=48))
WHY = "De derde zin bij het doel hoort hier niet."


@pytest.fixture
def plan(stage: Stage) -> int:
    """A plan van aanpak of day 48 that both signed."""
    return stage.plan()


def recall(stage: Stage, paper_id: int, login: str = "hrm-adviseur", days: int = 50, reason: str = WHY) -> int:
    return recall_paper(**stage.who(login, days), paper_id=paper_id, reason=reason)


def step(stage: Stage, key: str, days: int = 51) -> Step | None:
    return next((one for one in stage.seen_by("teamleider", days).steps if one.key == key), None)


def test_nothing_is_left_to_read_of_it(stage: Stage, plan: int) -> None:
    assert file_of(plan)
    recall(stage, plan)
    row = paper(plan)
    assert row
    assert row.recalled_at == stage.moment(50)
    assert (row.values, file_of(plan), files_of(plan), rendering_of(plan)) == ({}, None, (), None)
    seen = stage.seen_by("teamleider", 51)
    assert plan not in {one.id for one in report_papers(seen)}
    assert plan not in {one.id for one in papers_beside(seen, catalogue()["periodieke_evaluatie"])}
    with zipfile.ZipFile(io.BytesIO(download_packet(**stage.who("teamleider", 51)))) as packet:
        assert not any("plan" in name.lower() for name in packet.namelist())


def test_the_plan_stands_and_its_writer_is_asked_to_make_it_again(stage: Stage, plan: int) -> None:
    before = {(s.key, s.round): s.due_on for s in stage.seen_by("teamleider", 50).steps}
    recall(stage, plan)
    seen = stage.seen_by("teamleider", 51)
    assert {(s.key, s.round): s.due_on for s in seen.steps}.items() >= before.items()
    again = step(stage, f"opnieuw_maken:{KIND}")
    assert again
    assert (again.owner, again.state, again.paper) == ("leidinggevende", "open", KIND)
    assert (KIND, "teruggeroepen") in {(gap.place, gap.lack) for gap in seen.meter.gaps}


def test_the_new_version_replaces_it_keeps_its_day_and_is_signed_anew(stage: Stage, plan: int) -> None:
    recall(stage, plan)
    evaluation = step(stage, "periodieke_evaluatie")
    new = stage.settle("teamleider", 55, KIND, PLAN)
    row = stage.newest(KIND)
    assert (row.id, row.number, row.version) == (new, 1, 2)
    state = next(p for p in stage.seen_by("teamleider", 55).situation.papers if p.paper == new)
    assert state.unsigned == ("medewerker", "leidinggevende")
    for login in ("teamleider", "medewerker"):
        stage.sign(login, 56, new)
    later = step(stage, "periodieke_evaluatie", 57)
    assert evaluation
    assert later
    assert later.due_on == evaluation.due_on
    again = step(stage, f"opnieuw_maken:{KIND}", 57)
    assert again
    assert again.done_on == stage.day(55)
    assert not [gap for gap in stage.seen_by("teamleider", 57).meter.gaps if gap.place == KIND]
    with pytest.raises(Rejected, match="paper_settled"):
        stage.settle("teamleider", 57, KIND, PLAN)


def test_nobody_signs_it_any_more(stage: Stage) -> None:
    plan = stage.settle("teamleider", 48, KIND, PLAN)
    recall(stage, plan, "medewerker", 49)
    assert step(stage, f"ondertekenen:{KIND}:medewerker", 49) is None
    with pytest.raises(Rejected, match="paper_recalled"):
        stage.sign("medewerker", 49, plan)


def test_earlier_versions_go_with_it_and_later_ones_stay(stage: Stage) -> None:
    first = stage.settle("teamleider", 48, KIND, PLAN)
    second = stage.settle("teamleider", 49, KIND, PLAN)
    recall(stage, second)
    assert file_of(first) is None
    third = stage.settle("teamleider", 51, KIND, PLAN)
    assert file_of(third)
    assert file_of(second) is None


def test_only_readers_of_the_kind_recall_it_and_they_say_why(stage: Stage, plan: int) -> None:
    with pytest.raises(Forbidden):
        recall(stage, plan, "personele-dienst")
    with pytest.raises(Invisible):
        recall(stage, stage.newest("probleemanalyse").id, "hrm-adviseur")
    with pytest.raises(Rejected, match="field_empty"):
        recall(stage, plan, reason="  ")
    recall(stage, plan)
    with pytest.raises(Rejected, match="paper_recalled"):
        recall(stage, plan, "medewerker")


def test_who_made_a_mistake_gives_it_back_and_nobody_else(stage: Stage, plan: int) -> None:
    said = file_of(plan)
    seq = recall(stage, plan)
    with pytest.raises(Forbidden):
        withdraw_fact(**stage.who("teamleider", 51), seq=seq, reason="Valt mee.")
    withdraw_fact(**stage.who("hrm-adviseur", 51), seq=seq, reason="Verkeerde stuk.")
    assert file_of(plan) == said
    assert step(stage, f"opnieuw_maken:{KIND}", 52) is None
    seq = recall(stage, plan, days=53)
    stage.settle("teamleider", 54, KIND, PLAN)
    with pytest.raises(Rejected, match="recall_answered"):
        withdraw_fact(**stage.who("hrm-adviseur", 55), seq=seq, reason="Toch niet.")


def test_what_was_taken_to_word_of_it_is_closed_too(stage: Stage) -> None:
    who = {**stage.who("teamleider", 47), "kind": KIND}
    taken = take_along(**who)
    received = bring_back(**who, file_name="plan.docx", content=taken.content)
    assert received_file(received)
    plan = stage.settle("teamleider", 48, KIND, PLAN)
    recall(stage, plan)
    assert received_file(received) is None
    assert copy(taken.id) is None
    assert copies_of(stage.dossier_id, KIND)
    file = rows("SELECT content FROM paper_file WHERE paper_id = ?", plan)
    assert file, "it stays where it was, sealed"
