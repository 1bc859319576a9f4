"""A form counts only when it was sent from the portal, however good its token is."""

from dataclasses import replace
from pathlib import Path

import pytest

from portal.web.app import create_app
from tests.web.scene import Scene, at, token


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """Week 87 of a dossier with papers."""
    return Scene(tmp_path, "near_the_end")


NOTE = {"op": "2027-08-20", "wijze": "telefoon", "verslag": "Gebeld over de planning."}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Origin": "http://localhost"}, 303),
        ({}, 303),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 400),
        ({"Sec-Fetch-Site": "same-site"}, 400),
        ({"Sec-Fetch-Site": "cross-site"}, 400),
        ({"Origin": "https://kwaad.example.com"}, 400),
        ({"Origin": "http://localhost.kwaad.example.com"}, 400),
        ({"Origin": "null"}, 400),
        ({"Origin": "http://["}, 400),
    ],
)
@pytest.mark.asvs("3.5.1")
def test_where_a_form_came_from(scene: Scene, headers: dict[str, str], status: int) -> None:
    who = scene.open("teamleider", 605)
    before = scene.stored()["fact"]
    answer = who.client.post(at("/contact"), data={**NOTE, "csrf_token": token(who)}, headers=headers)
    assert answer.status_code == status
    assert scene.stored()["fact"] == before + (status == 303)


@pytest.mark.asvs("3.5.1")
def test_a_token_is_asked_for_as_well(scene: Scene) -> None:
    who = scene.open("teamleider", 605)
    before = scene.stored()["fact"]
    for sent in ({}, {"csrf_token": "x" * 40}):
        answer = who.client.post(at("/contact"), data={**NOTE, **sent}, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 400
    assert scene.stored()["fact"] == before


@pytest.mark.parametrize("referrer", ["https://[", "https://localhost:x/", "https://kwaad.example/", ""])
def test_a_referrer_that_is_no_address_of_ours_gets_the_usual_page(scene: Scene, referrer: str) -> None:
    who = scene.open("teamleider", 605)
    sent = {**NOTE, "csrf_token": token(who)}
    answer = who.client.post(at("/contact"), data=sent, headers={"Referer": referrer}, base_url="https://localhost")
    assert (answer.status_code, "De pagina was te oud" in answer.text) == (400, True)


@pytest.mark.asvs("3.4.1")
def test_https_is_insisted_on_in_production_only(scene: Scene) -> None:
    name = "Strict-Transport-Security"
    assert name not in scene.open("teamleider", 605).get("/").headers
    settings = replace(scene.settings, mode="production", trusted_hosts=("portaal.example.nl",))
    client = create_app(settings).test_client()
    for address in ("/inloggen", "/bestaat-niet", "/static/portal.css"):
        said = client.get(address, headers={"Host": "portaal.example.nl"}).headers[name]
        assert int(said.partition("max-age=")[2].partition(";")[0]) >= 365 * 86400
