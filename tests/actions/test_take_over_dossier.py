"""Another leidinggevende: the roles move on the day, the open steps follow, the new one confirms."""

from pathlib import Path

import pytest

from portal.actions.follow_chart import MANAGER_CHANGED
from portal.actions.import_personnel import import_personnel
from portal.actions.keep_draft import keep_draft
from portal.actions.record_contact import record_contact
from portal.actions.record_recovery import record_recovery
from portal.actions.take_over_dossier import take_over, taking_over
from portal.demonstration import texts
from portal.demonstration.people import ORGANISATION, PERSONNEL
from portal.rules.errors import Invisible
from portal.storage.database import connection
from portal.storage.reading.facts import broken_links, facts_of
from portal.storage.reading.involvements import roles_of
from portal.storage.reading.steps import inbox
from tests.staging import Stage, refused, set_stage

OKAFOR, HIEMSTRA = "001126", "001117"
STEP = "overdracht_bevestigen"


def moved(stage: Stage, days: int, manager: str = OKAFOR) -> None:
    """A personnel file of that day in which the employee has another leidinggevende."""
    lines = PERSONNEL.read_text(encoding="utf-8-sig").splitlines()
    changed = [_led_by(line, manager) if line.startswith("002011;") else line for line in lines]
    import_personnel(organisation=ORGANISATION, content="\n".join(changed).encode(), now=stage.moment(days))


def _led_by(line: str, manager: str) -> str:
    cells = line.split(";")
    cells[10] = manager
    return ";".join(cells)


def open_keys(stage: Stage, login: str, days: int) -> set[str]:
    tasks = inbox(stage.ids[login], stage.day(days)).tasks
    return {task.step.key for task in tasks if task.mine and task.dossier_number == "0001"}


def changes(stage: Stage) -> list[tuple[str, str]]:
    return [(f.data["van_naam"], f.data["naar_naam"]) for f in facts_of(stage.dossier_id) if f.kind == MANAGER_CHANGED]


def test_the_dossier_moves_on_the_day_and_the_open_steps_follow(stage: Stage) -> None:
    before = open_keys(stage, "teamleider", 50)
    assert before
    moved(stage, 50)
    assert roles_of(stage.ids["teamleider"], stage.dossier_id, stage.day(49)) == {"leidinggevende"}
    assert open_keys(stage, "teamleider", 50) == set()
    assert open_keys(stage, OKAFOR, 50) == before | {STEP}
    with pytest.raises(Invisible):
        stage.seen_by("teamleider", 50)
    with refused("Invisible"):
        record_contact(**stage.who("teamleider", 50), on=stage.day(50), way="telefoon", note="Nog even.")
    assert changes(stage) == [("Karin de Boer", "Ngozi Okafor")]
    assert broken_links(stage.dossier_id) == ()


def test_the_new_manager_has_five_working_days_to_confirm_once(stage: Stage) -> None:
    moved(stage, 50)
    [asked] = [step for step in stage.seen_by(OKAFOR, 50).steps if step.key == STEP]
    assert (asked.owner, asked.opens_on, asked.due_on) == ("leidinggevende", stage.day(50), stage.day(57))
    take_over(**stage.who(OKAFOR, 52))
    assert STEP not in open_keys(stage, OKAFOR, 52)
    with refused("nothing_to_take_over"):
        take_over(**stage.who(OKAFOR, 53))


def test_a_case_that_began_on_the_day_of_the_change_is_handed_over_as_well(tmp_path: Path) -> None:
    stage = set_stage(tmp_path, "sick")
    with connection():
        moved(stage, 0)
        moved(stage, 0)
        assert changes(stage) == [("Karin de Boer", "Ngozi Okafor")]
        assert STEP in open_keys(stage, OKAFOR, 0)
        with pytest.raises(Invisible):
            stage.seen_by("teamleider", 0)


def test_an_import_that_changes_nothing_asks_nothing(stage: Stage) -> None:
    moved(stage, 50, "001108")
    assert changes(stage) == []
    moved(stage, 51)
    moved(stage, 51)
    moved(stage, 52)
    assert len(changes(stage)) == 1


def test_one_confirmation_is_enough_after_two_changes(stage: Stage) -> None:
    moved(stage, 50)
    moved(stage, 51, HIEMSTRA)
    assert changes(stage) == [("Karin de Boer", "Ngozi Okafor"), ("Ngozi Okafor", "Sjoerd Hiemstra")]
    take_over(**stage.who(HIEMSTRA, 51))
    assert STEP not in open_keys(stage, HIEMSTRA, 51)


def test_a_manager_who_leaves_passes_the_dossier_to_the_one_above(stage: Stage) -> None:
    lines = PERSONNEL.read_text(encoding="utf-8-sig").splitlines()
    gone = [lines[0] + ";Uit dienst", *(f"{x};{'20-2-2026' if x.startswith('001108;') else ''}" for x in lines[1:])]
    import_personnel(organisation=ORGANISATION, content="\n".join(gone).encode(), now=stage.moment(50))
    assert roles_of(stage.ids["afdelingshoofd"], stage.dossier_id, stage.day(50)) == {"leidinggevende"}
    assert STEP in open_keys(stage, "afdelingshoofd", 50)


def test_nothing_is_asked_about_who_is_back_at_work(stage: Stage) -> None:
    record_recovery(**stage.who("teamleider", 45), on=stage.day(45), hours=36)
    moved(stage, 80)
    assert changes(stage) == [("Karin de Boer", "Ngozi Okafor")]
    assert STEP not in open_keys(stage, OKAFOR, 80)


@pytest.mark.parametrize("login", ["medewerker", "bedrijfsarts", "hrm-adviseur"])
def test_only_the_leidinggevende_confirms(stage: Stage, login: str) -> None:
    moved(stage, 50)
    with refused("Forbidden"):
        take_over(**stage.who(login, 50))


def test_the_page_tells_promises_signatures_contacts_and_that_there_was_a_draft(stage: Stage) -> None:
    plan = stage.plan()
    record_contact(**stage.who("teamleider", 49), on=stage.day(49), way="telefoon", note="Volgende week proefdag.")
    keep_draft(**stage.who("teamleider", 49), kind="periodieke_evaluatie", values={"terugkijken": "Nog niet af."})
    moved(stage, 60)
    found = taking_over(stage.seen_by(OKAFOR, 60))
    assert found.promised_in
    assert found.promised_in.id == plan
    assert found.promises
    assert found.drafts == ("Periodieke evaluatie",)
    assert [fact.data["verslag"] for fact in found.contacts] == ["Volgende week proefdag."]
    assert found.asked


def test_temporary_work_that_runs_is_told_with_its_days_and_what_was_done_is_not(stage: Stage) -> None:
    """Whoever takes over decides at its end how it goes on (Verzuimprotocol 4.6.1)."""
    work = {"tijdelijk_werk": "arbeidstherapie", "tijdelijk_werk_doel": "Wennen", "tijdelijk_werk_inzet": "Acht uur"}
    days = {"tijdelijk_werk_vanaf": stage.day(50).isoformat(), "tijdelijk_werk_tot": stage.day(85).isoformat()}
    stage.settle_and_sign(48, "plan_van_aanpak", texts.plan_values(stage.day(48)) | work | days)
    moved(stage, 60)
    told = "Arbeidstherapie van 24 februari 2026 tot en met 31 maart 2026: Acht uur"
    assert told in taking_over(stage.seen_by(OKAFOR, 60)).promises
    assert told not in taking_over(stage.seen_by(OKAFOR, 86)).promises
