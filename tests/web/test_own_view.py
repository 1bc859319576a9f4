"""The employee's own words in a paper that the manager writes."""

from datetime import timedelta
from pathlib import Path

import pytest

from portal.actions.give_view import give_view
from portal.demonstration import texts
from portal.storage.database import connection
from tests.staging import FIRST
from tests.web.played import counted
from tests.web.scene import Scene, at, press

PLAN = texts.plan_values(FIRST + timedelta(days=48))
PLAN_FORM = "/papieren/plan_van_aanpak/invullen?alles=ja"
VIEW = {"zienswijze_medewerker": "Ik wil <b>rustig</b> terug."}


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


@pytest.mark.asvs("15.3.3")
def test_the_employee_fills_in_the_own_view_and_nothing_else(scene: Scene) -> None:
    who = scene.open("medewerker", 47)
    page = who.get(at(PLAN_FORM))
    assert page.heading == "Uw eigen kijk: plan van aanpak"
    asked = set(page.fields("zienswijze_medewerker")) - {"csrf_token"}
    assert asked == {"zienswijze_medewerker", "zienswijze_medewerker_afspraken"}
    saved = who.fill(page, {**VIEW, "doel": "andere_functie"}, with_field="zienswijze_medewerker")
    assert not saved.errors
    assert scene.draft("medewerker") == VIEW
    again = who.get(at(PLAN_FORM))
    assert again.fields("zienswijze_medewerker")["zienswijze_medewerker"] == VIEW["zienswijze_medewerker"]


def test_the_first_page_leads_to_it_as_long_as_the_manager_must_make_the_paper(scene: Scene) -> None:
    who = scene.open("medewerker", 47)
    with counted() as asked:
        page = who.get("/")
    assert page.link("Uw kijk geven: Plan van aanpak") == at("/papieren/plan_van_aanpak/invullen")
    assert len([sql for sql, _ in asked if not sql.startswith(("BEGIN", "COMMIT", "ROLLBACK"))]) <= 8
    with connection():
        scene.stage.settle("teamleider", 48, "plan_van_aanpak", PLAN)
    assert "Uw kijk geven" not in scene.open("medewerker", 48).get("/").text


def test_with_nothing_filled_in_it_does_not_say_that_the_manager_can_read_it(scene: Scene) -> None:
    who = scene.open("medewerker", 47)
    saved = who.fill(who.get(at(PLAN_FORM)), VIEW, with_field="zienswijze_medewerker")
    assert "Uw leidinggevende kan die nu lezen" in saved.text
    emptied = {"zienswijze_medewerker": " "}
    saved = who.fill(who.get(at(PLAN_FORM)), emptied, with_field="zienswijze_medewerker")
    assert "Uw leidinggevende kan die nu lezen" not in saved.text
    assert "geen eigen kijk van u in het dossier" in saved.text
    assert scene.draft("medewerker") is None


def test_the_manager_reads_the_own_words_and_cannot_change_them(scene: Scene) -> None:
    with connection():
        give_view(**scene.stage.who("medewerker", 47), kind="plan_van_aanpak", values=VIEW)
    who = scene.open("teamleider", 48)
    page = who.get(at(PLAN_FORM))
    assert "zienswijze_medewerker" not in page.fields("gezien")
    assert page.soup.select_one("blockquote.said").get_text() == VIEW["zienswijze_medewerker"]
    done = press(who, page, "vaststellen", PLAN | {"zienswijze_medewerker": "Alles is prima."})
    assert "De eigen woorden van de medewerker staan erin" in done.text
    with connection():
        assert scene.stage.newest("plan_van_aanpak").values["zienswijze_medewerker"] == VIEW["zienswijze_medewerker"]


def test_after_settling_the_employee_is_led_to_the_paper(scene: Scene) -> None:
    with connection():
        paper_id = scene.stage.settle("teamleider", 48, "plan_van_aanpak", PLAN)
    page = scene.open("medewerker", 49).get(at(PLAN_FORM))
    assert page.url == at(f"/papieren/{paper_id}")
    assert page.link("Lezen en ondertekenen")


def test_the_view_waits_for_its_paper_too(tmp_path: Path) -> None:
    page = Scene(tmp_path, "sick").open("medewerker", 20).get(at(PLAN_FORM))
    assert page.status == 422
    assert "Eerst moet dit gedaan zijn" in page.text
