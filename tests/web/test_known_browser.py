"""Strangers who guess shut the door for strangers: the browser in which someone logged in before stays open to them."""

import re
from pathlib import Path

import pytest

from portal.storage.database import connection, rows
from tests.web.browsing import PASSWORD, Visitor
from tests.web.page import Page
from tests.web.scene import Scene, token
from tests.web.second_factor import add_app, code

DAY = 10
NAME = "browser"


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "sick")


@pytest.fixture
def known(scene: Scene) -> Visitor:
    """The browser in which the employee logged in and out before."""
    return left(scene.open("medewerker", DAY))


def left(who: Visitor) -> Visitor:
    who.post("/uitloggen", {"csrf_token": token(who)})
    return who


def guess(who: Visitor, times: int, login: str = "medewerker") -> Page:
    for _ in range(times):
        page = who.sign_in(login, "een verkeerd wachtwoord")
    return page


@pytest.mark.asvs("6.1.1", "6.3.1")
def test_strangers_do_not_shut_out_the_owner(scene: Scene, known: Visitor) -> None:
    assert "Wacht een kwartier" in guess(scene.stranger(DAY), 6).errors
    assert "Wacht een kwartier" in scene.stranger(DAY).sign_in("medewerker").errors
    assert known.sign_in("medewerker").status == 200


@pytest.mark.asvs("6.3.1")
def test_guessing_in_a_known_browser_stops_too(scene: Scene, known: Visitor) -> None:
    """Whoever took it along guesses no more often than a stranger, and strangers do not guess beside it."""
    assert "klopt niet" in guess(known, 5).errors
    assert "Wacht een kwartier" in known.sign_in("medewerker").errors
    assert "Wacht een kwartier" in scene.stranger(DAY).sign_in("medewerker").errors


@pytest.mark.asvs("6.3.1")
def test_it_is_known_for_who_logged_in_there_and_for_nobody_else(scene: Scene, known: Visitor) -> None:
    guess(scene.stranger(DAY), 5, "teamleider")
    assert "Wacht een kwartier" in known.sign_in("teamleider").errors
    other = left(scene.open("afdelingshoofd", DAY))
    guess(scene.stranger(DAY), 5)
    assert "Wacht een kwartier" in other.sign_in("medewerker").errors
    made_up = scene.stranger(DAY)
    made_up.client.set_cookie(NAME, "A" * 43)
    assert "Wacht een kwartier" in made_up.sign_in("medewerker").errors


def test_a_browser_can_be_known_for_two_people(scene: Scene, known: Visitor) -> None:
    known.sign_in("teamleider")
    left(known)
    guess(scene.stranger(DAY), 5)
    guess(scene.stranger(DAY), 5, "teamleider")
    assert known.sign_in("medewerker").status == 200
    left(known)
    assert known.sign_in("teamleider").status == 200


def test_the_address_counts_all_the_same(scene: Scene, known: Visitor) -> None:
    for number in range(30):
        scene.stranger(DAY).sign_in(f"naam{number}", "een verkeerd wachtwoord")
    assert "Wacht een kwartier" in known.sign_in("medewerker").errors


def test_a_code_is_asked_and_counted_there_too(scene: Scene) -> None:
    who = scene.open("medewerker", DAY)
    secret, _ = add_app(who)
    left(who)
    guess(scene.stranger(DAY), 5)
    page = who.sign_in("medewerker")
    assert page.heading == "Code invullen"
    assert who.fill(page, {"code": code(secret, 1)}, with_field="code").status == 200


def test_another_password_and_a_year_make_it_strange(scene: Scene, known: Visitor) -> None:
    cookie = known.client.get_cookie(NAME)
    assert cookie
    for day, right in ((DAY + 360, 200), (DAY + 360 + 370, 422)):
        later = scene.stranger(day)
        later.client.set_cookie(NAME, cookie.value)
        guess(scene.stranger(day), 5)
        assert later.sign_in("medewerker").status == right
    with connection():
        rows("DELETE FROM login_failure")
    who = scene.open("medewerker", DAY)
    page = who.get("/inloggen-beveiligen/wachtwoord")
    new = "vier paarden in de wei"
    who.fill(page, {"huidig": PASSWORD, "wachtwoord": new, "nogmaals": new}, with_field="nogmaals")
    with connection():
        assert rows("SELECT COUNT(*) FROM known_browser WHERE person_id = ?", scene.stage.ids["medewerker"]) == [(0,)]


@pytest.mark.asvs("3.3.1", "3.3.2", "3.3.3", "3.3.4", "14.2.1")
def test_the_cookie_says_nothing_opens_nothing_and_scripts_cannot_read_it(scene: Scene) -> None:
    who = scene.stranger(DAY)
    assert who.client.get_cookie(NAME) is None, "only who logged in gets one"
    page = who.get("/inloggen")
    sent = {**page.fields(), "gebruikersnaam": "medewerker", "wachtwoord": PASSWORD}
    answer = who.client.post("/inloggen", data=sent)
    [cookie] = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith(f"{NAME}=")]
    assert re.fullmatch(rf"{NAME}=[\w-]{{43}}; Expires=[^;]+; Max-Age=31536000; HttpOnly; Path=/; SameSite=Lax", cookie)
    value = cookie.partition("=")[2].partition(";")[0]
    with connection():
        assert value not in str(rows("SELECT * FROM known_browser"))
    thief = scene.stranger(DAY)
    thief.client.set_cookie(NAME, value)
    assert thief.get("/").heading == "Inloggen"


def test_what_is_no_token_of_ours_is_not_taken_over(scene: Scene) -> None:
    who = scene.stranger(DAY)
    who.client.set_cookie(NAME, "medewerker")
    who.sign_in("medewerker")
    cookie = who.client.get_cookie(NAME)
    assert cookie
    assert len(cookie.value) == 43
