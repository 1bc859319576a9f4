"""The search over everything that someone may see. That it finds no more: tests/access/test_parity_drawn.py."""

from pathlib import Path

import pytest

from portal.demonstration.cases import Case
from portal.settings import Settings
from portal.storage.database import connect_to, connection, rows
from tests.web.played import counted, number_of, played, signed_in

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


def _leader() -> int:
    [(found,)] = rows("SELECT person_id FROM account WHERE login = 'teamleider'")
    return int(found)


def test_words_and_the_steps_of_a_function_are_explained(settings: Settings) -> None:
    page = signed_in(settings, "teamleider").get("/zoeken?q=loonsanctie")
    assert "langer laten doorbetalen" in page.text
    page = signed_in(settings, "teamleider").get("/zoeken?q=eindevaluatie")
    assert page.link("Eindevaluatie van het plan van aanpak").startswith("/uitleg/leidinggevende#")


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
