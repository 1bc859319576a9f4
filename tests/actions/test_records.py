"""What is recorded beside the main road: by whom, when, and with which answers."""

from datetime import timedelta

import pytest

from portal.actions.correct_fact import correct_fact, withdraw_fact
from portal.actions.record import record
from portal.actions.record_contact import record_contact
from portal.rules.access import ROLES
from portal.storage.protocols import protocol, protocol_keys, records
from tests.actions.recording import away, consult, keys, step
from tests.staging import Stage, refused

# Who and when


def test_everyone_records_what_is_theirs(stage: Stage) -> None:
    assert keys(stage, "medewerker", 45) == {
        "hersteld_gemeld",
        "ander_verblijf",
        "vakantie_gevraagd",
        "ziek_op_vakantie",
        "deskundigenoordeel_gevraagd",
        "vervroegd_aangevraagd",
        "latere_datum",
    }
    assert keys(stage, "teamleider", 45) == {
        "ander_verblijf",
        "ziek_op_vakantie",
        "verlof",
        "oneens_met_probleemanalyse",
        "latere_datum",
        "deskundigenoordeel_gevraagd",
        "uit_dienst",
        "overleden",
        "casemanager_voorgesteld",
        "naar_andere_organisatie",
    }
    assert keys(stage, "afdelingshoofd", 45) == {"casemanager_voorgesteld"}
    assert keys(stage, "bedrijfsarts", 45) == {"arbo_overgedragen"}
    assert keys(stage, "personele-dienst", 45) == {"verlof", "uit_dienst", "overleden", "naar_andere_organisatie"}


@pytest.mark.parametrize(
    ("login", "kind"),
    [
        ("teamleider", "vakantie_gevraagd"),
        ("medewerker", "verlof"),
        ("hrm-adviseur", "ander_verblijf"),
        ("bedrijfsarts", "overleden"),
    ],
)
def test_what_is_not_theirs_is_refused(stage: Stage, login: str, kind: str) -> None:
    with refused("Forbidden"):
        record(**stage.who(login, 45), kind=kind, answers={})


def test_a_kind_that_does_not_exist_is_not_there(stage: Stage) -> None:
    with refused("Invisible"):
        record(**stage.who("medewerker", 45), kind="diagnose", answers={"tekst": "griep"})


def test_an_answer_needs_its_question(stage: Stage) -> None:
    with refused("record_without_step"):
        record(**stage.who("teamleider", 45), kind="vakantie_besluit", answers={"besluit": "akkoord"})
    with refused("record_without_place"):
        record(**stage.who("medewerker", 45), kind="deskundigenoordeel_ontvangen", answers={"uitslag": "ja"})


# Answers


def test_a_holiday_is_asked_and_decided_once(stage: Stage) -> None:
    asked = {"van": stage.day(80).isoformat(), "tot": stage.day(90).isoformat(), "toelichting": ""}
    record(**stage.who("medewerker", 45), kind="vakantie_gevraagd", answers=asked)
    assert step(stage, "verlof_beslissen", 45).state == "open"
    with refused("field_empty", field="reden"):
        record(**stage.who("teamleider", 46), kind="vakantie_besluit", answers={"besluit": "niet_akkoord"})
    record(**stage.who("teamleider", 46), kind="vakantie_besluit", answers={"besluit": "akkoord"})
    assert step(stage, "verlof_beslissen", 46).done_on == stage.day(46)
    with refused("record_without_step"):
        record(**stage.who("teamleider", 47), kind="vakantie_besluit", answers={"besluit": "akkoord"})


@pytest.mark.asvs("2.2.3")
@pytest.mark.parametrize(
    ("answers", "code", "field"),
    [
        ({"van": "2026-05-01", "tot": ""}, "field_empty", "tot"),
        ({"van": "2026-05-10", "tot": "2026-05-01"}, "day_before_other", "tot"),
        ({"van": "2026-01-10", "tot": "2026-05-01"}, "day_before_other", "van"),
    ],
)
def test_days_that_cannot_be_are_refused(stage: Stage, answers: dict[str, str], code: str, field: str) -> None:
    with refused(code, field=field):
        record(**stage.who("medewerker", 45), kind="vakantie_gevraagd", answers=answers)


def test_a_day_lies_in_the_illness_and_not_too_far_ahead(stage: Stage) -> None:
    who = stage.who("teamleider", 45)
    with refused("day_before_first_sick_day", field="op"):
        record(**who, kind="uit_dienst", on=stage.day(-1), answers={})
    with refused("day_too_far_ahead", field="op"):
        record(**who, kind="uit_dienst", on=stage.day(45 + 366), answers={})
    with refused("day_in_future", field="op"):
        record(**who, kind="overleden", on=stage.day(46), answers={})


def test_an_early_application_is_made_from_week_3_to_week_68(stage: Stage) -> None:
    who = stage.who("medewerker", 480)
    for day in (13, 476):
        with refused("outside_weeks", field="op"):
            record(**who, kind="vervroegd_aangevraagd", on=stage.day(day), answers={})
    assert "vervroegd_aangevraagd" in keys(stage, "medewerker", 475)
    assert "vervroegd_aangevraagd" not in keys(stage, "medewerker", 476)
    assert record(**who, kind="vervroegd_aangevraagd", on=stage.day(475), answers={})


def test_a_choice_is_one_of_those_there_are(stage: Stage) -> None:
    with refused("choice_unknown", field="vraag"):
        record(**stage.who("medewerker", 45), kind="deskundigenoordeel_gevraagd", answers={"vraag": "ziek?"})


def test_what_was_taken_back_can_be_recorded_again_at_once(stage: Stage) -> None:
    seq = away(stage, "medewerker", 45)
    withdraw_fact(**stage.who("medewerker", 45), seq=seq, reason="Vergissing")
    assert away(stage, "medewerker", 45)


def test_pressing_twice_records_once(stage: Stage) -> None:
    away(stage, "medewerker", 45)
    with refused("recorded_twice"):
        away(stage, "medewerker", 45)
    note = {"on": stage.day(45), "way": "telefoon", "note": "Gebeld."}
    record_contact(**stage.who("teamleider", 45), **note)
    with refused("recorded_twice"):
        record_contact(**stage.who("teamleider", 45), **note)
    assert away(stage, "medewerker", 46)


def test_a_wage_sanction_lasts_at_most_52_weeks_after_the_waiting_time(stage: Stage) -> None:
    """UWV decides at the latest six weeks before the waiting time ends (D+728); Wet WIA art. 25 lid 9."""
    who = stage.who("personele-dienst", 690)

    def sanction(days: int, on: int = 686) -> int:
        answers = {"tot": stage.day(days).isoformat(), "soort": "inhoudelijk"}
        return record(**who, kind="loonsanctie_opgelegd", on=stage.day(on), answers=answers)

    with refused("day_before_other", field="tot"):
        sanction(727)
    with refused("day_too_far_ahead", field="tot"):
        sanction(1093)
    with refused("step_not_open", field="op"):
        sanction(1092, on=100)
    assert sanction(1092)

    def shortened(days: int) -> int:
        answers = {"tot": stage.day(days).isoformat()}
        return record(
            **stage.who("personele-dienst", 700), kind="loonsanctie_bekort", on=stage.day(700), answers=answers
        )

    with refused("day_before_other", field="tot"):
        shortened(727)
    with refused("day_too_far_ahead", field="tot"):
        shortened(1092)
    assert shortened(770)


def test_a_later_day_is_later(stage: Stage) -> None:
    due = step(stage, "plan_van_aanpak", 45).due_on
    later = {"stap": "plan_van_aanpak#1", "reden": "De medewerker is er niet."}
    with refused("day_before_other", field="tot"):
        record(**stage.who("teamleider", 45), kind="latere_datum", answers=later | {"tot": due.isoformat()})
    next_day = (due + timedelta(days=1)).isoformat()
    assert record(**stage.who("teamleider", 45), kind="latere_datum", answers=later | {"tot": next_day})


def test_two_leaves_do_not_overlap_but_one_can_be_corrected(stage: Stage) -> None:
    who = stage.who("teamleider", 45)
    seq = record(**who, kind="verlof", on=stage.day(50), answers={"laatste_dag": stage.day(161).isoformat()})
    again = {"laatste_dag": stage.day(180).isoformat()}
    with refused("leave_overlaps", field="op"):
        record(**who, kind="verlof", on=stage.day(161), answers=again)
    assert correct_fact(**who, seq=seq, on=stage.day(55), changes=again, reason="Later bevallen")


@pytest.mark.parametrize("on", [45, 50])
def test_a_leave_that_turns_out_to_begin_later_was_known_from_the_day_on_which_it_was_told(
    stage: Stage, on: int
) -> None:
    leave = {"laatste_dag": stage.day(161).isoformat()}
    seq = record(**stage.who("teamleider", 45), kind="verlof", on=stage.day(on), answers=leave)
    for day in (55, 60):
        seq = correct_fact(**stage.who("teamleider", 46), seq=seq, on=stage.day(day), changes={}, reason="Later")
    [known] = stage.seen_by("teamleider", 46).situation.leaves
    assert (known.first, known.known_on) == (stage.day(60), stage.day(45))


def test_a_second_early_application_waits_for_the_first(stage: Stage) -> None:
    who = stage.who("medewerker", 45)
    record(**who, kind="vervroegd_aangevraagd", on=stage.day(40), answers={})
    with refused("record_waits"):
        record(**who, kind="vervroegd_aangevraagd", on=stage.day(45), answers={})


def test_there_is_no_wage_sanction_before_the_application(stage: Stage) -> None:
    answers = {"tot": stage.day(1000).isoformat(), "soort": "inhoudelijk"}
    with refused("step_not_open"):
        record(**stage.who("teamleider", 45), kind="loonsanctie_opgelegd", on=stage.day(45), answers=answers)


@pytest.mark.parametrize(
    ("what", "by", "today", "on", "code", "field"),
    [
        ("niet_verschenen", "", 45, 45, "consult_missed_then", "op"),
        ("niet_verschenen", "", 51, 51, "consult_missed_then", "op"),
        ("afgezegd", "medewerker", 51, 51, "consult_was_then", "op"),
        ("verzet", "", 45, 45, "field_empty", "door"),
    ],
)
def test_a_consult_is_called_off_in_time_by_someone_and_missed_on_its_day(
    stage: Stage, what: str, by: str, today: int, on: int, code: str, field: str
) -> None:
    seq = consult(stage)
    answers = {"consult": str(seq), "wat": what, "door": by}
    who = stage.who("arbo-secretariaat", today)
    with refused(code, field=field):
        record(**who, kind="consult_vervallen", on=stage.day(on), answers=answers)
    late = stage.who("arbo-secretariaat", 51)
    missed = {**answers, "wat": "niet_verschenen"}
    assert record(**late, kind="consult_vervallen", on=stage.day(50), answers=missed)


# The files


@pytest.mark.parametrize("key", protocol_keys())
def test_every_record_that_a_step_asks_for_can_be_made_by_its_owner(key: str) -> None:
    for rule in protocol(key).rules:
        if rule.action == "record":
            kind = records()[rule.paper or rule.settled_by]
            assert rule.owner in kind.written_by, rule.key
            assert rule.owner in ROLES


def test_every_answer_to_a_step_names_a_step_that_it_settles() -> None:
    rules = {rule.key: rule for rule in protocol("wvp_2023").rules}
    for kind in records().values():
        if kind.for_step:
            rule = rules[kind.for_step]
            assert kind.key in (rule.settled_by, *rule.or_by)


@pytest.mark.parametrize("key", protocol_keys())
def test_every_step_that_a_record_counts_from_is_in_the_protocol(key: str) -> None:
    known = {rule.key for rule in protocol(key).rules}
    for kind in records().values():
        assert {kind.from_step, *(question.after_step for question in kind.questions)} <= {"", *known}, kind.key
