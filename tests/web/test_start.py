"""The first page answers the question with which someone comes: where do I stand, whom do I see, where is it stuck?"""

from datetime import time
from pathlib import Path

import pytest

from portal.actions.manage_account import appoint
from portal.actions.record_recovery import record_recovery
from portal.demonstration import people, texts
from portal.demonstration.cases import Case
from portal.settings import Settings
from portal.storage.database import connection
from portal.storage.reading.people import person
from tests.access.test_queries import MOST
from tests.web.browsing import moment, visitor
from tests.web.played import TODAY, counted, dossier, played, signed_in
from tests.web.scene import Scene, at
from tests.web.test_next_consult import planned


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "sick")


def test_the_employee_reads_where_they_stand_and_what_comes(scene: Scene) -> None:
    planned(scene, 28, time(10, 0))
    employee = scene.open("medewerker", 22)
    page = employee.get("/")
    card = " ".join(page.soup.find(id="stand-1").get_text(" ").split())
    assert "Stand Ziek, sinds 5 januari 2026, week 4 van 104" in card
    assert "Uw spreekuur 2 februari 2026 om 10.00 uur" in card
    assert "Wat er komt" in card
    assert employee.follow(page, "Wie keek er in uw dossier?").heading == "Wie keek er in mijn dossier?"
    assert scene.open("teamleider", 22).get("/").soup.find(id="stand-1") is None


def test_what_comes_is_no_step_that_the_early_analysis_made_needless(scene: Scene) -> None:
    with connection():
        scene.stage.settle("bedrijfsarts", 20, "probleemanalyse", texts.ANALYSIS)
    card = scene.open("medewerker", 22).get("/").soup.find(id="stand-1").get_text(" ")
    assert "Wat er komt Plan van aanpak, uiterlijk 8 februari 2026" in " ".join(card.split())


def test_what_comes_is_no_paper_that_nobody_is_asked_to_sign_any_more(tmp_path: Path) -> None:
    stage = (scene := Scene(tmp_path, "analysed")).stage
    with connection():
        stage.plan()
        stage.settle("teamleider", 80, "periodieke_evaluatie", texts.evaluation_values(stage.day(80), 1))
        record_recovery(**stage.who("teamleider", 81), on=stage.day(81), hours=36)
    assert "Periodieke evaluatie" not in standing(scene, 81)


def standing(scene: Scene, day: int) -> str:
    """What the employee reads on that day of where they stand."""
    return " ".join(scene.open("medewerker", day).get("/").soup.find(id="stand-1").get_text(" ").split())


def test_an_employee_who_is_better_need_not_look_where_to_say_so(scene: Scene) -> None:
    employee = scene.open("medewerker", 22)
    for address in ("/", at("")):
        form = employee.follow(employee.get(address), "Ik ga weer werken")
        assert form.heading == "Ik ga weer werken", address


def test_who_said_to_work_again_reads_since_when_that_waits_and_can_take_it_back(scene: Scene) -> None:
    employee = scene.open("medewerker", 22)
    employee.fill(
        employee.follow(employee.get("/"), "Ik ga weer werken"), {"op": "2026-01-28", "geheel": "ja"}, with_field="op"
    )
    page = scene.open("medewerker", 23).get("/")
    card = " ".join(page.soup.find(id="stand-1").get_text(" ").split())
    assert "U meldde op 27 januari 2026 dat u vanaf 28 januari 2026 weer werkt." in card
    assert "Uw leidinggevende moet dat nog vastleggen." in card
    assert "Ik ga weer werken" not in page.links()
    form = employee.follow(page, "Uw melding intrekken")
    assert form.link("Terug zonder bewaren") == "/"
    back = employee.fill(form, {"reden": "Het gaat toch niet."}, with_field="reden")
    assert (back.url, "U meldde op" in back.text) == ("/", False)
    assert "Ik ga weer werken" in back.links()


def test_once_the_leidinggevende_answered_a_report_of_working_again_nothing_waits(scene: Scene) -> None:
    employee = scene.open("medewerker", 22)
    form = employee.get(at("/vastleggen/hersteld_gemeld"))
    employee.fill(form, {"op": "2026-01-27", "geheel": "nee", "uren": "18"}, with_field="op")
    manager = scene.open("teamleider", 22)
    partly = {"waarde": "volledig", "uren": "18"}
    assert "Het herstel staat" in manager.fill(manager.get(at("/herstel")), partly, with_field="uren").text
    page = employee.get("/")
    assert "U meldde op" not in page.text
    assert "Ik ga weer werken" in page.links(), "ill for a part still"


BUSY = ("hrm_adviseur", "bedrijfsarts")
"""Functions that ask most of the first page, besides leading two levels."""


def ill_themselves(folder: Path, age: int) -> Settings:
    """The afdelingshoofd is ill, has other functions too, and there are dossiers in their teams."""
    cases = {"001015": Case(age), "002112": Case(0), "002066": Case(44, frozenset({"probleemanalyse"}))}
    settings = played(folder, cases)
    with connection():
        for role in BUSY:
            appoint(login="afdelingshoofd", organisation=people.ORGANISATION, role=role, today=TODAY)
    return settings


def test_who_has_other_work_too_reads_where_they_stand_themselves(tmp_path: Path) -> None:
    head = visitor(ill_themselves(tmp_path, 50), TODAY, "afdelingshoofd")
    page = head.get("/")
    assert page.heading == "Werkvoorraad"
    card = " ".join(page.soup.find(id="stand-1").get_text(" ").split())
    assert card.startswith("Waar u zelf staat Stand Ziek, sinds")
    assert head.follow(page, "Open uw dossier").heading == "Uw dossier"


def test_who_has_other_work_too_and_is_better_reads_that_alone(tmp_path: Path) -> None:
    settings = ill_themselves(tmp_path, 50)
    with connection():
        own, actor = dossier("001015"), people.number_to_person("001002")
        record_recovery(dossier_id=own.id, actor=actor, now=moment(TODAY), on=TODAY, hours=36)
    assert visitor(settings, TODAY, "afdelingshoofd").get("/").soup.find(id="stand-1") is None


def test_the_first_page_asks_no_more_for_who_has_many_functions_and_is_ill(tmp_path: Path) -> None:
    head = visitor(ill_themselves(tmp_path, 612), TODAY, "afdelingshoofd")
    page = head.get("/")
    assert all(page.soup.find(id=card) for card in ("vandaag", "vast", "teams"))
    with counted() as found:
        head.get("/")
    asked = [sql for sql, _ in found if not sql.startswith(("BEGIN", "COMMIT", "ROLLBACK"))]
    assert len(asked) <= MOST


def test_the_bedrijfsarts_reads_whom_they_see_today(scene: Scene) -> None:
    planned(scene, 28, time(10, 0))
    planned(scene, 28, time(8, 30))
    assert "geen spreekuur" in scene.open("bedrijfsarts", 27).get("/").soup.find(id="vandaag").get_text()
    today = scene.open("bedrijfsarts", 28).get("/").soup.select("#vandaag li")
    assert [" ".join(one.get_text(" ").split()) for one in today] == [
        "08.30 uur Joost van der Meulen dossier 0001, Spreekkamer 2",
        "10.00 uur Joost van der Meulen dossier 0001, Spreekkamer 2",
    ]
    assert not scene.open("bedrijfsarts2", 28).get("/").soup.select("#vandaag li")
    assert scene.open("arbo-secretariaat", 28).get("/").soup.find(id="vandaag") is None
    with connection():
        record_recovery(**scene.stage.who("teamleider", 28), on=scene.stage.day(28), hours=36)
    assert not scene.open("bedrijfsarts", 28).get("/").soup.select("#vandaag li")


def test_the_hrm_adviseur_reads_where_something_is_late(tmp_path: Path) -> None:
    cases = {"002066": Case(44, frozenset({"probleemanalyse"})), "002045": Case(3)}
    settings = played(tmp_path, cases)
    with connection():
        name = person(people.number_to_person("002066")).name
    [line] = signed_in(settings, "hrm-adviseur").get("/").soup.select("#vast li")
    told = " ".join(line.get_text(" ").split())
    assert told.startswith(f"{name} dossier 0001: ")
    assert "4 dagen te laat, aan zet is Maaike Hoekstra (bedrijfsarts)" in told
    assert signed_in(settings, "teamleider").get("/").soup.find(id="vast") is None


def test_who_follows_teams_reads_which_is_late_and_gets_there(tmp_path: Path) -> None:
    settings = played(tmp_path, {"002112": Case(0), "002066": Case(44, frozenset({"probleemanalyse"}))})
    head = signed_in(settings, "afdelingshoofd")
    page = head.get("/")
    told = [" ".join(line.get_text(" ").split()) for line in page.soup.select("#teams li")]
    assert told == [
        "Team van Karin de Boer 1 te laat Wegen en Verkeer",
        "Team van Sjoerd Hiemstra Alles op tijd Vaarwegen en Bruggen",
    ]
    _, anchor = page.soup.select_one("#teams li a")["href"].split("#")
    there = head.get("/voortgang").soup.find(id=anchor)
    assert "Team van Karin de Boer" in there.get_text()
    assert signed_in(settings, "teamleider").get("/").soup.find(id="teams") is None


def test_nothing_late_is_told_as_well(tmp_path: Path) -> None:
    settings = played(tmp_path, {"002045": Case(0)})
    assert "niets te laat" in signed_in(settings, "hrm-adviseur").get("/").soup.find(id="vast").get_text()


def test_who_keeps_the_accounts_starts_there_until_they_are_ill_themselves(tmp_path: Path) -> None:
    settings = played(tmp_path, {})
    assert signed_in(settings, "beheerder").get("/").url == "/beheer"
