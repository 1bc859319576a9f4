"""What a browser still has of someone who was here: nothing in its stores, and after logging out no way back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import CHROMIUM, QUIET, served, sign_in
from tests.browser.hands import press, sees, type_in
from tests.web.scene import Scene, at

pytestmark = pytest.mark.browser

DAY = 605
STORED = """async () => ({
  local: {...localStorage}, session: {...sessionStorage}, caches: await caches.keys(),
  databases: await indexedDB.databases(), workers: (await navigator.serviceWorker.getRegistrations()).length,
  cookies: document.cookie, name: window.name,
})"""
NOTHING = {"local": {}, "session": {}, "caches": [], "databases": [], "workers": 0, "cookies": "", "name": ""}


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Week 87 of a dossier, served."""
    scene = Scene(tmp_path, "near_the_end")
    with served(scene.settings, scene.stage.day(DAY)) as found:
        yield found


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The manager, in a browser that keeps pages aside for the way back, as people's browsers do."""
    keeping = browser.browser_type.launch(
        executable_path=CHROMIUM, args=QUIET, ignore_default_args=["--disable-back-forward-cache"]
    )
    found = keeping.new_page()
    sign_in(found, address, "teamleider")
    yield found
    keeping.close()


def search(page: Page, address: str) -> None:
    """Search a list for someone, which swaps the list and the address."""
    page.goto(f"{address}/dossiers")
    type_in(page, "Zoek op naam, dossiernummer of personeelsnummer", "Joost")
    page.wait_for_url("**zoek=Joost**")


def look_around(page: Page, address: str) -> None:
    """Search, look at a dossier, a paper and a log; write half a note and half a paper."""
    search(page, address)
    for path in ("", "/papieren/1", "/inzage", "/contact"):
        page.goto(address + at(path))
    page.get_by_role("main").locator("textarea").first.fill("Joost Meulen zei iets.")
    page.goto(address + at("/papieren/bijstelling_plan_van_aanpak/invullen"))
    with page.expect_response(lambda answer: "autosave" in answer.url):
        page.get_by_role("main").locator("textarea").first.fill("Joost Meulen gaat rustig aan.")
    sees(page, "Concept bewaard om")


@pytest.mark.asvs("14.3.3")
def test_nothing_is_kept_in_the_stores_of_a_browser(page: Page, address: str) -> None:
    search(page, address)
    assert page.evaluate(STORED) == NOTHING
    look_around(page, address)
    assert page.evaluate(STORED) == NOTHING
    assert "Joost" not in str(page.evaluate("history.state"))
    page.evaluate("localStorage.setItem('naam', 'Joost')")
    assert page.evaluate(STORED) != NOTHING
    press(page, "Uitloggen")
    page.wait_for_url("**/inloggen")
    assert page.evaluate(STORED) == NOTHING


@pytest.mark.asvs("7.4.1", "14.3.1")
def test_every_step_back_after_logging_out_leads_to_the_door(page: Page, address: str) -> None:
    look_around(page, address)
    steps = page.evaluate("history.length")
    press(page, "Uitloggen")
    page.wait_for_url("**/inloggen")
    seen = 0
    for _ in range(steps - 1):
        page.go_back()
        if page.url.startswith(address):
            seen += 1
            expect(page.get_by_role("heading", name="Inloggen", exact=True)).to_be_visible()
            assert "Meulen" not in page.content()
    assert seen > 4
