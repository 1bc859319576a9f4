"""A page that stands open says so when someone else changes the dossier, and leaves what is typed alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import served
from tests.web.scene import Scene, at
from tests.web.test_changes import elsewhere

pytestmark = pytest.mark.browser


def test_a_form_says_that_the_dossier_changed(tmp_path: Path, open_as: Callable[..., Page]) -> None:
    scene = Scene(tmp_path, "analysed")
    with served(scene.settings, scene.stage.day(48)) as address:
        page = open_as(address, "teamleider")
        page.clock.install()
        page.goto(address + at("/papieren/plan_van_aanpak/invullen"))
        text = page.locator("main textarea").first
        text.fill("Er is passend werk.")
        elsewhere(scene)
        notice = page.get_by_text("Er is iets veranderd door")
        expect(notice).to_be_hidden()
        with page.expect_response("**/veranderd?**"):
            page.clock.fast_forward(26_000)
        expect(notice).to_be_visible()
        expect(text).to_be_focused()
        expect(text).to_have_value("Er is passend werk.")
        with page.expect_response("**/veranderd?**") as again:
            page.clock.fast_forward(26_000)
        assert again.value.status == 204
        asked: list[str] = []
        page.on("request", lambda one: asked.append(one.url) if "veranderd" in one.url else None)
        page.clock.fast_forward(11 * 60_000)
        asked.clear()
        page.clock.run_for(60_000)
        assert asked == [], "nobody is there any more"
        page.close()
