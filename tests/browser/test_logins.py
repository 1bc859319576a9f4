"""Logging in with a real browser: passkeys in a device that chromium plays, the end of a login, and the way back."""

import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from portal.demonstration.people import PASSWORD
from portal.storage.database import connection, rows
from portal.web.app import create_app
from tests.browser.conftest import listening, sign_in
from tests.browser.hands import follow, press, sees, type_in
from tests.browser.looks import AXE, looked_at
from tests.web.scene import Scene

pytestmark = pytest.mark.browser

DAY = 10
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "sick")


@pytest.fixture
def address(scene: Scene) -> Iterator[str]:
    """Where the portal is served: passkeys need a name, and the portal must know that name beforehand."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    found = f"http://localhost:{port}"
    app = create_app(replace(scene.settings, address=found, today=scene.stage.day(DAY)))
    with listening(app, port):
        yield found


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A browser with a device that can hold passkeys, in which nobody signed in."""
    context = browser.new_context()
    context.add_init_script(path=AXE)
    found = context.new_page()
    wrong: list[str] = []
    found.on("pageerror", lambda error: wrong.append(str(error)))
    devtools = context.new_cdp_session(found)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield found
    context.close()
    assert not wrong


def shift(column: str, by: timedelta) -> None:
    """Let a moment of every login be so much longer ago."""
    with connection():
        for number, text in rows(f"SELECT id, {column} FROM session"):
            moment = (datetime.fromisoformat(text) - by).astimezone(UTC)
            rows(f"UPDATE session SET {column} = ? WHERE id = ?", moment.isoformat(), number)


def add_passkey(page: Page, address: str) -> None:
    """The employee signs in with a password and adds a passkey."""
    sign_in(page, address, "medewerker")
    follow(page, "Inloggen beveiligen")
    type_in(page, "Naam voor een nieuwe passkey", "Laptop van thuis")
    press(page, "Passkey toevoegen")
    sees(page, "De passkey is toegevoegd.", "Tien codes")
    assert not looked_at(page, "recovery codes")
    follow(page, "Ik heb de codes bewaard")
    sees(page, "Laptop van thuis", "nog niet")


def log_out(page: Page) -> None:
    press(page, "Uitloggen")
    expect(page.get_by_role("heading", name="Inloggen", exact=True)).to_be_visible()


@pytest.mark.asvs("6.3.3")
def test_a_passkey_is_made_and_lets_its_owner_in_without_a_password(page: Page, address: str) -> None:
    add_passkey(page, address)
    log_out(page)
    page.goto(f"{address}/inloggen?verder=/ingelogd")
    press(page, "Passkey gebruiken")
    page.wait_for_url("**/ingelogd")
    sees(page, "met passkey", "Passkey toegevoegd")
    log_out(page)
    page.goto(f"{address}/inloggen")
    type_in(page, "Gebruikersnaam", "medewerker")
    type_in(page, "Wachtwoord", PASSWORD)
    press(page, "Inloggen")
    expect(page.get_by_role("heading", name="Code invullen")).to_be_visible()
    assert not looked_at(page, "a code is asked")
    press(page, "Passkey gebruiken")
    sees(page, "Wat wordt er van mij verwacht?")


def test_a_passkey_proves_who_acts_before_another_password_is_typed(page: Page, address: str) -> None:
    add_passkey(page, address)
    shift("proved_at", timedelta(minutes=6))
    page.goto(f"{address}/inloggen-beveiligen/wachtwoord")
    sees(page, "Bevestig dat u het bent")
    assert not looked_at(page, "a proof is asked")
    press(page, "Passkey gebruiken")
    for label in ("Nieuw wachtwoord", "Nieuw wachtwoord, nogmaals"):
        type_in(page, label, "acht koeien in de stal")
    type_in(page, "Huidig wachtwoord", PASSWORD)
    press(page, "Wachtwoord veranderen")
    sees(page, "Uw wachtwoord is veranderd.")


def test_who_breaks_it_off_is_told_so_and_can_go_on(page: Page, address: str) -> None:
    page.goto(f"{address}/inloggen")
    press(page, "Passkey gebruiken")
    expect(page.get_by_role("alert").filter(visible=True)).to_contain_text("Dat lukte niet")
    expect(page.get_by_role("button", name="Passkey gebruiken")).to_be_focused()
    sign_in(page, address, "medewerker")


@pytest.mark.parametrize("script", [True, False])
def test_elsewhere_or_without_a_script_there_is_only_the_password(browser: Browser, address: str, script: bool) -> None:
    other = address.replace("localhost", "127.0.0.1") if script else address
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{other}/inloggen")
    expect(page.get_by_role("button")).to_have_text(["Inloggen"])
    sign_in(page, other, "medewerker")
    page.goto(f"{other}/inloggen-beveiligen")
    sees(page, "Een passkey toevoegen kan met JavaScript")
    context.close()


def test_an_app_scans_the_picture(page: Page, address: str) -> None:
    """The picture says what the letters below it say; a camera is not at hand, so what it was drawn from is read."""
    sign_in(page, address, "medewerker")
    page.goto(f"{address}/inloggen-beveiligen")
    press(page, "App toevoegen")
    expect(page.locator(".square-code svg")).to_be_visible()
    secret = page.locator("main code").inner_text().replace(" ", "")
    type_in(page, "Code uit de app", pyotp.TOTP(secret).at(int(time.time())))
    press(page, "App toevoegen")
    sees(page, "Tien codes")
    assert secret not in page.evaluate("JSON.stringify([localStorage, sessionStorage])")


@pytest.mark.asvs("7.3.1")
def test_before_the_end_one_is_warned_and_goes_on(page: Page, address: str) -> None:
    page.clock.install()
    sign_in(page, address, "medewerker")
    warning = page.get_by_role("dialog", name="U wordt bijna uitgelogd")
    page.clock.fast_forward(27 * 60 * 1000)
    expect(warning).to_be_hidden()
    page.clock.fast_forward(61 * 1000)
    expect(warning).to_be_visible()
    expect(warning.get_by_role("button", name="Verlengen")).to_be_focused()
    assert not looked_at(page, "the end is near")
    with page.expect_response("**/ingelogd/verlengen") as answer:
        press(warning, "Verlengen")
    assert answer.value.status == 204
    page.clock.run_for(2000)
    expect(warning).to_be_hidden()
    page.clock.fast_forward(27 * 60 * 1000)
    expect(warning).to_be_hidden()
    shift("seen_at", timedelta(minutes=31))
    page.clock.fast_forward(4 * 60 * 1000)
    page.wait_for_url("**/inloggen?verder=**")


@pytest.mark.asvs("7.3.1")
def test_a_form_that_was_half_filled_at_the_end_comes_back(page: Page, address: str) -> None:
    page.clock.install()
    sign_in(page, address, "teamleider")
    page.goto(f"{address}/dossiers/0001/contact")
    words = "Gebeld over de planning, en toen ging de bel."
    type_in(page, "Wat is besproken en afgesproken?", words)
    shift("seen_at", timedelta(minutes=31))
    page.clock.fast_forward(31 * 60 * 1000)
    sees(page, "U was uitgelogd")
    assert words not in page.locator("main").inner_text()
    with page.expect_popup() as opened:
        follow(page, "Log in (in een nieuw tabblad)")
    sign_in(opened.value, address, "teamleider")
    opened.value.close()
    press(page, "Ik ben weer ingelogd")
    expect(page.get_by_label("Wat is besproken en afgesproken?")).to_have_value(words)
    assert not looked_at(page, "half filled")
    with connection():
        assert not rows("SELECT 1 FROM fact WHERE kind = 'contact'")


@pytest.mark.asvs("7.4.1", "14.3.1")
def test_the_way_back_after_logging_out_leads_to_the_door(page: Page, address: str) -> None:
    sign_in(page, address, "medewerker")
    page.goto(f"{address}/dossiers/0001")
    sees(page, "Joost van der Meulen")
    log_out(page)
    page.go_back()
    expect(page.get_by_role("heading", name="Inloggen", exact=True)).to_be_visible()
    assert "Meulen" not in page.content()
