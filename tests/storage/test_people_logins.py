"""Logins end when they should, and failed ones are counted without saying what was typed."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from portal.storage.database import rows
from portal.storage.models import Account, Appointment, Person
from portal.storage.reading.accounts import failures_since, session_person
from portal.storage.writing import accounts as writing
from portal.storage.writing.people import add_organisation, add_person

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def person(database: object) -> int:
    organisation = add_organisation("W", "wvp_2023")
    person_id = add_person("Hanna Hoofd", "h@w.example", organisation)
    writing.add_account(person_id, "hanna", "$argon2id$")
    writing.add_appointment(person_id, "hrm_adviseur", organisation, None, date(2026, 3, 1))
    writing.add_appointment(person_id, "beheerder", organisation, None, date(2026, 3, 1))
    writing.add_appointment(person_id, "personele_dienst", organisation, None, date(2026, 3, 3))
    return person_id


def test_a_token_gives_the_person_with_the_functions_of_the_day(person: int) -> None:
    found = session_person(writing.start_session(person, NOW), NOW)
    assert found
    assert (found.person_id, found.name, found.login) == (person, "Hanna Hoofd", "hanna")
    assert found.functions == {"hrm_adviseur", "beheerder"}
    assert (found.created_at, found.seen_at) == (NOW, NOW)


def test_leading_people_and_having_a_number_count_as_functions(person: int) -> None:
    Person.update(personnel_number="01").where(Person.id == person).execute()
    Appointment.delete().execute()
    member = add_person("Wim", "w@w.example", None)
    Person.update(leidinggevende=person).where(Person.id == member).execute()
    token = writing.start_session(person, NOW)
    found = session_person(token, NOW)
    assert found
    assert found.functions == {"medewerker", "leidinggevende"}
    Person.update(active=False).where(Person.id == member).execute()
    found = session_person(token, NOW)
    assert found
    assert found.functions == {"medewerker"}


def test_the_token_itself_is_not_stored(person: int) -> None:
    token = writing.start_session(person, NOW)
    assert len(token) >= 43
    assert token not in str(rows("SELECT * FROM session"))
    assert writing.start_session(person, NOW) != token


def test_a_login_ends_after_half_an_hour_without_use(person: int) -> None:
    token = writing.start_session(person, NOW)
    assert session_person(token, NOW + 29 * MINUTE)
    assert session_person(token, NOW + 30 * MINUTE) is None
    writing.touch(token, NOW + 29 * MINUTE)
    assert session_person(token, NOW + 58 * MINUTE)
    assert session_person(token, NOW + 58 * MINUTE, idle=20 * MINUTE) is None


def test_a_login_ends_after_ten_hours_whatever_happens(person: int) -> None:
    token = writing.start_session(person, NOW)
    writing.touch(token, NOW + 10 * HOUR - MINUTE)
    assert session_person(token, NOW + 10 * HOUR - MINUTE)
    assert session_person(token, NOW + 10 * HOUR) is None
    assert writing.forget_expired_sessions(NOW + 10 * HOUR) == 0
    assert writing.forget_expired_sessions(NOW + 10 * HOUR + MINUTE) == 1


def test_moments_count_in_every_zone(person: int) -> None:
    amsterdam = timezone(HOUR)
    token = writing.start_session(person, NOW.astimezone(amsterdam))
    assert session_person(token, NOW + 29 * MINUTE)
    assert session_person(token, (NOW + 31 * MINUTE).astimezone(amsterdam)) is None


@pytest.mark.parametrize("model", [Account, Person])
def test_a_closed_account_or_a_person_who_left_has_no_login(person: int, model: type[Account] | type[Person]) -> None:
    token = writing.start_session(person, NOW)
    model.update(active=False).execute()
    assert session_person(token, NOW) is None


def test_logins_end_one_by_one_or_all_together(person: int) -> None:
    tokens = [writing.start_session(person, NOW) for _ in range(3)]
    writing.end_session(tokens[0])
    assert [session_person(token, NOW) is None for token in tokens] == [True, False, False]
    writing.end_all_sessions(person)
    assert all(session_person(token, NOW) is None for token in tokens)
    assert session_person("zomaar iets", NOW) is None


def test_failures_are_counted_per_subject_from_a_moment(database: object) -> None:
    for minute in (0, 5, 9):
        writing.record_failure("account:hanna", NOW + minute * MINUTE)
    writing.record_failure("adres:192.0.2.1", NOW)
    assert failures_since("account:hanna", NOW) == 3
    assert failures_since("account:hanna", (NOW + 5 * MINUTE).astimezone(timezone(HOUR))) == 2
    assert failures_since("account:hanna", NOW + 10 * MINUTE) == 0
    writing.clear_failures("account:hanna")
    assert (failures_since("account:hanna", NOW), failures_since("adres:192.0.2.1", NOW)) == (0, 1)
    assert writing.forget_failures(NOW + MINUTE) == 1


def test_what_was_typed_at_a_failed_login_is_not_kept(database: object) -> None:
    writing.record_failure("account:mijn geheime wachtwoord", NOW)
    assert "geheime" not in str(rows("SELECT * FROM login_failure"))
