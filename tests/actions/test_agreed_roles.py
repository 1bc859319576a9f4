"""A casemanager on whom both agree, and someone who reads along with fresh eyes: who, from when, until when."""

import pytest

from portal.actions.correct_fact import correct_fact, withdraw_fact
from portal.actions.deputies import name_deputy
from portal.actions.manage_account import appoint
from portal.actions.record import record, recordable
from portal.actions.record_contact import record_contact
from portal.actions.record_recovery import record_recovery
from portal.actions.record_ziekmelding import SixItems, record_ziekmelding
from portal.actions.start_paper import start_values
from portal.demonstration import texts
from portal.rules.errors import Invisible, RejectedForm
from portal.rules.granted import grants
from portal.storage.catalogue import catalogue
from portal.storage.reading.colleagues import colleagues
from portal.storage.reading.involvements import roles_of
from portal.storage.reading.steps import inbox
from tests.staging import Stage, refused

BENALI = "001023"  # afdelingshoofd of the other department
HIEMSTRA = "001117"  # teamleider of another team


def propose(stage: Stage, days: int, person: str = HIEMSTRA, login: str = "teamleider") -> int:
    return record(**stage.who(login, days), kind="casemanager_voorgesteld", answers={"persoon": person})


def answer(stage: Stage, days: int, word: str = "ja") -> int:
    return record(**stage.who("medewerker", days), kind="casemanager_antwoord", answers={"antwoord": word})


def roles(stage: Stage, login: str, days: int) -> frozenset[str]:
    return roles_of(stage.ids[login], stage.dossier_id, stage.day(days))


def open_keys(stage: Stage, login: str, days: int) -> set[str]:
    return {task.step.key for task in inbox(stage.ids[login], stage.day(days)).tasks if task.mine}


# Casemanager


def test_a_casemanager_begins_on_the_day_the_employee_agrees(stage: Stage) -> None:
    propose(stage, 45)
    assert "casemanager_beantwoorden" in open_keys(stage, "medewerker", 45)
    assert roles(stage, HIEMSTRA, 45) == frozenset()
    answer(stage, 47)
    assert "casemanager_beantwoorden" not in open_keys(stage, "medewerker", 47)
    assert roles(stage, HIEMSTRA, 46) == frozenset()
    assert roles(stage, HIEMSTRA, 47) == {"casemanager"}
    assert roles(stage, "teamleider", 47) == {"leidinggevende"}
    assert "plan_van_aanpak" in open_keys(stage, HIEMSTRA, 47)
    record_contact(**stage.who(HIEMSTRA, 48), on=stage.day(48), way="telefoon", note="Afspraken doorgenomen.")


def test_an_agreed_casemanager_has_no_deputy(stage: Stage) -> None:
    propose(stage, 45)
    answer(stage, 45)
    period = {"who": "001126", "from_on": stage.day(50), "until_on": stage.day(59)}
    actor = {"actor": stage.ids[HIEMSTRA], "now": stage.moment(46)}
    with refused("Invisible"):
        name_deputy(**actor, **period, dossier_id=stage.dossier_id)
    name_deputy(**actor, **period, dossier_id=None)
    assert roles(stage, "001126", 52) == frozenset()
    assert roles(stage, HIEMSTRA, 52) == {"casemanager"}
    with pytest.raises(Invisible):
        stage.seen_by("001126", 52)


def test_what_the_casemanager_does_settles_the_steps_of_the_leidinggevende(stage: Stage) -> None:
    record(
        **stage.who("teamleider", 45),
        kind="oneens_met_probleemanalyse",
        answers={"toelichting": "Past niet bij het werk."},
    )
    propose(stage, 45)
    answer(stage, 45)
    from portal.actions.tick_step import tick_step

    tick_step(
        **stage.who(HIEMSTRA, 46), key="overleg_probleemanalyse", round=1, on=stage.day(46), note="Het advies blijft."
    )
    assert "overleg_probleemanalyse" not in open_keys(stage, "teamleider", 46)


def test_no_is_no(stage: Stage) -> None:
    propose(stage, 45)
    answer(stage, 46, "nee")
    assert roles(stage, HIEMSTRA, 46) == frozenset()
    with refused("record_without_step"):
        answer(stage, 46)
    propose(stage, 47, BENALI)
    answer(stage, 47)
    assert roles(stage, BENALI, 47) == {"casemanager"}
    assert roles(stage, HIEMSTRA, 47) == frozenset()


def test_one_proposal_at_a_time(stage: Stage) -> None:
    propose(stage, 45)
    with refused("record_waits"):
        propose(stage, 46, BENALI)


def test_the_manager_above_takes_over_when_agreed(stage: Stage) -> None:
    propose(stage, 45, "Annelies van Rijn", login="afdelingshoofd")
    answer(stage, 46)
    assert roles(stage, "afdelingshoofd", 46) == {"casemanager", "naasthogere_leidinggevende"}


@pytest.mark.parametrize(
    ("person", "code"),
    [
        ("002011", "colleague_is_medewerker"),
        ("m.hoekstra@arbodienst.example", "casemanager_of_arbodienst"),
        ("Chantal Vermeer", "casemanager_of_arbodienst"),
        ("001108", "casemanager_already"),
        ("Niemand Bekends", "colleague_unknown"),
        ("van", "colleague_unclear"),
        ("", "field_empty"),
    ],
)
def test_who_cannot_be_casemanager(stage: Stage, person: str, code: str) -> None:
    with refused(code, field="persoon"):
        propose(stage, 45, person)


def test_of_several_who_match_only_who_can_be_casemanager_is_offered(stage: Stage) -> None:
    """By a piece of a name the search finds the employee and people of the arbodienst too."""
    with pytest.raises(RejectedForm) as found:
        propose(stage, 45, "van")
    [problem] = found.value.problems
    offered = set(problem.details["found"])
    left_out = {one.name for one in colleagues([1], "van", stage.day(45)) if one.shown not in offered}
    assert "Annelies van Rijn (001015)" in offered
    assert left_out == {"Joost van der Meulen", "Dirk-Pieter van Loon", "Loes van Dam"}


def test_who_got_a_function_at_the_arbodienst_meanwhile_cannot_be_casemanager(stage: Stage) -> None:
    appoint(login=HIEMSTRA, organisation="Provincie Waterland", role="arbo_secretariaat", today=stage.day(44))
    with refused("casemanager_of_arbodienst", field="persoon"):
        propose(stage, 45)


@pytest.mark.parametrize("role", ["beheerder", "medezeggenschap"])
def test_who_is_kept_apart_from_all_dossiers_cannot_be_casemanager(stage: Stage, role: str) -> None:
    appoint(login=HIEMSTRA, organisation="Provincie Waterland", role=role, today=stage.day(44))
    with refused("casemanager_keeps_apart", field="persoon"):
        propose(stage, 45)


@pytest.mark.parametrize("login", ["medewerker", "bedrijfsarts", "hrm-adviseur", "personele-dienst"])
def test_only_the_managers_propose(stage: Stage, login: str) -> None:
    with refused("Forbidden"):
        propose(stage, 45, login=login)


def test_the_casemanager_records_only_what_names_a_casemanager(stage: Stage) -> None:
    propose(stage, 45)
    answer(stage, 46)
    with refused("Forbidden"):
        propose(stage, 47, BENALI, login=HIEMSTRA)
    for kind in ("overleden", "uit_dienst", "naar_andere_organisatie"):
        with refused("Forbidden"):
            record(**stage.who(HIEMSTRA, 47), kind=kind, on=stage.day(47), answers={})
    asked = {"vraag": "eigen_werk"}
    record(**stage.who(HIEMSTRA, 47), kind="deskundigenoordeel_gevraagd", on=stage.day(47), answers=asked)
    assert "deskundigenoordeel_werkgever" in open_keys(stage, HIEMSTRA, 47)


def test_the_casemanager_stops_and_sees_nothing_any_more(stage: Stage) -> None:
    propose(stage, 45)
    answer(stage, 46)
    record(**stage.who("medewerker", 50), kind="casemanager_beeindigd", answers={})
    assert roles(stage, HIEMSTRA, 49) == {"casemanager"}
    assert roles(stage, HIEMSTRA, 50) == frozenset()
    with pytest.raises(Invisible):
        stage.seen_by(HIEMSTRA, 50)
    with refused("record_without_place"):
        record(**stage.who("teamleider", 51), kind="casemanager_beeindigd", answers={})
    seen = stage.seen_by("teamleider", 60)
    [held] = grants(seen.facts, seen.situation)
    assert (held.name, held.from_on, held.until_on) == ("Sjoerd Hiemstra (001117)", stage.day(46), stage.day(49))


def test_the_next_casemanager_takes_the_place_of_the_one_before(stage: Stage) -> None:
    propose(stage, 45)
    answer(stage, 46)
    propose(stage, 50, BENALI)
    answer(stage, 55)
    assert roles(stage, HIEMSTRA, 54) == {"casemanager"}
    assert roles(stage, HIEMSTRA, 55) == frozenset()
    assert roles(stage, BENALI, 55) == {"casemanager"}


def test_a_casemanager_belongs_to_the_case_and_goes_with_it(stage: Stage) -> None:
    propose(stage, 45)
    answer(stage, 46)
    record_recovery(**stage.who("teamleider", 60), on=stage.day(60), hours=36)
    assert roles(stage, HIEMSTRA, 87) == {"casemanager"}
    assert roles(stage, HIEMSTRA, 88) == frozenset()


def test_leave_does_not_count_in_the_four_weeks_after_which_a_casemanager_stops(stage: Stage) -> None:
    """Art. 7:629 lid 10 BW: who falls ill on the day after a leave that began within them is still in the same case."""
    propose(stage, 45)
    answer(stage, 46)
    record_recovery(**stage.who("teamleider", 60), on=stage.day(60), hours=36)
    leave = {"laatste_dag": stage.day(70 + 111).isoformat()}
    record(**stage.who("teamleider", 70), kind="verlof", on=stage.day(70), answers=leave)
    assert roles(stage, HIEMSTRA, 87 + 112) == {"casemanager"}
    assert roles(stage, HIEMSTRA, 88 + 112) == frozenset()
    record_ziekmelding(
        medewerker_id=stage.ids["medewerker"],
        actor=stage.ids["teamleider"],
        now=stage.moment(199),
        eerste_ziektedag=stage.day(199),
        gemeld_op=stage.day(199),
        items=SixItems("", "", "", "", vangnet=False, arbeidsongeval=False, verkeersongeval_derde=False),
    )
    assert stage.seen_by("teamleider", 199).situation.eerste_ziektedag == stage.day(0)
    assert roles(stage, HIEMSTRA, 300) == {"casemanager"}


def test_an_answer_that_is_corrected_takes_the_role_back_at_once(stage: Stage) -> None:
    propose(stage, 45)
    said = answer(stage, 46)
    correct_fact(
        **stage.who("medewerker", 48),
        seq=said,
        on=stage.day(46),
        changes={"antwoord": "nee"},
        reason="Verkeerd gelezen",
    )
    assert roles(stage, HIEMSTRA, 47) == {"casemanager"}
    assert roles(stage, HIEMSTRA, 48) == frozenset()


def test_what_the_employee_agreed_with_cannot_be_changed_behind_their_back(stage: Stage) -> None:
    proposed = propose(stage, 45)
    moved = correct_fact(
        **stage.who("teamleider", 45), seq=proposed, on=stage.day(45), changes={"persoon": BENALI}, reason="Vergissing"
    )
    answer(stage, 46)
    assert roles(stage, BENALI, 46) == {"casemanager"}
    with refused("proposal_agreed"):
        correct_fact(
            **stage.who("teamleider", 47), seq=moved, on=stage.day(45), changes={"persoon": HIEMSTRA}, reason="Toch"
        )
    with refused("proposal_agreed"):
        withdraw_fact(**stage.who("teamleider", 47), seq=moved, reason="Toch niet")


# Fresh eyes


def ask(stage: Stage, days: int, last: int, person: str = HIEMSTRA) -> int:
    return record(
        **stage.who("teamleider", days),
        kind="frisse_blik_gevraagd",
        answers={"persoon": person, "tot": stage.day(last).isoformat()},
    )


def test_fresh_eyes_read_from_the_day_of_the_request_to_the_last_day_and_not_a_day_longer(stage: Stage) -> None:
    ask(stage, 320, 333)
    for days in range(318, 340):
        inside = 320 <= days <= 333
        assert (roles(stage, HIEMSTRA, days) == {"frisse_blik"}) == inside, days
        if not inside:
            with pytest.raises(Invisible):
                stage.seen_by(HIEMSTRA, days)
        assert ("frisse_blik_schrijven" in open_keys(stage, HIEMSTRA, days)) == inside, days


def test_the_weeks_and_the_days_of_fresh_eyes(stage: Stage) -> None:
    with refused("outside_weeks"):
        ask(stage, 314, 320)
    with refused("day_too_far_ahead", field="tot"):
        ask(stage, 315, 343)
    with refused("day_before_other", field="tot"):
        ask(stage, 315, 314)
    ask(stage, 315, 342)
    with refused("reader_already"):
        ask(stage, 342, 350, BENALI)
    ask(stage, 343, 343, BENALI)


@pytest.mark.parametrize(
    ("person", "code"),
    [
        ("002024", "reader_of_other_function"),
        ("002011", "colleague_is_medewerker"),
        ("001015", "reader_not_fresh"),
        ("m.hoekstra@arbodienst.example", "reader_not_fresh"),
        ("d.kuipers@waterland.example", "reader_of_other_function"),
    ],
)
def test_who_has_no_fresh_eyes(stage: Stage, person: str, code: str) -> None:
    with refused(code, field="persoon"):
        ask(stage, 320, 330, person)


def test_another_bedrijfsarts_reads_along_as_a_reader_and_not_as_bedrijfsarts(stage: Stage) -> None:
    ask(stage, 320, 330, "d.vanloon@arbodienst.example")
    assert roles(stage, "bedrijfsarts2", 320) == {"frisse_blik"}
    with refused("Forbidden"):
        stage.settle("bedrijfsarts2", 320, "bijstelling_probleemanalyse", {})


def test_a_reader_writes_one_note_which_comes_into_the_first_year_evaluation(stage: Stage) -> None:
    stage.plan()
    ask(stage, 320, 330)
    note = {"bevinding": "Werken in een ander team is niet geprobeerd."}
    seq = record(**stage.who(HIEMSTRA, 325), kind="frisse_blik", answers=note)
    with refused("record_without_step"):
        record(**stage.who(HIEMSTRA, 326), kind="frisse_blik", answers={"bevinding": "Nog iets."})
    correct_fact(
        **stage.who(HIEMSTRA, 326),
        seq=seq,
        on=stage.day(325),
        changes={"bevinding": "Een ander team is nooit gevraagd."},
        reason="Scherper",
    )
    values = start_values(stage.seen_by("teamleider", 330), catalogue()["eerstejaarsevaluatie"])
    assert values["frisse_blik"] == [
        {"door": "Sjoerd Hiemstra, teamleider", "bevinding": "Een ander team is nooit gevraagd."}
    ]
    softer = [{**values["frisse_blik"][0], "bevinding": "Alles is goed gegaan."}]
    for changed in (softer, []):
        with refused("words_of_another_changed", field="frisse_blik"):
            stage.settle("teamleider", 364, "eerstejaarsevaluatie", texts.FIRST_YEAR | {"frisse_blik": changed})
    stage.settle("teamleider", 364, "eerstejaarsevaluatie", texts.FIRST_YEAR | {"frisse_blik": values["frisse_blik"]})


def test_the_note_of_a_later_reader_is_the_later_reader_s(stage: Stage) -> None:
    """The first one let the time go by; what the second writes settles the second request, not the first."""
    ask(stage, 320, 325)
    ask(stage, 326, 335, BENALI)
    record(**stage.who(BENALI, 330), kind="frisse_blik", answers={"bevinding": "Kijk naar spoor 2."})
    steps = [s for s in stage.seen_by("teamleider", 330).steps if s.key == "frisse_blik_schrijven"]
    assert [(s.round, s.done_on) for s in steps] == [(1, None), (2, stage.day(330))]
    with refused("record_without_step"):
        record(**stage.who(BENALI, 331), kind="frisse_blik", answers={"bevinding": "En nog iets."})


def test_a_reader_does_nothing_else(stage: Stage) -> None:
    ask(stage, 320, 330)
    with refused("Forbidden"):
        record_contact(**stage.who(HIEMSTRA, 321), on=stage.day(321), way="telefoon", note="Gebeld.")
    with refused("Forbidden"):
        recordable(stage.seen_by(HIEMSTRA, 321), "verlof")
    readable = {kind.key for kind in catalogue().values() if kind.readable_by({"frisse_blik"})}
    manager = {kind.key for kind in catalogue().values() if kind.readable_by({"leidinggevende"})}
    assert manager - readable == {
        "gespreksverslag",
        "uitnodiging_consult",
        "advies_uitstel_wia",
        "verzoek_uitstel_wia",
        "aanvraag_deskundigenoordeel_werkgever",
        "wia_overdracht",
        "overzicht_verslag",
    }
    assert readable < manager


def test_a_request_that_is_withdrawn_ends_the_reading_at_once(stage: Stage) -> None:
    seq = ask(stage, 320, 330)
    withdraw_fact(**stage.who("teamleider", 323), seq=seq, reason="Toch een ander")
    assert roles(stage, HIEMSTRA, 322) == {"frisse_blik"}
    assert roles(stage, HIEMSTRA, 323) == frozenset()


def test_the_last_day_of_the_reading_is_corrected_while_it_goes_on(stage: Stage) -> None:
    seq = ask(stage, 320, 330)
    sooner = {"tot": stage.day(325).isoformat()}
    correct_fact(**stage.who("teamleider", 323), seq=seq, on=stage.day(320), changes=sooner, reason="Eerder klaar")
    assert roles(stage, HIEMSTRA, 325) == {"frisse_blik"}
    assert roles(stage, HIEMSTRA, 326) == frozenset()
