"""The hand-over page in the browser: from the inbox of the new leidinggevende to one confirmation."""

from pathlib import Path

import pytest

from portal.actions.import_personnel import import_personnel
from portal.demonstration.people import ORGANISATION, PERSONNEL
from portal.storage.database import connection
from tests.web.scene import Scene, at

OKAFOR = "001126"


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    found = Scene(tmp_path, "analysed")
    with connection():
        found.stage.plan()
    return found


def move(scene: Scene, days: int) -> None:
    lines = PERSONNEL.read_text(encoding="utf-8-sig").splitlines()
    changed = [line.replace(";001108;", f";{OKAFOR};") if line.startswith("002011;") else line for line in lines]
    with connection():
        import_personnel(organisation=ORGANISATION, content="\n".join(changed).encode(), now=scene.stage.moment(days))


def test_the_old_manager_loses_the_dossier_on_the_next_request(scene: Scene) -> None:
    old = scene.open("teamleider", 60)
    assert old.get(at("")).status == 200
    move(scene, 60)
    assert old.get(at("")).status == 404
    assert "0001" not in old.get("/dossiers").text


def test_the_new_manager_reads_what_was_promised_and_confirms(scene: Scene) -> None:
    move(scene, 60)
    new = scene.open(OKAFOR, 60)
    inbox = new.get("/")
    assert "Het dossier overnemen van de vorige leidinggevende" in inbox.text
    page = new.get(inbox.link("Bekijken en bevestigen"))
    assert page.soup.h1.get_text() == "Overname van het dossier van Joost van der Meulen"
    assert "Karin de Boer was leidinggevende tot 6 maart 2026." in page.text
    for part in ("open", "afspraken", "handtekeningen", "contacten"):
        assert page.soup.find(id=part).find(["li", "td", "dd", "p"]), part
    assert "Plan van aanpak van" in page.soup.find(id="afspraken").get_text()
    done = new.fill(page)
    assert "De overname is bevestigd" in done.text
    assert "Overname bevestigd" in done.soup.find(id="logboek").get_text()
    assert "Het dossier overnemen" not in new.get("/").text
    again = new.get(at("/overname"))
    assert again.status == 200
    assert "Overname bevestigen" not in again.text


def test_the_employee_reads_who_leads_now(scene: Scene) -> None:
    move(scene, 60)
    log = scene.open("medewerker", 60).get(at("")).soup.find(id="logboek").get_text(" ", strip=True)
    assert "Andere leidinggevende" in log
    assert "Eerst Karin de Boer, vanaf deze dag Ngozi Okafor." in log
    assert "Uit de personeelslijst" in log


def test_who_took_over_was_not_on_turn_before_that(scene: Scene) -> None:
    told = "; in deze rol vanaf 25 april 2026"
    assert told not in scene.open("teamleider", 110).get(at("")).text
    move(scene, 110)
    for login, address in ((OKAFOR, at("")), ("001023", "/voortgang")):
        page = scene.open(login, 110).get(address)
        assert told in page.text, login
        [line] = [row for row in page.soup.select("tr") if "Het dossier overnemen" in row.get_text()]
        assert told not in line.get_text(), "this turn began with the new one"
