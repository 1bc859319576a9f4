"""Who is involved in a dossier follows from the chart and the appointments, and keeps its history."""

from datetime import date

import pytest

from portal.actions.import_personnel import import_personnel
from portal.storage.database import rows as query
from portal.storage.database import transaction
from portal.storage.reading import people
from portal.storage.reading.involvements import holder_of, people_of, roles_of
from portal.storage.writing.accounts import add_appointment, end_appointments
from portal.storage.writing.dossiers import open_dossier
from portal.storage.writing.involvements import derive_all, derive_for, follow_agreed
from portal.storage.writing.people import add_person
from tests.staging import morning

FIRST = date(2026, 1, 5)
NEXT = date(2026, 2, 2)
EVE = date(2026, 2, 1)
HEADING = (
    "personeelsnummer;naam;e-mail;functie;uren;eenheid;eenheidsnaam;bovenliggende eenheid;leidinggevende;uit dienst"
)
CHART = (
    "1;Dirk Baas;d@w.example;directeur;36;100;Directie;;;",
    "2;Hanna Hoofd;h@w.example;afdelingshoofd;36;110;Beheer;100;1;",
    "3;Tara Team;t@w.example;teamleider;36;111;Wegen;110;2;",
    "4;Wim Werker;w@w.example;kantonnier;36;111;Wegen;110;3;",
    "5;Els Werker;e@w.example;kantonnier;36;112;Water;110;2;",
    "6;Piet Zaken;p@w.example;hrm-adviseur;36;100;Directie;;1;",
)


def load(*rows: str, today: date = FIRST) -> None:
    import_personnel(organisation="W", content="\n".join([HEADING, *rows]).encode(), now=morning(today))


@pytest.fixture
def organisation(database: object) -> int:
    load(*CHART)
    found = people.organisation_named("W")
    assert found
    return found.id


def employee(organisation: int, number: str) -> int:
    found = people.person_by_number(organisation, number)
    assert found
    return found.id


def unit(organisation: int, code: str) -> int:
    return next(node.id for node in people.units_of(organisation) if node.code == code)


def dossier_of(organisation: int, number: str, today: date = FIRST) -> int:
    with transaction():
        dossier = open_dossier(organisation, employee(organisation, number), "wvp_2023", today)
        derive_for(dossier, today)
    return dossier


def appointed(organisation: int, name: str, role: str, code: str | None = None, since: date = FIRST) -> int:
    with transaction():
        person = add_person(name, f"{name.lower()}@arbo.example", None)
        add_appointment(person, role, organisation, unit(organisation, code) if code else None, since)
    return person


def names(dossier: int, on: date) -> dict[str, str]:
    return {row.role: row.name for row in people_of(dossier, on)}


def stored(dossier: int) -> list[tuple[object, ...]]:
    return query("SELECT * FROM involvement WHERE dossier_id = ? ORDER BY id", dossier)


def test_the_chart_gives_medewerker_leidinggevende_and_naasthogere(organisation: int) -> None:
    dossier = dossier_of(organisation, "4")
    assert names(dossier, FIRST) == {
        "medewerker": "Wim Werker",
        "leidinggevende": "Tara Team",
        "naasthogere_leidinggevende": "Hanna Hoofd",
    }
    assert roles_of(employee(organisation, "3"), dossier, FIRST) == {"leidinggevende"}
    assert roles_of(employee(organisation, "1"), dossier, FIRST) == frozenset()
    assert roles_of(employee(organisation, "3"), dossier, date(2026, 1, 4)) == frozenset()
    assert holder_of(dossier, "leidinggevende", FIRST) == employee(organisation, "3")
    assert holder_of(dossier, "bedrijfsarts", FIRST) is None


def test_the_highest_manager_has_no_manager(organisation: int) -> None:
    assert names(dossier_of(organisation, "1"), FIRST) == {"medewerker": "Dirk Baas"}


def test_functions_come_from_the_appointments_that_cover_the_unit(organisation: int) -> None:
    appointed(organisation, "Arts", "bedrijfsarts")
    appointed(organisation, "Advies", "verzuimadviseur")
    appointed(organisation, "Deskundige", "re_integratiedeskundige")
    appointed(organisation, "Balie", "arbo_secretariaat")
    appointed(organisation, "Balie2", "arbo_secretariaat")
    appointed(organisation, "Salaris", "personele_dienst")
    appointed(organisation, "Hier", "hrm_adviseur", "110")
    appointed(organisation, "Elders", "hrm_adviseur", "112")
    appointed(organisation, "Sleutels", "beheerder")
    dossier = dossier_of(organisation, "4")
    assert [(row.role, row.name) for row in people_of(dossier, FIRST)] == [
        ("medewerker", "Wim Werker"),
        ("leidinggevende", "Tara Team"),
        ("naasthogere_leidinggevende", "Hanna Hoofd"),
        ("bedrijfsarts", "Arts"),
        ("verzuimadviseur", "Advies"),
        ("re_integratiedeskundige", "Deskundige"),
        ("arbo_secretariaat", "Balie"),
        ("arbo_secretariaat", "Balie2"),
        ("hrm_adviseur", "Hier"),
        ("personele_dienst", "Salaris"),
    ]


def test_nobody_handles_the_own_dossier(organisation: int) -> None:
    with transaction():
        add_appointment(employee(organisation, "6"), "hrm_adviseur", organisation, None, FIRST)
    assert roles_of(employee(organisation, "6"), dossier_of(organisation, "6"), FIRST) == {"medewerker"}
    assert roles_of(employee(organisation, "6"), dossier_of(organisation, "5"), FIRST) == {"hrm_adviseur"}


def test_a_doctor_is_chosen_by_nearness_then_by_load_then_by_id(organisation: int) -> None:
    far = appointed(organisation, "Ver", "bedrijfsarts")
    near = appointed(organisation, "Nabij", "bedrijfsarts", "111")
    other = appointed(organisation, "Ander", "bedrijfsarts")
    assert names(dossier_of(organisation, "4"), FIRST)["bedrijfsarts"] == "Nabij"
    chosen = [holder_of(dossier_of(organisation, n), "bedrijfsarts", FIRST) for n in ("5", "2", "6")]
    assert chosen == [far, other, far]
    assert near not in chosen


def test_a_doctor_keeps_the_dossier_until_the_appointment_ends(organisation: int) -> None:
    first = appointed(organisation, "Eerste", "bedrijfsarts")
    dossier = dossier_of(organisation, "4")
    appointed(organisation, "Nabij", "bedrijfsarts", "111", since=NEXT)
    with transaction():
        assert derive_all(organisation, NEXT) == 0
        end_appointments(first, organisation, "bedrijfsarts", NEXT)
        assert derive_all(organisation, NEXT) == 2
    assert names(dossier, EVE)["bedrijfsarts"] == "Eerste"
    assert names(dossier, NEXT)["bedrijfsarts"] == "Nabij"
    assert roles_of(first, dossier, NEXT) == frozenset()


def test_deriving_for_all_spreads_the_dossiers(organisation: int) -> None:
    dossiers = [dossier_of(organisation, number) for number in ("2", "4", "5", "6")]
    one = appointed(organisation, "Een", "bedrijfsarts")
    two = appointed(organisation, "Twee", "bedrijfsarts")
    with transaction():
        assert derive_all(organisation, FIRST) == 4
        assert derive_all(organisation, FIRST) == 0
    assert [holder_of(dossier, "bedrijfsarts", FIRST) for dossier in dossiers] == [one, two, one, two]


def test_access_ends_by_itself_with_an_appointment_that_has_an_end(organisation: int) -> None:
    person = appointed(organisation, "Tijdelijk", "hrm_adviseur")
    dossier = dossier_of(organisation, "4")
    with transaction():
        end_appointments(person, organisation, "hrm_adviseur", date(2026, 1, 11))
        assert derive_for(dossier, date(2026, 1, 6)) == 1
    assert roles_of(person, dossier, date(2026, 1, 10)) == {"hrm_adviseur"}
    assert roles_of(person, dossier, date(2026, 1, 11)) == frozenset()


def test_another_manager_ends_the_first_and_leaves_the_rest_untouched(organisation: int) -> None:
    dossier = dossier_of(organisation, "4")
    before = stored(dossier)
    load(*(row.replace("110;3;", "110;2;") for row in CHART), today=NEXT)
    after = stored(dossier)
    assert before[0] in after, "the row of the medewerker is the same row"
    assert names(dossier, EVE)["leidinggevende"] == "Tara Team"
    assert names(dossier, NEXT)["leidinggevende"] == "Hanna Hoofd"
    assert names(dossier, NEXT)["naasthogere_leidinggevende"] == "Dirk Baas"


def test_a_role_that_began_today_goes_without_a_trace(organisation: int) -> None:
    dossier = dossier_of(organisation, "4")
    load(*(row.replace("110;3;", "110;2;") for row in CHART), today=NEXT)
    load(*CHART, today=NEXT)
    sql = """
        SELECT p.name, i.from_on, i.until_on FROM involvement i JOIN person p ON p.id = i.person_id
        WHERE i.dossier_id = ? AND i.role = 'leidinggevende' ORDER BY i.id
    """
    assert query(sql, dossier) == [
        ("Tara Team", FIRST.isoformat(), EVE.isoformat()),
        ("Tara Team", NEXT.isoformat(), None),
    ]


def test_a_manager_who_left_is_passed_over(organisation: int) -> None:
    dossier = dossier_of(organisation, "4")
    load(*(row + "1-2-2026" if row.startswith("3;") else row for row in CHART), today=NEXT)
    assert names(dossier, NEXT)["leidinggevende"] == "Hanna Hoofd"
    assert names(dossier, NEXT)["naasthogere_leidinggevende"] == "Dirk Baas"


def test_agreed_roles_stand_beside_the_derived_ones(organisation: int) -> None:
    dossier = dossier_of(organisation, "4")
    outsider, manager = employee(organisation, "5"), employee(organisation, "3")
    agreed = {(outsider, "casemanager", FIRST): None, (manager, "casemanager", FIRST): date(2026, 1, 9)}
    with transaction():
        follow_agreed(dossier, agreed, FIRST)
        follow_agreed(dossier, agreed, FIRST)
        derive_for(dossier, NEXT)
    assert roles_of(employee(organisation, "3"), dossier, date(2026, 1, 9)) == {
        "leidinggevende",
        "casemanager",
    }
    assert roles_of(employee(organisation, "3"), dossier, date(2026, 1, 10)) == {"leidinggevende"}
    assert roles_of(outsider, dossier, NEXT) == {"casemanager"}
    assert len([row for row in people_of(dossier, NEXT) if row.role == "casemanager"]) == 1
