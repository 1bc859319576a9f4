"""A long form a part at a time: by keyboard alone, and when the login ends while one types."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.actions.keep_draft import keep_draft
from portal.demonstration import texts
from portal.storage.database import connection
from tests.browser.conftest import served, sign_in
from tests.browser.hands import field, press, sees
from tests.web.scene import Scene, at
from tests.web.test_signed_in import seen

pytestmark = pytest.mark.browser

DAY = 48
FORM = at("/papieren/plan_van_aanpak/invullen")
WORK = "Welk werk deed de medewerker het laatst?"
LEFT_OPEN = {"laatste_werkzaamheden": "", "doel": ""}
FURTHEST = 120
NAME = "() => (document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()"


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """The plan is begun: two answers are still missing."""
    scene = Scene(tmp_path, "analysed")
    with connection():
        values = texts.plan_values(scene.stage.day(DAY)) | LEFT_OPEN
        keep_draft(**scene.stage.who("teamleider", DAY), kind="plan_van_aanpak", values=values, place=1)
    return scene


@pytest.fixture
def address(scene: Scene) -> Iterator[str]:
    with served(scene.settings, scene.stage.day(DAY)) as found:
        yield found


@pytest.fixture
def page(address: str, open_as: Callable[..., Page]) -> Page:
    found = open_as(address, "teamleider")
    found.goto(address + FORM)
    return found


def tabs_to(page: Page, words: str) -> int:
    """Go on by Tab to what is called so; returns how many times that was."""
    page.wait_for_load_state()
    for times in range(1, FURTHEST):
        page.keyboard.press("Tab")
        if page.evaluate(NAME).startswith(words):
            return times
    raise AssertionError(f"Tab never comes to «{words}»")


def tab_to(page: Page, words: str, keys: str = "Enter") -> None:
    """Go on by Tab to what is called so, and press these keys there."""
    tabs_to(page, words)
    page.keyboard.press(keys)


def test_from_the_first_part_to_the_last_by_keyboard_alone(page: Page) -> None:
    tab_to(page, WORK, "End")
    page.keyboard.type("Nota’s schrijven")
    tab_to(page, "Volgende")
    page.wait_for_url("**/vraag/2#voortgang")
    page.keyboard.press("Tab")
    assert page.evaluate(NAME).startswith("Alle stappen")
    page.keyboard.press("Enter")
    tab_to(page, "Doel")
    page.wait_for_url("**/vraag/3#voortgang")
    tab_to(page, "Stap toevoegen")
    steps = field(page, "Wat is dan bereikt?")
    expect(steps.last).to_be_focused()
    page.keyboard.type("Tien uur in de week")
    for number in range(steps.count() - 1, 0, -1):
        tab_to(page, "Omhoog")
        expect(
            page.get_by_role("button", name=f"{'Omhoog' if number > 1 else 'Omlaag'} (stap {number})")
        ).to_be_focused()
        page.keyboard.press("Shift+Tab")
    expect(steps.first).to_have_value("Tien uur in de week")
    tab_to(page, "Alle stappen")
    tab_to(page, "Controleer uw antwoorden")
    page.wait_for_url("**/controleren#voortgang")
    tab_to(page, "Doel van de re-integratie: vul dit in")
    page.wait_for_url("**/vraag/3?controle=ja#doel")
    page.keyboard.press("Space")
    tab_to(page, "Bewaren en verder controleren")
    page.wait_for_url("**/controleren#voortgang")
    sees(page, "Nota’s schrijven", "Tien uur in de week")
    tab_to(page, "Vaststellen")
    sees(page, "het stuk is vastgesteld", "Eerst ondertekenen", "Uiterlijk")


@pytest.mark.parametrize("width", [1280, 390])
def test_settling_is_a_few_tabs_away_once_nothing_is_missing(
    page: Page, address: str, scene: Scene, width: int
) -> None:
    with connection():
        values = texts.plan_values(scene.stage.day(DAY))
        keep_draft(**scene.stage.who("teamleider", DAY), kind="plan_van_aanpak", values=values, place=1)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{address}{FORM}/controleren#voortgang")
    assert tabs_to(page, "Naar vaststellen") <= 2
    page.keyboard.press("Enter")
    assert tabs_to(page, "Vaststellen") == 1
    expect(page.get_by_role("button", name="Vaststellen", exact=True)).to_be_in_viewport()
    page.keyboard.press("Enter")
    sees(page, "het stuk is vastgesteld")


def test_what_is_typed_after_the_login_ended_is_held(page: Page, address: str) -> None:
    seen(31)
    field(page, WORK).fill("Een half uur over nagedacht")
    sees(page, "U was uitgelogd")
    other = page.context.new_page()
    sign_in(other, address, "teamleider")
    press(page, "Ik ben weer ingelogd")
    sees(page, "Uw concept is bewaard.")
    expect(field(page, WORK)).to_have_value("Een half uur over nagedacht")
