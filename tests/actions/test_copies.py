"""The copies of a paper: who got one, what became of it, and the receipts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.actions.copies import Copy, confirm_copy, copies_of, give_on_paper, new_for
from portal.actions.correct_fact import withdraw_fact
from portal.actions.deputies import name_deputy
from portal.storage.database import connection, rows
from portal.storage.writing.read_log import record_look
from tests.staging import Stage, refused, set_stage


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """A probleemanalyse of day 38, with copies for employee and manager, and a plan of day 48."""
    found = set_stage(tmp_path, "analysed")
    with connection():
        found.plan()
        yield found


def copies(stage: Stage, kind: str, days: int = 60) -> dict[str, Copy]:
    row = stage.newest(kind)
    return {copy.role: copy for copy in copies_of(stage.seen_by("teamleider", days), [row])[row.id]}


def look(stage: Stage, login: str, days: int, kind: str, role: str, action: str = "read_dossier") -> None:
    record_look(
        at=stage.moment(days),
        person_id=stage.ids[login],
        action=action,
        dossier_id=stage.dossier_id,
        papers=(stage.newest(kind).id,),
        result="allowed",
        origin="127.0.0.1",
        basis=role,
    )


def test_the_copy_list_is_sent_at_settlement(stage: Stage) -> None:
    assert list(copies(stage, "probleemanalyse")) == ["medewerker", "leidinggevende"]
    plan = copies(stage, "plan_van_aanpak")
    assert set(plan) == {
        "medewerker",
        "bedrijfsarts",
        "verzuimadviseur",
        "re_integratiedeskundige",
        "arbo_secretariaat",
        "hrm_adviseur",
    }
    assert plan["hrm_adviseur"].words == "nog niet gezien, staat klaar sinds 22 februari 2026"


def test_a_look_and_a_download_are_receipts_of_their_own(stage: Stage) -> None:
    look(stage, "medewerker", 40, "probleemanalyse", "medewerker")
    assert copies(stage, "probleemanalyse")["medewerker"].words == "gezien op 14 februari 2026"
    look(stage, "medewerker", 41, "probleemanalyse", "medewerker", "download_packet")
    own = copies(stage, "probleemanalyse")["medewerker"]
    assert (own.seen_on, own.downloaded_on, own.received) == (stage.day(40), stage.day(41), False)


def test_a_copy_is_confirmed_once_and_by_who_got_it(stage: Stage) -> None:
    paper = stage.newest("probleemanalyse").id
    confirm_copy(**stage.who("medewerker", 45), paper_id=paper)
    own = copies(stage, "probleemanalyse")["medewerker"]
    assert own.confirmed_on == stage.day(45)
    with refused("copy_received"):
        confirm_copy(**stage.who("medewerker", 46), paper_id=paper)
    with refused("Forbidden"):
        confirm_copy(**stage.who("bedrijfsarts", 46), paper_id=paper)
    with refused("Invisible"):
        confirm_copy(**stage.who("hrm-adviseur", 46), paper_id=paper)


def test_a_copy_on_paper_names_who_gave_it_and_can_be_taken_back(stage: Stage) -> None:
    paper = stage.newest("probleemanalyse").id
    who = stage.who("teamleider", 50)
    seq = give_on_paper(**who, paper_id=paper, role="medewerker", on=stage.day(49))
    told = copies(stage, "probleemanalyse")["medewerker"]
    assert (told.on_paper_on, told.given_by, told.received) == (stage.day(49), stage.name("teamleider"), True)
    with refused("choice_unknown", field="aan"):
        give_on_paper(**who, paper_id=paper, role="medewerker", on=stage.day(49))
    with refused("Forbidden"):
        withdraw_fact(**stage.who("medewerker", 51), seq=seq, reason="Nee.")
    withdraw_fact(**stage.who("teamleider", 51), seq=seq, reason="Het was een ander stuk.")
    assert not copies(stage, "probleemanalyse")["medewerker"].received


def test_who_holds_the_role_of_the_giver_takes_it_back_and_nobody_else(stage: Stage) -> None:
    """As when a manager left, or is away: what they said by mistake does not stand for ever."""
    paper = stage.newest("probleemanalyse").id
    seq = give_on_paper(**stage.who("teamleider", 50), paper_id=paper, role="medewerker", on=stage.day(49))
    for login in ("bedrijfsarts", "verzuimadviseur", "hrm-adviseur", "afdelingshoofd"):
        with refused("Forbidden"):
            withdraw_fact(**stage.who(login, 51), seq=seq, reason="Dat deed de leidinggevende niet.")
    absence = {"from_on": stage.day(51), "until_on": stage.day(60)}
    name_deputy(actor=stage.ids["teamleider"], now=stage.moment(50), who="001126", dossier_id=None, **absence)
    withdraw_fact(**stage.who("001126", 52), seq=seq, reason="Het was een ander stuk.")
    assert not copies(stage, "probleemanalyse")["medewerker"].received
    own = confirm_copy(**stage.who("medewerker", 53), paper_id=paper)
    with refused("Forbidden"):
        withdraw_fact(**stage.who("teamleider", 53), seq=own, reason="Dat zei de medewerker zelf.")


@pytest.mark.parametrize(("day", "code"), [(60, "day_in_future"), (30, "day_before_paper")])
def test_a_day_on_which_it_cannot_have_been_given(stage: Stage, day: int, code: str) -> None:
    paper = stage.newest("probleemanalyse").id
    with refused(code, field="op"):
        give_on_paper(**stage.who("teamleider", 50), paper_id=paper, role="medewerker", on=stage.day(day))


def test_the_copy_follows_the_role_and_the_earlier_holder_stays_on_the_list(stage: Stage) -> None:
    look(stage, "hrm-adviseur", 50, "plan_van_aanpak", "hrm_adviseur")
    last, first = stage.day(54).isoformat(), stage.day(55).isoformat()
    rows("UPDATE involvement SET until_on = ? WHERE role = 'hrm_adviseur'", last)
    rows(
        "INSERT INTO involvement (dossier_id, person_id, role, from_on, origin) VALUES (?, ?, 'hrm_adviseur', ?, 'x')",
        stage.dossier_id,
        stage.ids["hrm-adviseur2"],
        first,
    )
    row = stage.newest("plan_van_aanpak")
    found = [c for c in copies_of(stage.seen_by("teamleider", 60), [row])[row.id] if c.role == "hrm_adviseur"]
    new, old = found
    assert (new.name, new.former, new.seen_on, new.sent_on) == (stage.name("hrm-adviseur2"), False, None, stage.day(55))
    assert (old.name, old.former, old.seen_on) == (stage.name("hrm-adviseur"), True, stage.day(50))


def test_what_is_new_for_someone_is_what_they_did_not_open_yet(stage: Stage) -> None:
    def new(login: str) -> list[str]:
        return [row.kind for row in new_for(stage.seen_by(login, 60), stage.papers())]

    # The plan they signed, so they saw it.
    assert new("medewerker") == ["probleemanalyse"]
    look(stage, "medewerker", 40, "probleemanalyse", "medewerker")
    assert new("medewerker") == []
    assert new("teamleider") == ["probleemanalyse"]
    assert new("hrm-adviseur") == ["plan_van_aanpak"]
