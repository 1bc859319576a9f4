"""The receipts for copies in the browser."""

from pathlib import Path

from portal.actions.hand_over import hand_over
from portal.actions.record import record
from portal.demonstration import texts
from portal.storage.database import connection
from tests.web.scene import Scene, at


def test_a_copy_is_new_then_seen_downloaded_and_confirmed(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "analysed")
    with connection():
        paper = scene.stage.newest("probleemanalyse").id
    employee, manager = scene.open("medewerker", 40), scene.open("teamleider", 40)
    here = at(f"/papieren/{paper}")
    assert "Nog niet gezien" in manager.get(here).text
    page = employee.get(at(""))
    assert "Nieuw voor u" in page.text
    assert "Nieuw voor u" in employee.get("/").text
    own = employee.follow(employee.get("/"), "Probleemanalyse")
    assert "Nieuw voor u" not in employee.get(at("")).text
    assert "Nieuw voor u" not in employee.get("/").text
    assert "Gezien op 14 februari 2026." in manager.get(here).text
    employee.get(f"{here}/bestand")
    assert "Gedownload op 14 februari 2026." in manager.get(here).text
    done = employee.post(f"{here}/afschrift-ontvangen", employee.get(here).fields("csrf_token"))
    assert "Ontvangst bevestigd op 14 februari 2026" in done.text
    assert "Ontvangst bevestigen" in own.text
    assert "Ontvangst bevestigen" not in employee.get(here).text


def test_the_manager_records_that_a_copy_went_on_paper(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "analysed")
    with connection():
        paper = scene.stage.newest("probleemanalyse").id
    manager = scene.open("teamleider", 45)
    page = manager.follow(manager.get(at(f"/papieren/{paper}")), "Op papier gegeven? Leg dat vast")
    done = manager.fill(page, {"aan": "medewerker", "op": scene.stage.day(44).isoformat()}, with_field="op")
    assert "Op papier gegeven op 18 februari 2026 door" in done.text
    again = manager.get(at(f"/papieren/{paper}/afschrift-op-papier"))
    assert again.status == 422
    assert "geen afschrift meer" in again.text
    # Who got one on paper stands in the log of the dossier as well.
    assert "op papier gegeven aan de medewerker" in manager.get(at("")).text


def test_what_waits_for_a_signature_is_a_task_and_no_news(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "analysed")
    with connection():
        scene.stage.settle("teamleider", 48, "plan_van_aanpak", texts.plan_values(scene.stage.day(48)))
    page = scene.open("medewerker", 49).get("/")
    news = next(one for one in page.soup.select("main .utrecht-alert") if "Nieuw voor u" in one.get_text())
    assert "Plan van aanpak" not in news.get_text()
    assert "Plan van aanpak ondertekenen" in page.text


def test_after_a_death_no_page_asks_to_read_or_to_mend_anything(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "analysed")
    with connection():
        record(**scene.stage.who("teamleider", 40), kind="overleden", on=scene.stage.day(39), answers={})
    for login in ("teamleider", "hrm-adviseur"):
        page = scene.open(login, 40).get(at(""))
        assert "Er staat nu niets open in dit dossier" in page.text
        assert "Nieuw voor u" not in page.text
        assert "Wat ontbreekt er?" not in page.text


def test_papers_given_on_paper_to_who_cannot_be_reached_are_received(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "near_the_end")
    with connection():
        handed = hand_over(**scene.stage.who("teamleider", 612), note="", accepts_gaps=True)
    manager = scene.open("teamleider", 615)
    assert "De ontvangst is nog niet bevestigd." in manager.get(at("/rapport")).text
    page = manager.follow(manager.get(at(f"/papieren/{handed}")), "Op papier gegeven? Leg dat vast")
    manager.fill(page, {"aan": "medewerker", "op": scene.stage.day(614).isoformat()}, with_field="op")
    report = manager.get(at("/rapport"))
    assert "Op papier gegeven op 11 september 2027 door Karin de Boer." in report.text
    assert "Ontvangst van de stukken bevestigen" not in report.soup.select_one("#ontbreekt table").get_text(" ")
    # The employee may still say so in person.
    assert "Bevestig dat u de stukken hebt" in scene.open("medewerker", 616).get(at("/rapport")).text


def test_others_see_only_what_became_of_their_own_copy(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "analysed")
    with connection():
        scene.stage.plan()
        paper = scene.stage.newest("plan_van_aanpak").id
    page = scene.open("hrm-adviseur", 60).get(at(f"/papieren/{paper}"))
    card = page.soup.select_one("#afschriften").get_text(" ")
    assert "HRM-adviseur" in card
    assert "Bedrijfsarts" not in card
