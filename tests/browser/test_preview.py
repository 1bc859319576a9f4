"""The pages of a paper, in a browser, with the worker that `portal run` has inside."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.cli.worker import start_worker
from portal.documents.office import drawing_found, office_found
from portal.settings import Settings
from tests.browser.conftest import served
from tests.browser.hands import follow, press, sees
from tests.browser.looks import ALL_RULES, AXE, RUN_AXE, STICKS_OUT
from tests.staging import Stage, set_stage

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (office_found() and drawing_found()),
        reason="LibreOffice (libreoffice-writer) or pdftoppm (poppler-utils) is not installed",
    ),
]

TODAY = 40


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A dossier with a probleemanalyse of two pages."""
    return set_stage(tmp_path, "analysed")


@pytest.fixture
def settings(stage: Stage, tmp_path: Path) -> Settings:
    return Settings(mode="test", instance=tmp_path, secret_key="p" * 40, today=stage.day(TODAY))


@pytest.fixture
def address(stage: Stage, settings: Settings) -> Iterator[str]:
    """The portal on that day; nobody makes pages yet."""
    with served(settings, stage.day(TODAY)) as found:
        yield found


@pytest.fixture
def work(settings: Settings) -> Iterator[Callable[[], None]]:
    """Lets the worker begin; it stops after the test."""
    started = []
    yield lambda: started.append(start_worker(settings))
    for worker in started:
        worker.stop()


def ask(page: Page, address: str) -> None:
    """Open the probleemanalyse and ask for its pages."""
    page.goto(f"{address}/dossiers/0001")
    follow(page.get_by_role("main"), "Probleemanalyse")
    press(page, "Pagina’s bekijken")
    sees(page, "Uw stuk is nu aan de beurt.")


def test_the_pages_come_by_themselves(address: str, open_as: Callable[..., Page], work: Callable[[], None]) -> None:
    page = open_as(address, "medewerker")
    page.add_init_script(path=AXE)
    ask(page, address)
    assert not page.evaluate(RUN_AXE, ALL_RULES)
    work()
    expect(page.get_by_role("img", name="Pagina 2 van 2 van Probleemanalyse")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("2 pagina’s.")).to_be_focused()
    assert not page.evaluate(RUN_AXE, ALL_RULES)
    page.set_viewport_size({"width": 320, "height": 800})
    assert not page.evaluate(STICKS_OUT)
    with page.expect_download() as saved:
        follow(page, "PDF downloaden")
    assert Path(saved.value.path()).read_bytes().startswith(b"%PDF-")


def test_without_scripts_one_looks_again(address: str, open_as: Callable[..., Page], work: Callable[[], None]) -> None:
    page = open_as(address, "medewerker", javascript=False)
    ask(page, address)
    work()
    for _ in range(120):
        again = page.get_by_role("link", name="Kijk of het klaar is")
        if not again.count():
            break
        page.wait_for_timeout(500)
        again.click()
    expect(page.get_by_role("img", name="Pagina 1 van 2 van Probleemanalyse")).to_be_visible()
