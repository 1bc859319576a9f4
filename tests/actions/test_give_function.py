"""A function, which opens dossiers, takes two people: who proposes it, and another who confirms or refuses it."""

from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from portal.actions.admit import Admission
from portal.actions.give_function import confirm_function, proposal_seen, propose_function, refuse_function
from portal.actions.manage_account import appoint, deactivate, end_appointment
from portal.actions.passwords import CHEAP
from portal.actions.retention import review
from portal.actions.waiting import waiting
from portal.rules.errors import Invisible, Rejected, RejectedForm
from portal.storage.database import connection, rows
from portal.storage.models import database
from portal.storage.reading.accounts import account_named, accounts, functions_of
from portal.storage.writing.employments import link_as_same
from tests.staging import Stage, set_stage
from tests.web.browsing import moment

DAY = 10
NEW = {"login": "puppet", "name": "P. Puppet", "email": " Puppet@elders.example ", "unit": ""}


@pytest.fixture
def stage(tmp_path: Path):
    found = set_stage(tmp_path, "sick")
    with connection():
        yield found


def admission(stage: Stage, actor: str = "beheerder") -> Admission:
    [(here,)] = rows("SELECT DISTINCT organisation_id FROM appointment WHERE role = 'beheerder'")
    return Admission(here, stage.ids[actor], "https://portaal.example", moment(stage.day(DAY)), "1.2.3.4", CHEAP)


def propose(stage: Stage, role: str = "bedrijfsarts", **changed: Any) -> int:
    return propose_function(admission(stage), **NEW | {"role": role} | changed)


def confirm(stage: Stage, proposal: int, actor: str) -> None:
    by = admission(stage, actor)
    confirm_function(
        proposal_id=proposal, actor=by.actor, portal=by.portal, now=by.now, origin=by.origin, hashing=CHEAP
    )


def refuse(stage: Stage, proposal: int, actor: str) -> None:
    by = admission(stage, actor)
    refuse_function(proposal_id=proposal, actor=by.actor, now=by.now, origin=by.origin)


def to_confirm(stage: Stage, actor: str) -> list[int]:
    return [one.id for one in waiting(stage.ids[actor], stage.day(DAY)).functions]


def state(proposal: int) -> tuple[str, int | None]:
    [found] = rows("SELECT state, decided_by_id FROM proposed_function WHERE id = ?", proposal)
    return found


def test_a_proposal_alone_opens_nothing(stage: Stage) -> None:
    before = [rows(f"SELECT COUNT(*) FROM {table}") for table in ("appointment", "account", "person", "involvement")]
    proposal = propose(stage)
    after = [rows(f"SELECT COUNT(*) FROM {table}") for table in ("appointment", "account", "person", "involvement")]
    assert after == before
    for actor in ("beheerder", "teamleider", "medewerker"):
        assert to_confirm(stage, actor) == []
        with pytest.raises(Invisible):
            confirm(stage, proposal, actor)
    assert state(proposal) == ("waiting", None)
    assert account_named("puppet") is None


@pytest.mark.parametrize("second", ["hrm-adviseur", "hrm-adviseur2", "bedrijfsarts"])
def test_another_confirms_it_once(stage: Stage, second: str) -> None:
    proposal = propose(stage)
    assert to_confirm(stage, second) == [proposal]
    confirm(stage, proposal, second)
    made = account_named("puppet")
    assert made
    assert made.name == "P. Puppet"
    assert functions_of(made.person_id, stage.day(DAY)) == {"bedrijfsarts"}
    assert state(proposal) == ("confirmed", stage.ids[second])
    events = rows("SELECT what, by FROM login_event WHERE person = ? ORDER BY id", made.person_id)
    assert events == [("invited", stage.ids["beheerder"]), ("function_given", stage.ids[second])]
    with pytest.raises(Invisible):
        confirm(stage, proposal, second)
    assert to_confirm(stage, second) == []


def test_who_has_another_function_does_not_confirm_it(stage: Stage) -> None:
    assert to_confirm(stage, "verzuimadviseur") == []
    proposal = propose(stage)
    assert to_confirm(stage, "verzuimadviseur") == to_confirm(stage, "medezeggenschap") == []
    with pytest.raises(Invisible):
        refuse(stage, proposal, "verzuimadviseur")


def test_who_is_to_get_it_does_not_confirm_it(stage: Stage) -> None:
    """Neither under the name that they have here nor with a second account on the same address."""
    [(email,)] = rows("SELECT email FROM person WHERE id = ?", stage.ids["hrm-adviseur"])
    proposal = propose(stage, "personele_dienst", email=email.upper())
    assert to_confirm(stage, "hrm-adviseur") == []
    with pytest.raises(Invisible):
        confirm(stage, proposal, "hrm-adviseur")
    confirm(stage, proposal, "hrm-adviseur2")
    assert "personele_dienst" in functions_of(stage.ids["hrm-adviseur"], stage.day(DAY))


def test_it_can_be_refused_and_withdrawn(stage: Stage) -> None:
    refused, withdrawn = propose(stage), propose(stage)
    refuse(stage, refused, "bedrijfsarts")
    refuse(stage, withdrawn, "beheerder")
    assert state(refused) == ("refused", stage.ids["bedrijfsarts"])
    assert state(withdrawn) == ("withdrawn", stage.ids["beheerder"])
    for proposal in (refused, withdrawn):
        with pytest.raises(Invisible):
            confirm(stage, proposal, "hrm-adviseur")
    assert account_named("puppet") is None


def test_a_proposal_goes_with_the_function_of_its_beheerder(stage: Stage) -> None:
    proposal = propose(stage)
    deactivate(login="beheerder", today=stage.day(DAY))
    assert to_confirm(stage, "hrm-adviseur") == []
    with pytest.raises(Invisible):
        confirm(stage, proposal, "hrm-adviseur")


def test_a_second_beheerder_confirms_and_sees_no_own_proposal_to_confirm(stage: Stage) -> None:
    given = {"organisation": "Provincie Waterland", "role": "beheerder", "today": stage.day(DAY)}
    appoint(login="002018", **given)
    proposal = propose(stage, "hrm_adviseur")
    [(second,)] = rows("SELECT person_id FROM account WHERE login = '002018'")
    stage = replace(stage, ids={**stage.ids, "second": second})
    assert to_confirm(stage, "second") == [proposal]
    assert proposal_seen(proposal, second, moment(stage.day(DAY)))[1]
    assert not proposal_seen(proposal, stage.ids["beheerder"], moment(stage.day(DAY)))[1]
    confirm(stage, proposal, "second")


def test_with_nobody_to_confirm_it_says_so_and_keeps_nothing(stage: Stage) -> None:
    """As at a first set-up; then it is done on the server."""
    for login, role in (("hrm-adviseur", "hrm_adviseur"), ("hrm-adviseur2", "hrm_adviseur")):
        end_appointment(login=login, organisation="Provincie Waterland", role=role, today=stage.day(DAY))
    with pytest.raises(Rejected, match="function_alone"):
        propose(stage, "hrm_adviseur")
    assert rows("SELECT COUNT(*) FROM proposed_function") == rows("SELECT COUNT(*) FROM job") == [(0,)]
    assert propose(stage, "bedrijfsarts"), "who has that function already is there to confirm it"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"login": "bedrijfsarts"}, "login_taken"),
        ({"unit": "999"}, "unit_unknown"),
        ({"email": "geen adres"}, "email_invalid"),
        ({"role": "beheerder"}, "role_unknown"),
    ],
)
def test_what_could_not_be_confirmed_is_refused_at_once(stage: Stage, changed: dict[str, str], code: str) -> None:
    with pytest.raises(RejectedForm) as caught:
        propose(stage, **changed)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert rows("SELECT COUNT(*) FROM proposed_function") == [(0,)]


def test_both_kinds_of_mail_reach_who_can_see_what_is_wrong(stage: Stage) -> None:
    proposal = propose(stage)
    asked = {key.rsplit(":", 1)[1] for (key,) in rows("SELECT subject FROM job WHERE subject LIKE 'voorstel:%'")}
    seconds = ("bedrijfsarts", "bedrijfsarts2", "hrm-adviseur", "hrm-adviseur2")
    assert asked == {str(stage.ids[one]) for one in seconds}
    confirm(stage, proposal, "bedrijfsarts2")
    told = {key.rsplit(":", 1)[1] for (key,) in rows("SELECT subject FROM job WHERE subject LIKE 'functie:%'")}
    assert told == {str(stage.ids[one]) for one in ("bedrijfsarts", "directeur", "beheerder")}


def test_what_was_proposed_is_kept_for_a_year(stage: Stage) -> None:
    propose(stage)
    for days, left in ((360, 1), (370, 0)):
        review(moment(stage.day(DAY + days)))
        assert rows("SELECT COUNT(*) FROM proposed_function") == [(left,)]


def test_who_gets_it_under_another_address_does_not_confirm_it(stage: Stage) -> None:
    """Of one human being with two employments, each with an address of its own."""
    link_as_same(stage.ids["teamleider"], stage.ids["hrm-adviseur"])
    proposal = propose(stage, "personele_dienst", email=address(stage, "teamleider"))
    assert to_confirm(stage, "hrm-adviseur") == []
    with pytest.raises(Invisible):
        confirm(stage, proposal, "hrm-adviseur")
    confirm(stage, proposal, "hrm-adviseur2")


@pytest.mark.parametrize("heir", ["beheerder", "teamleider", "hrm-adviseur2"])
def test_an_address_that_changed_hands_gives_nobody_the_function(stage: Stage, heir: str) -> None:
    """Such as by a next personnel file: who proposed it could get the function so, under another's name."""
    proposal, before = propose(stage, "personele_dienst"), functions_of(stage.ids[heir], stage.day(DAY))
    database.execute_sql("UPDATE person SET email = 'puppet@elders.example' WHERE id = ?", (stage.ids[heir],))
    with pytest.raises(Rejected, match="function_of_another"):
        confirm(stage, proposal, "hrm-adviseur")
    assert functions_of(stage.ids[heir], stage.day(DAY)) == before
    assert state(proposal) == ("waiting", None)


def test_who_proposed_it_does_not_get_it_under_the_name_that_was_typed(stage: Stage) -> None:
    [(name,)] = rows("SELECT name FROM person WHERE id = ?", stage.ids["beheerder"])
    proposal = propose(stage, "personele_dienst", name=name)
    database.execute_sql("UPDATE person SET email = 'puppet@elders.example' WHERE id = ?", (stage.ids["beheerder"],))
    with pytest.raises(Rejected, match="function_of_another"):
        confirm(stage, proposal, "hrm-adviseur")


def test_the_second_sees_the_name_of_who_has_the_address(stage: Stage) -> None:
    """Also when something that cannot be seen was typed behind it."""
    email = address(stage, "teamleider")
    proposal = propose(stage, email=f"{email}\u200b", name="Dr. M. Hoekstra")
    found, _ = proposal_seen(proposal, stage.ids["hrm-adviseur"], moment(stage.day(DAY)))
    assert (found.name, found.email) == (stage.name("teamleider"), email)


def address(stage: Stage, login: str) -> str:
    [(email,)] = rows("SELECT email FROM person WHERE id = ?", stage.ids[login])
    return str(email)


def test_who_was_blocked_on_the_first_day_before_that_was_kept_is_found_again(stage: Stage) -> None:
    confirm(stage, propose(stage), "bedrijfsarts2")
    deactivate(login="puppet", today=stage.day(DAY))
    here = admission(stage).organisation_id
    [(person_id, kept)] = rows("SELECT person_id, from_on FROM appointment WHERE until_on < from_on")
    rows("DELETE FROM appointment WHERE person_id = ?", person_id)
    assert accounts(organisation_id=here, person_id=person_id) == ()
    import_module("portal.storage.migrations.0043_ended_on_the_first_day").up(None, database)
    assert rows("SELECT person_id, from_on FROM appointment WHERE until_on < from_on") == [(person_id, kept)]
    [found] = accounts(stage.day(DAY), organisation_id=here, person_id=person_id)
    assert (found.active, found.roles) == (False, ())
