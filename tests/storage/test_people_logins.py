"""Logins end when they should, and failed ones are counted without saying what was typed."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from peewee import IntegrityError

from portal.storage.database import rows
from portal.storage.models import Account, Appointment, Person
from portal.storage.reading.logins import challenge, events_of, failures_since, session_person
from portal.storage.writing import accounts
from portal.storage.writing import logins as writing
from portal.storage.writing.people import add_organisation, add_person

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def person(database: object) -> int:
    organisation = add_organisation("W", "wvp_2023")
    person_id = add_person("Hanna Hoofd", "h@w.example", organisation)
    accounts.add_account(person_id, "hanna", "$argon2id$")
    accounts.add_appointment(person_id, "hrm_adviseur", organisation, None, date(2026, 3, 1))
    accounts.add_appointment(person_id, "beheerder", organisation, None, date(2026, 3, 1))
    accounts.add_appointment(person_id, "personele_dienst", organisation, None, date(2026, 3, 3))
    return person_id


def test_a_token_gives_the_person_with_the_functions_of_the_day(person: int) -> None:
    found = session_person(writing.start_session(person, NOW, proof="password"), NOW)
    assert found
    assert (found.person_id, found.name, found.login) == (person, "Hanna Hoofd", "hanna")
    assert found.functions == {"hrm_adviseur", "beheerder"}
    assert (found.created_at, found.seen_at) == (NOW, NOW)


def test_leading_people_and_having_a_number_count_as_functions(person: int) -> None:
    Person.update(personnel_number="01").where(Person.id == person).execute()
    Appointment.delete().execute()
    member = add_person("Wim", "w@w.example", None)
    Person.update(leidinggevende=person).where(Person.id == member).execute()
    token = writing.start_session(person, NOW, proof="password")
    found = session_person(token, NOW)
    assert found
    assert found.functions == {"medewerker", "leidinggevende"}
    Person.update(active=False).where(Person.id == member).execute()
    assert session_person(token, NOW) is None
    found = session_person(writing.start_session(person, NOW, proof="password"), NOW)
    assert found
    assert found.functions == {"medewerker"}


@pytest.mark.asvs("7.2.2", "7.2.3")
def test_the_token_itself_is_not_stored(person: int) -> None:
    token = writing.start_session(person, NOW, proof="password")
    assert len(token) >= 43
    assert token not in str(rows("SELECT * FROM session"))
    assert writing.start_session(person, NOW, proof="password") != token


@pytest.mark.asvs("7.3.1")
def test_a_login_ends_after_half_an_hour_without_use(person: int) -> None:
    token = writing.start_session(person, NOW, proof="password")
    assert session_person(token, NOW + 29 * MINUTE)
    assert session_person(token, NOW + 30 * MINUTE) is None
    writing.touch(token, NOW + 29 * MINUTE)
    assert session_person(token, NOW + 58 * MINUTE)
    assert session_person(token, NOW + 58 * MINUTE, idle=20 * MINUTE) is None


@pytest.mark.asvs("7.3.2")
def test_a_login_ends_after_ten_hours_whatever_happens(person: int) -> None:
    token = writing.start_session(person, NOW, proof="password")
    writing.touch(token, NOW + 10 * HOUR - MINUTE)
    assert session_person(token, NOW + 10 * HOUR - MINUTE)
    assert session_person(token, NOW + 10 * HOUR) is None
    for moment, left in ((NOW + 10 * HOUR, 1), (NOW + 10 * HOUR + MINUTE, 0)):
        writing.forget_old_sessions(person, moment - 10 * HOUR)
        assert len(rows("SELECT id FROM session")) == left


@pytest.mark.asvs("16.2.2")
def test_moments_count_in_every_zone(person: int) -> None:
    amsterdam = timezone(HOUR)
    token = writing.start_session(person, NOW.astimezone(amsterdam), proof="password")
    assert session_person(token, NOW + 29 * MINUTE)
    assert session_person(token, (NOW + 31 * MINUTE).astimezone(amsterdam)) is None


@pytest.mark.asvs("7.4.2")
@pytest.mark.parametrize("model", [Account, Person])
def test_a_closed_account_or_a_person_who_left_has_no_login(person: int, model: type[Account] | type[Person]) -> None:
    token = writing.start_session(person, NOW, proof="password")
    model.update(active=False).execute()
    assert session_person(token, NOW) is None


@pytest.mark.asvs("7.4.1")
def test_logins_end_one_by_one_or_all_together(person: int) -> None:
    tokens = [writing.start_session(person, NOW, proof="password") for _ in range(3)]
    writing.end_session(tokens[0])
    assert [session_person(token, NOW) is None for token in tokens] == [True, False, False]
    writing.end_sessions(person)
    assert all(session_person(token, NOW) is None for token in tokens)
    assert session_person("zomaar iets", NOW) is None


def test_a_login_ends_when_a_function_it_began_with_is_lost(person: int) -> None:
    token = writing.start_session(person, NOW, proof="password")
    accounts.end_appointments(person, 1, "beheerder", NOW.date())
    assert session_person(token, NOW) is None
    again = writing.start_session(person, NOW, proof="password")
    accounts.add_appointment(person, "beheerder", 1, None, NOW.date())
    found = session_person(again, NOW)
    assert found
    assert found.functions == {"hrm_adviseur", "beheerder"}


@pytest.mark.asvs("7.2.4")
def test_a_login_goes_on_under_another_token_and_the_old_one_is_dead(person: int) -> None:
    token = writing.start_session(person, NOW, proof="password")
    fresh = writing.renew_session(token, NOW + HOUR, proof="passkey")
    assert session_person(token, NOW + HOUR) is None
    found = session_person(fresh, NOW + HOUR)
    assert found
    assert (found.created_at, found.proved_at, found.proof) == (NOW, NOW + HOUR, "passkey")
    later = session_person(writing.renew_session(fresh, NOW + HOUR + MINUTE), NOW + HOUR + MINUTE)
    assert later
    assert (later.proved_at, later.proof) == (NOW + HOUR, "passkey")


def test_only_ones_own_login_can_be_ended(person: int) -> None:
    token = writing.start_session(person, NOW, proof="password")
    [(number,)] = rows("SELECT id FROM session")
    assert not writing.end_one_session(person + 1, number)
    assert session_person(token, NOW)
    assert writing.end_one_session(person, number)
    assert session_person(token, NOW) is None


def test_what_a_browser_was_asked_is_answered_once_and_soon(person: int) -> None:
    token = writing.ask("code", "hanna", NOW, person_id=person)
    assert token not in str(rows("SELECT * FROM login_challenge"))
    assert challenge(token, "code", NOW)
    assert challenge(token, "passkey", NOW) is None
    assert challenge(token, "code", NOW + MINUTE) is None
    assert writing.answered(token)
    assert not writing.answered(token)
    assert challenge(token, "code", NOW) is None


def test_tries_are_counted_per_subject_before_they_are_judged(database: object) -> None:
    most = {"account:hanna": 3, "adres:192.0.2.1": 30}
    tries = [writing.count_try(most, NOW, NOW + minute * MINUTE) for minute in (0, 5, 9)]
    assert all(tries)
    assert writing.count_try(most, NOW, NOW + 10 * MINUTE) is None
    assert failures_since("account:hanna", (NOW + 5 * MINUTE).astimezone(timezone(HOUR))) == 2
    assert failures_since("account:hanna", NOW + 10 * MINUTE) == 0
    writing.give_back(tries[2] or ())
    assert (failures_since("account:hanna", NOW), failures_since("adres:192.0.2.1", NOW)) == (2, 2)
    writing.clear_failures("account:hanna")
    assert (failures_since("account:hanna", NOW), failures_since("adres:192.0.2.1", NOW)) == (0, 2)
    writing.forget_unanswered(NOW + 5 * MINUTE, asked=MINUTE, failed=MINUTE)
    assert failures_since("adres:192.0.2.1", NOW) == 1


def test_what_was_typed_at_a_failed_login_is_not_kept(database: object) -> None:
    writing.count_try({"account:mijn geheime wachtwoord": 5}, NOW, NOW)
    assert "geheime" not in str(rows("SELECT * FROM login_failure"))


@pytest.mark.asvs("16.4.2")
def test_what_happened_with_logins_cannot_be_changed_and_is_kept_for_a_year(person: int) -> None:
    today = datetime.now(UTC)
    writing.record_event("login", "done", today, origin="192.0.2.1", proof="passkey", person_id=person)
    writing.record_event("login", "done", today - timedelta(days=400), origin="192.0.2.1", person_id=person)
    for change in ("UPDATE login_event SET result = 'refused'", "DELETE FROM login_event"):
        with pytest.raises(IntegrityError):
            rows(change)
    rows("DELETE FROM login_event WHERE at < ?", (today - timedelta(days=366)).isoformat())
    assert [(e.what, e.proof, e.origin) for e in events_of(person)] == [("login", "passkey", "192.0.2.1")]
