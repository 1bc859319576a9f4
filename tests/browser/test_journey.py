"""The main job in a real browser: two years of one dossier, by clicking and typing as its people do."""

import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.actions.passwords import CHEAP
from portal.demonstration import people, texts
from portal.documents.reading import read
from portal.settings import Settings
from portal.storage.database import connect_to, connection, migrate
from tests.browser.hands import (
    Enter,
    choose,
    field,
    fill_in,
    follow,
    go_through_menu,
    is_told,
    portal_on,
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
MANAGER = "Karin de Boer"
EMPLOYEE = "Joost van der Meulen"


class Case:
    """One dossier, opened by different people on different days; days count from the first sick day."""

    def __init__(self, settings: Settings, open_as: Callable[..., Page]) -> None:
        self._settings = settings
        self._open_as = open_as

    @contextmanager
    def on(self, days: int) -> Iterator[Enter]:
        """The portal on a day, and who comes in."""
        with portal_on(self._settings, day(days), self._open_as) as enter:
            yield enter


@pytest.fixture
def case(tmp_path: Path, open_as: Callable[..., Page]) -> Case:
    """The people of the demonstration, and nobody is ill."""
    settings = Settings(mode="test", instance=tmp_path, secret_key="b" * 40)
    connect_to(settings.database)
    migrate()
    with connection():
        people.seed_people(moment(FIRST), hashing=CHEAP)
    return Case(settings, open_as)


def day(days: int) -> date:
    """The day that lies so many days after the first sick day."""
    return FIRST + timedelta(days=days)


def test_two_years(case: Case, tmp_path: Path) -> None:
    report_sick(case)
    keep_in_touch(case)
    plan_consult(case)
    tell_the_bedrijfsarts(case)
    analyse(case)
    begin_plan(case)
    make_plan(case)
    evaluate(case)
    tell_uwv(case)
    look_back_on_a_year(case)
    round_off(case)
    hand_over(case)
    receive(case, tmp_path)
    apply(case)


def report_sick(case: Case) -> None:
    with case.on(0) as enter:
        page = enter("teamleider")
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
        sees(page, f"{EMPLOYEE} is ziek gemeld.", "Ziekmelding in SAP zetten")
        go_through_menu(page, "Werkvoorraad")
        sees(page, "Ziekmelding in SAP zetten", EMPLOYEE)


def keep_in_touch(case: Case) -> None:
    for days, step in ((2, "Eerste vervolgcontact"), (8, "Tweede vervolgcontact")):
        with case.on(days) as enter:
            page = enter("teamleider")
            follow(page, f"Contact vastleggen {step}")
            choose(page, "Hoe had u contact?", "Telefoon")
            type_in(page, "Wat is besproken en afgesproken?", texts.CONTACTS[0])
            press(page, "Vastleggen")
            sees(page, "Het contact staat in het dossier.")
    with case.on(12) as enter:
        page = enter("teamleider")
        follow(page, "Vraag stellen")
        type_in(page, "Wat verwacht u van de arbodienst?", texts.QUESTION)
        choose(page, "Hoe gaat het contact verder?", "Ik houd contact met steun van de bedrijfsarts")
        press(page, "Vraag versturen")
        sees(page, "De arbodienst ziet uw vraag in het dossier.")


def plan_consult(case: Case) -> None:
    with case.on(20) as enter:
        page = enter("arbo-secretariaat")
        follow(page, "Consult plannen")
        type_in(page, "Dag van het consult", day(5).isoformat())
        type_in(page, "Tijd", "10:00")
        type_in(page, "Plaats", "Spreekkamer 2")
        choose(page, "Bij wie?", "Bedrijfsarts")
        type_in(page, "Afzeggen of verzetten via", "020 555 01 01")
        press(page, "Plannen en uitnodiging maken")
        is_told(page, "Dag van het consult", "ligt in het verleden")
        expect(field(page, "Plaats")).to_have_value("Spreekkamer 2")
        type_in(page, "Dag van het consult", day(28).isoformat())
        press(page, "Plannen en uitnodiging maken")
        sees(page, "Het consult is gepland.", "Uitnodiging voor het spreekuur")


def tell_the_bedrijfsarts(case: Case) -> None:
    with case.on(25) as enter:
        page = enter("teamleider")
        follow(page, "Invullen Probleemanalyse-intake")
        settle(page, "probleemanalyse_intake", texts.INTAKE)


def analyse(case: Case) -> None:
    with case.on(38) as enter:
        page = enter("bedrijfsarts")
        follow(page, "Invullen Probleemanalyse")
        settle(page, "probleemanalyse", texts.ANALYSIS)
        sees(page, texts.ANALYSIS_ADVICE[2]["advies"])


def begin_plan(case: Case) -> None:
    """The manager begins the plan and is called away; what was typed is there the next day."""
    begun = texts.plan_values(day(48))["laatste_werkzaamheden"]
    label = "Welk werk deed de medewerker het laatst?"
    with case.on(47) as enter:
        page = enter("teamleider")
        follow(page, "Invullen Plan van aanpak")
        type_in(page, label, begun)
        sees(page, "Concept bewaard om")
    with case.on(48) as enter:
        page = enter("teamleider")
        follow(page, "Invullen Plan van aanpak")
        expect(field(page, label)).to_have_value(begun)


def make_plan(case: Case) -> None:
    values = texts.plan_values(day(48))
    with case.on(48) as enter:
        page = enter("teamleider")
        follow(page, "Invullen Plan van aanpak")
        fill_in(page, "plan_van_aanpak", {name: value for name, value in values.items() if name != "doel"})
        press(page, "Vaststellen")
        is_told(page, "Doel van de re-integratie", "Vul dit in.")
        expect(field(page, "Toelichting op het doel")).to_have_value(values["doel_toelichting"])
        choose(page, "Doel van de re-integratie", "Terug in de eigen functie")
        press(page, "Vaststellen")
        sees(page, "het stuk is vastgesteld")
        follow(page, "Lezen en tekenen")
        sign(page, MANAGER)
    with case.on(49) as enter:
        page = enter("medewerker")
        follow(page, "Lezen en tekenen Plan van aanpak")
        sees(page, "Een vaste plek in de stiltekamer")
        sign(page, EMPLOYEE)
        sees_no(page, "Uw handtekening is gevraagd")


def evaluate(case: Case) -> None:
    for number in (1, 2):
        days = 49 + 41 * number
        with case.on(days) as enter:
            page = enter("teamleider")
            follow(page, "Invullen Periodieke evaluatie")
            settle(page, "periodieke_evaluatie", texts.evaluation_values(day(days), number))
            both_sign(enter, page, "Periodieke evaluatie")


def both_sign(enter: Enter, page: Page, title: str) -> None:
    """The manager signs the paper that is open, and the employee signs it from the inbox."""
    follow(page, "Lezen en tekenen")
    sign(page, MANAGER)
    employee = enter("medewerker")
    follow(employee, f"Lezen en tekenen {title}")
    sign(employee, EMPLOYEE)


def tell_uwv(case: Case) -> None:
    with case.on(288) as enter:
        page = enter("personele-dienst")
        follow(page, "Melding vastleggen")
        type_in(page, "Kenmerk van UWV", "42-000001")
        press(page, "Vastleggen")
        sees(page, "De melding bij UWV is vastgelegd.")


def look_back_on_a_year(case: Case) -> None:
    with case.on(355) as enter:
        page = enter("teamleider")
        follow(page, "Invullen Eerstejaarsevaluatie")
        settle(page, "eerstejaarsevaluatie", texts.FIRST_YEAR)
        both_sign(enter, page, "Eerstejaarsevaluatie")


def round_off(case: Case) -> None:
    with case.on(606) as enter:
        page = enter("bedrijfsarts")
        follow(page, "Invullen Actueel oordeel")
        settle(page, "actueel_oordeel", texts.OPINION | {"spreekuur_datum": day(605).isoformat()})
    with case.on(608) as enter:
        page = enter("teamleider")
        follow(page, "Invullen Eindevaluatie")
        settle(page, "eindevaluatie", texts.LAST)
        both_sign(enter, page, "Eindevaluatie")


def hand_over(case: Case) -> None:
    with case.on(612) as enter:
        page = enter("teamleider")
        follow(page, "Overdragen WIA-overdracht")
        sees(page, "Wat u overdraagt", "Nog 25 dagen")
        type_in(page, "Toelichting voor de medewerker", "Hierbij alle stukken.")
        press(page, "Overdragen")
        sees(page, "De stukken zijn overgedragen.")


def receive(case: Case, folder: Path) -> None:
    with case.on(613) as enter:
        page = enter("medewerker")
        follow(page, "Bekijken en bevestigen")
        sees(page, "Bevestig dat u de stukken hebt", "Nog 38 dagen")
        with page.expect_download() as waiting:
            follow(page, "Alles downloaden (ZIP)")
        waiting.value.save_as(folder / "rapport.zip")
        check_report((folder / "rapport.zip").read_bytes())
        press(page, "Ontvangst bevestigen")
        sees(page, "U hebt de ontvangst bevestigd.", "De ontvangst is bevestigd.")


def check_report(content: bytes) -> None:
    """The ZIP holds every paper of the report, and the plan in it carries both names."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    kinds = ("probleemanalyse", "plan-van-aanpak", "eerstejaarsevaluatie", "actueel-oordeel", "eindevaluatie")
    for kind in kinds:
        assert [name for name in archive.namelist() if kind in name], archive.namelist()
    plan = next(name for name in archive.namelist() if "plan-van-aanpak" in name)
    values = read(archive.read(plan))
    assert values["ondertekening.medewerker.naam"] == EMPLOYEE
    assert values["ondertekening.leidinggevende.naam"] == MANAGER
    assert values["afspraken_arbeidsomstandigheden"][0]["wat"] == "Een vaste plek in de stiltekamer"


def apply(case: Case) -> None:
    """The employee writes the own judgement and sends the application."""
    with case.on(620) as enter:
        page = enter("medewerker")
        follow(page, "Invullen Uw eigen oordeel")
        settle(
            page,
            "oordeel_werknemer",
            {
                "eens_met_papieren": "ja",
                "oordeel_verloop": "Het tempo was goed.",
                "oordeel_werkgever": "De werkgever dacht mee.",
            },
        )
    with case.on(624) as enter:
        page = enter("medewerker")
        follow(page, "Versturen melden")
        press(page, "Vastleggen")
        sees(page, "Vastgelegd: u hebt de WIA-aanvraag verstuurd.")
