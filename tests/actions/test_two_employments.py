"""One human being with two employments: two dossiers, one person, and no power over the own other case."""

from portal.actions.deputies import name_deputy
from portal.actions.import_personnel import import_personnel
from portal.actions.manage_account import appoint
from portal.actions.record import record
from portal.actions.record_contact import record_contact
from portal.actions.record_ziekmelding import SixItems, own_employee, record_ziekmelding
from portal.actions.report_sick import confirm_report, report_sick, reports_to_confirm, withdraw_report
from portal.demonstration.people import ORGANISATION, number_to_person
from portal.storage.database import rows
from portal.storage.reading.dossiers import dossier_of, visible_dossiers
from portal.storage.reading.employments import is_same_human, linked_in
from portal.storage.reading.facts import facts_of
from portal.storage.reading.involvements import people_of, roles_of
from portal.storage.reading.steps import inbox
from portal.storage.writing.involvements import follow_agreed
from tests.staging import Stage, refused

HEADING = "Personeelsnummer;Naam;E-mail;Functie;Uren;Eenheid;Eenheidsnaam;Bovenliggende eenheid;Leidinggevende"
SECOND = "009001"
ITEMS = SixItems("06 1", "", "", "", vangnet=False, arbeidsongeval=False, verkeersongeval_derde=False)


def second_contract(
    stage: Stage,
    days: int,
    *,
    of: str = "medewerker",
    unit: str = "121",
    manager: str = "001126",
    name: str = "",
    email: str = "",
    number: str = SECOND,
) -> int:
    """A personnel file with a second contract of someone; returns the id of that employment."""
    known = {"121": "Natuur en Landschap;120", "122": "Personeel en Informatie;120", "111": "Wegen en Verkeer;110"}
    [(found_name, found_email)] = rows("SELECT name, email FROM person WHERE id = ?", stage.ids[of])
    row = f"{number};{name or found_name};{email or found_email};gastheer;8;{unit};{known[unit]};{manager}"
    content = f"{HEADING}\n{row}".encode()
    import_personnel(organisation=ORGANISATION, content=content, now=stage.moment(days))
    return number_to_person(number)


def report_second(stage: Stage, days: int, employment: int, login: str = "001126") -> int:
    return record_ziekmelding(
        medewerker_id=employment,
        actor=stage.ids[login],
        now=stage.moment(days),
        eerste_ziektedag=stage.day(days),
        gemeld_op=stage.day(days),
        items=ITEMS,
    )


def test_the_import_links_what_has_one_address_and_one_name_and_undoes_it_again(stage: Stage) -> None:
    own = stage.ids["medewerker"]
    second = second_contract(stage, 45)
    assert is_same_human(own, second)
    [organisation] = [row for (row,) in rows("SELECT id FROM organisation")]
    assert linked_in(organisation) == (("Joost van der Meulen", "002011", SECOND),)
    second_contract(stage, 46, email="balie@waterland.example")
    assert not is_same_human(own, second)
    assert linked_in(organisation) == ()


def test_a_shared_mailbox_makes_nobody_someone_else(stage: Stage) -> None:
    second = second_contract(stage, 45, name="Aart Anders")
    assert not is_same_human(stage.ids["medewerker"], second)
    assert roles_of(second, stage.dossier_id, stage.day(46)) == frozenset()


def test_each_employment_has_its_own_dossier_manager_and_terms_and_one_account_works_in_both(stage: Stage) -> None:
    own = stage.ids["medewerker"]
    second = second_contract(stage, 45)
    dossier_id = report_second(stage, 46, second)
    assert dossier_id != stage.dossier_id
    holders = {(row.role, row.name) for row in people_of(dossier_id, stage.day(46))}
    assert ("leidinggevende", "Ngozi Okafor") in holders
    assert [row.name for row in people_of(dossier_id, stage.day(46)) if row.role == "medewerker"] == [
        "Joost van der Meulen"
    ]
    assert [row.id for row in visible_dossiers(own, stage.day(46))] == [dossier_id, stage.dossier_id]
    places = {task.dossier_number: task.place for task in inbox(own, stage.day(46)).tasks if task.own}
    assert places["0002"] == "Natuur en Landschap, gastheer"
    assert places["0001"].startswith("Wegen en Verkeer, ")
    seq = record(
        dossier_id=dossier_id,
        kind="vakantie_gevraagd",
        actor=own,
        now=stage.moment(46),
        answers={"van": stage.day(50).isoformat(), "tot": stage.day(57).isoformat()},
    )
    [fact] = [fact for fact in facts_of(dossier_id) if fact.seq == seq]
    assert fact.author == second
    assert "leidinggevende" not in roles_of(stage.ids["teamleider"], dossier_id, stage.day(46))
    assert roles_of(stage.ids["001126"], stage.dossier_id, stage.day(46)) == frozenset()


def test_the_bedrijfsarts_is_the_same_for_both_where_appointed(stage: Stage) -> None:
    # Unit 121 lies under 120, where another bedrijfsarts is appointed and would be the nearest.
    dossier_id = report_second(stage, 46, second_contract(stage, 45))
    doctors = {row.person_id for row in people_of(dossier_id, stage.day(46)) if row.role == "bedrijfsarts"}
    assert doctors == {stage.ids["bedrijfsarts"]}


def test_without_a_first_case_the_nearest_bedrijfsarts_has_it(stage: Stage) -> None:
    dossier_id = report_second(stage, 46, second_contract(stage, 45, of="002024"))
    doctors = {row.person_id for row in people_of(dossier_id, stage.day(46)) if row.role == "bedrijfsarts"}
    assert doctors == {stage.ids["bedrijfsarts2"]}


def test_reporting_sick_makes_a_report_for_each_chosen_employment(stage: Stage) -> None:
    kroon = stage.ids["002024"]
    second = second_contract(stage, 44, of="002024")

    def report(*employments: int) -> tuple[int, ...]:
        return report_sick(
            actor=kroon, now=stage.moment(45), eerste_ziektedag=stage.day(45), items=ITEMS, employments=employments
        )

    first, other = report(kroon, second)
    for login, report_id in (("teamleider", first), ("001126", other)):
        waiting = reports_to_confirm(stage.ids[login], stage.day(45))
        assert [row.id for row in waiting] == [report_id], login
    with refused("Invisible"):
        confirm_report(
            actor=stage.ids["teamleider"],
            now=stage.moment(45),
            report_id=other,
            eerste_ziektedag=stage.day(45),
            items=ITEMS,
            reason="",
        )
    withdraw_report(actor=kroon, now=stage.moment(45), employment=second)
    assert reports_to_confirm(stage.ids["001126"], stage.day(45)) == ()
    confirm_report(
        actor=stage.ids["teamleider"],
        now=stage.moment(45),
        report_id=first,
        eerste_ziektedag=stage.day(45),
        items=ITEMS,
        reason="",
    )
    assert dossier_of(second) is None
    assert dossier_of(kroon) is not None


def test_one_that_cannot_be_reported_keeps_the_other_from_being_half_reported(stage: Stage) -> None:
    own = stage.ids["medewerker"]
    second = second_contract(stage, 44)
    with refused("ill_already"):
        report_sick(
            actor=own, now=stage.moment(45), eerste_ziektedag=stage.day(45), items=ITEMS, employments=(own, second)
        )
    assert rows("SELECT COUNT(*) FROM sick_report") == [(0,)]


def test_nobody_reports_or_withdraws_for_the_employment_of_someone_else(stage: Stage) -> None:
    kroon, other = stage.ids["002024"], stage.ids["002018"]
    with refused("Invisible"):
        report_sick(
            actor=kroon, now=stage.moment(45), eerste_ziektedag=stage.day(45), items=ITEMS, employments=(kroon, other)
        )
    report_sick(actor=other, now=stage.moment(45), eerste_ziektedag=stage.day(45), items=ITEMS)
    with refused("Invisible"):
        withdraw_report(actor=kroon, now=stage.moment(45), employment=other)


def test_who_leads_the_team_of_the_own_second_job_does_not_lead_that_case(stage: Stage) -> None:
    """The teamleider has a second contract in the own team; the manager above takes the place."""
    leader = stage.ids["teamleider"]
    second = second_contract(stage, 44, of="teamleider", unit="111", manager="001108")
    with refused("Invisible"):
        own_employee(second, leader, stage.day(45))
    [report_id] = report_sick(
        actor=leader, now=stage.moment(45), eerste_ziektedag=stage.day(45), items=ITEMS, employments=(second,)
    )
    assert reports_to_confirm(leader, stage.day(45)) == ()
    assert [row.id for row in reports_to_confirm(stage.ids["afdelingshoofd"], stage.day(45))] == [report_id]
    dossier_id = report_second(stage, 45, second, login="afdelingshoofd")
    assert roles_of(leader, dossier_id, stage.day(45)) == {"medewerker"}
    with refused("Forbidden"):
        record_contact(
            dossier_id=dossier_id, actor=leader, now=stage.moment(46), on=stage.day(46), way="telefoon", note="x"
        )


def test_an_appointment_or_an_agreed_role_gives_nothing_in_the_own_other_case(stage: Stage) -> None:
    doctor = "002024"
    second = second_contract(stage, 44, of=doctor)
    dossier_id = report_second(stage, 45, second)
    appoint(login=doctor, organisation=ORGANISATION, role="personele_dienst", today=stage.day(45))
    agreed = {(stage.ids[doctor], "casemanager", stage.day(45)): None}
    follow_agreed(dossier_id, agreed, stage.day(45))
    assert roles_of(stage.ids[doctor], dossier_id, stage.day(46)) == {"medewerker"}
    assert stage.ids[doctor] not in {row.person_id for row in people_of(dossier_id, stage.day(46))}


def test_nobody_is_deputy_or_casemanager_in_the_own_other_case(stage: Stage) -> None:
    """Sjoerd Hiemstra leads another team, and has a second contract in that of Karin de Boer."""
    second = second_contract(stage, 44, of="001117", unit="111", manager="001108")
    dossier_id = report_second(stage, 45, second, login="teamleider")
    leader, other = stage.ids["teamleider"], stage.ids["001117"]
    asked = {"actor": leader, "now": stage.moment(45), "from_on": stage.day(45), "until_on": stage.day(50)}
    with refused("colleague_is_medewerker"):
        name_deputy(**asked, who="001117", dossier_id=dossier_id)
    name_deputy(**asked, who="001117", dossier_id=None)
    assert roles_of(other, dossier_id, stage.day(46)) == {"medewerker"}
    assert "leidinggevende" in roles_of(other, stage.dossier_id, stage.day(46))
    with refused("Invisible"):
        own_employee(second, other, stage.day(46))
    with refused("colleague_is_medewerker", field="persoon"):
        record(
            dossier_id=dossier_id,
            kind="casemanager_voorgesteld",
            actor=leader,
            now=stage.moment(45),
            answers={"persoon": "001117"},
        )
