"""Verder in Word as someone does it: take a paper along, change it, bring it back, take over."""

from datetime import timedelta
from typing import Any

from portal.demonstration import texts
from tests.staging import FIRST
from tests.web.browsing import Visitor, upload
from tests.web.page import Page
from tests.web.scene import Scene, at, press, token
from tests.word_editing import WordFile

KIND = "plan_van_aanpak"
PLAN = texts.plan_values(FIRST + timedelta(days=48))
FORM, WORD = "/papieren/plan_van_aanpak/invullen", "/papieren/plan_van_aanpak/word"
WHOLE = f"{FORM}?alles=ja"
AGREEMENTS = "afspraken_arbeidsinhoud"
NEW_ROW = {"wat": "Twee keer per week thuis werken", "wie": "Medewerker", "wanneer": "Vanaf 1 maart"}


def begun(scene: Scene, login: str, **values: Any) -> Visitor:
    who = scene.open(login, 48)
    page = press(who, who.get(at(WHOLE)), "word", PLAN | values)
    assert page.url == at(WORD)
    return who


def taken_along(who: Visitor, address: str = WORD) -> bytes:
    found = who.post(f"{at(address)}/downloaden", {"csrf_token": token(who)})
    assert found.status == 200, found.text
    return found.content


def brought_back(who: Visitor, data: bytes, address: str = WORD, name: str = "terug.docx") -> Page:
    return who.post(at(address), {"csrf_token": token(who), "bestand": upload(name, data)})


def six_changes(data: bytes) -> WordFile:
    """Six things changed, and a row added."""
    return (
        WordFile(data)
        .write("laatste_werkzaamheden", "Schrijven van adviezen.\nEn overleg met gemeenten & <bureaus>.")
        .write("doel", "Een andere functie bij de eigen werkgever")
        .write("doel_termijn", "1 juli 2026")
        .write("doelstellingen.wat", "Tien uur per week in schrijfwerk")
        .write("zienswijze_werkgever", PLAN["zienswijze_werkgever"].replace("schrijfwerk", "rustig schrijfwerk"))
        .tick("casemanager_akkoord", False)
        .add_row(AGREEMENTS, NEW_ROW)
    )


def offered(page: Page) -> list[str]:
    """The differences that stand ticked on the page."""
    return [
        " ".join(page.soup.select_one(f"label[for={box['id']}]").get_text(" ").split())
        for box in page.soup.select("input[name=neem][checked]")
    ]


def take_over(who: Visitor, page: Page, keys: list[str] | None = None, **more: str) -> Page:
    ticked = [str(box["value"]) for box in page.soup.select("input[name=neem][checked]")] if keys is None else keys
    return who.post(page.url, {**page.fields("gezien"), "neem": ticked, **more})
