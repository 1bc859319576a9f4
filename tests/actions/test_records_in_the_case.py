"""What follows in the case from what is recorded beside the main road, and who may still change it."""

from datetime import date
from typing import Any

import pytest

from portal.actions.correct_fact import correct_fact, withdraw_fact
from portal.actions.paper_checks import check_place_in_plan
from portal.actions.paper_values import known_values
from portal.actions.record import record
from portal.actions.record_contact import record_contact
from portal.actions.record_recovery import record_recovery
from portal.actions.record_ziekmelding import SixItems, record_ziekmelding
from portal.actions.start_paper import start_values
from portal.actions.tick_step import tick_step
from portal.actions.word_forms import delivered_form
from portal.rules.errors import Rejected
from portal.storage.catalogue import catalogue
from tests.actions.recording import away, consult, keys, step
from tests.staging import ADDRESS, Stage, refused

# What follows


def test_letters_go_where_the_employee_is_that_day(stage: Stage) -> None:
    away(stage, "medewerker", 45, tot=stage.day(50).isoformat())
    template = delivered_form("uitnodiging_consult").template
    found = {days: known_values(stage.seen_by("arbo-secretariaat", days), template) for days in (44, 45, 50, 51)}
    there = "Zeeweg 1\n1759 GX Callantsoog"
    assert [found[days]["medewerker.adres"] for days in (44, 45, 50, 51)] == [ADDRESS, there, there, ADDRESS]


@pytest.mark.parametrize(("told", "found"), [("Dam 1\n1135 AA Edam", "Dam 1\n1135 AA Edam"), ("", ADDRESS)])
def test_a_stay_without_an_end_is_over_in_the_next_absence(stage: Stage, told: str, found: str) -> None:
    away(stage, "medewerker", 45)
    template = delivered_form("uitnodiging_consult").template
    assert known_values(stage.seen_by("arbo-secretariaat", 59), template)["medewerker.adres"].startswith("Zeeweg")
    record_recovery(**stage.who("teamleider", 60), on=stage.day(60), hours=36)
    items = SixItems("", told, "", "", vangnet=False, arbeidsongeval=False, verkeersongeval_derde=False)
    record_ziekmelding(
        medewerker_id=stage.ids["medewerker"],
        actor=stage.ids["teamleider"],
        now=stage.moment(100),
        eerste_ziektedag=stage.day(100),
        gemeld_op=stage.day(100),
        items=items,
    )
    assert known_values(stage.seen_by("arbo-secretariaat", 101), template)["medewerker.adres"] == found


def test_each_answer_of_one_day_belongs_to_the_proposal_that_it_was_given_to(stage: Stage) -> None:
    """Facts of one day stand in no order of their own: «nee» to the first and «ja» to the second must stay so."""
    plan = {"stap": "plan_van_aanpak#1", "tot": stage.day(60).isoformat(), "reden": "De afdeling kan later."}
    record(**stage.who("teamleider", 45), kind="latere_datum", answers=plan)
    record(**stage.who("medewerker", 45), kind="latere_datum_antwoord", answers={"antwoord": "nee"})
    record(**stage.who("teamleider", 45), kind="latere_datum", answers=plan | {"tot": stage.day(55).isoformat()})
    yes = record(**stage.who("medewerker", 45), kind="latere_datum_antwoord", answers={"antwoord": "ja"})
    assert step(stage, "plan_van_aanpak", 46).due_on == stage.day(55)
    said = {"antwoord": "ja", "toelichting": "Prima."}
    correct_fact(**stage.who("medewerker", 46), seq=yes, on=stage.day(45), changes=said, reason="Iets vergeten")
    assert step(stage, "plan_van_aanpak", 46).due_on == stage.day(55)


def test_a_later_date_counts_when_both_agree(stage: Stage) -> None:
    due = step(stage, "plan_van_aanpak", 45).due_on
    later = {"stap": "plan_van_aanpak#1", "tot": stage.day(70).isoformat(), "reden": "De medewerker is met vakantie."}
    record(**stage.who("teamleider", 45), kind="latere_datum", answers=later)
    assert step(stage, "plan_van_aanpak", 45).due_on == due
    record(**stage.who("medewerker", 46), kind="latere_datum_antwoord", answers={"antwoord": "ja"})
    moved = step(stage, "plan_van_aanpak", 46)
    assert (moved.due_on, moved.statutory_on) == (stage.day(70), due)
    assert any("Later, met reden" in sentence for sentence in moved.why)
    assert not any("vakantie" in sentence for sentence in moved.why)
    begun = start_values(stage.seen_by("teamleider", 60), catalogue()["plan_van_aanpak"])
    assert begun["reden_later"] == later["reden"]


def test_the_employee_proposes_a_later_date_as_well_and_then_the_manager_answers(stage: Stage) -> None:
    """Both parties may deviate from a term: Regeling procesgang eerste en tweede ziektejaar."""
    later = {"stap": "plan_van_aanpak#1", "tot": stage.day(70).isoformat(), "reden": "Ik ben er dan niet."}
    record(**stage.who("medewerker", 45), kind="latere_datum", answers=later)
    with refused("record_without_step"):
        record(**stage.who("medewerker", 46), kind="latere_datum_antwoord", answers={"antwoord": "ja"})
    assert step(stage, "plan_van_aanpak", 46).due_on < stage.day(70)
    record(**stage.who("teamleider", 46), kind="latere_datum_antwoord_leiding", answers={"antwoord": "ja"})
    assert step(stage, "plan_van_aanpak", 46).due_on == stage.day(70)


def test_who_disagrees_with_the_analysis_talks_first_and_makes_the_plan_after(stage: Stage) -> None:
    """Verzuimprotocol 4.5: the leidinggevende contacts the bedrijfsarts before the plan is made."""
    disagreed = {"toelichting": "Dit werk hebben wij niet."}
    record(**stage.who("teamleider", 45), kind="oneens_met_probleemanalyse", answers=disagreed)
    with refused("step_waits"):
        stage.plan(46)
    shown = {step.key: step for step in stage.seen_by("afdelingshoofd", 46).shown_steps}
    assert "overleg_probleemanalyse" not in shown
    assert shown["plan_van_aanpak"].waits_for == ()
    talk = {"key": "overleg_probleemanalyse", "round": 1, "on": stage.day(47)}
    with refused("field_empty", field="toelichting"):
        tick_step(**stage.who("teamleider", 47), **talk, note=" ")
    seq = tick_step(**stage.who("teamleider", 47), **talk, note="Het advies blijft, we beginnen later.")
    with refused("field_empty", field="toelichting"):
        correct_fact(
            **stage.who("teamleider", 47), seq=seq, on=stage.day(46), changes={"toelichting": " "}, reason="Eerder"
        )
    stage.plan(47)


def test_a_date_of_the_law_cannot_be_moved_together(stage: Stage) -> None:
    later = {"stap": "uwv_melding_week_42#1", "tot": stage.day(400).isoformat(), "reden": "Druk"}
    with refused("choice_unknown", field="stap"):
        record(**stage.who("teamleider", 45), kind="latere_datum", answers=later)


def test_after_a_death_nobody_has_a_task(stage: Stage) -> None:
    record(**stage.who("teamleider", 46), kind="overleden", on=stage.day(45), answers={})
    assert all(step.done_on for step in stage.seen_by("teamleider", 46).steps)
    assert keys(stage, "teamleider", 46) == set()


def test_a_wrong_record_is_corrected_and_withdrawn(stage: Stage) -> None:
    seq = record(**stage.who("teamleider", 45), kind="uit_dienst", on=stage.day(100), answers={})
    with refused("day_before_first_sick_day", field="op"):
        correct_fact(**stage.who("teamleider", 46), seq=seq, on=stage.day(-5), changes={}, reason="Verkeerde dag")
    new = correct_fact(**stage.who("teamleider", 46), seq=seq, on=stage.day(120), changes={}, reason="Verkeerde dag")
    assert step(stage, "uit_dienst_melden", 46, "personele-dienst").due_on == stage.day(120)
    with refused("Forbidden"):
        withdraw_fact(**stage.who("medewerker", 46), seq=new, reason="Nee")
    withdraw_fact(**stage.who("teamleider", 46), seq=new, reason="Het dienstverband loopt door")
    assert not [s for s in stage.seen_by("teamleider", 46).steps if s.key == "uit_dienst_melden"]


# Ill on holiday


def ill_on_holiday(stage: Stage, login: str = "medewerker") -> int:
    """Someone records that the illness began on holiday, which lasts until day 55."""
    given = {"tot": stage.day(55).isoformat(), "adres": "Camping Sur Mer, Frankrijk", "telefoon": "+33 5 55 01 01"}
    return record(**stage.who(login, 45), kind="ziek_op_vakantie", on=stage.day(44), answers=given)


def test_who_was_ill_on_holiday_gets_the_days_back(stage: Stage) -> None:
    ill_on_holiday(stage)
    who = stage.who("teamleider", 57)
    seen = {"verklaring": "leidinggevende", "besluit": "terug"}
    for wrong, code in (("", "field_empty"), ("0", "number_outside"), ("900", "number_outside")):
        with refused(code, field="dagen"):
            record(**who, kind="vakantiedagen_besluit", answers={**seen, "dagen": wrong})
    record(**who, kind="vakantiedagen_besluit", answers={**seen, "dagen": "7,5"})
    assert step(stage, "vakantiedagen_beslissen", 57).done_on == stage.day(57)
    with refused("record_answered"):
        withdraw_fact(**stage.who("medewerker", 57), seq=stage.seen_by("medewerker", 57).facts[-2].seq, reason="Nee")


def test_the_days_are_decided_after_the_recovery_as_well(stage: Stage) -> None:
    """Mostly someone works again by then."""
    ill_on_holiday(stage)
    record_recovery(**stage.who("teamleider", 56), on=stage.day(56), hours=36)
    assert step(stage, "vakantiedagen_beslissen", 57).asked_on(stage.day(57))
    answers = {"verklaring": "leidinggevende", "besluit": "terug", "dagen": "7"}
    assert record(**stage.who("teamleider", 57), kind="vakantiedagen_besluit", answers=answers)


def test_giving_no_days_back_needs_a_reason(stage: Stage) -> None:
    ill_on_holiday(stage, "teamleider")
    with refused("field_empty", field="reden"):
        answers = {"verklaring": "geen", "besluit": "niet_terug"}
        record(**stage.who("teamleider", 57), kind="vakantiedagen_besluit", answers=answers)


def test_letters_go_to_the_holiday_address_until_the_holiday_ends(stage: Stage) -> None:
    ill_on_holiday(stage)
    template = delivered_form("uitnodiging_consult").template
    found = [known_values(stage.seen_by("arbo-secretariaat", days), template)["medewerker.adres"] for days in (55, 56)]
    assert found == ["Camping Sur Mer, Frankrijk", ADDRESS]


# One proposal at a time


def test_a_second_proposal_for_the_same_step_waits_for_the_first(stage: Stage) -> None:
    later = {"stap": "plan_van_aanpak#1", "tot": stage.day(70).isoformat(), "reden": "De medewerker is er niet."}
    seq = record(**stage.who("teamleider", 45), kind="latere_datum", answers=later)
    with refused("proposal_waits", field="stap"):
        record(**stage.who("teamleider", 46), kind="latere_datum", answers={**later, "tot": stage.day(80).isoformat()})
    other = {**later, "stap": "advies_week_13#1", "tot": stage.day(100).isoformat()}
    assert record(**stage.who("teamleider", 46), kind="latere_datum", answers=other)
    withdraw_fact(**stage.who("teamleider", 47), seq=seq, reason="Een andere dag")
    assert record(**stage.who("teamleider", 47), kind="latere_datum", answers=later)


# Changing it afterwards, and what closes it


def agreed_later(stage: Stage, days: int = 70) -> int:
    """A later day for the plan that both agreed on; the number of the proposal."""
    later = {"stap": "plan_van_aanpak#1", "tot": stage.day(days).isoformat(), "reden": "De medewerker is er niet."}
    seq = record(**stage.who("teamleider", 45), kind="latere_datum", answers=later)
    record(**stage.who("medewerker", 46), kind="latere_datum_antwoord", answers={"antwoord": "ja"})
    return seq


def test_an_agreement_is_not_changed_behind_the_back_of_who_agreed(stage: Stage) -> None:
    seq = agreed_later(stage)
    changes = {"tot": stage.day(300).isoformat()}
    with refused("record_answered"):
        correct_fact(**stage.who("teamleider", 47), seq=seq, on=stage.day(45), changes=changes, reason="Later")
    with refused("record_answered"):
        withdraw_fact(**stage.who("teamleider", 47), seq=seq, reason="Toch niet")
    assert step(stage, "plan_van_aanpak", 47).due_on == stage.day(70)


def test_what_one_party_recorded_is_not_the_others_to_change(stage: Stage) -> None:
    asked = {"vraag": "inzet_werkgever"}
    question = record(
        **stage.who("medewerker", 45), kind="deskundigenoordeel_gevraagd", on=stage.day(45), answers=asked
    )
    address = away(stage, "medewerker", 45)
    for seq in (question, address):
        with refused("Forbidden"):
            withdraw_fact(**stage.who("teamleider", 46), seq=seq, reason="Klopt niet")
    changed = {"vraag": "passend_werk"}
    who = stage.who("medewerker", 46)
    assert correct_fact(**who, seq=question, on=stage.day(45), changes=changed, reason="Verkeerde vraag")


@pytest.mark.parametrize(
    ("kind", "on", "answers", "field"),
    [
        ("verlof", 45, {"laatste_dag": "2034-01-01"}, "laatste_dag"),
        ("latere_datum", None, {"stap": "plan_van_aanpak#1", "tot": "2099-12-31", "reden": "Druk"}, "tot"),
    ],
)
def test_a_day_years_ahead_is_a_slip(stage: Stage, kind: str, on: int | None, answers: Any, field: str) -> None:
    day = None if on is None else stage.day(on)
    with refused("day_too_far_ahead", field=field):
        record(**stage.who("teamleider", 45), kind=kind, on=day, answers=answers)


def test_a_leave_does_not_begin_years_before_the_illness(stage: Stage) -> None:
    with refused("day_before_first_sick_day", field="op"):
        record(**stage.who("teamleider", 45), kind="verlof", on=date(1990, 1, 1), answers={"laatste_dag": "1990-05-01"})


def test_a_record_does_not_stand_in_the_way_of_its_own_correction(stage: Stage) -> None:
    later = {"stap": "plan_van_aanpak#1", "tot": stage.day(70).isoformat(), "reden": "De medewerker is er niet."}
    seq = record(**stage.who("teamleider", 45), kind="latere_datum", answers=later)
    changes = {"tot": stage.day(65).isoformat()}
    who = stage.who("teamleider", 46)
    assert correct_fact(**who, seq=seq, on=stage.day(45), changes=changes, reason="Eerder")


def test_after_the_last_day_employed_nothing_is_asked_any_more(stage: Stage) -> None:
    record(**stage.who("personele-dienst", 45), kind="uit_dienst", on=stage.day(50), answers={})
    assert "vakantie_gevraagd" in keys(stage, "medewerker", 50)
    assert "vakantie_gevraagd" not in keys(stage, "medewerker", 51)
    asked = {"van": stage.day(60).isoformat(), "tot": stage.day(61).isoformat()}
    with refused("case_is_over"):
        record(**stage.who("medewerker", 51), kind="vakantie_gevraagd", answers=asked)
    with refused("day_after_ending", field="op"):
        record_recovery(**stage.who("teamleider", 51), on=stage.day(51), hours=34)
    with refused("day_after_ending", field="dag"):
        consult(stage, 51)
    with refused("case_is_over"):
        check_place_in_plan(stage.seen_by("bedrijfsarts", 51), catalogue()["bijstelling_probleemanalyse"])
    assert record_recovery(**stage.who("teamleider", 51), on=stage.day(49), hours=34)


def test_a_consult_after_the_last_day_employed_is_called_off_also_after_that_day(stage: Stage) -> None:
    planned = consult(stage, 60)
    record(**stage.who("personele-dienst", 46), kind="uit_dienst", on=stage.day(50), answers={})
    asked = step(stage, "consult_afzeggen", 51, "arbo-secretariaat")
    assert (asked.owner, asked.due_on) == ("arbo_secretariaat", stage.day(60))
    assert asked.asked_on(stage.day(51))
    answers = {"consult": str(planned), "wat": "afgezegd", "door": "arbodienst"}
    record(**stage.who("arbo-secretariaat", 51), kind="consult_vervallen", on=stage.day(51), answers=answers)
    assert step(stage, "consult_afzeggen", 51, "arbo-secretariaat").done_on == stage.day(51)
    with refused("record_without_place"):
        record(**stage.who("arbo-secretariaat", 51), kind="consult_vervallen", on=stage.day(51), answers=answers)


def test_a_dossier_that_closed_after_a_death_takes_only_a_correction(stage: Stage) -> None:
    seq = record(**stage.who("teamleider", 46), kind="overleden", on=stage.day(45), answers={})
    with refused("dossier_closed"):
        record_contact(**stage.who("teamleider", 46), on=stage.day(46), way="telefoon", note="Gebeld.")
    with refused("dossier_closed"):
        check_place_in_plan(stage.seen_by("teamleider", 46), catalogue()["aanvraag_deskundigenoordeel_werkgever"])
    withdraw_fact(**stage.who("teamleider", 46), seq=seq, reason="Verkeerde dossier")
    assert record_contact(**stage.who("teamleider", 46), on=stage.day(46), way="telefoon", note="Gebeld.")


def test_the_bedrijfsarts_answers_about_the_cause_when_the_leave_is_over(stage: Stage) -> None:
    leave = {"laatste_dag": stage.day(161).isoformat()}
    record(**stage.who("teamleider", 45), kind="verlof", on=stage.day(50), answers=leave)
    with refused("record_without_step"):
        record(**stage.who("bedrijfsarts", 60), kind="andere_oorzaak", answers={"anders": "ja"})
    assert record(**stage.who("bedrijfsarts", 165), kind="andere_oorzaak", answers={"anders": "nee"})


def test_a_late_answer_about_the_cause_is_about_the_leave_that_was_asked_about(stage: Stage) -> None:
    """Also once a second leave began: that the cause is another makes no new case of the illness after that one."""
    for first, last in ((50, 161), (500, 611)):
        leave = {"laatste_dag": stage.day(last).isoformat()}
        record(**stage.who("teamleider", first - 5), kind="verlof", on=stage.day(first), answers=leave)
    answered = record(**stage.who("bedrijfsarts", 620), kind="andere_oorzaak", answers={"anders": "ja"})
    assert stage.seen_by("bedrijfsarts", 620).situation.eerste_ziektedag == stage.day(162)
    states = [one.state for one in stage.seen_by("bedrijfsarts", 620).steps if one.key == "oorzaak_na_verlof"]
    assert states == ["open"]
    withdraw_fact(**stage.who("bedrijfsarts", 621), seq=answered, reason="Verkeerde medewerker")
    assert stage.seen_by("bedrijfsarts", 621).situation.eerste_ziektedag == stage.day(0)


def test_who_only_follows_the_progress_does_not_see_the_private_steps(stage: Stage) -> None:
    leave = {"laatste_dag": stage.day(161).isoformat()}
    record(**stage.who("teamleider", 45), kind="verlof", on=stage.day(50), answers=leave)
    for login, sees in (("afdelingshoofd", False), ("personele-dienst", False), ("bedrijfsarts", True)):
        shown = {step.key for step in stage.seen_by(login, 46).shown_steps}
        assert ("oorzaak_na_verlof" in shown) == sees, login


def test_a_step_that_waits_says_for_what_in_words_and_a_milestone_is_not_asked(stage: Stage) -> None:
    letter = {"key": "uwv_brief_week_44", "round": 1, "on": stage.day(46)}
    with pytest.raises(Rejected) as caught:
        tick_step(**stage.who("teamleider", 46), **letter)
    assert caught.value.details == {"waits_for": ["Ziekmelding bij UWV"]}
    with refused("step_not_open"):
        tick_step(**stage.who("teamleider", 46), key="einde_wachttijd", round=1, on=stage.day(46))
