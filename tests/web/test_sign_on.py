"""Logging in with the identity provider of the organisation: a real one (npm oidc-provider), from end to end."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import pytest
import requests

from portal.storage.database import connection, rows
from tests.browser.conftest import listening
from tests.web.browsing import Visitor, portal_on
from tests.web.page import Page
from tests.web.scene import Scene, token

HERE = Path(__file__).parent / "oidc"
BEGIN, BACK = "/inloggen/organisatie", "/inloggen/organisatie/terug"
TODAY = 10
EMAIL = "j.vandermeulen@waterland.example"
INBOX = "Wat wordt er van mij verwacht?"

needs_provider = pytest.mark.skipif(
    not shutil.which("node") or not (HERE / "node_modules/oidc-provider").exists(),
    reason="oidc-provider is not installed: npm ci --prefix tests/web/oidc",
)
pytestmark = needs_provider


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def ports() -> Iterator[tuple[int, int]]:
    """The ports of the provider, which runs, and of the portal that it knows."""
    provider, portal = free_port(), free_port()
    command = ["node", "--dns-result-order=ipv4first", "provider.mjs", str(provider), f"http://localhost:{portal}"]
    with subprocess.Popen(command, cwd=HERE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        assert running.stdout.readline() == "ready\n"
        yield provider, portal
        running.terminate()


@pytest.fixture
def scene(tmp_path: Path, ports: tuple[int, int]) -> Scene:
    """A portal that knows the provider, and wants the strength `sterk`."""
    provider, portal = ports
    found = Scene(tmp_path, "sick")
    found.settings = replace(
        found.settings,
        address=f"http://localhost:{portal}",
        oidc_issuer=f"http://localhost:{provider}",
        oidc_client_id="portaal",
        oidc_client_secret="een geheim van de test, lang genoeg",
        oidc_acr="sterk",
        oidc_link_by="email",
    )
    return found


@dataclass
class Elsewhere:
    """The part of a browser that is at the provider: logged in as an account, in a way."""

    account: str = EMAIL
    acr: str = "sterk"

    def __post_init__(self) -> None:
        self.session = requests.Session()

    def visit(self, address: str) -> str:
        """Follow the provider until it sends the browser back; where to."""
        for _ in range(8):
            headers = {"x-account": self.account, "x-acr": self.acr}
            answer = self.session.get(address, headers=headers, allow_redirects=False, timeout=10)
            assert answer.status_code in (302, 303), answer.text
            address = urljoin(address, answer.headers["Location"])
            if urlsplit(address).path == BACK:
                parts = urlsplit(address)
                return f"{parts.path}?{parts.query}"
        raise AssertionError("the provider does not send the browser back")


def goes(who: Visitor, address: str = BEGIN) -> str:
    """Where the portal sends the browser."""
    answer = who.client.get(address)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def sign_on(who: Visitor, elsewhere: Elsewhere, address: str = BEGIN) -> Page:
    """Go to the provider and come back."""
    return who.get(elsewhere.visit(goes(who, address)))


def heading_and_text(page: Page) -> str:
    return f"{page.status} {page.text}"


@pytest.mark.asvs("6.8.1", "7.6.2", "10.1.2", "10.5.2")
def test_a_person_signs_on_and_is_known_by_the_name_of_the_provider(scene: Scene) -> None:
    who = scene.stranger(TODAY)
    assert "Inloggen via uw organisatie" in who.get("/inloggen").text
    assert rows_of("session") == 0
    page = sign_on(who, Elsewhere(), f"{BEGIN}?verder=/dossiers")
    assert page.url == "/dossiers"
    with connection():
        [linked] = rows("SELECT issuer, subject, person_id FROM sign_on_subject")
        assert linked == (scene.settings.oidc_issuer, EMAIL, scene.stage.ids["medewerker"])
        # From now on the name counts, whatever address the personnel file has.
        rows("UPDATE person SET email = 'anders@waterland.example' WHERE id = ?", scene.stage.ids["medewerker"])
    assert sign_on(scene.stranger(TODAY), Elsewhere()).heading == INBOX
    assert "via uw organisatie" in who.get("/ingelogd").text


def rows_of(table: str) -> int:
    with connection():
        [(count,)] = rows(f"SELECT COUNT(*) FROM {table}")
    return int(count)


@pytest.mark.asvs("10.2.1")
def test_the_question_carries_pkce_state_and_nonce_of_its_own(scene: Scene) -> None:
    asked = [dict(parse_qsl(urlsplit(goes(scene.stranger(TODAY))).query)) for _ in range(2)]
    for one in asked:
        assert (one["response_type"], one["code_challenge_method"], one["scope"]) == ("code", "S256", "openid email")
        assert one["acr_values"] == "sterk"
    for name in ("state", "nonce", "code_challenge"):
        assert len({one[name] for one in asked} | {one["client_id"] for one in asked}) == 3


@pytest.mark.asvs("6.8.4")
def test_a_login_there_that_is_not_strong_enough_is_refused(scene: Scene) -> None:
    page = sign_on(scene.stranger(TODAY), Elsewhere(acr="zwak"))
    assert "400" in heading_and_text(page)
    assert "niet gelukt" in page.text


@pytest.mark.parametrize("account", ["niemand@nergens.example", f"onbewezen-{EMAIL}"])
def test_who_is_not_known_comes_not_in(scene: Scene, account: str) -> None:
    with connection():
        rows("UPDATE person SET email = ? WHERE id = ?", f"onbewezen-{EMAIL}", scene.stage.ids["medewerker"])
    page = sign_on(scene.stranger(TODAY), Elsewhere(account))
    assert page.status == 400
    assert "welk account hier van u is" in page.text
    assert rows_of("sign_on_subject") == 0


def test_without_the_setting_nobody_is_linked_by_a_claim(scene: Scene) -> None:
    scene.settings = replace(scene.settings, oidc_link_by="")
    assert sign_on(scene.stranger(TODAY), Elsewhere()).status == 400
    who = scene.open("medewerker", TODAY)
    page = who.post(f"{BEGIN}/koppelen", {"csrf_token": token(who)})
    done = sign_on(who, Elsewhere(), page.link("Naar uw organisatie"))
    assert "U kunt nu ook inloggen via uw organisatie" in done.text
    assert sign_on(scene.stranger(TODAY), Elsewhere()).heading == INBOX
    other = scene.open("teamleider", TODAY)
    assert "al aan iemand anders gekoppeld" in sign_on(other, Elsewhere(), f"{BEGIN}?voor=koppelen").text
    who.post(f"{BEGIN}/ontkoppelen", {"csrf_token": token(who)})
    assert sign_on(scene.stranger(TODAY), Elsewhere()).status == 400


def test_the_beheerder_unlinks_an_account_and_links_none(scene: Scene) -> None:
    """Who could say what someone is called elsewhere could name themself, and become that person."""
    sign_on(scene.stranger(TODAY), Elsewhere())
    who = scene.stranger(TODAY)
    assert sign_on(who, Elsewhere()).heading == INBOX
    beheerder = scene.open("beheerder", TODAY)
    place = f"/beheer/accounts/{scene.stage.ids['medewerker']}"
    assert beheerder.get(f"{place}/koppelen").status == 404
    assert beheerder.post(f"{place}/koppelen", {"csrf_token": token(beheerder), "subject": "ik"}).status == 404
    beheerder.post(f"{place}/ontkoppelen", {"csrf_token": token(beheerder)})
    assert who.get("/").heading == "Inloggen"
    page = beheerder.get(place)
    assert "koppelen doet iemand alleen zelf" in page.text


def test_a_closed_account_stays_closed(scene: Scene) -> None:
    sign_on(scene.stranger(TODAY), Elsewhere())
    with connection():
        rows("UPDATE account SET active = 0 WHERE person_id = ?", scene.stage.ids["medewerker"])
    assert sign_on(scene.stranger(TODAY), Elsewhere()).status == 400


@pytest.mark.asvs("10.1.2", "10.2.1", "10.2.2")
@pytest.mark.parametrize("change", ["state", "iss", "code", "other browser", "twice"])
def test_an_answer_that_is_not_to_this_question_is_refused(scene: Scene, change: str) -> None:
    who = scene.stranger(TODAY)
    address = Elsewhere().visit(goes(who))
    if change == "other browser":
        goes(other := scene.stranger(TODAY))
        who = other
    elif change == "twice":
        assert who.get(address).heading == INBOX
    else:
        parts = dict(parse_qsl(urlsplit(address).query)) | {change: "http://kwaad.example"}
        address = f"{BACK}?{urlencode(parts)}"
    page = who.get(address)
    assert (page.status, page.heading) == (400, "Inloggen via uw organisatie")


def test_who_says_no_there_gets_a_sentence(scene: Scene) -> None:
    who = scene.stranger(TODAY)
    state = dict(parse_qsl(urlsplit(goes(who)).query))["state"]
    assert who.get(f"{BACK}?error=access_denied&state={state}").status == 400
    assert scene.stranger(TODAY).get(BACK).status == 400


@pytest.mark.asvs("7.6.1")
def test_who_signed_on_proves_it_there_and_loses_nothing_that_was_typed(scene: Scene) -> None:
    who, elsewhere = scene.stranger(TODAY), Elsewhere()
    sign_on(who, elsewhere)
    with connection():
        rows("UPDATE session SET proved_at = '2020-01-01T00:00:00+00:00'")
    kept = who.post("/inloggen-beveiligen/app", {"csrf_token": token(who), "iets": "getypt"})
    assert kept.heading == "Bevestig dat u het bent"
    link = kept.link("Inloggen bij uw organisatie (in een nieuw tabblad)")
    asked = goes(who, link)
    assert "prompt=login" in asked
    assert "max_age=0" in asked
    assert who.get(Elsewhere("teamleider").visit(goes(who, link))).status == 400
    assert "bevestigd dat u het bent" in who.get(elsewhere.visit(asked := goes(who, link))).text
    assert who.fill(kept, with_field="iets").heading == "App toevoegen"


def test_an_old_login_there_proves_nothing_whatever_the_address_asks_for(scene: Scene) -> None:
    who, elsewhere = scene.stranger(TODAY), Elsewhere()
    sign_on(who, elsewhere)
    with connection():
        rows("UPDATE session SET proved_at = '2020-01-01T00:00:00+00:00'")
    for purpose in ("iets", "", "Bewijzen"):
        answer = who.client.get(f"{BEGIN}?voor={purpose}")
        if answer.status_code == 303:
            who.get(elsewhere.visit(answer.headers["Location"]))
        assert who.post("/inloggen-beveiligen/app", {"csrf_token": token(who)}).heading == "Bevestig dat u het bent"


@pytest.mark.asvs("7.4.1", "7.6.1", "10.5.5")
def test_logging_out_there_ends_the_login_here_at_once(scene: Scene, ports: tuple[int, int]) -> None:
    first, second = Elsewhere(), Elsewhere()
    gone, stays = scene.stranger(TODAY), scene.stranger(TODAY)
    sign_on(gone, first)
    sign_on(stays, second)
    with listening(portal_on(scene.settings, scene.stage.day(TODAY)), ports[1]):
        issuer = scene.settings.oidc_issuer
        asked = first.session.get(f"{issuer}/session/end", timeout=10)
        secret = asked.text.split('name="xsrf" value="')[1].split('"')[0]
        confirm = {"xsrf": secret, "logout": "yes"}
        first.session.post(f"{issuer}/session/end/confirm", data=confirm, allow_redirects=False, timeout=10)
        deadline = time.monotonic() + 10
        while rows_of("session") > 1 and time.monotonic() < deadline:
            time.sleep(0.05)
    assert gone.get("/").heading == "Inloggen"
    assert stays.get("/").heading == INBOX


def test_logging_out_here_shows_the_way_to_log_out_there(scene: Scene) -> None:
    who = scene.stranger(TODAY)
    sign_on(who, Elsewhere())
    page = who.post("/uitloggen", {"csrf_token": token(who)})
    assert page.heading == "U bent uitgelogd uit het portaal"
    away = goes(who, page.link("Ook uitloggen bij uw organisatie"))
    assert away.startswith(f"{scene.settings.oidc_issuer}/session/end?client_id=portaal&post_logout_redirect_uri=")
    hint = dict(parse_qsl(urlsplit(away).query))["id_token_hint"]
    assert requests.get(away, timeout=10).status_code == 200
    assert requests.get(away.replace(hint, hint[:-9]), timeout=10).status_code == 400, "the provider reads the hint"
    with connection():
        assert hint not in str(rows("SELECT content FROM login_challenge"))
    assert "id_token_hint" not in goes(scene.stranger(TODAY), f"{BEGIN}/uit"), "only in the browser that logged out"


@pytest.mark.parametrize("payload", ["https://kwaad.example", "//kwaad.example", "/\\\\kwaad.example"])
def test_coming_back_leads_nowhere_else(scene: Scene, payload: str) -> None:
    who = scene.stranger(TODAY)
    came_back = Elsewhere().visit(goes(who, f"{BEGIN}?{urlencode({'verder': payload})}"))
    assert goes(who, came_back) == "/"


def test_without_a_provider_there_is_no_such_page(scene: Scene) -> None:
    scene.settings = replace(scene.settings, oidc_issuer="")
    who = scene.stranger(TODAY)
    assert "via uw organisatie" not in who.get("/inloggen").text
    assert {who.get(address).status for address in (BEGIN, BACK, f"{BEGIN}/uit")} == {404}
    assert who.post(f"{BEGIN}/einde", {"logout_token": "x"}).status == 404
