"""Deputies for a period: the same roles in that window and not a day outside it, and always in someone's place."""

from datetime import date
from typing import Any

import pytest

from portal.actions.correct_fact import correct_fact
from portal.actions.deputies import end_deputy, name_deputy
from portal.actions.manage_account import end_appointment
from portal.actions.record_contact import record_contact
from portal.actions.record_ziekmelding import SixItems, record_ziekmelding
from portal.demonstration import texts
from portal.rules.errors import Invisible
from portal.storage.database import rows
from portal.storage.reading.dossiers import Sought, dossier_of, visible_dossiers
from portal.storage.reading.facts import facts_of
from portal.storage.reading.involvements import people_of, roles_of
from portal.storage.reading.steps import inbox
from portal.storage.writing.involvements import derive_all
from tests.staging import Stage, refused

HIEMSTRA = "001117"
NO_ITEMS = SixItems("", "", "", "", vangnet=False, arbeidsongeval=False, verkeersongeval_derde=False)


def name(stage: Stage, login: str = "teamleider", days: int = 45, who: str = HIEMSTRA, **more: Any) -> int:
    given = {"dossier_id": None, "from_on": stage.day(50), "until_on": stage.day(59), **more}
    return name_deputy(actor=stage.ids[login], now=stage.moment(days), who=who, **given)


def roles(stage: Stage, login: str, days: int) -> frozenset[str]:
    return roles_of(stage.ids[login], stage.dossier_id, stage.day(days))


def contact(stage: Stage, login: str, days: int, note: str = "Gebeld.") -> int:
    return record_contact(**stage.who(login, days), on=stage.day(days), way="telefoon", note=note)


@pytest.mark.parametrize("one_dossier", [True, False])
def test_a_deputy_has_the_roles_in_the_window_and_not_a_day_outside_it(stage: Stage, one_dossier: bool) -> None:
    name(stage, dossier_id=stage.dossier_id if one_dossier else None)
    deputy = stage.ids[HIEMSTRA]
    for days in range(47, 63):
        inside = 50 <= days <= 59
        assert (roles(stage, HIEMSTRA, days) == {"leidinggevende"}) == inside, days
        listed = {row.id for row in visible_dossiers(deputy, stage.day(days), Sought(action="record_contact"))}
        assert (stage.dossier_id in listed) == inside, days
        tasks = [task for task in inbox(deputy, stage.day(days)).tasks if task.dossier_number == "0001"]
        assert bool(tasks) == inside, days
        assert roles(stage, "teamleider", days) == {"leidinggevende"}, "the absent person keeps access"
        if not inside:
            with pytest.raises(Invisible):
                stage.seen_by(HIEMSTRA, days)


def test_what_a_deputy_does_says_for_whom(stage: Stage) -> None:
    name(stage)
    seq = contact(stage, HIEMSTRA, 51)
    [fact] = [fact for fact in facts_of(stage.dossier_id) if fact.seq == seq]
    assert fact.author == stage.ids[HIEMSTRA]
    assert fact.data["namens"] == stage.ids["teamleider"]
    with refused("recorded_twice"):
        contact(stage, HIEMSTRA, 51)
    new = correct_fact(
        **stage.who("teamleider", 65), seq=seq, on=stage.day(51), changes={"verslag": "Langs geweest."}, reason="Beter"
    )
    [corrected] = [fact for fact in facts_of(stage.dossier_id) if fact.seq == new]
    assert "namens" not in corrected.data


def test_a_paper_and_a_signature_of_a_deputy_say_for_whom(stage: Stage) -> None:
    name(stage)
    plan = stage.settle(HIEMSTRA, 52, "plan_van_aanpak", texts.plan_values(stage.day(52)))
    stage.sign(HIEMSTRA, 52, plan)
    values = stage.newest("plan_van_aanpak").values
    assert values["papier.opsteller_naam"] == "Sjoerd Hiemstra"
    assert values["papier.opsteller_functie"] == "teamleider, namens Karin de Boer"
    assert values["leidinggevende.naam"] == "Karin de Boer"
    [signed] = [
        fact for fact in facts_of(stage.dossier_id) if fact.kind == "ondertekend" and fact.data["papier"] == plan
    ]
    assert signed.data["functie"] == "teamleider, namens Karin de Boer"


def test_the_people_of_the_dossier_show_the_deputy_after_who_holds_the_role(stage: Stage) -> None:
    name(stage)
    shown = [
        (row.name, row.on_behalf_of, row.until_on)
        for row in people_of(stage.dossier_id, stage.day(50))
        if row.role == "leidinggevende"
    ]
    assert shown == [("Karin de Boer", "", None), ("Sjoerd Hiemstra", "Karin de Boer", stage.day(59))]


def test_a_deputy_stops_at_once(stage: Stage) -> None:
    row = name(stage)
    contact(stage, HIEMSTRA, 50)
    end_deputy(actor=stage.ids["teamleider"], now=stage.moment(50), deputy_id=row)
    assert roles(stage, HIEMSTRA, 50) == frozenset()
    with refused("Invisible"):
        contact(stage, HIEMSTRA, 50, "Nog eens.")
    with refused("deputy_over"):
        end_deputy(actor=stage.ids["teamleider"], now=stage.moment(51), deputy_id=row)
    with refused("Invisible"):
        end_deputy(actor=stage.ids["afdelingshoofd"], now=stage.moment(51), deputy_id=row)


def test_when_the_absent_person_loses_the_role_so_does_the_deputy(stage: Stage) -> None:
    name(stage)
    rows("UPDATE person SET leidinggevende_id = ? WHERE id = ?", stage.ids["001126"], stage.ids["medewerker"])
    [(organisation,)] = rows("SELECT organisation_id FROM dossier")
    derive_all(organisation, stage.day(55))
    assert roles(stage, HIEMSTRA, 54) == {"leidinggevende"}
    assert roles(stage, HIEMSTRA, 55) == frozenset()


def test_deputies_have_no_deputies(stage: Stage) -> None:
    name(stage)
    name(stage, HIEMSTRA, who="001126")
    assert roles(stage, "001126", 52) == frozenset()


def test_nobody_becomes_a_deputy_in_the_own_dossier(stage: Stage) -> None:
    """The employee in the dossier leads people too."""
    rows("UPDATE person SET leidinggevende_id = ? WHERE id = ?", stage.ids["medewerker"], stage.ids["002024"])
    with refused("colleague_is_medewerker", field="wie"):
        name(stage, who="002011", dossier_id=stage.dossier_id)
    name(stage, who="002011")
    assert roles(stage, "medewerker", 52) == {"medewerker"}


@pytest.mark.parametrize(
    ("login", "who", "code"),
    [
        ("teamleider", "002018", "deputy_no_leidinggevende"),
        ("teamleider", "m.hoekstra@arbodienst.example", "deputy_no_leidinggevende"),
        ("teamleider", "001108", "deputy_is_self"),
        ("teamleider", "Niemand", "colleague_unknown"),
        ("bedrijfsarts", "c.vermeer@arbodienst.example", "deputy_of_other_function"),
        ("bedrijfsarts", "001117", "deputy_of_other_function"),
    ],
)
def test_who_cannot_be_a_deputy(stage: Stage, login: str, who: str, code: str) -> None:
    with refused(code, field="wie"):
        name(stage, login, who=who)


@pytest.mark.parametrize("login", ["medewerker", "hrm-adviseur", "personele-dienst", "beheerder"])
def test_who_can_name_nobody(stage: Stage, login: str) -> None:
    with refused("Forbidden"):
        name(stage, login)


def test_the_days_of_a_deputy(stage: Stage) -> None:
    with refused("day_passed", field="van"):
        name(stage, from_on=stage.day(44))
    with refused("period_reversed", field="tot"):
        name(stage, until_on=stage.day(49))
    with refused("day_too_far_ahead", field="tot"):
        name(stage, until_on=stage.day(50 + 367))
    with refused("Invisible"):
        name(stage, dossier_id=999)
    name(stage)
    for around in ({}, {"from_on": stage.day(59), "until_on": stage.day(70)}, {"dossier_id": stage.dossier_id}):
        with refused("deputy_already", field="wie"):
            name(stage, **around)
    name(stage, from_on=stage.day(60), until_on=stage.day(70))


def test_another_bedrijfsarts_acts_for_the_bedrijfsarts_while_appointed(stage: Stage) -> None:
    name(stage, "bedrijfsarts", who="d.vanloon@arbodienst.example")
    assert roles(stage, "bedrijfsarts2", 49) == frozenset()
    assert roles(stage, "bedrijfsarts2", 50) == {"bedrijfsarts"}
    end_appointment(login="bedrijfsarts2", organisation="Provincie Waterland", role="bedrijfsarts", today=stage.day(53))
    assert roles(stage, "bedrijfsarts2", 52) == {"bedrijfsarts"}
    assert roles(stage, "bedrijfsarts2", 53) == frozenset()


def report(stage: Stage, days: int, person: str) -> int:
    return record_ziekmelding(
        medewerker_id=stage.ids[person],
        actor=stage.ids[HIEMSTRA],
        now=stage.moment(days),
        eerste_ziektedag=stage.day(days),
        gemeld_op=stage.day(days),
        items=NO_ITEMS,
    )


def test_a_deputy_for_all_takes_a_report_of_someone_without_a_dossier(stage: Stage) -> None:
    name(stage)
    for days in (49, 60):
        with refused("Invisible"):
            report(stage, days, "002024")
    dossier = report(stage, 50, "002024")
    [fact] = facts_of(dossier)
    assert fact.data["namens"] == stage.ids["teamleider"]
    row = dossier_of(stage.ids["002024"])
    assert row
    assert row.opened_on == stage.day(50) == date(2026, 2, 24)
    assert roles_of(stage.ids[HIEMSTRA], dossier, stage.day(50)) == {"leidinggevende"}
    assert roles_of(stage.ids[HIEMSTRA], dossier, stage.day(60)) == frozenset()


def test_a_deputy_for_one_dossier_takes_no_other_reports(stage: Stage) -> None:
    name(stage, dossier_id=stage.dossier_id)
    with refused("Invisible"):
        report(stage, 50, "002024")
