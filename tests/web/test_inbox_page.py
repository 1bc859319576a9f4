"""The first page: what is asked of each person, by when, why, and where it is done."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from portal.actions.manage_account import create_account
from portal.actions.passwords import CHEAP
from portal.demonstration import people
from portal.demonstration.cases import Case
from portal.rules.inbox import urgency
from portal.settings import Settings
from portal.storage.database import connect_to, connection, rows, transaction
from portal.storage.reading import steps
from portal.storage.reading.steps import SECTIONS, Inbox
from portal.storage.writing.involvements import follow_agreed
from tests.web.browsing import visitor
from tests.web.page import Page, checked
from tests.web.played import TODAY, counted, dossier, played, signed_in

EMPLOYEE, LATE_ADVICE, WEEK_THREE, TODAY_ILL, ELSEWHERE = DOSSIERS = ("002011", "002066", "002045", "002031", "002112")
CASES = {
    EMPLOYEE: Case(50, frozenset({"plan_van_aanpak"})),
    LATE_ADVICE: Case(44, frozenset({"probleemanalyse"})),
    WEEK_THREE: Case(16, frozenset({"vraagstelling"})),
    TODAY_ILL: Case(0),
    ELSEWHERE: Case(206),
    "002073": Case(17, frozenset({"vraagstelling"})),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return played(tmp_path_factory.mktemp("inbox"), CASES)


@pytest.fixture
def settings(made: Settings) -> Settings:
    connect_to(made.database)
    return made


def person_of(login: str) -> int:
    with connection():
        [(person_id,)] = rows("SELECT person_id FROM account WHERE login = ?", login)
    return person_id


def inbox_of(login: str, day: date = TODAY, **more: Any) -> Inbox:
    with connection():
        return steps.inbox(person_of(login), day, **more)


def section(page: Page, word: str) -> str:
    found = page.soup.find(id=word)
    return " ".join(found.get_text(" ").split()) if found else ""


def buttons(page: Page) -> list[str]:
    return [str(a["href"]) for a in page.soup.select("#taken td a.utrecht-button")]


def test_the_tiles_count_and_lead_to_their_sections(settings: Settings) -> None:
    page = signed_in(settings, "teamleider").get("/")
    counts = inbox_of("teamleider").counts
    tiles = page.soup.select("#tegels a.tile")
    assert [int(tile.b.get_text()) for tile in tiles] == [counts[name] for name in SECTIONS]
    assert [tile["href"] for tile in tiles] == ["#te-laat", "#deze-week", "#later", "#wacht"]
    for tile in tiles:
        assert page.soup.find(id=str(tile["href"])[1:])


def test_a_task_says_what_for_whom_by_when_and_why(settings: Settings) -> None:
    page = signed_in(settings, "teamleider").get("/")
    late = section(page, "te-laat")
    assert "Afstemmen met de arbodienst" in late
    assert "Samira Aït Hamou" in late
    assert "uiterlijk 20 november 2026" in late
    assert "4 dagen te laat" in late
    assert "Na uiterlijk twee weken kiest de leidinggevende" in late
    assert "Verzuimprotocol §4.4" in late
    assert "De eerste ziektedag is 6 november 2026." in late
    assert "2 weken later is 20 november 2026." in late


def test_every_task_has_one_button_that_opens_the_place_where_it_is_done(settings: Settings) -> None:
    for login in ("teamleider", "bedrijfsarts", "arbo-secretariaat"):
        someone = signed_in(settings, login)
        page = someone.get("/")
        mine = [task for task in inbox_of(login).tasks if task.mine]
        assert len(buttons(page)) == len(mine) > 0
        for address in buttons(page):
            assert someone.get(address).status == 200, address
        # The title leads there as well: Tab stops once.
        doubles = page.soup.select("#taken a.title[tabindex='-1']")
        assert [str(title["href"]) for title in doubles] == buttons(page)


def test_waiting_says_who_in_what_role_since_when_and_by_when(settings: Settings) -> None:
    waiting = section(signed_in(settings, "teamleider").get("/"), "wacht")
    assert "Probleemanalyse" in waiting
    assert "Maaike Hoekstra bedrijfsarts" in waiting
    assert "Aan zet sinds" in waiting
    assert "uiterlijk 20 november 2026" in waiting


def test_the_most_urgent_stands_first(settings: Settings) -> None:
    tasks = [task for task in inbox_of("teamleider").tasks if task.mine]
    assert tasks == sorted(tasks, key=lambda task: task.step.due_on)


def test_the_section_of_a_task_is_what_the_rule_says(settings: Settings) -> None:
    for login in ("teamleider", "bedrijfsarts", "arbo-secretariaat"):
        for shift in range(-20, 60, 7):
            day = TODAY + timedelta(days=shift)
            for task in inbox_of(login, day).tasks:
                assert task.section == ("waiting" if not task.mine else urgency(task.step.due_on, day))
                assert task.step.opens_on <= day
                assert task.step.until_on is None or task.step.until_on >= day


def test_a_section_can_be_asked_for_in_the_address(settings: Settings) -> None:
    page = signed_in(settings, "teamleider").get("/?toon=te-laat")
    assert section(page, "te-laat")
    assert not section(page, "later")
    assert not section(page, "wacht")
    assert page.soup.select_one("#tegels a.tile[href='/?toon=later']")
    assert page.soup.select_one("select[name=toon] option[selected]")["value"] == "te-laat"


def test_a_word_that_is_no_section_shows_everything(settings: Settings) -> None:
    page = signed_in(settings, "teamleider").get("/?toon=alles&pagina=-3")
    assert section(page, "te-laat")
    assert section(page, "wacht")


def test_searching_finds_a_name_or_a_number(settings: Settings) -> None:
    manager = signed_in(settings, "teamleider")
    number = dossier(WEEK_THREE).number
    for word in ("samira", "Aït", number):
        page = manager.get(f"/?zoek={word}")
        assert "Samira Aït Hamou" in page.text
        assert "Thi Lan Nguyen" not in page.text
        assert page.link("Alles tonen") == "/"
    nothing = manager.get("/?zoek=%25")
    assert "Geen taken gevonden." in nothing.text
    assert not buttons(nothing)


def test_many_tasks_bring_a_search_form_and_few_do_not(settings: Settings) -> None:
    many = signed_in(settings, "teamleider").get("/")
    assert sum(inbox_of("teamleider").counts.values()) >= 9
    assert many.soup.find(id="zoek")
    assert "Alles tonen" not in many.links()
    assert not signed_in(settings, "arbo-secretariaat").get("/").soup.find(id="zoek")


def test_htmx_gets_only_the_lists_with_the_tiles_beside_them(settings: Settings) -> None:
    manager = signed_in(settings, "teamleider")
    response = manager.client.get("/?zoek=samira", headers={"HX-Request": "true"})
    html = response.get_data(as_text=True)
    soup = checked(html, whole=False)
    assert "<html" not in html
    assert "HX-Request" in response.headers["Vary"]
    assert soup.find(id="taken")
    assert soup.find(id="tegels")["hx-swap-oob"] == "true"
    assert "gevonden" in soup.find(id="gevonden").get_text()


def test_the_employee_reads_what_is_expected_of_him_without_his_own_name(settings: Settings) -> None:
    page = signed_in(settings, "medewerker").get("/")
    assert page.heading == "Wat wordt er van mij verwacht?"
    assert "Dit doen anderen" in page.text
    assert "Plan van aanpak" in section(page, "wacht")
    assert "Joost van der Meulen" not in page.text
    assert "dossier 000" not in page.text


def test_an_employee_who_need_not_do_anything_reads_that_and_not_four_numbers(settings: Settings) -> None:
    page = signed_in(settings, LATE_ADVICE).get("/")
    assert "U hoeft nu niets te doen." in page.text
    assert inbox_of(LATE_ADVICE).counts["waiting"] > 0
    assert not page.soup.select(".tile")


def test_the_employee_who_is_not_ill_is_told_what_to_do_when_ill(settings: Settings) -> None:
    page = signed_in(settings, "002018").get("/")
    assert "U hoeft nu niets te doen." in page.text
    assert "Bel dan uw leidinggevende" in page.text
    assert not page.soup.select(".tile")


@pytest.mark.parametrize(
    ("login", "words", "href"),
    [
        ("directeur", "Doe dan een ziekmelding", "/ziekmelding"),
        ("afdelingshoofd", "Doe dan een ziekmelding", "/ziekmelding"),
        ("hrm-adviseur", "vraagt een beheerder u een functie te bevestigen, dan staat het hier", "/dossiers"),
        ("personele-dienst", "melding bij UWV", "/dossiers"),
        ("bedrijfsarts2", "uw advies of uw handtekening", "/dossiers"),
        ("verzuimadviseur", "staat het hier", "/dossiers"),
    ],
)
def test_who_has_nothing_to_do_is_told_so_and_where_to_go(
    settings: Settings, login: str, words: str, href: str
) -> None:
    someone = signed_in(settings, login)
    page = someone.get("/")
    assert "U hoeft nu niets te doen." in page.text
    assert words in page.text
    assert page.soup.select_one(".empty a")["href"] == href
    assert someone.get(href).status == 200


def test_who_only_manages_accounts_goes_to_the_accounts(settings: Settings) -> None:
    with connection():
        create_account(
            login="alleen-beheer",
            name="Bea Beheer",
            email="bea@elders.example",
            organisation=people.ORGANISATION,
            role="beheerder",
            password=people.PASSWORD,
            today=TODAY,
            hashing=CHEAP,
        )
    page = signed_in(settings, "alleen-beheer").get("/")
    assert page.url == "/beheer"


def test_a_casemanager_finds_the_tasks_of_the_leidinggevende(settings: Settings) -> None:
    number, later = dossier(WEEK_THREE).number, TODAY + timedelta(days=31)
    before = {task.dossier_number for task in inbox_of("001134").tasks}
    with connection(), transaction():
        follow_agreed(dossier(WEEK_THREE).id, {(person_of("001134"), "casemanager", later): later}, TODAY)
    assert {task.dossier_number for task in inbox_of("001134").tasks} == before
    found = inbox_of("001134", later).tasks
    mine = {task.step.key for task in found if task.mine and task.dossier_number == number}
    assert {"afstemming_arbodienst", "probleemanalyse_intake"} <= mine


def test_each_section_is_bounded_and_can_be_leafed_through(settings: Settings) -> None:
    whole = inbox_of("teamleider")
    many = [task for task in whole.tasks if task.section == "waiting"]
    assert len(many) > 2
    first = inbox_of("teamleider", section="waiting", limit=2)
    rest = inbox_of("teamleider", section="waiting", limit=100, offset=2)
    assert [*first.tasks, *rest.tasks] == many
    assert first.counts == whole.counts
    assert inbox_of("teamleider", section="waiting", offset=1000).tasks == ()
    few = inbox_of("teamleider", limit=1).tasks
    assert sorted(task.section for task in few) == sorted(name for name, count in whole.counts.items() if count)


def test_the_page_takes_few_queries_however_many_tasks_there_are(settings: Settings) -> None:
    numbers = []
    for login in ("teamleider", "medewerker", "hrm-adviseur"):
        someone = visitor(settings, TODAY, login)
        with counted() as found:
            someone.get("/")
        numbers.append(len(found))
    assert numbers[0] <= 6
    assert numbers[2] <= 8, "and where something is late"
    # An employee also reads about the own dossier: what comes next, and which papers are new.
    assert numbers[1] <= 13


def test_the_inbox_walks_the_index_on_open_steps(settings: Settings) -> None:
    for search in ("", "a"):
        with counted() as found:
            inbox_of("teamleider", search=search)
        sql, values = found[-1]
        assert "held AS (" in sql
        with connection():
            plan = [str(line[-1]) for line in rows(f"EXPLAIN QUERY PLAN {sql}", *values)]
        on_steps = [line for line in plan if re.match(r"(SEARCH|SCAN) s\b", line)]
        assert len(on_steps) == 3
        assert all("step_open (dossier_id=?" in line or "autoindex_step" in line for line in on_steps)
        assert not [line for line in plan if re.match(r"SCAN (involvement|step|dossier|person)\b", line)]
