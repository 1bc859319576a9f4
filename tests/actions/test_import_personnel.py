"""Taking over a personnel file: what is stored, what a second run does, and what is left alone."""

from datetime import date
from pathlib import Path

import pytest

from portal.actions.import_personnel import ImportReport, import_personnel
from portal.actions.manage_account import create_account
from portal.actions.passwords import Hashing
from portal.documents.personnel_csv import PersonnelErrors
from portal.rules.errors import Rejected
from portal.storage.database import transaction
from portal.storage.reading import people
from portal.storage.reading.involvements import people_of
from portal.storage.writing.dossiers import open_dossier
from portal.storage.writing.involvements import derive_for
from tests.staging import morning

TODAY = date(2026, 1, 5)
LATER = date(2026, 3, 2)
HEADING = "personeelsnummer;naam;e-mail;functie;uren;eenheid;eenheidsnaam;bovenliggende eenheid;leidinggevende"
BOSS = "001;Saskia van den Berg;s@w.example;directeur;36;100;Directie;;"
HEAD = "002;Bram de Wit;b@w.example;afdelingshoofd;36;110;Beheer;100;001"
LEAD = "003;Şule Yılmaz;y@w.example;teamleider;36;111;Wegen;110;002"
WORKER = "004;Li Wei;l@w.example;kantonnier;31,5;111;Wegen;110;003"
ALL = (BOSS, HEAD, LEAD, WORKER)

pytestmark = pytest.mark.usefixtures("database")


def load(*rows: str, today: date = TODAY, heading: str = HEADING) -> ImportReport:
    content = "\n".join([heading, *rows]).encode()
    return import_personnel(organisation="Waterland", content=content, now=morning(today))


def stored() -> dict[str, people.Employment]:
    organisation = people.organisation_named("Waterland")
    assert organisation
    return {number: employment for number, (_, employment) in people.employments_of(organisation.id).items()}


def found(number: str) -> people.PersonRow:
    organisation = people.organisation_named("Waterland")
    assert organisation
    person = people.person_by_number(organisation.id, number)
    assert person
    return person


def everything(database: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(database.parent.glob("portal.db*")) if "shm" not in path.name)


def test_the_first_import_makes_organisation_units_and_people() -> None:
    report = load(*ALL)
    assert (report.added, report.changed, report.unchanged, report.left, report.units) == (4, 0, 0, 0, 3)
    assert report.without_manager == ("Saskia van den Berg",)
    organisation = people.organisation_named("Waterland")
    assert organisation
    assert organisation.protocol == "wvp_2023"
    units = {unit.code: unit for unit in people.units_of(organisation.id)}
    assert (units["111"].name, units["111"].parent_id) == ("Wegen", units["110"].id)
    worker = found("004")
    assert (worker.name, worker.hours, worker.job) == ("Li Wei", 31.5, "kantonnier")
    assert (worker.unit_name, worker.leidinggevende_name) == ("Wegen", "Şule Yılmaz")
    assert [member.name for member in people.team_of(found("002").id)] == ["Şule Yılmaz"]


def test_running_again_changes_not_one_byte(database: Path) -> None:
    load(*ALL)
    before = everything(database)
    report = load(*ALL)
    assert (report.added, report.changed, report.left, report.units, report.unchanged) == (0, 0, 0, 0, 4)
    assert everything(database) == before


def test_what_changed_in_the_file_changes_in_the_portal() -> None:
    load(*ALL)
    moved = "004;Li Wei;l@w.example;weginspecteur;36;120;Water;100;002"
    report = load(BOSS, HEAD, LEAD, moved)
    assert (report.added, report.changed, report.unchanged, report.units) == (0, 1, 3, 1)
    worker = found("004")
    assert (worker.job, worker.unit_name, worker.leidinggevende_name) == (
        "weginspecteur",
        "Water",
        "Bram de Wit",
    )


def test_a_unit_gets_another_name_and_place() -> None:
    load(*ALL)
    report = load(*(row.replace("Wegen;110", "Wegen en water;100") for row in ALL))
    assert (report.changed, report.units) == (0, 1)
    assert found("004").unit_name == "Wegen en water"


@pytest.mark.asvs("2.3.3")
def test_one_wrong_row_keeps_everything_out(database: Path) -> None:
    load(BOSS)
    before = everything(database)
    with pytest.raises(PersonnelErrors):
        load(BOSS.replace("directeur", "bestuurder"), HEAD, LEAD, WORKER.replace("31,5", "veel"))
    assert everything(database) == before


def test_people_who_are_not_in_the_file_are_reported_and_left_alone() -> None:
    load(*ALL)
    report = load(LEAD, WORKER)
    assert report.absent == ("Bram de Wit", "Saskia van den Berg")
    assert report.without_manager == ()
    assert all(employment.active for employment in stored().values())


def test_who_has_left_becomes_inactive_and_may_come_back() -> None:
    heading = HEADING + ";in dienst;uit dienst"
    rows = (BOSS + ";;", HEAD + ";;", LEAD + ";;", WORKER + ";1-1-2020;5-1-2026")
    assert load(*rows, heading=heading).left == 0
    assert stored()["004"].active, "the last day employed is a day employed"
    assert load(*rows, heading=heading, today=date(2026, 1, 6)).left == 1
    assert not stored()["004"].active
    assert load(*rows, heading=heading, today=date(2026, 1, 7)).unchanged == 4
    report = load(*ALL, today=date(2026, 2, 1))
    assert (report.changed, stored()["004"].active) == (1, True)


def test_who_has_yet_to_begin_is_not_active() -> None:
    load(BOSS + ";6-1-2026", heading=HEADING + ";in dienst")
    assert not stored()["001"].active
    load(BOSS + ";6-1-2026", heading=HEADING + ";in dienst", today=date(2026, 1, 6))
    assert stored()["001"].active


def test_a_next_contract_that_begins_later_puts_nobody_out() -> None:
    heading = HEADING + ";in dienst"
    load(BOSS + ";1-1-2020", heading=heading)
    load(BOSS + ";1-2-2026", heading=heading)
    assert stored()["001"].active


def test_who_left_before_the_portal_knew_them_is_kept_only_where_the_tree_needs_them() -> None:
    heading = HEADING + ";uit dienst"
    rows = (BOSS + ";", HEAD + ";1-12-2025", LEAD + ";", WORKER + ";1-12-2025")
    report = load(*rows, heading=heading)
    assert (report.added, report.passed_over) == (3, 1)
    assert set(stored()) == {"001", "002", "003"}
    assert report.without_manager == ("Saskia van den Berg",)
    assert load(*rows, heading=heading).unchanged == 3


def test_a_known_organisation_keeps_its_protocol() -> None:
    load(BOSS)
    content = f"{HEADING}\n{BOSS}".encode()
    with pytest.raises(Rejected, match="protocol_kept"):
        import_personnel(organisation="Waterland", content=content, protocol="noord_holland_2008", now=morning(TODAY))
    assert import_personnel(organisation="Waterland", content=content, protocol="wvp_2023", now=morning(TODAY))
    organisation = people.organisation_named("Waterland")
    assert organisation
    assert organisation.protocol == "wvp_2023"


def test_the_file_may_name_the_organisation_itself() -> None:
    content = f"{HEADING};organisatie\n{BOSS};Waterland".encode()
    report = import_personnel(organisation=None, content=content, now=morning(TODAY))
    assert (report.organisation, report.added) == ("Waterland", 1)
    with pytest.raises(Rejected, match="organisation_differs"):
        import_personnel(organisation="Elders", content=content, now=morning(TODAY))
    assert [row.name for row in people.organisations()] == ["Waterland"]


def test_a_file_without_organisation_needs_one_to_be_given() -> None:
    with pytest.raises(Rejected, match="organisation_missing"):
        import_personnel(organisation=None, content=f"{HEADING}\n{BOSS}".encode(), now=morning(TODAY))


def test_the_same_number_in_two_organisations_is_two_people() -> None:
    load(BOSS)
    content = f"{HEADING}\n{BOSS.replace('Saskia', 'Sanne')}".encode()
    import_personnel(organisation="Elders", content=content, now=morning(TODAY))
    assert found("001").name == "Saskia van den Berg"


def test_an_account_from_before_the_first_file_becomes_the_employee(hashing: Hashing) -> None:
    load(BOSS)
    person_id = create_account(
        login="hrm",
        name="B. de Wit",
        email="B@W.example",
        organisation="Waterland",
        role="hrm_adviseur",
        password="een goed gekozen zin",
        today=TODAY,
        hashing=hashing,
    )
    report = load(*ALL)
    assert (report.added, report.changed) == (2, 1)
    assert (found("002").id, found("002").name, found("002").leidinggevende_id) == (
        person_id,
        "Bram de Wit",
        found("001").id,
    )
    assert load(*ALL).unchanged == 4


def test_dossiers_follow_the_managers_of_the_file() -> None:
    load(*ALL)
    with transaction():
        dossier = open_dossier(found("004").organisation_id or 0, found("004").id, "wvp_2023", TODAY)
        derive_for(dossier, TODAY)
    load(BOSS, HEAD, LEAD, WORKER.replace(";003", ";002"), today=LATER)
    roles = [(row.role, row.name, row.from_on) for row in people_of(dossier, LATER)]
    assert roles == [
        ("medewerker", "Li Wei", TODAY),
        ("leidinggevende", "Bram de Wit", LATER),
        ("naasthogere_leidinggevende", "Saskia van den Berg", LATER),
    ]
    assert "Şule Yılmaz" in [row.name for row in people_of(dossier, TODAY)]


def test_a_large_file_goes_in_at_once() -> None:
    rows = [BOSS.replace("Directie", "Eenheid 0")]
    for n in range(50, 2000):
        manager = "001" if n < 500 else f"{n // 10:06}"
        rows.append(f"{n:06};Naam {n};n{n}@w.example;bode;36;{100 + n % 50};Eenheid {n % 50};;{manager}")
    report = load(*rows)
    assert (report.added, report.units, len(report.without_manager)) == (1951, 50, 1)
    assert load(*rows).unchanged == 1951
