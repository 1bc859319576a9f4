"""Verder in Word in a real browser with the real LibreOffice: download, edit, upload, compare, take over, sign."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portal.actions.word_forms import delivered_form
from portal.demonstration import texts
from portal.documents.dates import long_date
from portal.documents.reading import read
from portal.settings import Settings
from portal.storage.database import connection
from portal.storage.reading.papers import file_of
from tests.browser.conftest import served
from tests.browser.hands import EMPLOYEE, MANAGER, field, fill_in, follow, press, sees, sees_no, sign
from tests.libreoffice import Office, with_each_office
from tests.staging import FIRST, Stage, set_stage
from tests.word_editing import WordFile

pytestmark = pytest.mark.browser

DAY = 48
PLAN = texts.plan_values(FIRST + timedelta(days=DAY))
FORM = "/dossiers/0001/papieren/plan_van_aanpak/invullen?alles=ja"
AGREEMENTS = "Wat spreken wij af?"
DIFFERENCES = {
    "Welk werk deed de medewerker het laatst?",
    "Zienswijze van de werkgever op de mogelijkheden om te werken",
    "Doel van de re-integratie",
    "Doel bereikt uiterlijk op",
    "Verwachte inzet in dit werk",
    "Wij zijn het eens over wie de casemanager is.",
    "Afspraken A Arbeidsinhoud: afspraak 2 toegevoegd",
}


def label(name: str, value: str) -> str:
    fields = delivered_form("plan_van_aanpak").asked
    return next(one.label for asked in fields if asked.name == name for one in asked.choices if one.value == value)


def hint(name: str) -> str:
    return next(one.hint for one in delivered_form("plan_van_aanpak").asked if one.name == name)


SIX_EDITS_AND_A_ROW: list[list[Any]] = [
    ["append", PLAN["laatste_werkzaamheden"], ["En twee stagiairs begeleid."]],
    ["type", PLAN["zienswijze_werkgever"], "Er is veel rustig schrijfwerk."],
    ["choose", label("doel", "eigen_functie"), label("doel", "andere_functie")],
    ["type", long_date(date.fromisoformat(PLAN["doel_termijn"])), "14 juli 2026"],
    ["type", hint("tijdelijk_werk_inzet"), "Acht uur per week"],
    ["tick", "Wij zijn het eens over wie de casemanager is."],
    ["add_row", AGREEMENTS, 0, ["Thuis werken", "Medewerker", "Vanaf 1 maart"]],
]


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return set_stage(tmp_path, "analysed")


@pytest.fixture
def address(stage: Stage, tmp_path: Path) -> Iterator[str]:
    with served(Settings(mode="test", instance=tmp_path, secret_key="w" * 40), stage.day(DAY)) as found:
        yield found


def downloaded(page: Page, folder: Path) -> Path:
    with page.expect_download() as download:
        press(page, "Downloaden")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def uploaded(page: Page, file: Path) -> None:
    field(page, "Uw bestand").set_input_files(file)
    press(page, "Versturen en vergelijken")
    page.wait_for_url("**/word/*")


def ticked(page: Page) -> set[str]:
    boxes = page.get_by_role("main").get_by_role("checkbox", checked=True)
    return {boxes.nth(number).evaluate("box => box.labels[0].innerText") for number in range(boxes.count())}


@with_each_office
def test_a_plan_goes_to_libreoffice_and_back_and_is_signed(
    office: Office, stage: Stage, address: str, open_as: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_as(address, "teamleider")
    page.goto(address + FORM)
    fill_in(page, "plan_van_aanpak", PLAN)
    press(page, "Verder in Word")
    sees(page, "1. Download het stuk", "2. Werk het bij in Word", "3. Breng het terug")
    given = downloaded(page, tmp_path)
    assert given.name == "plan-van-aanpak-0001-v1-concept.docx"
    back = tmp_path / "terug.docx"
    folder = tmp_path / "office"
    folder.mkdir()
    back.write_bytes(office.edited(given.read_bytes(), SIX_EDITS_AND_A_ROW, folder))
    uploaded(page, back)
    sees(page, "Wij vonden 7 verschillen.")
    assert ticked(page) == DIFFERENCES
    sees_no(page, "Dit nemen wij niet over")
    press(page, "Overnemen")
    sees(page, "7 wijzigingen")
    expect(field(page, "Verwachte inzet in dit werk")).to_have_value("Acht uur per week")
    expect(field(page, "Doel bereikt uiterlijk op")).to_have_value("2026-07-14")
    press(page, "Vaststellen")
    sees(page, "het stuk is vastgesteld")
    follow(page, "Stuk openen")
    sees(page, "En twee stagiairs begeleid.", "Thuis werken")
    follow(page, "Lezen en ondertekenen")
    sign(page, MANAGER)
    employee = open_as(address, "medewerker")
    employee.goto(page.url)
    follow(employee, "Lezen en ondertekenen")
    sign(employee, EMPLOYEE)
    with connection():
        file = file_of(stage.newest("plan_van_aanpak").id)
    assert file
    values = read(file.content)
    assert values["laatste_werkzaamheden"] == f"{PLAN['laatste_werkzaamheden']}\nEn twee stagiairs begeleid."
    assert (values["doel"], values["casemanager_akkoord"]) == ("andere_functie", False)
    assert values["ondertekening.medewerker.uitkomst"].startswith("Akkoord\n")


def test_it_works_without_a_script_and_on_a_phone(
    stage: Stage, address: str, open_as: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_as(address, "teamleider", width=390, javascript=False)
    page.goto(address + FORM)
    field(page, "Toelichting op het doel").fill("Terug, en wel rustig aan.")
    press(page, "Verder in Word")
    given = downloaded(page, tmp_path)
    back = tmp_path / "terug.docx"
    file = WordFile(given.read_bytes()).write("doel_toelichting", "Terug, en wel in stappen.")
    back.write_bytes(file.write("doel_termijn", "na de zomer").saved())
    uploaded(page, back)
    press(page, "Overnemen")
    sees(page, "Er is een probleem")
    page.get_by_label("welke datum bedoelt u?").fill("2026-09-01")
    press(page, "Overnemen")
    sees(page, "2 wijzigingen")
    expect(field(page, "Toelichting op het doel")).to_have_value("Terug, en wel in stappen.")
    expect(field(page, "Doel bereikt uiterlijk op")).to_have_value("2026-09-01")
