"""The page that explains a step says when the manager one level up hears that it is late, and who heard it."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from portal.actions.morning_mail import mail_morning
from portal.storage.database import connection
from tests.web.scene import Scene, at

DUE, TOLD = 52, 56
"""The plan van aanpak is due on day 52 and told of from day 55 on, which is a Sunday."""
PAGE = at("/stappen/plan_van_aanpak/1/uitleg")


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


@pytest.mark.parametrize("login", ["teamleider", "medewerker", "afdelingshoofd"])
def test_it_is_said_before_and_after(scene: Scene, login: str) -> None:
    before = scene.open(login, DUE).get(PAGE).soup.find(id="te-laat").get_text(" ")
    assert "Is dit op 1 maart 2026 nog niet gedaan?" in before
    with connection():
        assert mail_morning(scene.stage.ids["afdelingshoofd"], "https://portaal.example", scene.stage.moment(TOLD))
    after = scene.open(login, TOLD).get(PAGE).soup.find(id="te-laat").get_text(" ")
    assert "Gemeld aan Annelies van Rijn op 2 maart 2026." in after
    assert "nog niet gedaan" not in after


def test_the_export_says_who_was_told(scene: Scene) -> None:
    with connection():
        assert mail_morning(scene.stage.ids["afdelingshoofd"], "https://portaal.example", scene.stage.moment(TOLD))
    who = scene.open("medewerker", TOLD)
    with ZipFile(BytesIO(who.client.get(at("/alle-gegevens.zip")).data)) as files:
        told = json.loads(files.read("gegevens.json"))["meldingen"]
        assert {"day": "2 maart 2026", "name": "Annelies van Rijn", "step": "Plan van aanpak"} in told
        assert "2 maart 2026: aan Annelies van Rijn" in files.read("index.html").decode()


def test_of_a_step_of_the_employee_nothing_is_said(scene: Scene) -> None:
    assert scene.open("medewerker", DUE).get(at("/stappen/wia_aanvraag/1/uitleg")).soup.find(id="te-laat") is None
