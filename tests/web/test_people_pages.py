"""A casemanager by agreement, and fresh eyes for a few weeks, in the browser: from the asking to the last day."""

from pathlib import Path

import pytest

from tests.web.browsing import Visitor
from tests.web.scene import Scene, at

HIEMSTRA = "001117"


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


def propose(scene: Scene, person: str = HIEMSTRA, days: int = 45) -> Visitor:
    manager = scene.open("teamleider", days)
    form = manager.get(at("/vastleggen/casemanager_voorgesteld"))
    sent = manager.fill(form, {"persoon": person}, with_field="persoon")
    assert "Uw voorstel ligt bij de medewerker" in sent.text
    return manager


def agree(scene: Scene, days: int = 45) -> Visitor:
    employee = scene.open("medewerker", days)
    form = employee.get(at("/vastleggen/casemanager_antwoord"))
    assert "Casemanager voorgesteld" in form.text
    assert "Sjoerd Hiemstra." in form.text
    assert HIEMSTRA not in form.text
    done = employee.fill(form, {"antwoord": "ja"}, with_field="antwoord")
    assert "Uw antwoord staat in het dossier" in done.text
    assert "Op: Sjoerd Hiemstra." in done.text
    return employee


def test_both_agree_and_the_casemanager_finds_the_work_the_same_day(scene: Scene) -> None:
    propose(scene)
    assert scene.open(HIEMSTRA, 45).get(at("")).status == 404
    assert "Antwoorden op het voorstel voor een casemanager" in scene.open("medewerker", 45).get("/").text
    agree(scene)
    casemanager = scene.open(HIEMSTRA, 45)
    row = casemanager.get(at("")).soup.select_one("#nu tbody tr")
    assert "Plan van aanpak" in row.text
    assert "U casemanager" in " ".join(row.get_text(" ").split())
    assert "Karin de Boer leidinggevende" in " ".join(scene.open("medewerker", 45).get(at("")).text.split())
    assert "Plan van aanpak" in casemanager.get("/").text
    assert casemanager.get(at("/contact")).status == 200


def test_a_new_casemanager_is_told_so_until_they_open_the_dossier(scene: Scene) -> None:
    told = "U bent casemanager van Joost van der Meulen, dossier 0001, sinds 19 februari 2026"
    propose(scene)
    assert told not in scene.open(HIEMSTRA, 45).get("/").text, "not before both agreed"
    agree(scene)
    for login in ("teamleider", "medewerker", "001126"):
        assert told not in scene.open(login, 45).get("/").text, login
    casemanager = scene.open(HIEMSTRA, 47)
    page = casemanager.get("/")
    assert "Nieuw voor u" in page.text
    assert casemanager.follow(page, told).heading == "Joost van der Meulen"
    assert told not in casemanager.get("/").text


def test_that_one_became_casemanager_is_no_news_after_a_month_or_once_it_ended(scene: Scene) -> None:
    propose(scene)
    employee = agree(scene)
    assert "U bent casemanager" in scene.open(HIEMSTRA, 75).get("/").text
    assert "U bent casemanager" not in scene.open(HIEMSTRA, 76).get("/").text
    form = employee.get(at("/vastleggen/casemanager_beeindigd"))
    employee.post(form.action("csrf_token"), form.fields("csrf_token"))
    assert "U bent casemanager" not in scene.open(HIEMSTRA, 46).get("/").text


def test_the_dossier_says_who_from_when_until_when_and_who_agreed(scene: Scene) -> None:
    propose(scene)
    employee = agree(scene)
    form = employee.get(at("/vastleggen/casemanager_beeindigd"))
    stopped = employee.post(form.action("csrf_token"), form.fields("csrf_token")) if form.status == 200 else form
    assert "gestopt" in stopped.text
    assert scene.open(HIEMSTRA, 45).get(at("")).status == 404


def test_the_history_of_a_casemanager_stays_readable(scene: Scene) -> None:
    propose(scene)
    agree(scene, 47)
    for login in ("medewerker", "teamleider", HIEMSTRA):
        table = scene.open(login, 50).get(at("")).soup.find("caption", string="Afspraken over wie meewerkt of meeleest")
        assert table
        told = table.parent.get_text(" ", strip=True)
        assert "Sjoerd Hiemstra" in told
        assert "21 februari 2026" in told
        assert "Voorgesteld door Karin de Boer op 19 februari 2026. Akkoord: Joost van der Meulen" in told
    assert "Afspraken over wie meewerkt" not in scene.open("afdelingshoofd", 50).get(at("")).text


def test_a_name_that_fits_more_people_comes_back_with_who_they_are(scene: Scene) -> None:
    manager = scene.open("teamleider", 45)
    form = manager.get(at("/vastleggen/casemanager_voorgesteld"))
    back = manager.fill(form, {"persoon": "van"}, with_field="persoon")
    assert back.status == 422
    assert "Annelies van Rijn (001015)" in back.errors
    assert back.fields("persoon")["persoon"] == "van"


def test_the_manager_above_proposes_without_reading(scene: Scene) -> None:
    above = scene.open("afdelingshoofd", 45)
    page = above.follow(above.get(at("")), "Iets anders vastleggen")
    assert [link.get_text() for link in page.soup.select("main ul.stack > li > a")] == [
        "Een andere casemanager voorstellen"
    ]
    form = above.get(at("/vastleggen/casemanager_voorgesteld"))
    done = above.fill(form, {"persoon": "Annelies van Rijn"}, with_field="persoon")
    assert "Uw voorstel ligt bij de medewerker" in done.text
    assert "Stukken in dit dossier" not in done.text


# Fresh eyes


def ask(scene: Scene, days: int = 320, last: int = 333) -> Visitor:
    manager = scene.open("teamleider", days)
    form = manager.get(at("/vastleggen/frisse_blik_gevraagd"))
    values = {"persoon": HIEMSTRA, "tot": scene.stage.day(last).isoformat()}
    assert "De meelezer ziet het dossier vanaf nu" in manager.fill(form, values, with_field="tot").text
    return manager


def test_fresh_eyes_read_papers_but_no_talks_and_no_six_items(scene: Scene) -> None:
    ask(scene)
    reader = scene.open(HIEMSTRA, 321)
    assert "Met een frisse blik meelezen" in reader.get("/").text
    page = reader.get(at(""))
    assert "Probleemanalyse" in page.text
    assert "06 5550 0101" not in page.text
    assert "Kerkstraat" not in page.text
    analysis = reader.get(page.link("Probleemanalyse"))
    assert analysis.status == 200
    assert "Kerkstraat" not in analysis.text
    for address in ("/contact", "/rapport", "/inzage", "/herstel", "/vraag-arbodienst"):
        assert reader.get(at(address)).status == 403, address


def test_the_employee_sees_who_reads_along_and_until_when(scene: Scene) -> None:
    ask(scene)
    page = scene.open("medewerker", 321).get(at(""))
    people = page.soup.find(id="betrokken").get_text(" ", strip=True)
    assert "Sjoerd Hiemstra meelezer met frisse blik tot en met 4 december 2026" in people


def test_the_note_comes_into_the_first_year_evaluation_and_the_door_closes_by_itself(scene: Scene) -> None:
    ask(scene)
    reader = scene.open(HIEMSTRA, 325)
    form = reader.get(at("/vastleggen/frisse_blik"))
    done = reader.fill(form, {"bevinding": "Werk op een andere afdeling is niet bekeken."}, with_field="bevinding")
    assert "Uw notitie staat in het dossier" in done.text
    assert reader.get(at("/vastleggen/frisse_blik")).status == 422
    assert scene.open(HIEMSTRA, 333).get(at("")).status == 200
    assert scene.open(HIEMSTRA, 334).get(at("")).status == 404
    paper = scene.open("teamleider", 340).get(at("/papieren/eerstejaarsevaluatie/invullen?alles=ja"))
    assert "Werk op een andere afdeling is niet bekeken." in str(paper.soup)
    assert "Sjoerd Hiemstra, teamleider" in str(paper.soup)


# The arbodienst


def test_the_secretariat_hands_the_dossier_to_another_bedrijfsarts_and_the_employee_sees_it(scene: Scene) -> None:
    before = scene.open("bedrijfsarts", 45)
    assert before.get(at("")).status == 200
    assert scene.open("bedrijfsarts2", 45).get(at("")).status == 404
    secretariat = scene.open("arbo-secretariaat", 45)
    form = secretariat.get(at("/vastleggen/arbo_overgedragen"))
    values = {"op": scene.stage.day(45).isoformat(), "functie": "bedrijfsarts", "persoon": "Dirk-Pieter van Loon"}
    assert "De overdracht staat in het dossier" in secretariat.fill(form, values, with_field="persoon").text
    assert before.get(at("")).status == 404
    assert scene.open("bedrijfsarts2", 45).get(at("")).status == 200
    page = scene.open("medewerker", 46).get(at(""))
    people = page.soup.find(id="betrokken").get_text(" ", strip=True)
    assert "Dirk-Pieter van Loon bedrijfsarts" in people
    assert "Maaike Hoekstra" not in people
    assert "Bedrijfsarts: Dirk-Pieter van Loon." in page.soup.find(id="logboek").get_text(" ", strip=True)
