"""«Mijn instellingen»: one chooses how often mail comes, without JavaScript, and it is kept."""

from pathlib import Path

import pytest

from portal.storage.database import connection
from portal.storage.reading.reminders import mail_wish
from tests.web.scene import Scene

DAY = 45


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


def wish(scene: Scene, login: str) -> str:
    with connection():
        return mail_wish(scene.stage.ids[login])


def test_what_one_chooses_is_kept_and_shown(scene: Scene) -> None:
    who = scene.open("teamleider", DAY)
    page = who.get(who.get("/").link("Mijn instellingen"))
    assert page.fields("mail")["mail"] == "daily"
    after = who.fill(page, {"mail": "weekly"}, with_field="mail")
    assert "Uw keuze is bewaard." in after.text
    assert after.fields("mail")["mail"] == "weekly"
    assert (wish(scene, "teamleider"), wish(scene, "medewerker")) == ("weekly", "daily")


def test_another_answer_is_refused_with_a_sentence(scene: Scene) -> None:
    who = scene.open("medewerker", DAY)
    page = who.fill(who.get("/instellingen"), {"mail": "hourly"}, with_field="mail")
    assert page.status == 422
    assert "Kies een van de antwoorden" in page.text
    assert wish(scene, "medewerker") == "daily"


def test_who_leads_one_level_up_reads_that_late_steps_are_told_all_the_same(scene: Scene) -> None:
    assert "behalve als een taak van een ander" in scene.open("afdelingshoofd", DAY).get("/instellingen").text
    assert "behalve" not in scene.open("medewerker", DAY).get("/instellingen").text
