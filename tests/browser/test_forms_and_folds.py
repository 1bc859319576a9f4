"""What only a browser shows: cells that grow, teams that fold and print, a menu that fits, a focus that is right."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from portal.settings import Settings
from tests.browser.conftest import served
from tests.browser.hands import press
from tests.browser.looks import NARROW
from tests.staging import Stage, set_stage
from tests.web.scene import at

pytestmark = pytest.mark.browser

LONG = "Wij kijken elke maandag samen welk werk er die week past, en zeggen het tegen de collega’s"
DAY = 48


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return set_stage(tmp_path, "analysed")


@pytest.fixture
def address(stage: Stage, tmp_path: Path) -> Iterator[str]:
    """The portal when the plan van aanpak is asked for."""
    with served(Settings(mode="test", instance=tmp_path, secret_key="p" * 40), stage.day(DAY)) as found:
        yield found


@pytest.mark.parametrize("width", [1280, 390])
def test_a_cell_shows_all_of_what_stands_in_it(address: str, open_as: Callable[..., Page], width: int) -> None:
    page = open_as(address, "teamleider", width=width)
    page.goto(f"{address}{at('/papieren/gespreksverslag/invullen')}")
    press(page, "Afspraak toevoegen")
    cell = page.locator("[name='afspraken.0.wat']")
    expect(cell).to_be_focused()
    line = cell.bounding_box()
    cell.fill(LONG)
    assert cell.evaluate("one => one.scrollHeight <= one.clientHeight && one.scrollWidth <= one.clientWidth")
    assert line
    assert line["height"] < 60, "one line to begin with"


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("question", ["Aan wie stelt u de vraag?", "Wat vraagt u van de arbodienst?"])
def test_a_named_mistake_leads_to_its_question_not_below_it(
    address: str, open_as: Callable[..., Page], width: int, question: str
) -> None:
    page = open_as(address, "teamleider", width=width)
    page.goto(f"{address}{at('/vraag-arbodienst')}")
    press(page, "Vraag versturen")
    page.get_by_role("link", name=f"{question} Vul dit in.").press("Enter")
    expect(page.locator("main :focus")).to_be_in_viewport(ratio=1)
    expect(page.locator("label, legend").filter(has_text=question).first).to_be_in_viewport(ratio=1)


def test_what_is_folded_stands_open_on_paper(address: str, open_as: Callable[..., Page]) -> None:
    page = open_as(address, "afdelingshoofd", width=1280)
    page.goto(f"{address}/voortgang")
    page.locator(".folded").evaluate_all("all => all.forEach(one => one.removeAttribute('open'))")
    expect(page.get_by_role("table", name="Stappen in het team van Karin de Boer")).to_be_hidden()
    printed = "".join(one.extract_text() for one in PdfReader(io.BytesIO(page.pdf())).pages)
    assert "Wie is aan zet" in printed


@pytest.mark.parametrize(("width", "media", "columns"), [(1280, "screen", 1), (390, "screen", 1), (1280, "print", 2)])
def test_steps_stand_below_each_other_but_on_paper(
    address: str, open_as: Callable[..., Page], width: int, media: Literal["screen", "print"], columns: int
) -> None:
    page = open_as(address, "teamleider", width=width)
    page.goto(f"{address}{at('')}")
    page.emulate_media(media=media)
    steps = page.get_by_role("list", name="Stappen die hierna komen").locator("> li")
    lefts = steps.evaluate_all("all => all.map(one => Math.round(one.getBoundingClientRect().left))")
    assert len(lefts) > 1
    assert len(set(lefts)) == columns


@pytest.mark.parametrize("width", [1280, NARROW])
def test_the_menu_fits(address: str, open_as: Callable[..., Page], width: int) -> None:
    page = open_as(address, "afdelingshoofd", width=width)
    page.goto(address)
    if width == NARROW:
        press(page, "Menu")
    menu = page.get_by_role("navigation", name="Hoofdmenu")
    expect(menu.get_by_role("link", name="Sociaal-medisch overleg")).to_be_in_viewport(ratio=1)
    if width > NARROW:
        tops = menu.get_by_role("link").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
        assert len(set(tops)) == 1, "on one line"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_a_phone_the_values_of_a_card_stand_below_each_other(address: str, open_as: Callable[..., Page]) -> None:
    page = open_as(address, "afdelingshoofd", width=390)
    page.goto(f"{address}/voortgang")
    begins = page.locator(".folded[open] tbody tr").first.locator("td[data-label] > div")
    lefts = begins.evaluate_all("all => all.map(one => Math.round(one.getBoundingClientRect().left))")
    assert len(lefts) > 2
    assert len(set(lefts)) == 1
    card = page.locator(".folded[open] tbody tr").first
    button, cell = card.get_by_role("button", name="Herinneren").bounding_box(), card.locator("td").last.bounding_box()
    assert button
    assert cell
    assert button["width"] == cell["width"], "as wide as in the werkvoorraad"


LINES = "all => all.map(one => one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight))"


def test_on_a_phone_what_is_said_stands_beside_its_label_also_in_a_fold(
    address: str, open_as: Callable[..., Page]
) -> None:
    page = open_as(address, "teamleider", width=390)
    page.goto(f"{address}{at('')}")
    page.get_by_text("Toon als tabel").click()
    cells = page.get_by_role("table", name="De grote momenten van dit geval").locator("td[data-label]")
    lines = cells.evaluate_all(LINES)
    assert len(lines) > 9
    assert max(lines) < 1.5, "a label and what is said, on one line"


def test_on_a_phone_no_label_breaks_in_a_word(address: str, open_as: Callable[..., Page]) -> None:
    page = open_as(address, "afdelingshoofd", width=390)
    page.goto(f"{address}/smo")
    page.get_by_role("link", name="Voorbereiden").first.click()
    lines = page.get_by_role("table", name="Verzuim per kwartaal").locator("td[data-label]").evaluate_all(LINES)
    assert len(lines) > 9
    assert max(lines) < 1.5, "«Verzuimpercentage» and «Meldingsfrequentie» whole"


def test_only_the_arrow_of_a_fold_turns(address: str, open_as: Callable[..., Page]) -> None:
    page = open_as(address, "afdelingshoofd", width=390)
    page.goto(f"{address}/voortgang")
    summary = page.locator(".folded[open] > summary").first
    turned = "one => getComputedStyle(one).transform !== 'none'"
    assert summary.locator(":scope > .icon").evaluate(turned)
    assert not summary.locator(".utrecht-badge-status .icon").evaluate(turned)
