"""An employee who is ill moves to another organisation of the Rijk, and the dossier goes along if they agree."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.actions.correct_fact import correct_fact, withdraw_fact
from portal.actions.dossier import carry_out_moves
from portal.actions.import_personnel import import_personnel
from portal.actions.manage_account import appoint, create_account
from portal.actions.passwords import CHEAP
from portal.actions.record import record, recordable
from portal.actions.record_contact import record_contact
from portal.actions.record_ziekmelding import SixItems, record_ziekmelding
from portal.actions.take_over_dossier import take_over, taking_over
from portal.rules.errors import Rejected
from portal.storage.database import connection, rows
from portal.storage.reading.accounts import account_named
from portal.storage.reading.dossiers import dossier, dossier_of, dossier_on
from portal.storage.reading.facts import facts_of
from portal.storage.reading.involvements import people_of, roles_of
from portal.storage.reading.people import organisation_named, person_by_number
from portal.storage.reading.steps import inbox
from portal.storage.writing.dossiers import open_dossier
from tests.staging import Stage, refused, set_stage

MINISTRY = "Ministerie van Sluizen"
HEADING = (
    "Personeelsnummer;Naam;E-mail;Functie;Uren;Eenheid;Eenheidsnaam;Bovenliggende eenheid;Leidinggevende;In dienst"
)
CHIEF = "1;Carla Chef;c.chef@sluizen.example;directeur;36;S;Sluizen;;;1-1-2020"
LEADER = "2;Lena Leider;l.leider@sluizen.example;teamleider;36;S1;Schutten;S;1;1-1-2020"
MOVED = "3;Joost van der Meulen;j.vandermeulen@waterland.example;sluiswachter;36;S1;Schutten;S;2;1-1-2020"
OTHER = "4;Nico Naam;n.naam@sluizen.example;sluiswachter;36;S1;Schutten;S;2;1-1-2020"
ITEMS = SixItems("", "", "", "", vangnet=False, arbeidsongeval=False, verkeersongeval_derde=False)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    found = set_stage(tmp_path, "analysed")
    with connection():
        load(found, 40)
        yield found


def load(stage: Stage, days: int, *people: str) -> None:
    """The other organisation's personnel file, with two of the same arbodienst appointed there."""
    content = "\n".join([HEADING, CHIEF, LEADER, MOVED, OTHER, *people]).encode()
    import_personnel(organisation=MINISTRY, content=content, now=stage.moment(days))
    organisation = organisation_named(MINISTRY)
    assert organisation
    for login, number in (("chef", "1"), ("leider", "2"), ("verhuisd", "3"), ("ander", "4")):
        found = person_by_number(organisation.id, number)
        assert found
        stage.ids[login] = found.id
    if days == 40:
        appoint(login="bedrijfsarts", organisation=MINISTRY, role="bedrijfsarts", today=stage.day(days))
        create_account(
            login="pd-sluizen",
            name="Piet Daan",
            email="pd@sluizen.example",
            organisation=MINISTRY,
            role="personele_dienst",
            password="welkom-bij-de-sluis",
            today=stage.day(days),
            hashing=CHEAP,
        )
        account = account_named("pd-sluizen")
        assert account
        stage.ids["pd-sluizen"] = account.person_id


def propose(stage: Stage, days: int, from_on: int, person: str = "3", login: str = "teamleider") -> int:
    answers = {"organisatie": MINISTRY, "persoon": person, "vanaf": stage.day(from_on).isoformat()}
    return record(**stage.who(login, days), kind="naar_andere_organisatie", answers=answers)


def answer(stage: Stage, days: int, word: str = "ja") -> int:
    return record(**stage.who("medewerker", days), kind="naar_andere_organisatie_antwoord", answers={"antwoord": word})


def roles(stage: Stage, login: str, days: int) -> frozenset[str]:
    return roles_of(stage.ids[login], stage.dossier_id, stage.day(days))


def held(stage: Stage, days: int) -> set[tuple[str, str]]:
    return {(row.role, row.name) for row in people_of(stage.dossier_id, stage.day(days))}


def open_keys(stage: Stage, login: str, days: int) -> set[str]:
    return {task.step.key for task in inbox(stage.ids[login], stage.day(days)).tasks if task.mine}


def test_roles_follow_by_their_dates_without_anything_running_on_the_day(stage: Stage) -> None:
    before = held(stage, 50)
    propose(stage, 45, 60)
    assert "overgang_beantwoorden" in open_keys(stage, "medewerker", 45)
    assert held(stage, 60) == before
    answer(stage, 46)
    assert held(stage, 59) == before
    after = held(stage, 60)
    assert {("leidinggevende", "Lena Leider"), ("naasthogere_leidinggevende", "Carla Chef")} <= after
    assert {("personele_dienst", "Piet Daan"), ("bedrijfsarts", "Maaike Hoekstra")} <= after
    assert [name for role, name in after if role == "medewerker"] == ["Joost van der Meulen"]
    for login in ("teamleider", "afdelingshoofd", "hrm-adviseur", "personele-dienst", "verzuimadviseur"):
        assert roles(stage, login, 60) == frozenset(), login
    for login in ("leider", "chef", "pd-sluizen"):
        assert roles(stage, login, 59) == frozenset(), login
    for login in ("medewerker", "verhuisd"):
        assert roles(stage, login, 60) == {"medewerker"}, login


def test_d_terms_protocol_and_authors_stay_and_the_organisation_is_the_new_one(stage: Stage) -> None:
    propose(stage, 45, 60)
    answer(stage, 46)
    told, steps, protocol = facts_of(stage.dossier_id), stage.seen_by("medewerker", 59).steps, dossier(1)
    seen = stage.seen_by("leider", 60)
    assert (seen.row.organisation_name, seen.row.unit_name, seen.row.job) == (MINISTRY, "Schutten", "sluiswachter")
    assert seen.situation.eerste_ziektedag == stage.day(0)
    assert protocol
    assert seen.row.protocol == protocol.protocol
    assert [(s.key, s.due_on) for s in seen.steps] == [(s.key, s.due_on) for s in steps]
    record_contact(**stage.who("leider", 60), on=stage.day(60), way="telefoon", note="Kennisgemaakt.")
    assert facts_of(stage.dossier_id)[: len(told)] == told
    stored = dossier(stage.dossier_id)
    assert stored
    assert stored.medewerker_id == stage.ids["verhuisd"]
    assert rows("SELECT moves_as_id, moves_on FROM dossier WHERE id = ?", stage.dossier_id) == [(None, None)]
    assert held(stage, 61) == held(stage, 60)


def test_the_new_manager_gets_the_hand_over_page_from_the_day_on(stage: Stage) -> None:
    propose(stage, 45, 60)
    answer(stage, 46)
    assert "overgang_overnemen" not in open_keys(stage, "teamleider", 59)
    with refused("nothing_to_take_over"):
        take_over(**stage.who("teamleider", 59))
    assert "overgang_overnemen" in open_keys(stage, "leider", 60)
    page = taking_over(stage.seen_by("leider", 60))
    assert (page.asked, page.moved_on) == (True, stage.day(60))
    take_over(**stage.who("leider", 61))
    assert "overgang_overnemen" not in open_keys(stage, "leider", 61)


def test_no_means_that_nothing_moves_and_it_can_be_asked_again(stage: Stage) -> None:
    before = held(stage, 50)
    propose(stage, 45, 60)
    with refused("record_waits"):
        propose(stage, 45, 62)
    answer(stage, 46, "nee")
    assert held(stage, 60) == before
    assert "overgang_overnemen" not in open_keys(stage, "teamleider", 60)
    propose(stage, 47, 60)
    assert "overgang_beantwoorden" in open_keys(stage, "medewerker", 47)


def test_a_yes_that_comes_late_moves_the_dossier_on_that_day(stage: Stage) -> None:
    propose(stage, 45, 48)
    answer(stage, 52)
    assert roles(stage, "teamleider", 51) == {"leidinggevende"}
    assert roles(stage, "teamleider", 52) == frozenset()
    assert roles(stage, "leider", 52) == {"leidinggevende"}
    found = dossier_of(stage.ids["verhuisd"])
    assert found
    assert found.id == stage.dossier_id
    assert dossier_of(stage.ids["medewerker"]) is None


def test_a_yes_can_be_taken_back_until_the_day_and_not_after(stage: Stage) -> None:
    before = held(stage, 60)
    propose(stage, 45, 60)
    seq = answer(stage, 46)
    withdraw_fact(**stage.who("medewerker", 47), seq=seq, reason="Het gaat niet door.")
    assert held(stage, 60) == before
    again = answer(stage, 48)
    assert roles(stage, "leider", 60) == {"leidinggevende"}
    with refused("move_carried_out"):
        withdraw_fact(**stage.who("medewerker", 60), seq=again, reason="Toch niet.")


def test_what_was_agreed_with_is_not_changed_behind_the_employee_s_back(stage: Stage) -> None:
    seq = propose(stage, 45, 60)
    answer(stage, 46)
    with refused("record_answered"):
        correct_fact(
            **stage.who("teamleider", 47),
            seq=seq,
            on=stage.day(45),
            changes={"vanaf": stage.day(50).isoformat()},
            reason="Eerder.",
        )


@pytest.mark.parametrize(
    ("person", "code"),
    [
        ("99", "employee_unknown_there"),
        ("4", "employee_of_other_name"),
        ("n.naam@sluizen.example", "employee_of_other_name"),
    ],
)
def test_only_the_employee_themselves_can_be_meant(stage: Stage, person: str, code: str) -> None:
    with refused(code, field="persoon"):
        propose(stage, 45, 60, person)


def test_the_old_personele_dienst_may_propose_and_nobody_else_may(stage: Stage) -> None:
    for login in ("medewerker", "bedrijfsarts", "hrm-adviseur", "afdelingshoofd"):
        with refused("Forbidden"):
            propose(stage, 45, 60, login=login)
    for login in ("leider", "001117"):
        with refused("Invisible"):
            propose(stage, 45, 60, login=login)
    propose(stage, 45, 60, "J.vandermeulen@waterland.example", "personele-dienst")
    with refused("Forbidden"):
        record(**stage.who("teamleider", 45), kind="naar_andere_organisatie_antwoord", answers={"antwoord": "ja"})


def test_who_has_a_dossier_there_keeps_two(stage: Stage) -> None:
    propose(stage, 45, 60)
    record_ziekmelding(
        medewerker_id=stage.ids["verhuisd"],
        actor=stage.ids["leider"],
        now=stage.moment(46),
        eerste_ziektedag=stage.day(46),
        gemeld_op=stage.day(46),
        items=ITEMS,
    )
    with refused("employee_has_dossier", field="antwoord"):
        answer(stage, 47)
    answer(stage, 47, "nee")
    with refused("employee_has_dossier", field="persoon"):
        propose(stage, 48, 60)


def test_no_second_case_is_opened_for_who_brings_one_along(stage: Stage) -> None:
    propose(stage, 45, 60)
    answer(stage, 46)
    days = {"eerste_ziektedag": stage.day(47), "gemeld_op": stage.day(47), "items": ITEMS}
    leader = {"medewerker_id": stage.ids["verhuisd"], "actor": stage.ids["leider"]}
    with refused("dossier_comes_along"):
        record_ziekmelding(**leader, now=stage.moment(47), **days)
    with refused("already_ill"):
        record_ziekmelding(**leader, now=stage.moment(60), **days)


def test_a_move_that_has_become_impossible_keeps_nobody_from_working(stage: Stage) -> None:
    propose(stage, 45, 60)
    answer(stage, 46)
    before = held(stage, 50)
    open_dossier(1, stage.ids["verhuisd"], "wvp_2023", stage.day(50))
    carry_out_moves(stage.day(60))
    assert held(stage, 60) == before
    found = dossier(stage.dossier_id)
    assert found
    assert found.medewerker_id == stage.ids["medewerker"]


def test_an_agreed_casemanager_stays_behind(stage: Stage) -> None:
    record(**stage.who("teamleider", 45), kind="casemanager_voorgesteld", answers={"persoon": "001117"})
    record(**stage.who("medewerker", 45), kind="casemanager_antwoord", answers={"antwoord": "ja"})
    propose(stage, 45, 60)
    answer(stage, 46)
    assert roles(stage, "001117", 59) == {"casemanager"}
    assert roles(stage, "001117", 60) == frozenset()


def test_personnel_files_of_either_organisation_before_the_day_leave_the_move_as_it_is(stage: Stage) -> None:
    propose(stage, 45, 60)
    answer(stage, 46)
    now, then = held(stage, 59), held(stage, 60)
    waterland = "Personeelsnummer;Naam;E-mail;Functie;Uren;Eenheid;Eenheidsnaam;Bovenliggende eenheid;Leidinggevende"
    row = "002024;Piet Kroon;p.kroon@waterland.example;kantonnier;30;111;Wegen en Verkeer;110;001108"
    import_personnel(organisation="Provincie Waterland", content=f"{waterland}\n{row}".encode(), now=stage.moment(50))
    load(stage, 51)
    assert (held(stage, 59), held(stage, 60)) == (now, then)


def test_the_chart_there_may_change_before_the_day_and_on_it(stage: Stage) -> None:
    propose(stage, 45, 60)
    answer(stage, 46)
    moved = MOVED.replace(";S;2;", ";S;1;")
    content = "\n".join([HEADING, CHIEF, LEADER, moved]).encode()
    import_personnel(organisation=MINISTRY, content=content, now=stage.moment(50))
    assert roles(stage, "chef", 60) == {"leidinggevende"}
    assert roles(stage, "leider", 60) == frozenset()
    import_personnel(organisation=MINISTRY, content=content, now=stage.moment(60))
    assert [f.kind for f in facts_of(stage.dossier_id)].count("leidinggevende_gewisseld") == 0
    assert roles(stage, "chef", 60) == {"leidinggevende"}
    assert roles(stage, "teamleider", 60) == frozenset()


def test_a_dossier_that_moved_is_found_in_the_old_place_no_more(stage: Stage) -> None:
    """The first occasion brings the stored organisation along; until then every look is right already."""
    propose(stage, 45, 60)
    answer(stage, 46)
    there = dossier_on(stage.dossier_id, stage.day(60))
    here = dossier_on(stage.dossier_id, stage.day(59))
    assert there
    assert here
    assert (here.medewerker_id, there.medewerker_id) == (stage.ids["medewerker"], stage.ids["verhuisd"])
    carry_out_moves(stage.day(59))
    assert dossier_of(stage.ids["verhuisd"]) is None
    carry_out_moves(stage.day(60))
    assert dossier_of(stage.ids["medewerker"]) is None
    before = rows("SELECT * FROM involvement ORDER BY id")
    carry_out_moves(stage.day(60))
    assert rows("SELECT * FROM involvement ORDER BY id") == before


def test_after_the_move_the_old_employment_has_a_case_of_its_own(stage: Stage) -> None:
    propose(stage, 45, 60)
    answer(stage, 46)
    new = record_ziekmelding(
        medewerker_id=stage.ids["medewerker"],
        actor=stage.ids["teamleider"],
        now=stage.moment(61),
        eerste_ziektedag=stage.day(61),
        gemeld_op=stage.day(61),
        items=ITEMS,
    )
    assert new != stage.dossier_id
    assert roles_of(stage.ids["leider"], new, stage.day(61)) == frozenset()


def test_nobody_proposes_it_for_who_has_recovered_or_leaves(stage: Stage) -> None:
    record(**stage.who("teamleider", 45), kind="uit_dienst", on=stage.day(70), answers={})
    with pytest.raises(Rejected) as refusal:
        recordable(stage.seen_by("teamleider", 46), "naar_andere_organisatie")
    assert refusal.value.code == "record_without_place"
