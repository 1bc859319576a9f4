"""A word of the trade says what it means where it stands: by keyboard, by touch, and without a script."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.rules.glossary import GLOSSARY
from tests.browser.conftest import served
from tests.browser.looks import NARROW
from tests.web.scene import Scene

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, NARROW])
def test_a_word_opens_and_closes_where_it_stands(tmp_path: Path, open_as: Callable[..., Page], width: int) -> None:
    scene = Scene(tmp_path, "analysed")
    with served(scene.settings, scene.stage.day(48)) as address:
        page = open_as(address, "teamleider", width=width, javascript=False)
        page.goto(f"{address}/uitleg/leidinggevende")
        word = page.get_by_role("main").get_by_role("button", name="probleemanalyse", exact=True)
        meaning = page.locator("#woord-probleemanalyse")
        expect(meaning).to_be_hidden()
        word.press("Enter")
        expect(meaning).to_contain_text(GLOSSARY["probleemanalyse"].meaning)
        expect(meaning).to_be_in_viewport(ratio=1)
        page.keyboard.press("Escape")
        expect(meaning).to_be_hidden()
        expect(word).to_be_focused()
        word.click()
        expect(meaning).to_be_visible()
        page.close()
