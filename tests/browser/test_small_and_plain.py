"""The first weeks on a phone and without scripts: everything can be done there as well."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.demonstration import texts
from portal.settings import Settings
from tests.browser.conftest import served
from tests.browser.hands import (
    EMPLOYEE,
    MANAGER,
    add_row,
    all_on_one_page,
    choose,
    field,
    fill_in,
    follow,
    go_through_menu,
    is_told,
    press,
    rows_of,
    sees,
    sign,
    type_in,
)
from tests.staging import Stage, set_stage

pytestmark = pytest.mark.browser

TODAY = 40
COLLEAGUE = "Esra Demir"


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A dossier in week 6: the probleemanalyse is there, the plan van aanpak is asked for."""
    return set_stage(tmp_path, "analysed")


@pytest.fixture
def address(stage: Stage, tmp_path: Path) -> Iterator[str]:
    """The portal on that day."""
    with served(Settings(mode="test", instance=tmp_path, secret_key="p" * 40), stage.day(TODAY)) as found:
        yield found


@pytest.fixture(
    params=[
        pytest.param({"javascript": False}, id="without a script"),
        pytest.param({"width": 390}, id="on a phone"),
    ]
)
def enter(request: pytest.FixtureRequest, address: str, open_as: Callable[..., Page]) -> Callable[[str], Page]:
    """Sign someone in, in one of these ways."""
    return partial(open_as, address, **request.param)


def test_the_link_past_the_menu_lies_over_the_cards(address: str, open_as: Callable[..., Page]) -> None:
    page = open_as(address, "teamleider", width=390)
    page.goto(f"{address}/ziekmelding")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Naar de inhoud")
    expect(link).to_be_focused()
    page.locator("tbody th").first.evaluate("card => scrollTo(0, card.getBoundingClientRect().top + scrollY)")
    link.click(trial=True, position={"x": 60, "y": 20}, timeout=3000)
    page.close()


def test_first_weeks(stage: Stage, enter: Callable[[str], Page]) -> None:
    manager = enter("teamleider")
    report_sick(stage, manager)
    keep_in_touch(manager)
    keep_draft(manager)
    change_rows(manager)
    make_plan(stage, manager)
    sign(manager, MANAGER)
    employee = enter("medewerker")
    follow(employee, "Lezen en ondertekenen Plan van aanpak")
    sees(employee, "Een vaste plek in de stiltekamer")
    sign(employee, EMPLOYEE)


def report_sick(stage: Stage, page: Page) -> None:
    go_through_menu(page, "Ziekmelding doen")
    follow(page.get_by_role("row", name=COLLEAGUE), "Ziek melden")
    type_in(page, "Eerste ziektedag", stage.day(TODAY + 1).isoformat())
    type_in(page, "Lopende afspraken en werkzaamheden", "Het overleg van donderdag")
    press(page, "Ziekmelding vastleggen")
    is_told(page, "Eerste ziektedag", "na de dag van de melding")
    expect(field(page, "Lopende afspraken en werkzaamheden")).to_have_value("Het overleg van donderdag")
    type_in(page, "Eerste ziektedag", stage.day(TODAY - 1).isoformat())
    press(page, "Ziekmelding vastleggen")
    sees(page, "De ziekmelding staat in het dossier.", "De eerste dagen die tellen")
    follow(page, "Naar het dossier")


def keep_in_touch(page: Page) -> None:
    follow(page.get_by_role("region", name="Wat u nu kunt doen"), "Contact vastleggen")
    choose(page, "Hoe had u contact?", "Telefoon")
    type_in(page, "Wat is besproken en afgesproken?", texts.CONTACTS[0])
    press(page, "Vastleggen")
    sees(page, "Het contact staat in het dossier.")


def keep_draft(page: Page) -> None:
    """A half-filled plan is kept with a button, and is there when the form is opened again."""
    go_through_menu(page, "Werkvoorraad")
    follow(page, "Invullen Plan van aanpak")
    all_on_one_page(page)
    type_in(page, "Toelichting op het doel", "Terug in de eigen functie.")
    press(page, "Concept bewaren")
    sees(page, "Uw concept is bewaard.")
    go_through_menu(page, "Werkvoorraad")
    follow(page, "Verder invullen Plan van aanpak")
    expect(field(page, "Toelichting op het doel")).to_have_value("Terug in de eigen functie.")


def change_rows(page: Page) -> None:
    """Rows come and go with the buttons; what stands in the others stays."""
    rows = rows_of(page, "Afspraken F Overige afspraken")
    for words in ("Elke week een gesprek", "Elke maand een gesprek"):
        type_in(add_row(rows), "Wat spreken wij af?", words)
    rows.get_by_role("button", name="Afspraak verwijderen (afspraak 1)").click()
    expect(rows.get_by_role("group")).to_have_count(1)
    expect(field(rows, "Wat spreken wij af?")).to_have_value("Elke maand een gesprek")
    rows.get_by_role("button", name="Afspraak verwijderen (afspraak 1)").click()
    expect(rows.get_by_role("group")).to_have_count(0)


def make_plan(stage: Stage, page: Page) -> None:
    fill_in(page, "plan_van_aanpak", texts.plan_values(stage.day(TODAY)))
    press(page, "Vaststellen")
    sees(page, "het stuk is vastgesteld")
    follow(page, "Lezen en ondertekenen")
