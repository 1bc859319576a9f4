"""Proving who acts in a second tab, while what was typed waits in the first: with a password, and elsewhere."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page

from portal.demonstration.people import PASSWORD
from tests.browser.conftest import listening, sign_in
from tests.browser.hands import follow, press, sees, type_in
from tests.browser.test_logins import shift
from tests.web.browsing import portal_on
from tests.web.scene import Scene
from tests.web.test_sign_on import EMAIL, TODAY, needs_provider, ports, scene

__all__ = ["ports", "scene"]
pytestmark = [pytest.mark.browser, needs_provider]
CONFIRM = "Bevestigen en verdergaan"


@pytest.fixture
def address(scene: Scene) -> Iterator[str]:
    """The portal, at the address that the provider knows."""
    app = portal_on(scene.settings, scene.stage.day(TODAY))
    with listening(app, int(scene.settings.address.rpartition(":")[2])):
        yield scene.settings.address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The first tab of the employee, whom the provider knows."""
    context = browser.new_context(extra_http_headers={"x-account": EMAIL, "x-acr": "sterk"})
    yield context.new_page()
    context.close()


def asked(page: Page, address: str) -> None:
    """In the first tab a proof is asked before another password can be typed."""
    shift("proved_at", timedelta(minutes=6))
    page.goto(f"{address}/inloggen-beveiligen/wachtwoord")
    sees(page, "Bevestig dat u het bent")


def another_password(page: Page) -> None:
    """After the proof the form is there, and does what it says."""
    for label in ("Nieuw wachtwoord", "Nieuw wachtwoord, nogmaals"):
        type_in(page, label, "acht koeien in de stal")
    type_in(page, "Huidig wachtwoord", PASSWORD)
    press(page, "Wachtwoord veranderen")
    sees(page, "Uw wachtwoord is veranderd.")


@pytest.mark.asvs("7.2.4", "7.5.1")
def test_at_the_provider_in_a_second_tab(page: Page, address: str) -> None:
    page.goto(f"{address}/inloggen")
    follow(page, "Inloggen via uw organisatie")
    sees(page, "Wat wordt er van mij verwacht?")
    asked(page, address)
    with page.context.expect_page() as opened:
        follow(page, "Inloggen bij uw organisatie (in een nieuw tabblad)")
    sees(opened.value, "U hebt bevestigd dat u het bent")
    press(page, CONFIRM)
    another_password(page)


@pytest.mark.asvs("7.2.4", "7.5.1")
def test_with_a_password_in_a_second_tab(page: Page, address: str) -> None:
    sign_in(page, address, "medewerker")
    second = page.context.new_page()
    asked(page, address)
    second.goto(f"{address}/inloggen-beveiligen")
    press(second, "App toevoegen")
    type_in(second, "Uw wachtwoord", PASSWORD)
    press(second, CONFIRM)
    sees(second, "App toevoegen")
    press(page, CONFIRM)
    another_password(page)
