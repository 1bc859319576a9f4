"""The list of dossiers, and the list of those who looked at one."""

from datetime import timedelta
from pathlib import Path

import pytest

from portal.actions.record import record
from portal.demonstration import people
from portal.demonstration.cases import Case
from portal.rules.access import ACCESS
from portal.settings import Settings
from portal.storage.database import connect_to, connection
from portal.storage.reading.dossiers import dossier_of
from portal.storage.reading.people import person
from portal.storage.writing.read_log import record_look
from portal.web.present.looks import SEEN
from tests.web.browsing import moment, visitor
from tests.web.page import Page
from tests.web.played import TODAY, counted, dossier, employee, played, signed_in

OLD, WEEK_THREE, ELSEWHERE = "002011", "002045", "002112"
CASES = {OLD: Case(60), WEEK_THREE: Case(16, frozenset({"vraagstelling"})), "002018": Case(30), ELSEWHERE: Case(3)}
TWENTY_SEVEN = [
    *(f"0020{last}" for last in ["11", "18", "24", "31", "37", "45", "52", "60", "66", "73"]),
    *(f"0021{last}" for last in ["04", "12", "19", "27", "33", "40", "48", "55"]),
    *(f"0022{last}" for last in ["03", "11", "18", "26", "32", "39", "47", "54"]),
    "002338",
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return played(tmp_path_factory.mktemp("lijst"), CASES)


@pytest.fixture
def settings(made: Settings) -> Settings:
    connect_to(made.database)
    return made


def opened(settings: Settings, login: str, rest: str = "") -> Page:
    return signed_in(settings, login).get(f"/dossiers/{dossier(OLD).number}{rest}")


def test_the_list_shows_state_week_first_step_and_its_day(settings: Settings) -> None:
    page = signed_in(settings, "teamleider").get("/dossiers")
    row = next(r for r in page.soup.select("tbody tr") if "Samira" in r.get_text())
    text = " ".join(row.get_text(" ").split())
    assert "Ziek week 3 van 104" in text
    assert "Afstemmen met de arbodienst Karin de Boer, leidinggevende" in text
    assert "uiterlijk 20 november 2026 4 dagen te laat" in text
    assert "late" in row["class"]


def test_the_list_holds_what_one_may_see_and_no_more(settings: Settings) -> None:
    names = {"002011": "Joost van der Meulen", "002112": "Anouk le Clercq"}
    manager = signed_in(settings, "teamleider").get("/dossiers").text
    assert names["002011"] in manager
    assert names["002112"] not in manager
    own = signed_in(settings, "medewerker").get("/dossiers")
    assert "Uw eigen dossier" in own.text
    assert len(own.soup.select("tbody tr")) == 1
    assert "U hebt geen dossiers" in signed_in(settings, "beheerder").get("/dossiers").text


def test_who_follows_sees_in_the_list_that_it_runs_and_not_how(settings: Settings) -> None:
    page = signed_in(settings, "personele-dienst").get("/dossiers")
    assert "Loopt week 3 van 104" in page.text
    assert "Ziek week" not in page.text
    assert "procent hersteld" not in page.text


def test_the_list_can_be_searched_and_says_what_was_not_found(settings: Settings) -> None:
    manager = signed_in(settings, "teamleider")
    found = manager.get("/dossiers?zoek=samira")
    assert len(found.soup.select("tbody tr")) == 1
    for number in (dossier(OLD).number, OLD):
        by_number = manager.get(f"/dossiers?zoek={number}")
        assert len(by_number.soup.select("tbody tr")) == 1
        assert "Zoek op naam, dossiernummer of personeelsnummer" in by_number.text
    assert "geen dossier gevonden met «qqq»" in manager.get("/dossiers?zoek=qqq").text
    part = manager.client.get("/dossiers?zoek=samira", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert "<html" not in part
    assert "Samira" in part
    assert '<p id="gevonden" role="status" hx-swap-oob="innerHTML">1 dossier gevonden.</p>' in part


def test_the_list_takes_as_many_queries_for_one_dossier_as_for_three(settings: Settings) -> None:
    manager = visitor(settings, TODAY, "teamleider")
    with counted() as three:
        manager.get("/dossiers")
    with counted() as one:
        manager.get("/dossiers?zoek=samira")
    assert len(three) == len(one) <= 7


def test_the_list_is_leafed_through(tmp_path: Path) -> None:
    settings = played(tmp_path, {number: Case(0) for number in TWENTY_SEVEN})
    service = signed_in(settings, "personele-dienst")
    first = service.get("/dossiers")
    second = service.follow(first, "Volgende")
    names = [row.a.get_text() for page in (first, second) for row in page.soup.select("tbody tr")]
    assert len(names) == len(set(names)) == len(TWENTY_SEVEN)
    assert "1 tot en met 25" in first.text
    assert "26 tot en met 27" in second.text
    assert service.follow(second, "Vorige").text == first.text
    assert "Zo ver loopt de lijst niet." in service.get("/dossiers?pagina=99999999999999999999").text


def test_the_employee_reads_who_looked(settings: Settings) -> None:
    opened(settings, "bedrijfsarts")
    opened(settings, "directeur")
    opened(settings, "hrm-adviseur", "/contact")
    opened(settings, "medewerker")
    page = opened(settings, "medewerker", "/inzage")
    assert page.heading == "Wie keek er in mijn dossier?"
    assert "Maaike Hoekstra bedrijfsarts" in page.text
    assert "Willem-Jan Terpstra directeur Dossier" in page.text
    assert "Geweigerd: geen toegang" in page.text
    assert page.soup.select_one(".utrecht-badge-status--danger").get_text() == "Geweigerd: hoort niet bij de rol"
    assert "Formulier voor een contact Geweigerd: hoort niet bij de rol" in page.text
    assert "Joost van der Meulen (u)" in page.text


def test_the_looks_are_leafed_through(settings: Settings) -> None:
    with connection():
        for minute in range(110):
            record_look(
                at=moment(TODAY) + timedelta(minutes=minute),
                person_id=employee(OLD).leidinggevende_id,
                action=f"read_{('dossier', 'read_log')[minute % 2]}",
                dossier_id=dossier(OLD).id,
                result="allowed",
                origin="127.0.0.1",
            )
    own = signed_in(settings, "medewerker")
    first = own.get(f"/dossiers/{dossier(OLD).number}/inzage")
    second = own.follow(first, "Volgende")
    assert "1 tot en met 100" in first.text
    assert "101 tot en met" in second.text
    assert own.follow(second, "Vorige").status == 200


def test_the_same_look_again_and_again_is_one_line(settings: Settings) -> None:
    for _ in range(3):
        opened(settings, "arbo-secretariaat")
    page = opened(settings, "medewerker", "/inzage")
    assert "Loes van Dam secretariaat arbodienst Dossier (3 keer)" in page.text


def test_only_the_employee_reads_who_looked(settings: Settings) -> None:
    for login in ("teamleider", "bedrijfsarts", "hrm-adviseur", "afdelingshoofd"):
        assert opened(settings, login, "/inzage").status == 403


def test_every_action_has_words_in_the_list_of_looks() -> None:
    assert set(ACCESS) <= set(SEEN)


def test_a_step_that_says_too_much_is_not_in_the_list_of_who_follows_the_progress(tmp_path: Path) -> None:
    """That the leidinggevende disagrees with the bedrijfsarts is between them: it is in the dossier, no progress."""
    number = "002018"
    disputed = played(tmp_path, {number: Case(50, frozenset({"plan_van_aanpak"})), OLD: Case(60)})
    with connection():
        found = dossier_of(people.number_to_person(number))
        leads = person(people.number_to_person(number))
        assert found
        assert leads
        assert leads.leidinggevende_id
        answers = {"toelichting": "Dit werk hebben wij niet."}
        kind, now = "oneens_met_probleemanalyse", moment(TODAY)
        record(dossier_id=found.id, kind=kind, actor=leads.leidinggevende_id, now=now, answers=answers)
    step = "Met de bedrijfsarts overleggen over de probleemanalyse"
    assert step in signed_in(disputed, "teamleider").get("/dossiers").text
    followed = signed_in(disputed, "afdelingshoofd").get("/dossiers").text
    assert found.medewerker_name in followed
    assert step not in followed


def test_the_list_shows_those_with_something_late_the_longest_late_first(settings: Settings) -> None:
    manager = signed_in(settings, "teamleider")
    late = manager.get("/dossiers?toon=te-laat")
    days = [int(badge.get_text().split()[0]) for badge in late.soup.select("tbody .utrecht-badge-status--danger")]
    assert len(days) == len(late.soup.select("tbody tr"))
    assert days == sorted(days, reverse=True)
    every = {str(a["href"]) for a in manager.get("/dossiers").soup.select("tbody tr.late a.title")}
    assert {str(a["href"]) for a in late.soup.select("tbody a.title")} == every
    assert len(every) > 0
    assert (len(days) > 1) == ("Wat het langst te laat is, staat bovenaan." in late.text)
    assert manager.get("/dossiers?toon=loopt&zoek=Samira").soup.select("tbody tr")
    assert "geen dossiers die zo staan" in manager.get("/dossiers?toon=afgesloten").text


def test_what_is_asked_stands_before_a_newer_dossier_in_which_nothing_is(tmp_path: Path) -> None:
    manager = signed_in(played(tmp_path, {"002018": Case(62), OLD: Case(352)}), "teamleider")
    page = manager.get("/dossiers")
    assert "Bovenaan staat waar nu iets moet gebeuren" in page.text
    first, second = (row.get_text(" ") for row in page.soup.select("tbody tr"))
    assert "week 51 van 104" in first
    assert "Niets aan de beurt" in second
