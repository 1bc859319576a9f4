"""Who may come at an overleg, and what can be done there. The unit is 110: Beheer en Uitvoering."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.actions.agree_action import agree_action, withdraw_action
from portal.actions.directorate_figures import smo_figures
from portal.actions.finish_action import finish_action
from portal.actions.import_personnel import import_personnel
from portal.actions.plan_smo import call_off_smo, plan_smo
from portal.actions.record_contact import record_contact
from portal.actions.smo_seats import attended, own_directorates, seated
from portal.actions.write_minutes import write_minutes
from portal.demonstration.people import number_to_person
from portal.rules.errors import Invisible
from portal.storage.database import connection, rows
from portal.storage.reading.directorates import late_steps
from portal.storage.reading.smo import actions_of, meetings_of, open_actions
from portal.storage.reading.steps import inbox
from tests.staging import Stage, refused, set_stage

DAY = 30  # 4 February 2026


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    found = set_stage(tmp_path, "sick")
    with connection():
        yield found


def unit(code: str) -> int:
    [(found,)] = rows("SELECT id FROM unit WHERE code = ?", code)
    return found


def who(stage: Stage, login: str, days: int = DAY) -> dict[str, Any]:
    return {"actor": stage.ids[login], "now": stage.moment(days)}


def planned(stage: Stage, *invited: str, days: int = DAY) -> int:
    people = [stage.ids[login] for login in invited or ("bedrijfsarts", "teamleider", "hrm-adviseur")]
    return plan_smo(**who(stage, "afdelingshoofd"), unit_id=unit("110"), on=stage.day(days), people=people)


def test_everyone_finds_the_overleggen_in_which_they_have_a_seat(stage: Stage) -> None:
    found = {
        login: [one.code for one in own_directorates(stage.ids[login], stage.day(DAY))]
        for login in ("directeur", "afdelingshoofd", "teamleider", "bedrijfsarts", "bedrijfsarts2", "hrm-adviseur")
    }
    assert found == {
        "directeur": ["100", "110", "120"],
        "afdelingshoofd": ["100", "110"],
        "teamleider": ["100", "110"],
        "bedrijfsarts": ["100", "110", "120"],
        "bedrijfsarts2": ["120"],
        "hrm-adviseur": ["110"],
    }


def test_who_has_no_seat_finds_nothing(stage: Stage) -> None:
    outside = ("medewerker", "beheerder", "personele-dienst", "bedrijfsarts2", "hrm-adviseur2", "arbo-secretariaat")
    ids = [*(stage.ids[login] for login in outside), number_to_person("001134"), number_to_person("001126")]
    for person in ids:
        with pytest.raises(Invisible):
            seated(unit("110"), person, stage.day(DAY))
    with pytest.raises(Invisible):
        seated(unit("111"), stage.ids["teamleider"], stage.day(DAY))  # a team is no directorate
    with pytest.raises(Invisible):
        seated(999_999, stage.ids["directeur"], stage.day(DAY))


def test_another_organisation_is_another_world(stage: Stage) -> None:
    other, day = elsewhere(stage), stage.day(DAY)
    [(alone,)] = rows("SELECT id FROM unit WHERE code = 'X1'")
    assert [one.code for one in own_directorates(other, day)] == ["X1"]
    for code in ("100", "110", "120"):
        with pytest.raises(Invisible):
            seated(unit(code), other, day)
    for login in ("directeur", "bedrijfsarts"):
        with pytest.raises(Invisible):
            seated(alone, stage.ids[login], day)


def elsewhere(stage: Stage) -> int:
    """The manager of another client of the same arbodienst."""
    lines = [
        "personeelsnummer;naam;email;functie;uren;eenheidscode;eenheid;leidinggevende",
        "1;Ans Elders;ans@elders.example;hoofd;36;X1;Bureau;",
        "2;Bob Elders;bob@elders.example;adviseur;36;X1;Bureau;1",
    ]
    import_personnel(organisation="Elders", content="\n".join(lines).encode(), now=stage.moment(0))
    [(found,)] = rows("SELECT id FROM person WHERE name = 'Ans Elders'")
    return found


def test_an_overleg_is_planned_and_only_who_was_invited_opens_it(stage: Stage) -> None:
    smo_id = planned(stage, "bedrijfsarts", "hrm-adviseur", "medewerker")
    _, people = attended(smo_id, stage.ids["bedrijfsarts"], stage.day(DAY))
    # Who plans is there; an employee has no seat and cannot be invited.
    assert set(people) == {stage.ids[login] for login in ("afdelingshoofd", "bedrijfsarts", "hrm-adviseur")}
    for login in ("teamleider", "directeur", "medewerker", "beheerder"):
        with pytest.raises(Invisible):
            attended(smo_id, stage.ids[login], stage.day(DAY))


def test_a_seat_that_is_lost_takes_the_meetings_along(stage: Stage) -> None:
    smo_id = planned(stage)
    rows("UPDATE appointment SET until_on = ? WHERE role = 'hrm_adviseur' RETURNING id", stage.day(DAY).isoformat())
    assert attended(smo_id, stage.ids["hrm-adviseur"], stage.day(DAY))
    with pytest.raises(Invisible):
        attended(smo_id, stage.ids["hrm-adviseur"], stage.day(DAY + 1))


def test_a_day_that_cannot_be_right_is_refused(stage: Stage) -> None:
    place = {**who(stage, "teamleider"), "unit_id": unit("110"), "people": [stage.ids["bedrijfsarts"]]}
    for days, code in ((-6, "smo_before_year"), (400, "day_too_far_ahead"), (33, "smo_not_working_day")):
        with refused(code, field="dag"):
            plan_smo(**place, on=stage.day(days))
    plan_smo(**place, on=stage.day(2))  # it was held before it stood in the portal
    with refused("smo_double", field="dag"):
        plan_smo(**place, on=stage.day(2))
    with refused("smo_alone"):
        plan_smo(**place | {"people": [stage.ids["medewerker"]]}, on=stage.day(3))
    with refused("Invisible"):
        plan_smo(**place | {"actor": stage.ids["bedrijfsarts2"]}, on=stage.day(3))


def test_an_overleg_is_called_off_until_there_are_minutes(stage: Stage) -> None:
    gone, held = planned(stage, days=DAY + 1), planned(stage)
    with refused("Invisible"):
        call_off_smo(**who(stage, "directeur"), smo_id=gone)
    call_off_smo(**who(stage, "teamleider"), smo_id=gone)
    assert [one.id for one in meetings_of(unit("110"))] == [held]
    with refused("Invisible"):
        call_off_smo(**who(stage, "teamleider"), smo_id=gone)
    write_minutes(**who(stage, "teamleider"), smo_id=held, verslag="Besproken.", besluiten="")
    with refused("smo_was_held"):
        call_off_smo(**who(stage, "teamleider"), smo_id=held)


def test_minutes_are_written_from_the_day_on_by_one_hand(stage: Stage) -> None:
    smo_id = planned(stage, days=DAY + 1)
    text = {"smo_id": smo_id, "verslag": "Wij bespraken de trends.", "besluiten": "Eerder bellen."}
    with refused("smo_not_yet"):
        write_minutes(**who(stage, "hrm-adviseur"), **text)
    write_minutes(**who(stage, "hrm-adviseur", DAY + 1), **text)
    with refused("smo_other_writer"):
        write_minutes(**who(stage, "teamleider", DAY + 1), **text)
    with refused("Invisible"):
        write_minutes(**who(stage, "directeur", DAY + 1), **text)
    write_minutes(**who(stage, "hrm-adviseur", DAY + 2), **text | {"besluiten": "Later bellen."})
    row, _ = attended(smo_id, stage.ids["teamleider"], stage.day(DAY + 2))
    assert (row.verslag, row.besluiten, row.writer_id) == (
        "Wij bespraken de trends.",
        "Later bellen.",
        stage.ids["hrm-adviseur"],
    )


def test_what_was_agreed_stands_in_the_inbox_until_it_is_done(stage: Stage) -> None:
    smo_id, doctor = planned(stage), stage.ids["bedrijfsarts"]
    place = {**who(stage, "teamleider"), "smo_id": smo_id, "what": "Uitleg geven", "person": doctor}
    assert not inbox(doctor, stage.day(DAY)).agreed
    action_id = agree_action(**place, due_on=stage.day(DAY + 14))
    assert [one.what for one in open_actions(doctor)] == ["Uitleg geven"]
    assert inbox(doctor, stage.day(DAY)).agreed
    assert not inbox(stage.ids["teamleider"], stage.day(DAY)).agreed
    with refused("Invisible"):
        finish_action(**who(stage, "teamleider"), action_id=action_id)
    finish_action(**who(stage, "bedrijfsarts"), action_id=action_id)
    assert not inbox(doctor, stage.day(DAY)).agreed
    assert [one.state for one in actions_of(smo_id)] == ["done"]
    with refused("smo_action_over"):
        finish_action(**who(stage, "bedrijfsarts"), action_id=action_id)
    with refused("smo_action_over"):
        withdraw_action(**who(stage, "teamleider"), action_id=action_id)


def test_only_participants_agree_and_take_back(stage: Stage) -> None:
    smo_id = planned(stage)
    place = {**who(stage, "teamleider"), "smo_id": smo_id, "what": "Uitleg", "due_on": stage.day(DAY)}
    with refused("smo_no_participant", field="wie"):
        agree_action(**place, person=stage.ids["directeur"])
    with refused("day_passed", field="uiterlijk"):
        agree_action(**place | {"due_on": stage.day(DAY - 1)}, person=stage.ids["bedrijfsarts"])
    with refused("day_too_far_ahead", field="uiterlijk"):
        agree_action(**place | {"due_on": stage.day(DAY + 400)}, person=stage.ids["bedrijfsarts"])
    with refused("Invisible"):
        agree_action(**place | {"actor": stage.ids["directeur"]}, person=stage.ids["bedrijfsarts"])
    action_id = agree_action(**place, person=stage.ids["bedrijfsarts"])
    for login in ("directeur", "medewerker"):
        with refused("Invisible"):
            withdraw_action(**who(stage, login), action_id=action_id)
    withdraw_action(**who(stage, "hrm-adviseur"), action_id=action_id)
    assert not actions_of(smo_id)
    assert not open_actions(stage.ids["bedrijfsarts"])
    ahead = planned(stage, days=DAY + 1)
    with refused("smo_not_yet"):
        agree_action(**place | {"smo_id": ahead}, person=stage.ids["bedrijfsarts"])


def test_late_steps_are_counted_as_the_day_begins(stage: Stage) -> None:
    [(organisation,)] = rows("SELECT organisation_id FROM dossier")
    today, tomorrow = stage.day(DAY), stage.day(DAY + 1)
    before = late_steps(organisation, today)
    assert [one.title for one in before if one.role == "leidinggevende"]
    record_contact(**stage.who("teamleider", DAY), on=today, way="telefoon", note="Gebeld over de planning.")
    assert Counter(late_steps(organisation, today)) == Counter(before)
    left = late_steps(organisation, tomorrow)
    assert 0 < len(left) < len(before)
    assert {one.days for one in left} <= {one.days + 1 for one in before}


def test_the_figures_are_of_the_people_in_the_directorate(stage: Stage) -> None:
    day = stage.day(DAY)
    found = {
        code: smo_figures(seated(unit(code), stage.ids["bedrijfsarts"], day), day) for code in ("100", "110", "120")
    }
    [(everyone,)] = rows("SELECT COUNT(*) FROM person WHERE personnel_number IS NOT NULL AND active")
    assert found["100"].employees == everyone
    # One is the directeur, who works in unit 100 itself.
    assert found["110"].employees + found["120"].employees == everyone - 1
    assert found["110"].running["middellang"].hidden
    assert found["120"].running["middellang"].value == 0
    assert found["110"].kinds == ()
