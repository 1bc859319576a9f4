"""The calendar at a secret address: only own terms, by number and day; stable, revocable, shut without the secret."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from portal.actions.calendar_feed import KEPT, MOST_WRONG
from portal.actions.correct_fact import correct_fact
from portal.actions.record_recovery import record_recovery
from portal.demonstration import texts
from portal.storage.database import connection, rows, transaction
from portal.storage.reading.steps import steps_of
from tests.web.browsing import Visitor
from tests.web.page import Page
from tests.web.scene import Scene

DAY = 45


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


def address_of(scene: Scene, login: str = "teamleider") -> str:
    """Make an address on the page and read it there."""
    who = scene.open(login, DAY)
    page = made(who)
    return re.sub(r"^https?://[^/]+", "", page.soup.select_one("#adres code").get_text())


def made(who: Visitor) -> Page:
    return pressed(who, "/instellingen/agenda")


def pressed(who: Visitor, to: str) -> Page:
    """Press the button on the page that sends this."""
    form = who.get("/instellingen").soup.find("form", action=to)
    return who.post(to, {"csrf_token": form.find("input", attrs={"name": "csrf_token"})["value"]})


def fetched(scene: Scene, address: str, day: int = DAY) -> dict[str, dict[str, Any]]:
    """What a calendar that is not logged in reads there on a day, by the entry's uid."""
    answer = scene.stranger(day).client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found = {}
    for event in Calendar.from_ical(answer.data).walk("VEVENT"):
        found[str(event["UID"])] = {
            "day": event["DTSTART"].dt,
            "until": event["DTEND"].dt,
            "title": str(event["SUMMARY"]),
            "status": str(event["STATUS"]),
            "sequence": int(event["SEQUENCE"]),
        }
    return found


def status(scene: Scene, address: str, day: int = DAY) -> int:
    return int(scene.stranger(day).client.get(address).status_code)


def own_days(scene: Scene, roles: set[str]) -> list[date]:
    day = scene.stage.day(DAY)
    with connection():
        steps = steps_of(scene.stage.dossier_id)
    asked = [step for step in steps if step.state == "open" and (step.until_on is None or step.until_on >= day)]
    return sorted(step.due_on for step in asked if step.owner in roles)


def test_it_holds_the_own_terms_by_number_and_day(scene: Scene) -> None:
    found = fetched(scene, address_of(scene)).values()
    assert sorted(one["day"] for one in found) == own_days(scene, {"leidinggevende"})
    assert {one["title"] for one in found} == {"Actie dossier 0001"}
    assert all(one["until"] == one["day"] + timedelta(days=1) for one in found)
    assert {(one["status"], one["sequence"]) for one in found} == {("CONFIRMED", 0)}


def test_nothing_in_the_file_says_who_or_what(scene: Scene) -> None:
    text = scene.stranger(DAY).client.get(address_of(scene)).get_data(as_text=True).replace("\r\n ", "")
    with connection():
        names = [name.split()[-1] for (name,) in rows("SELECT name FROM person")]
        keys = [key for (key,) in rows("SELECT DISTINCT key FROM step")]
    assert "BEGIN:VEVENT" in text
    assert not [word for word in (*names, *keys) if word in text]
    assert not re.search(r"ziek|integratie|arts|verzuim|WIA", text, re.IGNORECASE)


def test_the_same_entries_come_back_day_after_day(scene: Scene) -> None:
    address = address_of(scene)
    first = fetched(scene, address)
    assert fetched(scene, address) == first
    assert fetched(scene, address, DAY + 1) == first


def test_a_term_that_is_done_is_cancelled_and_later_forgotten(scene: Scene) -> None:
    address = address_of(scene)
    before = fetched(scene, address)
    with connection():
        scene.stage.settle("teamleider", DAY, "plan_van_aanpak", texts.plan_values(scene.stage.day(DAY)))
    after = fetched(scene, address)
    gone = {uid for uid, one in after.items() if one["status"] == "CANCELLED"}
    assert gone
    assert gone <= set(before)
    assert {after[uid]["sequence"] for uid in gone} == {1}
    assert {after[uid]["day"] for uid in gone} == {before[uid]["day"] for uid in gone}
    assert not gone & set(fetched(scene, address, DAY + KEPT.days + 1))


def test_a_term_that_moves_is_the_same_entry_on_another_day(scene: Scene) -> None:
    """The first sick day turns out to be another: everything that counts from it moves, and nothing falls away."""
    address = address_of(scene)
    before = fetched(scene, address)
    with connection():
        [(seq,)] = rows("SELECT seq FROM fact WHERE kind = 'ziekmelding'")
        earlier = scene.stage.day(-3)
        who = scene.stage.who("teamleider", DAY)
        correct_fact(**who, seq=seq, on=earlier, changes={}, reason="Drie dagen eerder.")
    after = fetched(scene, address)
    moved = {uid for uid in before if after[uid]["day"] != before[uid]["day"]}
    assert moved
    assert {before[uid]["day"] - after[uid]["day"] for uid in moved} == {timedelta(days=3)}
    assert {after[uid]["sequence"] for uid in moved} == {1}
    assert {(after[uid]["status"], after[uid]["sequence"]) for uid in set(before) - moved} <= {("CONFIRMED", 0)}
    assert sorted(one["day"] for one in after.values()) == own_days(scene, {"leidinggevende"})


def test_a_case_that_is_over_cancels_what_was_asked(scene: Scene) -> None:
    address = address_of(scene)
    before = fetched(scene, address)
    with connection():
        record_recovery(**scene.stage.who("teamleider", DAY), on=scene.stage.day(DAY), hours=36)
    after = fetched(scene, address)
    assert {after[uid]["status"] for uid in before} == {"CANCELLED"}


def test_another_address_stops_the_first_and_keeps_the_entries(scene: Scene) -> None:
    first = address_of(scene)
    before = fetched(scene, first)
    second = address_of(scene)
    assert status(scene, first) == 404
    assert fetched(scene, second) == before


def test_an_address_that_was_withdrawn_opens_nothing(scene: Scene) -> None:
    address = address_of(scene)
    who = scene.open("teamleider", DAY)
    page = who.get("/instellingen")
    assert "Nog niet opgehaald" in page.text
    fetched(scene, address)
    page = who.get("/instellingen")
    assert "Laatst opgehaald op 19 februari 2026" in page.text
    after = pressed(who, "/instellingen/agenda/weg")
    assert "werkt niet meer" in after.text
    assert status(scene, address) == 404


def test_who_may_not_come_in_any_more_has_no_calendar_either(scene: Scene) -> None:
    address = address_of(scene)
    assert status(scene, address) == 200
    with connection(), transaction():
        rows("UPDATE account SET active = 0 WHERE person_id = ?", scene.stage.ids["teamleider"])
    assert status(scene, address) == 404


def test_a_role_that_ended_takes_its_terms_along(scene: Scene) -> None:
    address = address_of(scene)
    before = fetched(scene, address)
    with connection(), transaction():
        rows("UPDATE involvement SET until_on = '2026-01-31' WHERE person_id = ?", scene.stage.ids["teamleider"])
    assert {one["status"] for one in fetched(scene, address).values()} == {"CANCELLED"}
    assert before


def test_a_wrong_address_is_not_there_and_too_many_are_too_much(scene: Scene) -> None:
    address = address_of(scene)
    stranger = scene.stranger(DAY).client
    got = [stranger.get(f"/agenda/{number:043}.ics").status_code for number in range(MOST_WRONG + 1)]
    assert got == [404] * MOST_WRONG + [429]
    # Someone else at the same office is not kept out by it.
    assert status(scene, address) == 200


def test_the_address_itself_is_not_kept(scene: Scene) -> None:
    address = address_of(scene)
    secret = address.removeprefix("/agenda/").removesuffix(".ics")
    assert len(secret) == 43
    with connection():
        [(kept,)] = rows("SELECT token_hash FROM calendar_feed")
        assert secret not in kept
        events = [what for (what,) in rows("SELECT what FROM login_event WHERE what LIKE 'feed%'")]
    assert events == ["feed_made"]
    assert "Adres van de agenda gemaakt" in scene.open("teamleider", DAY).get("/ingelogd").text
