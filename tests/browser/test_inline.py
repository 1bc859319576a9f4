"""What must be confirmed opens where its link stands, and without a script on its own page."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import served
from tests.browser.hands import follow, press, sees, type_in
from tests.web.scene import Scene, at
from tests.web.workshop import OWN, send

pytestmark = pytest.mark.browser
LOG = at("?vermeldingen=alle#logboek")


def test_a_form_opens_in_place_and_the_focus_comes_back(tmp_path: Path, open_as: Callable[..., Page]) -> None:
    scene = Scene(tmp_path, "analysed")
    with served(scene.settings, scene.stage.day(48)) as address:
        page = open_as(address, "teamleider")
        page.goto(address + LOG)
        links = page.get_by_role("link", name="Intrekken")
        title = page.get_by_role("heading", name="intrekken")
        for leave in ("Escape", "Terug zonder bewaren"):
            links.first.press("Enter")
            expect(title).to_be_focused()
            if leave == "Escape":
                page.keyboard.press(leave)
            else:
                follow(page.locator(".inline"), leave)
            expect(title).to_be_hidden()
            expect(links.first).to_be_focused()
        links.first.press("Enter")
        expect(title).to_be_focused()
        links.first.press("Enter")
        expect(page.locator(".inline section")).to_have_count(1)
        press(page.locator(".inline"), "Intrekken")
        expect(page.locator(".error-summary")).to_be_focused()
        page.close()


def test_a_task_is_ticked_where_it_stands(tmp_path: Path, open_as: Callable[..., Page]) -> None:
    scene = Scene(tmp_path, "sick")
    with served(scene.settings, scene.stage.day(0)) as address:
        page = open_as(address, "teamleider", width=390)
        button = page.get_by_role("link", name="Afvinken Ziekmelding in SAP zetten")
        button.press("Enter")
        expect(page.get_by_role("heading", name="Ziekmelding in SAP zetten")).to_be_focused()
        page.keyboard.press("Escape")
        expect(button).to_be_focused()
        button.press("Enter")
        press(page.locator(".inline"), "Afvinken")
        sees(page, "Afgevinkt: «Ziekmelding in SAP zetten».")
        page.close()


def test_a_paper_is_recalled_where_the_question_stands(tmp_path: Path, open_as: Callable[..., Page]) -> None:
    scene = Scene(tmp_path, "analysed")
    with served(scene.settings, scene.stage.day(48)) as address:
        page = open_as(address, "teamleider")
        page.goto(address + at(""))
        follow(page.locator("#stukken"), "Informatie voor de probleemanalyse")
        for ask, question, answer, button in (
            ("Stuk terugroepen", "Waarom roept u dit stuk terug?", "Het staat in de tweede zin.", "Terugroepen"),
            ("Trek het terugroepen in", "Waarom trekt u dit in?", "Het was een ander stuk.", "Intrekken"),
        ):
            page.get_by_role("link", name=ask).press("Enter")
            expect(page.locator(".inline h3")).to_be_focused()
            type_in(page, question, answer)
            press(page.locator(".inline"), button)
        sees(page, "De vermelding is ingetrokken.")
        page.close()


def test_a_concept_is_thrown_away_only_when_that_is_said_twice(tmp_path: Path, open_as: Callable[..., Page]) -> None:
    scene = Scene(tmp_path, "analysed")
    own = send(scene.open("beheerder", 48), OWN).url
    with served(scene.settings, scene.stage.day(48)) as address:
        page = open_as(address, "beheerder", width=390)
        page.goto(address + own)
        ask, title = page.get_by_role("link", name="Concept weggooien"), page.locator(".inline h3")
        ask.press("Enter")
        expect(title).to_be_focused()
        page.keyboard.press("Escape")
        expect(ask).to_be_focused()
        ask.press("Enter")
        expect(title).to_have_text("Concept weggooien?")
        press(page.locator(".inline"), "Ja, weggooien")
        sees(page, "Het concept is weggegooid.")
        page.close()


def test_without_a_script_it_is_a_page(tmp_path: Path, open_as: Callable[..., Page]) -> None:
    scene = Scene(tmp_path, "analysed")
    with served(scene.settings, scene.stage.day(48)) as address:
        page = open_as(address, "teamleider", javascript=False)
        page.goto(address + LOG)
        follow(page, "Intrekken")
        expect(page.get_by_role("heading", level=1)).to_contain_text("ntrekken")
        page.close()
