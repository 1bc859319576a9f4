"""Reporting sick in the browser: the employee writes, the manager confirms, both see how it stands."""

from pathlib import Path

import pytest

from portal.actions.record_recovery import record_recovery
from portal.rules.calendar import long_date
from portal.storage.database import connection
from tests.web.page import Page
from tests.web.scene import Scene

KROON = "002024"
ITEMS = {"telefoon": "06 1234", "adres": "Dorpsstraat 1", "verwachte_duur": "een week", "lopende_zaken": "Overleg"}


def menu_of(page: Page) -> list[str]:
    """The words of the menu on a page."""
    return [link.get_text() for link in page.soup.select("#hoofdmenu a")]


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


def test_from_the_employee_to_the_dossier(scene: Scene) -> None:
    employee = scene.open(KROON, 45)
    form = employee.follow(employee.get("/"), "Ik ben ziek")
    first = scene.stage.day(44).isoformat()
    sent = employee.fill(form, {"eerste_ziektedag": first, **ITEMS}, with_field="telefoon")
    assert "Uw melding ligt bij uw leidinggevende" in sent.text
    assert sent.soup.h1.get_text() == "Uw ziekmelding wacht op bevestiging"
    assert "18 februari 2026" in sent.text
    assert "Karin de Boer" in sent.text
    assert "Uw leidinggevende moet dat nog bevestigen." in employee.get("/").text
    manager = scene.open("teamleider", 45)
    inbox = manager.get("/")
    assert "vandaag" in inbox.soup.find(id="ziekmeldingen").get_text()
    confirm = manager.get(inbox.link("Ziekmelding bevestigen: Piet Kroon"))
    assert confirm.fields("telefoon")["telefoon"] == "06 1234"
    assert confirm.fields("telefoon")["eerste_ziektedag"] == first
    # What the employee reported is confirmed, not typed anew.
    team = manager.get("/ziekmelding")
    assert team.link("Melding bevestigen Piet Kroon") == confirm.url
    assert manager.get(f"/ziekmelding/{scene.stage.ids[KROON]}").url == confirm.url
    done = manager.fill(confirm, with_field="telefoon")
    assert "De ziekmelding staat in het dossier" in done.text
    assert done.soup.h1.get_text() == "Piet Kroon is ziek gemeld: wat er nu gebeurt"
    assert "Ziekmelding in SAP zetten" in done.soup.find("section", id="vandaag").get_text()
    assert "Eerste vervolgcontact" in done.soup.find("section", id="daarna").get_text()
    dossier = manager.follow(done, "Naar het dossier")
    assert "Gemeld op 19 februari 2026 door de medewerker zelf." in dossier.text
    assert manager.get("/").soup.find(id="ziekmeldingen") is None
    assert employee.get("/ziek-melden").soup.h1.get_text() == "U bent ziek gemeld"
    again = manager.get(confirm.url)
    assert (again.status, "Deze melding wacht niet meer" in again.text) == (422, True)


def test_who_is_reported_ill_need_not_say_so_and_can_again_after_full_recovery(scene: Scene) -> None:
    own = scene.open("medewerker", 45)
    assert menu_of(own.get("/")) == ["Wat wordt er van mij verwacht?", "Dossiers"]
    back = {**scene.stage.who("teamleider", 45), "on": scene.stage.day(45)}
    with connection():
        record_recovery(**back, hours=20)
    assert "Ik ben ziek" not in menu_of(own.get("/")), "ill for a part"
    with connection():
        record_recovery(**back, hours=36)
    assert menu_of(own.get("/")) == ["Wat wordt er van mij verwacht?", "Dossiers", "Ik ben ziek"]


def test_a_report_that_waits_is_seen_where_it_was_made(scene: Scene) -> None:
    employee = scene.open(KROON, 45)
    employee.fill(employee.get("/ziek-melden"), ITEMS, with_field="telefoon")
    assert employee.follow(employee.get("/"), "Ik ben ziek").heading == "Uw ziekmelding wacht op bevestiging"


def test_what_is_asked_after_a_late_report_says_by_when_and_is_not_called_todays(scene: Scene) -> None:
    manager = scene.open("teamleider", 45)
    form = manager.get(f"/ziekmelding/{scene.stage.ids[KROON]}")
    first = {"eerste_ziektedag": scene.stage.day(33).isoformat()}
    asked = manager.fill(form, first, with_field="telefoon").soup.find("section", id="vandaag")
    assert asked.h2.get_text() == "Wat u nu kunt doen"
    tasks = [" ".join(one.get_text(" ").split()) for one in asked.select("li")]
    assert any(f"Uiterlijk {long_date(scene.stage.day(47))}." in one for one in tasks if "Afstemmen" in one), tasks


def test_words_about_the_illness_are_refused_at_once_and_not_only_when_the_manager_confirms(scene: Scene) -> None:
    employee = scene.open(KROON, 45)
    told = {**ITEMS, "lopende_zaken": "Ik heb griep, het overleg kan niet doorgaan."}
    back = employee.fill(employee.get("/ziek-melden"), told, with_field="telefoon")
    assert back.status == 422
    assert "«griep»" in back.errors
    sent = employee.fill(back, ITEMS, with_field="telefoon")
    assert "Uw melding ligt bij uw leidinggevende" in sent.text


def test_the_form_asks_the_six_items_and_nothing_else(scene: Scene) -> None:
    asked = scene.open(KROON, 45).get("/ziek-melden").fields("telefoon")
    assert set(asked) - {"csrf_token"} == {
        "eerste_ziektedag",
        "telefoon",
        "adres",
        "verwachte_duur",
        "lopende_zaken",
        "vangnet",
        "arbeidsongeval",
        "verkeersongeval_derde",
    }


def test_the_manager_corrects_the_day_with_a_reason_and_is_told_when_late(scene: Scene) -> None:
    employee = scene.open(KROON, 45)
    employee.fill(employee.get("/ziek-melden"), ITEMS, with_field="telefoon")
    manager = scene.open("teamleider", 46)
    inbox = manager.get("/")
    assert "te laat" in inbox.soup.find(id="ziekmeldingen").get_text()
    form = manager.get(inbox.link("Ziekmelding bevestigen: Piet Kroon"))
    back = manager.fill(form, {"eerste_ziektedag": scene.stage.day(44).isoformat()}, with_field="telefoon")
    assert back.status == 422
    assert "Schrijf op waarom" in back.errors
    done = manager.fill(back, {"reden": "Dinsdag niet gewerkt."}, with_field="telefoon")
    assert "Dinsdag niet gewerkt." in manager.follow(done, "Naar het dossier").text


def test_the_employee_takes_it_back(scene: Scene) -> None:
    employee = scene.open(KROON, 45)
    waits = employee.fill(employee.get("/ziek-melden"), ITEMS, with_field="telefoon")
    form = waits.soup.find("form", action="/ziek-melden/intrekken")
    token = form.find("input", attrs={"name": "csrf_token"})["value"]
    assert "Uw melding is ingetrokken" in employee.post("/ziek-melden/intrekken", {"csrf_token": token}).text
    assert scene.open("teamleider", 45).get("/").soup.find(id="ziekmeldingen") is None


def test_a_manager_of_others_does_not_find_it(scene: Scene) -> None:
    employee = scene.open(KROON, 45)
    employee.fill(employee.get("/ziek-melden"), ITEMS, with_field="telefoon")
    other = scene.open("001117", 45)
    assert other.get("/").soup.find(id="ziekmeldingen") is None
    assert other.get("/ziekmelding/bevestigen/1").status == 404
    assert scene.open("medewerker", 45).get("/ziekmelding/bevestigen/1").status == 404


def test_who_is_ill_again_within_four_weeks_goes_on_and_later_begins_anew(scene: Scene) -> None:
    manager = scene.open("teamleider", 120)
    told = []
    for back, again in ((50, 77), (80, 108)):
        with connection():
            record_recovery(**scene.stage.who("teamleider", back), on=scene.stage.day(back), hours=36)
        form = manager.get(f"/ziekmelding/{scene.stage.ids['medewerker']}")
        day = scene.stage.day(again).isoformat()
        done = manager.fill(form, {"eerste_ziektedag": day, "gemeld_op": day}, with_field="telefoon")
        told.append(done.soup.select_one("main .lead").get_text())
    assert "De eerste ziektedag blijft 5 januari 2026." in told[0]
    assert told[1] == "Dit is een nieuw geval, los van het verzuim daarvoor. De termijnen tellen vanaf 23 april 2026."


def test_what_the_manager_must_know_is_two_sentences_and_a_list(scene: Scene) -> None:
    employee = scene.open(KROON, 45)
    employee.fill(employee.get("/ziek-melden"), ITEMS, with_field="telefoon")
    manager = scene.open("teamleider", 45)
    page = manager.get(manager.get("/").link("Ziekmelding bevestigen: Piet Kroon"))
    lead = page.soup.select_one(".page-heading .lead").get_text()
    assert lead.startswith("Gemeld door de medewerker zelf, op 19 februari 2026")
    assert lead.endswith("uur. Kijk na of de eerste ziektedag klopt.")
    points = [point.get_text() for point in page.soup.select(".page-heading li")]
    assert len(points) == 3
    assert "Vraag niet naar de aard of de oorzaak van de ziekte" in points[-1]
