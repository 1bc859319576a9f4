"""The hand-over page in the browser: from the inbox of the new leidinggevende to one confirmation."""

from pathlib import Path

import pytest

from portal.actions.import_personnel import import_personnel
from portal.actions.manage_account import create_login
from portal.actions.passwords import CHEAP
from portal.actions.record import record
from portal.demonstration.people import ORGANISATION, PASSWORD, PERSONNEL
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


def test_before_a_move_who_takes_over_there_is_named_and_not_who_has_it_here(scene: Scene) -> None:
    ministry, day = "Ministerie van Sluizen", scene.stage.day(60).isoformat()
    heading = "Personeelsnummer;Naam;E-mail;Functie;Uren;Eenheid;Eenheidsnaam;Bovenliggende eenheid;Leidinggevende"
    leader = "2;Lena Leider;l.leider@sluizen.example;teamleider;36;S;Sluizen;;"
    moved = "3;Joost van der Meulen;j.meulen@sluizen.example;sluiswachter;36;S;Sluizen;;2"
    with connection():
        content = "\n".join([heading, leader, moved]).encode()
        import_personnel(organisation=ministry, content=content, now=scene.stage.moment(50))
        create_login(personnel_number="2", organisation=ministry, login="leider", password=PASSWORD, hashing=CHEAP)
        answers = {"organisatie": ministry, "persoon": "3", "vanaf": day}
        record(**scene.stage.who("teamleider", 50), kind="naar_andere_organisatie", answers=answers)
    employee = scene.open("medewerker", 50)
    form = employee.get(at("/vastleggen/naar_andere_organisatie_antwoord"))
    told = (
        employee.fill(form, {"antwoord": "ja"}, with_field="antwoord")
        .soup.find(id="meldingen")
        .get_text(" ", strip=True)
    )
    assert "«Het dossier overnemen van de vorige organisatie». Dat doet Lena Leider, leidinggevende, uiterlijk" in told
    here = scene.open("teamleider", 50).get(at("")).soup.find(id="voortgang").get_text(" ", strip=True)
    taken = here.partition("Het dossier overnemen van de vorige organisatie")[2]
    assert taken.partition(", leidinggevende")[0].endswith("Lena Leider")
    there = scene.open("leider", 60)
    done = there.fill(there.get(at("/overname"))).soup.find(id="meldingen").get_text(" ", strip=True)
    assert "Daarvoor is nog niemand aangewezen (secretariaat arbodienst), uiterlijk" in done
