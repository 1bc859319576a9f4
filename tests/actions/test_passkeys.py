"""Passkeys, with a device that can lie: each answer counts once, for one person, at one address."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.actions import passkeys
from portal.actions.log_in import Visit
from portal.actions.look_after_login import take_factors_away
from portal.actions.manage_account import deactivate
from portal.actions.tries import TRIES, begin_try
from portal.rules.errors import Rejected
from portal.storage.database import connection, rows
from portal.storage.reading.factors import factors_of, passkeys_of
from portal.storage.reading.logins import session_person
from portal.storage.writing.logins import start_session
from tests.authenticator import Device
from tests.staging import Stage, set_stage

ORIGIN = "https://portaal.example.nl"
HERE = Visit("192.0.2.1", "Firefox op Windows")


@pytest.fixture
def stage(tmp_path: Path) -> Any:
    found = set_stage(tmp_path, "sick")
    with connection():
        yield found


@pytest.fixture
def now(stage: Stage) -> datetime:
    return stage.moment(10)


@pytest.fixture
def device(stage: Stage, now: datetime) -> Device:
    """A device with a passkey of the employee."""
    found = Device(ORIGIN)
    add(stage, found, now)
    return found


def add(stage: Stage, device: Device, now: datetime, login: str = "medewerker", **other: Any) -> passkeys.Added:
    """Add the passkey of this device for someone; `other` is what the answer says differently."""
    person_id = stage.ids[login]
    session = start_session(person_id, now, proof="password")
    asked = passkeys.ask_for_new(person_id=person_id, login=login, name="Naam", origin=ORIGIN, now=now)
    given = {"token": asked.token, "answer": device.make(asked.options), "name": "laptop", "person_id": person_id}
    return passkeys.add_passkey(**given | {"session": session, "origin": ORIGIN, "visit": HERE, "now": now} | other)


def ask(now: datetime) -> passkeys.Question:
    return passkeys.ask_for_any(origin=ORIGIN, visit=HERE, now=now)


def enter(asked: passkeys.Question, answer: str, now: datetime) -> str:
    return passkeys.log_in_with_passkey(token=asked.token, answer=answer, origin=ORIGIN, visit=HERE, now=now)


def refused(asked: passkeys.Question, answer: str, now: datetime) -> bool:
    """Whether nobody comes in with this answer."""
    before = rows("SELECT COUNT(*) FROM session")
    with pytest.raises(Rejected, match="passkey_refused"):
        enter(asked, answer, now)
    return bool(rows("SELECT COUNT(*) FROM session") == before)


@pytest.mark.asvs("6.3.3")
def test_a_passkey_alone_lets_its_owner_in(stage: Stage, device: Device, now: datetime) -> None:
    asked = ask(now)
    found = session_person(enter(asked, device.answer(asked.options), now), now)
    assert found
    assert (found.person_id, found.proof) == (stage.ids["medewerker"], "passkey")
    [key] = passkeys_of(found.person_id)
    assert (key.name, key.sign_count, key.used_at) == ("laptop", 1, now)


def test_what_the_browser_is_asked(stage: Stage, device: Device, now: datetime) -> None:
    person_id = stage.ids["medewerker"]
    made = passkeys.ask_for_new(person_id=person_id, login="medewerker", name="Joost", origin=ORIGIN, now=now)
    new, known = json.loads(made.options), json.loads(ask(now).options)
    assert new["rp"]["id"] == known["rpId"] == "portaal.example.nl"
    chosen = new["authenticatorSelection"]
    assert (chosen["residentKey"], chosen["userVerification"]) == ("required", "required")
    assert (known["userVerification"], known["allowCredentials"]) == ("required", [])
    assert new["user"]["id"] == device.handle
    assert [one["id"] for one in new["excludeCredentials"]] == [passkeys_of(person_id)[0].credential]


@pytest.mark.asvs("6.5.1")
def test_an_answer_counts_once(device: Device, now: datetime) -> None:
    asked = ask(now)
    answer = device.answer(asked.options)
    enter(asked, answer, now)
    assert refused(asked, answer, now)
    assert refused(ask(now), answer, now)


@pytest.mark.asvs("6.6.2")
def test_an_answer_to_another_question_or_one_too_late_is_refused(device: Device, now: datetime) -> None:
    mine, other = ask(now), ask(now)
    assert refused(other, device.answer(mine.options), now)
    late = ask(now)
    assert refused(late, device.answer(late.options), now + timedelta(minutes=6))
    assert refused(passkeys.Question("verzonnen", ""), device.answer(mine.options), now)


def test_what_nobody_answers_does_not_pile_up(stage: Stage, now: datetime) -> None:
    for minutes in range(60):
        ask(now + timedelta(minutes=minutes))
    assert rows("SELECT COUNT(*) FROM login_challenge") == [(16,)]


def test_a_wrong_answer_uses_the_question_up(device: Device, now: datetime) -> None:
    asked = ask(now)
    assert refused(asked, "{}", now)
    assert refused(asked, device.answer(asked.options), now)


def test_a_device_that_counts_back_is_a_copy(device: Device, now: datetime) -> None:
    asked = ask(now)
    device.count = 7
    enter(asked, device.answer(asked.options), now)
    for count in (3, 7):
        asked, device.count = ask(now), count - 1
        assert refused(asked, device.answer(asked.options), now)


def test_a_device_that_did_not_look_who_it_was_is_refused(stage: Stage, device: Device, now: datetime) -> None:
    device.verifies = False
    asked = ask(now)
    assert refused(asked, device.answer(asked.options), now)
    with pytest.raises(Rejected, match="passkey_refused"):
        add(stage, Device(ORIGIN, verifies=False), now)


@pytest.mark.parametrize("origin", ["https://portaal.example.nl.kwaad.com", "http://portaal.example.nl", "null"])
def test_an_answer_from_another_address_is_refused(stage: Stage, device: Device, now: datetime, origin: str) -> None:
    device.origin = origin
    asked = ask(now)
    assert refused(asked, device.answer(asked.options), now)
    with pytest.raises(Rejected, match="passkey_refused"):
        add(stage, Device(origin), now)


def test_the_name_of_anothers_passkey_does_not_help(stage: Stage, device: Device, now: datetime) -> None:
    """Whoever knows the name of a passkey (it is no secret) does not have its key."""
    thief = Device(ORIGIN)
    add(stage, thief, now, "teamleider")
    thief.credential, thief.handle = device.credential, device.handle
    asked = ask(now)
    assert refused(asked, thief.answer(asked.options), now)
    device.handle = "AAAA"
    asked = ask(now)
    assert refused(asked, device.answer(asked.options), now)


def test_a_known_passkey_is_not_taken_over_by_another(stage: Stage, device: Device, now: datetime) -> None:
    with pytest.raises(Rejected, match="passkey_refused"):
        add(stage, device, now, "teamleider")
    assert factors_of(stage.ids["teamleider"]).passkeys == 0


def test_a_passkey_is_added_by_whom_it_was_asked_of(stage: Stage, now: datetime) -> None:
    with pytest.raises(Rejected, match="passkey_refused"):
        add(stage, Device(ORIGIN), now, person_id=stage.ids["teamleider"])
    assert rows("SELECT COUNT(*) FROM passkey") == [(0,)]


def test_one_proves_who_one_is_with_ones_own_passkey(stage: Stage, device: Device, now: datetime) -> None:
    other = Device(ORIGIN)
    add(stage, other, now, "teamleider")
    person_id = stage.ids["medewerker"]
    session = start_session(person_id, now, proof="password")
    for answering, right in ((other, False), (device, True)):
        asked = passkeys.ask_for_any(origin=ORIGIN, visit=HERE, now=now, person_id=person_id)
        given: dict[str, Any] = {"token": asked.token, "answer": answering.answer(asked.options), "origin": ORIGIN}
        given |= {"person_id": person_id, "session": session, "visit": HERE, "now": now}
        if right:
            assert session_person(passkeys.prove_with_passkey(**given), now)
        else:
            with pytest.raises(Rejected, match="passkey_refused"):
                passkeys.prove_with_passkey(**given)


def test_a_question_asked_of_one_who_is_in_lets_nobody_in(stage: Stage, device: Device, now: datetime) -> None:
    asked = passkeys.ask_for_any(origin=ORIGIN, visit=HERE, now=now, person_id=stage.ids["medewerker"])
    assert refused(asked, device.answer(asked.options), now)


@pytest.mark.asvs("7.4.2")
def test_a_closed_account_opens_with_no_passkey(stage: Stage, device: Device, now: datetime) -> None:
    deactivate(login="medewerker", today=now.date())
    asked = ask(now)
    assert refused(asked, device.answer(asked.options), now)


@pytest.mark.asvs("6.4.4")
def test_what_was_taken_away_opens_nothing(stage: Stage, device: Device, now: datetime) -> None:
    person_id = stage.ids["medewerker"]
    session = start_session(person_id, now, proof="passkey")
    take_factors_away(person_id=person_id, actor=stage.ids["beheerder"], now=now, origin="192.0.2.9")
    assert not factors_of(person_id).any
    assert session_person(session, now) is None
    asked = ask(now)
    assert refused(asked, device.answer(asked.options), now)
    [(what, by)] = rows("SELECT what, by FROM login_event WHERE origin = '192.0.2.9'")
    assert (what, by) == ("factors_taken", stage.ids["beheerder"])


NOT_AN_ANSWER = (
    "",
    "x",
    "null",
    "[]",
    "{}",
    '{"id": "é", "rawId": "é", "type": "public-key", "response": {}}',
    "1" * 9999,
)


@pytest.mark.parametrize("answer", NOT_AN_ANSWER)
def test_what_is_no_answer_is_refused(stage: Stage, now: datetime, answer: str) -> None:
    assert refused(ask(now), answer, now)
    with pytest.raises(Rejected, match="passkey_refused"):
        add(stage, Device(ORIGIN), now, answer=answer)


@pytest.mark.parametrize("odd", [7, "é", "AAAA", {"a": 1}])
def test_an_answer_that_is_odd_in_one_place_is_refused(device: Device, now: datetime, odd: Any) -> None:
    for name in ("authenticatorData", "clientDataJSON", "signature", "userHandle"):
        asked = ask(now)
        whole = json.loads(device.answer(asked.options))
        assert refused(asked, json.dumps(whole | {"response": whole["response"] | {name: odd}}), now), name


@pytest.mark.asvs("6.3.1")
def test_an_address_that_keeps_trying_must_wait(device: Device, now: datetime) -> None:
    for _ in range(TRIES["adres"]):
        assert refused(ask(now), "{}", now)
    asked = ask(now)
    with pytest.raises(Rejected, match="login_throttled"):
        enter(asked, device.answer(asked.options), now)


@pytest.mark.asvs("6.1.1")
def test_a_password_that_is_guessed_at_does_not_close_the_door_for_a_passkey(device: Device, now: datetime) -> None:
    for _ in range(TRIES["account"]):
        begin_try("login", login="medewerker", origin="203.0.113.5", now=now)
    for number in range(TRIES["adres"]):
        begin_try("login", login=f"niemand{number}", origin=HERE.origin, now=now)
    for login in ("medewerker", "iemand"):
        with pytest.raises(Rejected, match="login_throttled"):
            begin_try("login", login=login, origin=HERE.origin, now=now)
    asked = ask(now)
    assert enter(asked, device.answer(asked.options), now)
