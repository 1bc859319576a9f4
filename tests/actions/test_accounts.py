"""Accounts: who gets one, what a password must be, and what ends with it."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha1
from pathlib import Path
from typing import Any

import pytest

from portal.actions import manage_account as accounts
from portal.actions.import_personnel import import_personnel
from portal.actions.passwords import (
    CHEAP,
    DEFAULT,
    MOST_USED,
    SHORTEST,
    Hashing,
    check_login,
    hash_password,
    is_breached,
)
from portal.rules.errors import Rejected
from portal.storage.database import rows, transaction
from portal.storage.reading import accounts as reading
from portal.storage.reading import people
from portal.storage.reading.involvements import holder_of
from portal.storage.reading.logins import session_person
from portal.storage.writing.dossiers import open_dossier
from portal.storage.writing.involvements import derive_for
from portal.storage.writing.logins import start_session
from tests.staging import morning

FIRST = date(2026, 1, 5)
NEXT = date(2026, 2, 2)
NOW = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
PASSWORD = "vier paarden in de wei"
HEADING = "personeelsnummer;naam;e-mail;functie;uren;eenheid;leidinggevende"


@pytest.fixture(autouse=True)
def waterland(database: object) -> int:
    content = f"{HEADING}\n01;Dirk Baas;d@w.example;directeur;36;100;\n02;Wim Werker;w@w.example;bode;36;110;01\n"
    import_personnel(organisation="Waterland", content=content.encode(), now=morning(FIRST))
    found = people.organisation_named("Waterland")
    assert found
    return found.id


def create(hashing: Hashing, **changes: Any) -> int:
    given: dict[str, Any] = {
        "login": "arts",
        "name": "A. Arts",
        "email": "arts@arbo.example",
        "organisation": "Waterland",
        "role": "bedrijfsarts",
        "password": PASSWORD,
        "today": FIRST,
        "hashing": hashing,
    }
    return accounts.create_account(**given | changes)


def test_arbo_staff_belong_to_no_organisation_but_are_appointed_in_it(hashing: Hashing) -> None:
    person_id = create(hashing, login=" Arts ", email="Arts@Arbo.example")
    person = people.person(person_id)
    assert person
    assert (person.organisation_id, person.email, person.name) == (None, "arts@arbo.example", "A. Arts")
    assert person.job == "bedrijfsarts"
    assert reading.functions_of(person_id, FIRST) == {"bedrijfsarts"}
    assert check_login(login="ARTS", password=PASSWORD, hashing=hashing) == person_id


def test_an_employee_with_a_function_stays_one_person(hashing: Hashing, waterland: int) -> None:
    person_id = create(hashing, login="hrm", email="W@w.example", role="hrm_adviseur", unit="110")
    employee = people.person_by_number(waterland, "02")
    assert employee
    assert (employee.id, employee.name) == (person_id, "Wim Werker")
    assert reading.functions_of(person_id, FIRST) == {"medewerker", "hrm_adviseur"}


def test_functions_follow_the_days_of_the_appointment_and_the_team(hashing: Hashing, waterland: int) -> None:
    boss = people.person_by_number(waterland, "01")
    assert boss
    assert reading.functions_of(boss.id, FIRST) == {"medewerker", "leidinggevende"}
    person_id = create(hashing, today=NEXT)
    assert reading.functions_of(person_id, FIRST) == frozenset()
    accounts.appoint(login="arts", organisation="Waterland", role="verzuimadviseur", today=NEXT)
    accounts.appoint(login="arts", organisation="Waterland", role="verzuimadviseur", today=NEXT)
    assert len(rows("SELECT id FROM appointment WHERE person_id = ?", person_id)) == 2
    assert reading.functions_of(person_id, NEXT) == {"bedrijfsarts", "verzuimadviseur"}
    accounts.end_appointment(login="arts", organisation="Waterland", role="verzuimadviseur", today=NEXT)
    assert reading.functions_of(person_id, NEXT) == {"bedrijfsarts"}


def test_employees_log_in_with_their_number_or_a_name_of_choice(hashing: Hashing) -> None:
    boss = accounts.create_login(personnel_number="01", organisation="Waterland", password=PASSWORD, hashing=hashing)
    worker = accounts.create_login(
        personnel_number="02", organisation="Waterland", password=PASSWORD, login="wim", hashing=hashing
    )
    assert check_login(login="01", password=PASSWORD, hashing=hashing) == boss
    assert check_login(login="wim", password=PASSWORD, hashing=hashing) == worker
    assert [(row.login, row.name) for row in reading.accounts(FIRST)] == [
        ("01", "Dirk Baas"),
        ("wim", "Wim Werker"),
    ]


def test_the_beheerder_sees_the_accounts_of_the_own_organisation(hashing: Hashing) -> None:
    content = f"{HEADING}\n1;E;e@e.example;bode;36;1;\n"
    import_personnel(organisation="Elders", content=content.encode(), now=morning(FIRST))
    elsewhere = people.organisation_named("Elders")
    assert elsewhere
    create(hashing, today=NEXT)
    accounts.appoint(login="arts", organisation="Elders", role="verzuimadviseur", today=FIRST)
    create(hashing, login="beheer", email="d@w.example", role="beheerder")
    accounts.create_login(
        personnel_number="1", organisation="Elders", password=PASSWORD, login="elders", hashing=hashing
    )

    def listed(**choice: Any) -> dict[str, tuple[str, ...]]:
        return {row.login: row.roles for row in reading.accounts(**choice)}

    assert listed() == {
        "arts": ("bedrijfsarts", "verzuimadviseur"),
        "beheer": ("beheerder",),
        "elders": (),
    }
    assert listed(on=FIRST)["arts"] == ("verzuimadviseur",)
    assert listed(on=FIRST, organisation_id=elsewhere.id) == {
        "arts": ("verzuimadviseur",),
        "elders": (),
    }
    assert list(listed(limit=1)) == ["arts"]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"login": "a"}, "login_invalid", "login"),
        ({"login": "met spatie"}, "login_invalid", "login"),
        ({"login": "bezet", "email": "ander@arbo.example"}, "login_taken", "login"),
        ({"name": " "}, "name_missing", "name"),
        ({"email": "geen-adres"}, "email_invalid", "email"),
        ({"email": "bezet@arbo.example"}, "account_exists", "email"),
        ({"role": "medewerker"}, "role_unknown", "role"),
        ({"organisation": "Nergens"}, "organisation_unknown", "organisation"),
        ({"unit": "999"}, "unit_unknown", "unit"),
        ({"password": "kort"}, "password_too_short", "password"),
        ({"email": "d@w.example", "organisation": "Elders", "role": "beheerder"}, "email_elsewhere", "email"),
        ({"email": "dubbel@e.example", "organisation": "Elders"}, "email_not_unique", "email"),
        ({"email": "weg@e.example", "organisation": "Elders"}, "person_left", "email"),
    ],
)
def test_wrong_input_is_refused_and_nothing_is_stored(
    hashing: Hashing, changes: dict[str, Any], code: str, field: str
) -> None:
    elsewhere = (
        f"{HEADING};uit dienst\n1;E;dubbel@e.example;bode;36;1;;\n"
        "3;W;weg@e.example;bode;36;1;;1-1-2025\n4;X;x@e.example;bode;36;1;3;\n"
    )
    import_personnel(organisation="Elders", content=elsewhere.encode(), now=morning(FIRST))
    same_address = f"{HEADING}\n9;F;dubbel@e.example;bode;36;1;\n"
    import_personnel(organisation="Nog elders", content=same_address.encode(), now=morning(FIRST))
    create(hashing, login="bezet", email="bezet@arbo.example")
    tables = ("person", "account", "appointment")
    before = [rows(f"SELECT * FROM {table}") for table in tables]
    with pytest.raises(Rejected) as refused:
        create(hashing, **changes)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert [rows(f"SELECT * FROM {table}") for table in tables] == before


def test_a_login_needs_an_employee_who_is_there_and_has_none(hashing: Hashing) -> None:
    given = {"organisation": "Waterland", "password": PASSWORD, "hashing": hashing}
    with pytest.raises(Rejected, match="personnel_number_unknown"):
        accounts.create_login(personnel_number="99", **given)
    with transaction():
        rows("UPDATE person SET active = 0 WHERE personnel_number = '01'")
    with pytest.raises(Rejected, match="not_employed_yet"):
        accounts.create_login(personnel_number="01", **given)
    with transaction():
        rows("UPDATE person SET active = 1 WHERE personnel_number = '01'")
    accounts.create_login(personnel_number="01", **given)
    with pytest.raises(Rejected, match="account_exists"):
        accounts.create_login(personnel_number="01", **given)


@pytest.mark.asvs("6.2.1", "6.2.11")
@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("elf tekens!", "password_too_short"),
        ("x" * 257, "password_too_long"),
        ("aaaaaaaaaaaaaaaa", "password_guessable"),
        ("121212121212", "password_guessable"),
        ("Welkom123456!", "password_guessable"),
        ("Wachtwoord-2026", "password_guessable"),
        ("Zomer2026Zomer2026", "password_guessable"),
        ("123456789012", "password_guessable"),
        ("1q2w3e4r5t6y", "password_guessable"),
        ("Feyenoord1908!", "password_guessable"),
        ("ikhouvanjou Rotterdam", "password_guessable"),
        ("SonyEricsson", "password_common"),
        ("h.vandenberg in huis", "password_contains_login"),
    ],
)
def test_passwords_that_are_easily_guessed_are_refused(hashing: Hashing, password: str, code: str) -> None:
    with pytest.raises(Rejected) as refused:
        hash_password(password, login="H.vandenBerg", hashing=hashing)
    assert (refused.value.code, refused.value.field) == (code, "password")


@pytest.mark.asvs("6.2.4")
def test_each_of_the_most_used_passwords_that_are_long_enough_is_refused() -> None:
    listed = [line for line in MOST_USED.read_text(encoding="ascii").splitlines() if not line.startswith("#")]
    assert len([one for one in listed if len(one) >= SHORTEST]) == len(set(listed)) == 10000
    for one in (*listed[::500], listed[-1].upper()):
        with pytest.raises(Rejected):
            hash_password(one, hashing=CHEAP)


@pytest.mark.asvs("6.2.12")
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_password_on_the_list_of_leaked_ones_is_refused(tmp_path: Path, ending: str) -> None:
    leaked = [f"gelekt en wel nummer {number}" for number in range(500)]
    hashes = sorted(sha1(one.encode(), usedforsecurity=False).hexdigest().upper() for one in leaked)
    file = tmp_path / "gelekt.txt"
    file.write_bytes("".join(f"{one}:{number}{ending}" for number, one in enumerate(hashes)).encode())
    assert all(is_breached(one, file) for one in leaked)
    assert not any(is_breached(f"{one}!", file) for one in leaked)
    hashing = replace(CHEAP, breached=file)
    with pytest.raises(Rejected, match="password_breached"):
        hash_password(leaked[7], hashing=hashing)
    assert hash_password(f"{leaked[7]}!", hashing=hashing)
    file.write_bytes(b"")
    assert not is_breached(leaked[7], file)


@pytest.mark.asvs("6.2.5", "6.2.9")
@pytest.mark.parametrize(
    "password",
    [
        "alleen kleine letters",
        "732915648027",
        "пароль на все времена",
        "é" * 3 + "abcdefghij",
        "nog een lange zin " * 14,
    ],
)
def test_no_kind_of_character_is_demanded(hashing: Hashing, password: str) -> None:
    assert hash_password(password, hashing=hashing).text.startswith("$argon2id$")


@pytest.mark.asvs("6.2.8")
def test_a_password_counts_exactly_as_it_was_typed(hashing: Hashing) -> None:
    create(hashing, password="Vier Paarden In De Wei ")
    for wrong in (
        "vier paarden in de wei ",
        "Vier Paarden In De Wei",
        "",
        "Vier Paarden In De Wei " + "x" * 300,
    ):
        assert check_login(login="arts", password=wrong, hashing=hashing) is None
    assert check_login(login="arts", password="Vier Paarden In De Wei ", hashing=hashing)


def test_another_password_ends_every_login(hashing: Hashing) -> None:
    person_id = create(hashing)
    token = start_session(person_id, NOW, proof="password")
    accounts.set_password(login="arts", password="acht koeien in de stal", hashing=hashing)
    assert session_person(token, NOW) is None
    assert check_login(login="arts", password=PASSWORD, hashing=hashing) is None
    assert check_login(login="arts", password="acht koeien in de stal", hashing=hashing) == person_id


def test_closing_an_account_ends_logins_and_hands_the_dossiers_on(hashing: Hashing, waterland: int) -> None:
    first = create(hashing)
    worker = people.person_by_number(waterland, "02")
    assert worker
    with transaction():
        dossier = open_dossier(waterland, worker.id, "wvp_2023", FIRST)
        derive_for(dossier, FIRST)
    second = create(hashing, login="arts2", email="arts2@arbo.example")
    token = start_session(first, NOW, proof="password")
    assert holder_of(dossier, "bedrijfsarts", NEXT) == first
    accounts.deactivate(login="arts", today=NEXT)
    assert session_person(token, NOW) is None
    assert check_login(login="arts", password=PASSWORD, hashing=hashing) is None
    assert reading.functions_of(first, NEXT) == frozenset()
    assert holder_of(dossier, "bedrijfsarts", date(2026, 2, 1)) == first
    assert holder_of(dossier, "bedrijfsarts", NEXT) == second
    accounts.reactivate(login="arts", password=PASSWORD, hashing=hashing)
    assert check_login(login="arts", password=PASSWORD, hashing=hashing) == first
    assert reading.functions_of(first, NEXT) == frozenset()


@pytest.mark.parametrize(
    "act",
    [
        lambda hashing: accounts.set_password(login="niemand", password=PASSWORD, hashing=hashing),
        lambda hashing: accounts.reactivate(login="niemand", password=PASSWORD, hashing=hashing),
        lambda _: accounts.deactivate(login="niemand", today=FIRST),
        lambda _: accounts.appoint(login="niemand", organisation="Waterland", role="beheerder", today=FIRST),
        lambda _: accounts.end_appointment(login="niemand", organisation="Waterland", role="beheerder", today=FIRST),
    ],
)
def test_an_unknown_login_is_named(hashing: Hashing, act: Any) -> None:
    with pytest.raises(Rejected, match="login_unknown"):
        act(hashing)


def test_ending_what_is_not_held_is_refused(hashing: Hashing) -> None:
    create(hashing)
    with pytest.raises(Rejected, match="appointment_unknown"):
        accounts.end_appointment(login="arts", organisation="Waterland", role="beheerder", today=FIRST)


def test_an_unknown_login_takes_as_long_as_a_wrong_password(hashing: Hashing) -> None:
    slow = Hashing(memory_kib=8 * 1024, time_cost=4, parallelism=1)
    create(slow)

    def quickest(login: str) -> float:
        spent = []
        for _ in range(5):
            began = time.process_time()
            assert check_login(login=login, password="een verkeerd wachtwoord", hashing=slow) is None
            spent.append(time.process_time() - began)
        return min(spent)

    known, unknown = quickest("arts"), quickest("niemand")
    assert unknown > known / 2


@pytest.mark.asvs("11.4.2")
def test_the_default_cost_is_at_least_what_owasp_asks() -> None:
    assert DEFAULT.memory_kib >= 46 * 1024
    assert DEFAULT.time_cost >= 2


def test_a_function_that_ended_on_its_first_day_never_held_and_still_tells_where_someone_belongs(
    hashing: Hashing, waterland: int
) -> None:
    person_id = create(hashing)
    accounts.deactivate(login="arts", today=FIRST)
    assert reading.functions_of(person_id, FIRST) == frozenset()
    [listed] = reading.accounts(FIRST, organisation_id=waterland)
    assert (listed.person_id, listed.active, listed.roles) == (person_id, False, ())
    with pytest.raises(Rejected, match="account_closed"):
        accounts.appoint(login="arts", organisation="Waterland", role="bedrijfsarts", today=FIRST)
    accounts.reactivate(login="arts", password=PASSWORD, hashing=hashing)
    accounts.appoint(login="arts", organisation="Waterland", role="bedrijfsarts", today=FIRST)
    assert reading.functions_of(person_id, FIRST) == {"bedrijfsarts"}
