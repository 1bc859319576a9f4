"""What every answer of the portal carries in production, and what it does not answer to."""

import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from itsdangerous.encoding import base64_decode

from portal.cli.run import prepare
from portal.storage.database import connection, rows
from portal.storage.keyfile import make_keys
from portal.web.app import create_app
from tests.web.browsing import PASSWORD
from tests.web.scene import Scene, at

HOST = "portaal.example.nl"
OVER_HTTPS = {"base_url": f"https://{HOST}"}
ADDRESSES = ("/inloggen", "/", "/bestaat-niet", "/static/portal.css", "/static/portal.js", "/static/logo.svg")
SECRET = "3pVx-b9Yq0LrWc7JtH2sNf5KdG8mZaE1uXoRi4Ty"


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


@pytest.fixture
def client(scene: Scene) -> FlaskClient:
    """Someone before the door of a portal in production."""
    return create_app(replace(scene.settings, mode="production", trusted_hosts=(HOST,))).test_client()


@pytest.mark.asvs("3.4.2", "3.4.3", "3.4.4", "3.4.5", "3.4.6")
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_the_headers(client: FlaskClient, address: str) -> None:
    headers = client.get(address, headers={"Origin": "https://kwaad.example"}, **OVER_HTTPS).headers
    policy = headers["Content-Security-Policy"]
    for part in ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert part in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.asvs("3.4.3", "3.4.6")
def test_a_file_carries_them_as_well(scene: Scene) -> None:
    with connection():
        [(paper, *_)] = rows("SELECT id FROM paper ORDER BY id LIMIT 1")
    headers = scene.open("medewerker", 48).client.get(at(f"/papieren/{paper}/bestand")).headers
    assert headers["Content-Disposition"].startswith("attachment")
    policy = headers["Content-Security-Policy"]
    for part in ("sandbox", "default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert part in policy


@pytest.mark.asvs("4.1.1")
def test_text_says_in_which_letters_it_is_written(client: FlaskClient) -> None:
    for address in ADDRESSES:
        answer = client.get(address, **OVER_HTTPS)
        kind = answer.headers["Content-Type"]
        assert kind.startswith("image/svg+xml") or kind.endswith("; charset=utf-8"), (address, kind)


@pytest.mark.asvs("14.2.2", "14.3.2")
def test_no_page_is_kept_by_a_browser_or_a_proxy(scene: Scene, client: FlaskClient) -> None:
    for answer in (client.get("/inloggen", **OVER_HTTPS), scene.open("medewerker", 48).client.get(at(""))):
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.asvs("3.3.1", "3.3.2", "3.3.3", "3.3.4")
def test_the_cookie_is_for_this_host_over_https_and_not_for_scripts(client: FlaskClient) -> None:
    [cookie] = client.get("/inloggen", **OVER_HTTPS).headers.getlist("Set-Cookie")
    parts = [part.strip() for part in cookie.split(";")]
    assert parts[0].startswith("__Host-portaal=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(parts)
    assert not any(part.startswith("Domain") for part in parts)


@pytest.mark.asvs("3.3.1", "3.3.2", "3.3.3", "3.3.4")
def test_so_is_the_one_by_which_a_browser_is_known_again(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/inloggen", **OVER_HTTPS).text, "html.parser")
    [key] = {one["value"] for one in page.find_all("input", attrs={"name": "csrf_token"})}
    typed = {"csrf_token": key, "gebruikersnaam": "medewerker", "wachtwoord": PASSWORD}
    answer = client.post("/inloggen", data=typed, headers={"Referer": f"https://{HOST}/inloggen"}, **OVER_HTTPS)
    [cookie] = [one for one in answer.headers.getlist("Set-Cookie") if not one.startswith("__Host-portaal=")]
    parts = [part.strip() for part in cookie.split(";")]
    assert parts[0].startswith("__Host-browser=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(parts)
    assert not any(part.startswith("Domain") for part in parts)


@pytest.mark.asvs("11.4.1")
def test_the_cookie_and_the_token_of_a_form_are_signed_with_sha_256(client: FlaskClient) -> None:
    page = client.get("/inloggen", **OVER_HTTPS)
    cookie = page.headers["Set-Cookie"].partition("=")[2].partition(";")[0]
    found = BeautifulSoup(page.text, "html.parser").find("input", attrs={"name": "csrf_token"})
    assert found
    for signed in (cookie, str(found["value"])):
        assert len(base64_decode(signed.rpartition(".")[2])) == sha256().digest_size


@pytest.mark.asvs("13.4.1", "13.4.3", "13.4.5")
def test_only_routes_and_single_static_files_are_there(scene: Scene) -> None:
    who = scene.open("beheerder", 48).client
    for address in ("/.git/HEAD", "/static/", "/static/vendor/", "/static/../portal/settings.py", "/docs", "/metrics"):
        assert who.get(address).status_code == 404, address


@pytest.mark.asvs("13.4.2", "13.4.4")
def test_production_has_no_debugger_and_does_not_answer_to_trace(client: FlaskClient) -> None:
    assert not client.application.debug
    assert not client.application.testing
    assert client.open("/inloggen", method="TRACE", **OVER_HTTPS).status_code == 405


@pytest.mark.asvs("6.3.2", "15.2.3")
def test_production_begins_without_accounts_or_example_data(scene: Scene, tmp_path: Path) -> None:
    place = tmp_path / "nieuw"
    settings = replace(
        scene.settings, mode="production", instance=place, secret_key=SECRET, trusted_hosts=(HOST,), today=None
    )
    make_keys(settings.keys)
    assert prepare(settings) == []
    with connection():
        assert rows("SELECT (SELECT COUNT(*) FROM account), (SELECT COUNT(*) FROM person)") == [(0, 0)]


@pytest.mark.asvs("1.2.4")
@pytest.mark.parametrize("text", ["' OR 1=1 --", "%", "_", "x' UNION SELECT password_hash FROM account --", '";--'])
def test_what_is_searched_for_is_never_part_of_the_question(scene: Scene, text: str) -> None:
    who = scene.open("teamleider", 48)
    for address in ("/dossiers", "/"):
        assert who.get(address).soup.find_all(string=re.compile("Joost van der Meulen"))
        page = who.get(address, query_string={"zoek": text})
        assert page.status == 200
        assert "argon2" not in page.text
        assert "Joost van der Meulen" not in page.text


@pytest.mark.asvs("7.4.4")
def test_one_can_log_out_from_every_page(scene: Scene) -> None:
    who = scene.open("medewerker", 48)
    for address in ("/", "/dossiers", at(""), at("/inzage"), "/uitleg", "/bestaat-niet"):
        assert who.get(address).soup.select("form[action='/uitloggen'] button"), address
