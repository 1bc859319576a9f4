"""A form that arrives after the login ended: what was typed is held, comes back after logging in, and can be sent."""

from pathlib import Path
from typing import Any

import pytest

from tests.web.browsing import PASSWORD, Visitor
from tests.web.page import Page
from tests.web.scene import Scene, at
from tests.web.test_signed_in import seen

HERE = {"Origin": "http://localhost"}
NOTE = {"op": "2026-02-22", "wijze": "telefoon", "verslag": 'Gebeld <b>over</b> "de" planning.\nHij komt.'}


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


def send(who: Visitor, page: Page, values: dict[str, Any] | None = None) -> Page:
    """Send the form of a page, as a browser does that says where it comes from."""
    return who.post(page.action(), {**page.fields(), **(values or {})}, headers=HERE)


def sent_too_late(scene: Scene) -> tuple[Visitor, Page]:
    """A note of the manager, half an hour after anything else."""
    who = scene.open("teamleider", 48)
    form = who.get(at("/contact"))
    seen(31)
    return who, send(who, form, NOTE)


def test_what_was_typed_comes_back_after_logging_in_elsewhere(scene: Scene) -> None:
    before = scene.stored()
    who, held = sent_too_late(scene)
    assert (held.status, held.heading) == (422, "U was uitgelogd")
    still = send(who, held)
    assert (still.status, still.heading) == (422, "U was uitgelogd")
    who.sign_in("teamleider")
    assert scene.stored() == before
    assert {name: still.fields()[name] for name in NOTE} == NOTE
    missing = send(who, still, {"op": ""})
    assert (missing.status, missing.fields()["verslag"]) == (422, NOTE["verslag"])
    assert send(who, still).status == 200
    assert scene.stored()["fact"] == before["fact"] + 1


def test_a_form_that_was_never_held_must_be_sent_once_more(scene: Scene) -> None:
    before = scene.stored()
    who = scene.open("teamleider", 48)
    form = who.get(at("/contact"))
    seen(31)
    who.sign_in("teamleider")
    again = send(who, form, NOTE)
    assert (again.status, again.heading) == (400, "Verstuur het nog een keer")
    assert scene.stored()["fact"] == before["fact"]
    assert send(who, again).status == 200


def test_a_held_form_is_of_no_use_in_another_browser_or_from_elsewhere(scene: Scene) -> None:
    who, held = sent_too_late(scene)
    before = scene.stored()["fact"]
    other = scene.open("teamleider", 48)
    assert send(other, held).heading == "Verstuur het nog een keer"
    who.sign_in("teamleider")
    for headers in ({}, {"Sec-Fetch-Site": "none"}, {"Sec-Fetch-Site": "cross-site"}):
        assert who.post(held.action(), held.fields(), headers=headers).status == 400
    assert scene.stored()["fact"] == before


def test_a_page_that_sends_itself_when_the_login_ends_does_nothing(scene: Scene) -> None:
    who = scene.open("teamleider", 48)
    before = scene.stored()["fact"]
    form = who.get(at("/contact"))
    [name] = [one["data-goes-on"] for one in form.soup.select("form[data-goes-on]")]
    alive = send(who, form, {**NOTE, "knop": name})
    assert (alive.status, alive.fields("verslag")["verslag"]) == (200, NOTE["verslag"])
    seen(31)
    held = send(who, form, {**NOTE, "knop": name})
    assert held.status == 422
    who.sign_in("teamleider")
    back = send(who, held)
    assert (back.status, back.fields("verslag")["verslag"]) == (200, NOTE["verslag"])
    assert scene.stored()["fact"] == before


def test_what_was_typed_is_in_the_page_and_not_in_the_cookie(scene: Scene) -> None:
    who, held = sent_too_late(scene)
    cookie = who.client.get_cookie("portaal")
    assert cookie
    app: Any = who.client.application
    kept = app.session_interface.get_signing_serializer(app).loads(cookie.value)
    assert "csrf_token" in kept
    assert "planning" not in str(kept)
    assert held.headers["Cache-Control"] == "no-store"


def test_a_secret_does_not_come_back(scene: Scene) -> None:
    who = scene.open("teamleider", 48)
    form = who.get("/inloggen-beveiligen/wachtwoord")
    seen(31)
    answer = send(who, form, {"huidig": PASSWORD, "wachtwoord": "acht koeien", "nogmaals": "acht koeien"})
    assert answer.heading == "Inloggen"
    assert "koeien" not in str(answer.soup)


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "none"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_form_from_elsewhere_is_not_held(scene: Scene, headers: dict[str, str]) -> None:
    who = scene.open("teamleider", 48)
    answer = who.post(at("/contact"), {**NOTE, "csrf_token": "geraden"}, headers=headers)
    assert (answer.status, answer.heading) == (400, "De pagina was te oud")
    assert "planning" not in str(answer.soup)


@pytest.mark.parametrize("address", ["/uitloggen", "/ziek-melden/intrekken", "/bestaat-niet"])
def test_after_logging_in_one_never_comes_where_there_is_no_page(scene: Scene, address: str) -> None:
    who = scene.stranger(48)
    form = who.get(f"/inloggen?verder={address}")
    values = {**form.fields("wachtwoord"), "gebruikersnaam": "teamleider", "wachtwoord": PASSWORD}
    answer = who.client.post(f"/inloggen?verder={address}", data=values)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
