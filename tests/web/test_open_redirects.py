"""No link to the portal ends at another site: every route that takes the address to go on to."""

from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from portal.web.next_address import inside
from tests.web.browsing import PASSWORD
from tests.web.scene import Scene
from tests.web.second_factor import add_app, next_code

PAYLOADS = (
    "https://kwaad.example",
    "http:kwaad.example",
    "//kwaad.example",
    "///kwaad.example",
    "////kwaad.example/%2e%2e",
    "/\\kwaad.example",
    "\\\\kwaad.example",
    "/\t/kwaad.example",
    "/\n/kwaad.example",
    "\t//kwaad.example",
    " //kwaad.example",
    "/x\\..\\..\\kwaad.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "kwaad.example",
    "@kwaad.example",
    "/dossiers\r\nLocation: https://kwaad.example",
    "/\u2028/kwaad.example",
    "",
)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "sick")


@pytest.mark.asvs("1.2.2", "3.7.2")
@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_an_address_elsewhere_is_no_address(payload: str) -> None:
    assert inside(payload) is None


@pytest.mark.parametrize("address", ["/", "/dossiers", "/dossiers/0001?van=a&tot=%2F%2Fb", "/x/é"])
def test_an_address_here_is_kept(address: str) -> None:
    assert inside(address) == address


def test_logging_in_leads_nowhere_else(scene: Scene) -> None:
    for payload in PAYLOADS:
        who = scene.stranger(10)
        token = who.get("/inloggen").fields("wachtwoord")["csrf_token"]
        given = {"csrf_token": token, "gebruikersnaam": "teamleider", "wachtwoord": PASSWORD}
        answer = who.client.post(f"/inloggen?verder={quote(payload)}", data=given)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/"), payload


def test_logging_in_with_a_code_leads_nowhere_else(scene: Scene) -> None:
    secret, _ = add_app(scene.open("medewerker", 10))
    who = scene.stranger(10)
    page = who.get(f"/inloggen?verder={quote('//kwaad.example')}")
    page = who.fill(page, {"gebruikersnaam": "medewerker", "wachtwoord": PASSWORD}, with_field="wachtwoord")
    assert page.heading == "Code invullen"
    given = {"csrf_token": page.fields("code")["csrf_token"], "code": next_code(secret)}
    answer = who.client.post(f"/inloggen/code?verder={quote('//kwaad.example')}", data=given)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_after_a_form_one_goes_nowhere_else(scene: Scene) -> None:
    who = scene.open("arbo-secretariaat", 10)
    for payload in PAYLOADS:
        page = who.get(f"/dossiers/0001/consult?terug={quote(payload)}")
        assert page.link("Terug zonder bewaren") == "/dossiers/0001", payload
    given = {**page.fields("dag"), "dag": "2026-02-02", "tijd": "10:00", "plaats": "2", "afzeggen_via": "020 555 01 01"}
    answer = who.client.post(f"/dossiers/0001/consult?terug={quote('//kwaad.example')}", data=given)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/dossiers/0001")


@pytest.mark.asvs("3.7.2")
@pytest.mark.parametrize("name", ["verder", "next", "url", "redirect_uri", "post_logout_redirect_uri"])
def test_no_route_goes_where_the_address_says(scene: Scene, name: str) -> None:
    who = scene.stranger(10)
    for route in ("/", "/inloggen", "/inloggen/code", "/wachtwoord-kiezen/x", "/inloggen/organisatie/uit"):
        answer = who.client.get(f"{route}?{name}=https://kwaad.example")
        assert not urlsplit(answer.headers.get("Location", "/")).netloc, route
