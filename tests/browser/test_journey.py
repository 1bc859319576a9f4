"""The main job in a real browser: two years of one dossier, by clicking and typing as its people do."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portal.actions.passwords import CHEAP
from portal.demonstration import people, texts
from portal.documents.reading import read
from portal.settings import Settings
from portal.storage.database import connect_to, connection, migrate
from portal.web.app import create_app
from tests.browser.conftest import listening, sign_in
from tests.browser.hands import (
    EMPLOYEE,
    MANAGER,
    choose,
    field,
    fill_in,
    follow,
    go_through_menu,
    is_told,
    press,
    sees,
    sees_no,
    settle,
    sign,
    type_in,
)
from tests.web.browsing import moment

pytestmark = pytest.mark.browser

FIRST = date(2026, 1, 5)


class Case:
    """One dossier, opened by different people on different days; everyone has a browser of their own.

    Days count from the first sick day. The portal keeps its address; every day it runs with its clock on that day.
    """

    def __init__(self, settings: Settings, open_as: Callable[..., Page]) -> None:
        self.address = ""
        self._settings = settings
        self._open_as = open_as
        self._day = -1
        self._pages: dict[str, Page] = {}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer as the portal of the present day."""
        return self._app(environ, start_response)

    def on(self, days: int, login: str) -> Page:
        """Someone opens the portal on a day, and signs in when it asks for that."""
        if days != self._day:
            self._day, self._app = days, create_app(replace(self._settings, today=day(days)))
        if login not in self._pages:
            self._pages[login] = self._open_as(self.address, login)
            return self._pages[login]
        page = self._pages[login]
        page.goto(self.address)
        if "inloggen" in page.url:
            sign_in(page, self.address, login)
        return page

    def close_browser(self, login: str) -> None:
        """Someone closes the browser without pressing anything."""
        self._pages.pop(login).context.close()

    def close(self) -> None:
        """Everyone closes the browser."""
        for login in tuple(self._pages):
            self.close_browser(login)


@pytest.fixture
def case(tmp_path: Path, open_as: Callable[..., Page]) -> Iterator[Case]:
    """The people of the demonstration, of whom nobody is ill."""
    settings = Settings(mode="test", instance=tmp_path, secret_key="b" * 40)
    connect_to(settings.database)
    migrate()
    with connection():
        people.seed_people(moment(FIRST), hashing=CHEAP)
    found = Case(settings, open_as)
    with listening(found) as found.address:
        yield found
        found.close()


def day(days: int) -> date:
    """The day that lies so many days after the first sick day."""
    return FIRST + timedelta(days=days)


def test_two_years(case: Case, tmp_path: Path) -> None:
    report_sick(case)
    keep_in_touch(case)
    plan_consult(case)
    tell_and_analyse(case)
    begin_plan(case)
    make_plan(case)
    evaluate(case)
    tell_uwv(case)
    look_back_on_a_year(case)
    round_off(case)
    hand_over(case)
    receive(case, tmp_path)
    judge_and_apply(case)


def report_sick(case: Case) -> None:
    page = case.on(0, "teamleider")
    sees(page, "U hoeft nu niets te doen.")
    go_through_menu(page, "Ziekmelding doen")
    follow(page.get_by_role("row", name=EMPLOYEE), "Ziek melden")
    type_in(page, "Eerste ziektedag", day(4).isoformat())
    type_in(page, "Lopende afspraken en werkzaamheden", "Het overleg van donderdag")
    choose(page, "Geldt een vangnetbepaling van de Ziektewet?", "Nee")
    press(page, "Ziekmelding vastleggen")
    is_told(page, "Eerste ziektedag", "na de dag van de melding")
    expect(field(page, "Lopende afspraken en werkzaamheden")).to_have_value("Het overleg van donderdag")
    type_in(page, "Eerste ziektedag", FIRST.isoformat())
    press(page, "Ziekmelding vastleggen")
    sees(page, "De ziekmelding staat in het dossier.", "Ziekmelding in SAP zetten")
    go_through_menu(page, "Werkvoorraad")
    sees(page, "Ziekmelding in SAP zetten", EMPLOYEE)


def keep_in_touch(case: Case) -> None:
    for days, step in ((2, "Eerste vervolgcontact"), (8, "Tweede vervolgcontact")):
        page = case.on(days, "teamleider")
        follow(page, f"Contact vastleggen {step}")
        choose(page, "Hoe had u contact?", "Telefoon")
        type_in(page, "Wat is besproken en afgesproken?", texts.CONTACTS[0])
        press(page, "Vastleggen")
        sees(page, "Het contact staat in het dossier.")
    page = case.on(12, "teamleider")
    follow(page, "Vraag stellen")
    fill_in(page, "vraagstelling_arbodienst", texts.QUESTION)
    choose(page, "Hoe gaat het contact verder?", "Ik houd contact met steun van de bedrijfsarts")
    press(page, "Vraag versturen")
    sees(page, "De arbodienst ziet uw vraag in het dossier.", "Vraag aan de arbodienst")


def plan_consult(case: Case) -> None:
    page = case.on(20, "arbo-secretariaat")
    follow(page, "Spreekuur plannen")
    type_in(page, "Dag van het spreekuur", day(5).isoformat())
    type_in(page, "Tijd", "10:00")
    type_in(page, "Plaats", "Spreekkamer 2")
    choose(page, "Bij wie?", "Bedrijfsarts")
    type_in(page, "Afzeggen of verzetten via", "020 555 01 01")
    press(page, "Plannen en uitnodiging maken")
    is_told(page, "Dag van het spreekuur", "ligt in het verleden")
    expect(field(page, "Plaats")).to_have_value("Spreekkamer 2")
    type_in(page, "Dag van het spreekuur", day(28).isoformat())
    press(page, "Plannen en uitnodiging maken")
    sees(page, "is gepland op")
    follow(page, "Open dossier")
    sees(page, "Uitnodiging voor het spreekuur")


def tell_and_analyse(case: Case) -> None:
    page = case.on(25, "teamleider")
    follow(page, "Invullen Informatie voor de probleemanalyse")
    settle(page, "probleemanalyse_intake", texts.INTAKE)
    page = case.on(38, "bedrijfsarts")
    follow(page, "Invullen Probleemanalyse")
    settle(page, "probleemanalyse", texts.ANALYSIS)
    follow(page, "Stuk openen")
    sees(page, texts.ANALYSIS_ADVICE[2]["advies"])


def begin_plan(case: Case) -> None:
    """The manager begins the plan and closes the browser; what was typed is there the next day."""
    label, begun = "Welk werk deed de medewerker het laatst?", "Voorbereiden van besluiten."
    page = case.on(47, "teamleider")
    follow(page, "Invullen Plan van aanpak")
    type_in(page, label, begun)
    sees(page, "Concept bewaard om")
    case.close_browser("teamleider")
    page = case.on(48, "teamleider")
    follow(page, "Verder invullen Plan van aanpak")
    expect(field(page, label)).to_have_value(begun)


def make_plan(case: Case) -> None:
    values = texts.plan_values(day(48))
    page = case.on(48, "teamleider")
    follow(page, "Verder invullen Plan van aanpak")
    fill_in(page, "plan_van_aanpak", {name: value for name, value in values.items() if name != "doel"})
    press(page, "Vaststellen")
    is_told(page, "Doel van de re-integratie", "Vul dit in.")
    expect(field(page, "Toelichting op het doel")).to_have_value(values["doel_toelichting"])
    choose(page, "Doel van de re-integratie", "Terug in de eigen functie")
    press(page, "Vaststellen")
    sees(page, "het stuk is vastgesteld")
    follow(page, "Lezen en ondertekenen")
    sign(page, MANAGER)
    page = case.on(49, "medewerker")
    follow(page, "Lezen en ondertekenen Plan van aanpak")
    sees(page, "Een vaste plek in de stiltekamer")
    sign(page, EMPLOYEE)
    sees_no(page, "Uw handtekening is gevraagd")


def evaluate(case: Case) -> None:
    """Two evaluations; the employee agrees with the first and says of the second what is missing."""
    for number, answer, view in ((1, "Akkoord", ""), (2, "Gezien, niet akkoord", "Ik wil eerder naar het overleg.")):
        days = 49 + 41 * number
        page = case.on(days, "teamleider")
        follow(page, "Invullen Periodieke evaluatie")
        settle(page, "periodieke_evaluatie", texts.evaluation_values(day(days), number))
        page = both_sign(case, days, "Periodieke evaluatie", answer=answer, view=view)
        sees(page, answer, *[view] if view else [])


def both_sign(case: Case, days: int, title: str, *, answer: str = "Akkoord", view: str = "") -> Page:
    """The manager signs a paper from the inbox, and then the employee does; gives the employee's page."""
    page = case.on(days, "teamleider")
    follow(page, f"Lezen en ondertekenen {title}")
    sign(page, MANAGER)
    page = case.on(days, "medewerker")
    follow(page, f"Lezen en ondertekenen {title}")
    sign(page, EMPLOYEE, answer=answer, view=view)
    return page


def tell_uwv(case: Case) -> None:
    page = case.on(288, "personele-dienst")
    follow(page, "Melding vastleggen")
    type_in(page, "Kenmerk van UWV", "42-000001")
    press(page, "Vastleggen")
    sees(page, "De melding bij UWV is vastgelegd.")


def look_back_on_a_year(case: Case) -> None:
    page = case.on(355, "teamleider")
    follow(page, "Invullen Eerstejaarsevaluatie")
    settle(page, "eerstejaarsevaluatie", texts.FIRST_YEAR)
    both_sign(case, 355, "Eerstejaarsevaluatie")


def round_off(case: Case) -> None:
    page = case.on(606, "bedrijfsarts")
    follow(page, "Invullen Actueel oordeel")
    settle(page, "actueel_oordeel", texts.OPINION | {"spreekuur_datum": day(605).isoformat()})
    page = case.on(608, "teamleider")
    follow(page, "Invullen Eindevaluatie")
    settle(page, "eindevaluatie", texts.LAST)
    both_sign(case, 608, "Eindevaluatie")


def hand_over(case: Case) -> None:
    page = case.on(612, "teamleider")
    follow(page, "Overdragen WIA-overdracht")
    sees(page, "Wat u overdraagt", "Nog 25 dagen")
    sees_no(page, "Wat er nog ontbreekt")
    type_in(page, "Toelichting voor de medewerker", "Hierbij alle stukken.")
    press(page, "Overdragen")
    sees(page, "De stukken zijn overgedragen.")


def receive(case: Case, folder: Path) -> None:
    page = case.on(613, "medewerker")
    follow(page, "Bekijken en bevestigen")
    sees(page, "Bevestig dat u de stukken hebt", "Nog 38 dagen")
    with page.expect_download() as waiting:
        follow(page, "Alles downloaden (ZIP)")
    waiting.value.save_as(folder / "verslag.zip")
    check_report((folder / "verslag.zip").read_bytes())
    press(page, "Ontvangst bevestigen")
    sees(page, "U hebt de ontvangst bevestigd.", "De ontvangst is bevestigd.")


def check_report(content: bytes) -> None:
    """The ZIP holds every paper of the report, and the plan in it carries both names."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    names = archive.namelist()
    for kind in ("probleemanalyse", "plan-van-aanpak", "eerstejaarsevaluatie", "actueel-oordeel", "eindevaluatie"):
        assert [name for name in names if kind in name], names
    plan = read(archive.read(next(name for name in names if "plan-van-aanpak" in name)))
    assert plan["ondertekening.medewerker.naam"] == EMPLOYEE
    assert plan["ondertekening.leidinggevende.naam"] == MANAGER
    assert plan["afspraken_arbeidsomstandigheden"][0]["wat"] == "Een vaste plek in de stiltekamer"


def judge_and_apply(case: Case) -> None:
    page = case.on(620, "medewerker")
    follow(page, "Invullen Eigen oordeel")
    judgement = {
        "eens_met_papieren": "ja",
        "oordeel_verloop": "Het tempo was goed.",
        "oordeel_werkgever": "De werkgever dacht mee.",
    }
    settle(page, "oordeel_werknemer", judgement)
    page = case.on(624, "medewerker")
    follow(page, "Versturen melden")
    press(page, "Vastleggen")
    sees(page, "Vastgelegd: u hebt de WIA-aanvraag verstuurd.")
