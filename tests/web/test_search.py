"""The search over everything that someone may see. That it finds no more: tests/access/test_parity_drawn.py."""

from datetime import timedelta
from pathlib import Path

import pytest

from portal.demonstration.cases import Case
from portal.settings import Settings
from portal.storage.database import connect_to, connection, rows
from portal.web.present.search import DONE_THERE
from portal.web.render import BESIDE, NAVIGATION, OWN
from tests.web.played import TODAY, counted, number_of, played, signed_in

OLD, PLANNED, ELSEWHERE = "002011", "002045", "002112"
CASES = {OLD: Case(60), PLANNED: Case(90), ELSEWHERE: Case(60)}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return played(tmp_path_factory.mktemp("zoeken"), CASES)


@pytest.fixture
def settings(made: Settings) -> Settings:
    connect_to(made.database)
    return made


def searches() -> int:
    with connection():
        return len(rows("SELECT 1 FROM read_log WHERE action = 'search'"))


def test_a_dossier_is_found_by_name_by_number_and_by_personnel_number(settings: Settings) -> None:
    manager = signed_in(settings, "teamleider")
    for query in ("samira", number_of(PLANNED), PLANNED):
        page = manager.get(f"/zoeken?q={query}")
        assert page.link("Samira").endswith(number_of(PLANNED)), query
    assert "Anouk" not in manager.get("/zoeken?q=anouk").text.replace("«anouk»", "")


def test_who_searches_the_bsn_reads_who_fills_it_in(settings: Settings) -> None:
    for login in ("personele-dienst", "teamleider"):
        assert "De medewerker vult het zelf in" in signed_in(settings, login).get("/zoeken?q=bsn").text


def test_a_paper_is_found_by_title_and_by_the_code_on_it(settings: Settings) -> None:
    manager, number = signed_in(settings, "teamleider"), number_of(PLANNED)
    with connection():
        [(paper,)] = rows(
            "SELECT p.id FROM paper p JOIN dossier d ON d.id = p.dossier_id WHERE d.number = ? AND p.kind = ?",
            number,
            "plan_van_aanpak",
        )
    for query in ("plan samira", f"D{number}-PVA-1", f"d{number} pva 1"):
        page = manager.get(f"/zoeken?q={query}")
        assert page.link("Plan van aanpak").endswith(f"/{number}/papieren/{paper}"), query
    assert "Stukken" not in manager.get(f"/zoeken?q=D{number}-PVA-9").text


def test_a_search_that_showed_a_paper_is_a_look_at_its_dossier(settings: Settings) -> None:
    manager, before = signed_in(settings, "teamleider"), searches()
    manager.get("/zoeken?q=samira")
    assert searches() == before, "the list of dossiers is no look either"
    manager.get("/zoeken?q=plan")
    assert searches() == before + len([OLD, PLANNED])
    own = signed_in(settings, "medewerker").get(f"/dossiers/{number_of(OLD)}/inzage")
    assert "Titel van een stuk, bij het zoeken" in own.text


def test_who_only_follows_the_progress_finds_the_dossier_and_no_paper(settings: Settings) -> None:
    page = signed_in(settings, "afdelingshoofd").get("/zoeken?q=plan")
    assert page.soup.select("#stukken") == []
    assert signed_in(settings, "afdelingshoofd").get("/zoeken?q=samira").soup.select("#dossiers")


def test_someone_of_the_team_without_a_dossier_can_be_reported_sick(settings: Settings) -> None:
    with connection():
        name, number = rows(
            "SELECT name, personnel_number FROM person WHERE leidinggevende_id = ? AND id NOT IN "
            "(SELECT medewerker_id FROM dossier) ORDER BY id",
            _leader(),
        )[0]
    manager = signed_in(settings, "teamleider")
    for query in (name, number):
        assert "/ziekmelding/" in manager.get(f"/zoeken?q={query}").link(f"{name}: ziekmelding doen")
    assert "ziekmelding doen" not in signed_in(settings, "bedrijfsarts").get(f"/zoeken?q={name}").text


def test_a_task_is_found_by_what_is_asked_and_leads_to_where_it_is_done(tmp_path: Path) -> None:
    settings = played(tmp_path, {PLANNED: Case(90)})
    manager = signed_in(settings, "teamleider", TODAY + timedelta(days=30))
    asked = {str(link["href"]) for link in manager.get("/").soup.select("#taken a.title[tabindex]")}
    page = manager.get("/zoeken?q=evaluatie")
    found = {str(link["href"]) for link in page.soup.select("#taken a")}
    assert any("periodieke_evaluatie/invullen" in address for address in asked & found)
    assert "Periodieke evaluatie" in manager.get(page.link("Al uw taken met")).text


@pytest.mark.parametrize(
    ("login", "query", "page", "found"),
    [
        ("teamleider", "ziekmelding", "Ziekmelding doen", "/ziekmelding"),
        ("teamleider", "plaatsvervanger", "Vervanging", "/vervanging"),
        ("teamleider", "verlof", "Zwangerschaps- of bevallingsverlof", "/dossiers"),
        ("teamleider", "wachtwoord", "Inloggen beveiligen", "/inloggen-beveiligen"),
        ("bedrijfsarts", "consult plannen", "Spreekuren", "/spreekuren"),
        ("teamleider", "consult plannen", "Spreekuren", ""),
        ("bedrijfsarts", "ziekmelding", "Ziekmelding doen", ""),
        ("teamleider", "dossier overdragen", "overdragen binnen de arbodienst", ""),
    ],
)
def test_the_page_where_one_does_it_is_found_by_who_may_open_it(
    settings: Settings, login: str, query: str, page: str, found: str
) -> None:
    who = signed_in(settings, login)
    links = {
        str(link["href"]) for link in who.get(f"/zoeken?q={query}").soup.select("#waar a") if page in link.get_text()
    }
    assert len(links) == bool(found)
    for address in links:
        assert address.startswith(found)
        assert who.get(address).status == 200


def test_every_page_of_a_menu_says_what_one_does_there() -> None:
    asked = {endpoint for _, endpoint, *_ in (*NAVIGATION, *BESIDE, *OWN)}
    assert asked == DONE_THERE.keys() - {"inbox.inbox", "dossiers.dossiers"}


def _leader() -> int:
    [(found,)] = rows("SELECT person_id FROM account WHERE login = 'teamleider'")
    return int(found)


def test_words_and_the_steps_of_a_function_are_explained(settings: Settings) -> None:
    page = signed_in(settings, "teamleider").get("/zoeken?q=loonsanctie")
    assert "langer laten doorbetalen" in page.text
    page = signed_in(settings, "teamleider").get("/zoeken?q=eindevaluatie")
    assert page.link("Eindevaluatie van het plan van aanpak").startswith("/uitleg/leidinggevende#")
    page = signed_in(settings, "teamleider").get("/zoeken?q=consult plannen")
    assert page.link("Spreekuur plannen").startswith("/uitleg/arbo_secretariaat#"), "what others call it"
    page = signed_in(settings, "teamleider").get("/zoeken?q=schriftelijke uitnodiging")
    assert page.link("Spreekuur plannen").startswith("/uitleg/arbo_secretariaat#"), "what its rule says"


def test_nothing_found_says_how_to_search(settings: Settings) -> None:
    manager = signed_in(settings, "teamleider")
    assert "niets gevonden met «qqq»" in manager.get("/zoeken?q=qqq").text
    assert "personeelsnummer" in manager.get("/zoeken?q=qqq").text
    assert "Typ hierboven" in manager.get("/zoeken").text
    assert "Zo ver loopt de lijst niet." in manager.get("/zoeken?q=plan&toon=stukken&pagina=9").text


def test_the_box_stands_on_the_pages_of_who_sees_more_than_the_own_dossier(settings: Settings) -> None:
    for login, has in (("teamleider", 1), ("bedrijfsarts", 1), ("medewerker", 0), ("beheerder", 0)):
        page = signed_in(settings, login).get("/uitleg")
        assert len(page.soup.select("header form[role=search]")) == has, login


def test_a_search_takes_eight_queries_at_most(settings: Settings) -> None:
    manager = signed_in(settings, "teamleider")
    manager.get("/zoeken?q=plan")
    with counted() as found:
        manager.get("/zoeken?q=plan")
    assert len(found) <= 8


def test_the_papers_are_leafed_through(tmp_path: Path) -> None:
    settings = played(tmp_path, {f"0020{last}": Case(60) for last in ("11", "18", "24", "31", "37", "45", "52")})
    doctor = signed_in(settings, "bedrijfsarts")
    page = doctor.get("/zoeken?q=advies")
    more = doctor.follow(page, "Alle stukken met")
    assert len(more.soup.select("#stukken li")) > len(page.soup.select("#stukken li"))
