"""Take a paper along to Word, bring it back and take over, without pages: what is stored and what is refused."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import product
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from portal.actions.continue_in_word import bring_back, take_along
from portal.actions.give_view import give_view
from portal.actions.keep_draft import keep_draft
from portal.actions.take_over import Comparison, compare, take_over
from portal.demonstration import texts
from portal.documents.reading import read
from portal.rules.errors import Changed, PortalError
from portal.rules.papers import LONGEST_TEXT, MOST_ROWS
from portal.storage.catalogue import catalogue
from portal.storage.database import connection
from portal.storage.hashing import sha256
from portal.storage.reading.papers import draft, file_of
from portal.storage.reading.word_copies import copies_of, copy, received_file
from tests.actions.recording import casemanager
from tests.staging import FIRST, Stage, contents, refused, set_stage
from tests.word_editing import WordFile

KIND = "plan_van_aanpak"
PLAN = texts.plan_values(FIRST + timedelta(days=48))


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """The manager has a draft of the plan."""
    found = set_stage(tmp_path, "analysed")
    with connection():
        keep_draft(**found.who("teamleider", 48), kind=KIND, values=PLAN)
        yield found


def along(stage: Stage, kind: str = KIND, login: str = "teamleider", days: int = 48) -> bytes:
    return take_along(**stage.who(login, days), kind=kind).content


def back(stage: Stage, data: bytes, kind: str = KIND, login: str = "teamleider", days: int = 48) -> int:
    return bring_back(**stage.who(login, days), kind=kind, file_name="terug.docx", content=data)


def compared(stage: Stage, received_id: int, days: int = 48) -> Comparison:
    return compare(stage.seen_by("teamleider", days), KIND, received_id)


def taken(stage: Stage, received_id: int, accepted: set[str] | None = None, **more: Any) -> int:
    found = compared(stage, received_id)
    keys = {one.key for one in found.differences} if accepted is None else accepted
    given = {"answers": {}, "seen": found.seen} | more
    return take_over(**stage.who("teamleider", 48), kind=KIND, received_id=received_id, accepted=keys, **given)


def kept(stage: Stage, login: str = "teamleider", kind: str = KIND) -> Any:
    return draft(stage.dossier_id, kind, stage.ids[login])


# Taking along


def test_each_copy_is_kept_as_it_was_given_out(stage: Stage) -> None:
    first = take_along(**stage.who("teamleider", 48), kind=KIND)
    keep_draft(**stage.who("teamleider", 48), kind=KIND, values=PLAN | {"doel_toelichting": "Anders."})
    second = take_along(**stage.who("teamleider", 49), kind=KIND)
    assert [one.id for one in copies_of(stage.dossier_id, KIND)] == [second.id, first.id]
    assert (first.number, first.version, first.template_sha256) == (1, 1, second.template_sha256)
    assert read(first.content)["doel_toelichting"] == PLAN["doel_toelichting"]
    assert copy(second.id) == second
    assert read(second.content)["doel_toelichting"] == "Anders."


def test_taking_along_without_a_draft_begins_one_with_what_the_form_shows(stage: Stage) -> None:
    data = along(stage, "gespreksverslag")
    assert read(data)["medewerker.naam"] == stage.name("medewerker")
    assert kept(stage, kind="gespreksverslag") == {}


@pytest.mark.parametrize("kind", ["probleemanalyse", "eindevaluatie", "wia_overdracht", "boodschappen"])
def test_what_someone_may_not_write_now_cannot_be_taken_along(stage: Stage, kind: str) -> None:
    code = {"probleemanalyse": "Forbidden", "wia_overdracht": "Forbidden", "boodschappen": "Invisible"}
    with refused(code.get(kind, "paper_too_early")):
        along(stage, kind)


def test_the_employee_can_take_neither_the_managers_paper_along_nor_bring_it_back(stage: Stage) -> None:
    data = along(stage)
    with refused("Forbidden"):
        along(stage, login="medewerker")
    with refused("Forbidden"):
        back(stage, data, login="medewerker")


def test_a_draft_that_no_form_could_hold_can_still_be_taken_along(stage: Stage) -> None:
    odd = {"doel": "geen", "doel_termijn": "straks", "adviezen": [{"advies": "Bel"}, {}, "?"], "weg": 1}
    keep_draft(**stage.who("teamleider", 48), kind=KIND, values=odd)
    values = read(along(stage))
    assert (values["doel"], values["doel_termijn"]) == ("", "")
    assert values["adviezen"][0] == {"advies": "Bel", "antwoord": "", "toelichting": ""}


EVERYONE = ("teamleider", "medewerker", "bedrijfsarts", "verzuimadviseur", "re-integratiedeskundige")


@pytest.mark.parametrize("controls", [True, False], ids=["with its fields", "without any field"])
def test_every_kind_of_paper_comes_back_as_it_went(tmp_path: Path, controls: bool) -> None:
    stage = set_stage(tmp_path, "near_the_end")
    gone: set[str] = set()
    with connection():
        for login, kind in product(EVERYONE, catalogue()):
            try:
                data = along(stage, kind, login, days=606)
            except PortalError:
                continue
            received_id = back(stage, WordFile(data).saved(controls=controls), kind, login, days=606)
            found = compare(stage.seen_by(login, 606), kind, received_id)
            told = (found.differences, found.unreadable, found.not_taken, found.reading.strays, found.unnamed)
            assert told == ((), (), (), (), False), (kind, login)
            gone.add(kind)
    assert {"eindevaluatie", "oordeel_werknemer", "gespreksverslag", "advies_arbodienst"} <= gone
    assert len(gone) >= 8


# Bringing back


def test_a_file_is_kept_untouched_with_its_hash_and_the_copy_it_was(stage: Stage) -> None:
    first = take_along(**stage.who("teamleider", 48), kind=KIND)
    take_along(**stage.who("teamleider", 49), kind=KIND)
    data = WordFile(first.content).write("doel_toelichting", "Anders.").saved()
    found = received_file(back(stage, data, days=49))
    assert found is not None
    assert (found.content, found.sha256, found.copy.id) == (data, sha256(data), first.id)
    assert (found.file_name, found.taken_over_at) == ("terug.docx", None)


def test_a_refused_file_is_not_kept(stage: Stage) -> None:
    half = along(stage)[:4000]
    with refused("not_a_docx", field="bestand"):
        back(stage, b"%PDF-1.7")
    with refused("file_damaged", field="bestand"):
        back(stage, half)
    assert contents()["received_file"] == 0


def test_the_file_of_an_earlier_evaluation_is_not_taken_for_the_next_one(tmp_path: Path) -> None:
    """Its dossier, kind and version are the same: only the moment when it was made tells them apart."""
    stage = set_stage(tmp_path, "analysed")
    with connection():
        stage.plan()
        old_copy = along(stage, "periodieke_evaluatie", days=90)
        paper_id = stage.settle_and_sign(90, "periodieke_evaluatie", texts.evaluation_values(stage.day(90), 1))
        from_paper = read_paper_file(paper_id)
        new_copy = along(stage, "periodieke_evaluatie", days=132)
        for old in (old_copy, from_paper):
            with refused("word_older_version", field="bestand"):
                back(stage, old, "periodieke_evaluatie", days=132)
        assert back(stage, new_copy, "periodieke_evaluatie", days=132)


def read_paper_file(paper_id: int) -> bytes:
    found = file_of(paper_id)
    assert found
    return found.content


def test_a_colleague_who_writes_too_may_bring_the_file_back(stage: Stage) -> None:
    data = WordFile(along(stage)).write("doel_toelichting", "Anders.").saved()
    casemanager(stage, "p.zuidema@waterland.example", 45)
    received_id = back(stage, data, login="hrm-adviseur")
    found = compare(stage.seen_by("hrm-adviseur", 48), KIND, received_id)
    assert found.received.copy.person_id == stage.ids["hrm-adviseur"]
    # The colleague had no draft, so everything that the manager wrote is new there.
    assert {"doel_toelichting", "doel"} <= {one.key for one in found.differences}
    with refused("Invisible"):
        compared(stage, received_id)


# Taking over


def test_everything_is_taken_over_and_noted(stage: Stage) -> None:
    received_id = back(stage, WordFile(along(stage)).write("doel_toelichting", "Anders.").saved())
    assert taken(stage, received_id) == 1
    assert kept(stage) == PLAN | {"doel_toelichting": "Anders."}
    found = received_file(received_id)
    assert found
    assert found.taken_over_at == stage.moment(48)
    assert compared(stage, received_id).differences == ()


def test_the_settled_paper_is_filled_from_its_own_template(stage: Stage) -> None:
    file = WordFile(along(stage)).add_paragraph("<w:r><w:t>Buiten de velden</w:t></w:r>")
    taken(stage, back(stage, file.write("doel_toelichting", "Anders.").saved()))
    paper_id = stage.settle("teamleider", 48, KIND, kept(stage))
    paper = read_paper_file(paper_id)
    assert read(paper)["doel_toelichting"] == "Anders."
    assert "Buiten de velden" not in WordFile(paper).members["word/document.xml"].decode()


def test_a_draft_that_changed_is_not_overwritten(stage: Stage) -> None:
    received_id = back(stage, WordFile(along(stage)).write("doel_toelichting", "Anders.").saved())
    seen = compared(stage, received_id).seen
    keep_draft(**stage.who("teamleider", 48), kind=KIND, values=PLAN | {"doel": "andere_functie"})
    with refused("Changed"):
        taken(stage, received_id, seen=seen)
    assert kept(stage) == PLAN | {"doel": "andere_functie"}


def test_of_two_at_the_same_moment_one_is_told_that_the_draft_changed(stage: Stage) -> None:
    received_id = back(stage, WordFile(along(stage)).write("doel_toelichting", "Anders.").saved())
    seen = compared(stage, received_id).seen
    both = Barrier(2)

    def one_window(_: int) -> str:
        with connection():
            both.wait()
            try:
                return f"{taken(stage, received_id, {'doel_toelichting'}, seen=seen)}"
            except Changed:
                return "changed"

    with ThreadPoolExecutor(2) as windows:
        assert sorted(windows.map(one_window, range(2))) == ["1", "changed"]


def test_a_question_needs_an_answer_that_can_be(stage: Stage) -> None:
    received_id = back(stage, WordFile(along(stage)).write("doel_termijn", "straks").saved())
    for answers, code in (
        ({}, "word_choose_date"),
        ({"doel_termijn": "morgen"}, "date_unreadable"),
        ({"doel_termijn": ""}, "date_unreadable"),
    ):
        with refused(code, field="doel_termijn"):
            taken(stage, received_id, answers=answers)
    assert taken(stage, received_id, answers={"doel_termijn": None}) == 0
    assert taken(stage, received_id, answers={"doel_termijn": "2026-06-01"}) == 1
    assert kept(stage)["doel_termijn"] == "2026-06-01"


def test_what_the_form_could_not_hold_is_not_taken_over(stage: Stage) -> None:
    file = WordFile(along(stage)).write("doel_toelichting", "x" * (LONGEST_TEXT + 1))
    for number in range(MOST_ROWS):
        file.add_row("afspraken_overig", {"wat": f"Afspraak {number}"})
    received_id = back(stage, file.saved())
    with refused("text_too_long", field="doel_toelichting"):
        taken(stage, received_id)
    rows = {one.key for one in compared(stage, received_id).differences} - {"doel_toelichting"}
    assert len(rows) == MOST_ROWS
    file.add_row("afspraken_overig", {"wat": "Nog een"}).write("doel_toelichting", "Kort.")
    longer = back(stage, file.saved())
    with refused("too_many_rows", field=f"afspraken_overig.{MOST_ROWS}"):
        taken(stage, longer)
    assert taken(stage, received_id, rows) == MOST_ROWS


def test_a_file_of_a_settled_paper_cannot_be_taken_over_any_more(stage: Stage) -> None:
    received_id = back(stage, WordFile(along(stage)).write("doel_toelichting", "Anders.").saved())
    stage.settle("teamleider", 48, KIND, PLAN)
    with refused("word_settled_since"):
        compared(stage, received_id)
    assert read(along(stage))["papier.versie"] == "2"


def test_own_words_that_came_meanwhile_change_what_was_seen(stage: Stage) -> None:
    file = WordFile(along(stage)).write("zienswijze_medewerker", "Ik wil meteen alles.")
    received_id = back(stage, file.saved())
    seen = compared(stage, received_id).seen
    give_view(**stage.who("medewerker", 48), kind=KIND, values={"zienswijze_medewerker": "Rustig aan."})
    with refused("Changed"):
        taken(stage, received_id, seen=seen)
    found = compared(stage, received_id)
    assert found.differences == ()
    assert [(one.field.name, one.by) for one in found.not_taken] == [("zienswijze_medewerker", "medewerker")]
