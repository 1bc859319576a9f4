"""Nothing on a page jumps while it is loaded: not when the font comes in, nor when a script begins."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from portal.demonstration.people import PASSWORD
from portal.settings import Settings
from tests.browser.conftest import served
from tests.staging import set_stage

pytestmark = pytest.mark.browser

WATCH = """
window.moved = [];
new PerformanceObserver(list => {
    for (const one of list.getEntries()) {
        const nodes = one.sources.map(source => source.node && (source.node.className || source.node.nodeName));
        window.moved.push(`${one.value}: ${nodes.join(', ')}`);
    }
}).observe({type: 'layout-shift', buffered: true});
"""
SETTLED = "document.fonts.ready.then(() => new Promise(done => setTimeout(() => done(window.moved), 300)))"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The portal with a dossier in week 6."""
    stage = set_stage(tmp_path, "analysed")
    with served(Settings(mode="test", instance=tmp_path, secret_key="p" * 40), stage.day(40)) as found:
        yield found


@pytest.fixture(params=[1280, 390])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page that notes what moves in it, in a browser that has no fonts yet."""
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    context.add_init_script(WATCH)
    yield context.new_page()
    context.close()


def moved(page: Page) -> list[str]:
    """What jumped on the page, once its fonts are in."""
    found: list[str] = page.evaluate(SETTLED)
    return found


def test_nothing_jumps_on_the_first_page_the_inbox_and_the_dossier(page: Page, address: str) -> None:
    page.goto(f"{address}/inloggen")
    assert moved(page) == []
    page.get_by_label("Gebruikersnaam").fill("teamleider")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    page.wait_for_url(lambda url: "inloggen" not in url)
    assert moved(page) == []
    page.goto(f"{address}/dossiers/0001")
    assert moved(page) == []


def test_a_jump_would_be_seen(page: Page, address: str) -> None:
    page.goto(f"{address}/inloggen")
    page.evaluate("document.querySelector('main').style.marginTop = '200px'")
    assert moved(page) != []
