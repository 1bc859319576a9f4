"""What the beheerder does about someone's login: only in the own organisation, and with a name to it."""

from pathlib import Path

import pytest

from portal.storage.database import connection, rows
from tests.web.scene import Scene, token
from tests.web.second_factor import add_app


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "sick")


def page_of(scene: Scene, login: str) -> str:
    return f"/beheer/accounts/{scene.stage.ids[login]}"


@pytest.mark.asvs("6.4.4")
def test_who_lost_phone_and_codes_begins_anew(scene: Scene) -> None:
    employee = scene.open("medewerker", 10)
    add_app(employee)
    beheerder = scene.open("beheerder", 10)
    page = beheerder.follow(beheerder.get("/beheer"), "Joost van der Meulen")
    assert "een app en nog 10 herstelcodes" in page.text
    assert page.soup.select_one("#eerder caption").get_text() == "De laatste keren dat er iets met deze inlog gebeurde"
    address = page.soup.select_one("#opnieuw form")["action"]
    done = beheerder.post(str(address), {"csrf_token": token(beheerder)})
    assert "Logt in met alleen een wachtwoord." in done.text
    assert "weggehaald door Ravi Sharma" in done.text
    assert employee.get("/").heading == "Inloggen"
    with connection():
        assert rows("SELECT COUNT(*) FROM job WHERE subject LIKE 'weggehaald:%'") == [(1,)], "the owner hears of it"
    again = scene.open("medewerker", 10)
    assert "weggehaald door Ravi Sharma" in again.get("/ingelogd").text


@pytest.mark.asvs("7.4.5")
def test_the_beheerder_ends_the_logins_of_one_person(scene: Scene) -> None:
    employee, other = scene.open("medewerker", 10), scene.open("teamleider", 10)
    beheerder = scene.open("beheerder", 10)
    done = beheerder.post(f"{page_of(scene, 'medewerker')}/uitloggen", {"csrf_token": token(beheerder)})
    assert "nergens ingelogd" in done.text
    assert employee.get("/").heading == "Inloggen"
    assert other.get("/").heading != "Inloggen"


def test_someone_elsewhere_looks_like_nobody(scene: Scene) -> None:
    beheerder = scene.open("beheerder", 10)
    with connection():
        rows("INSERT INTO organisation (name, protocol) VALUES ('Elders', 'wvp_2023')")
        [(elsewhere,)] = rows("SELECT id FROM organisation WHERE name = 'Elders'")
        rows("UPDATE person SET organisation_id = ? WHERE id = ?", elsewhere, scene.stage.ids["medewerker"])
    address = page_of(scene, "medewerker")
    assert beheerder.get(address).status == 404
    for act in ("uitloggen", "opnieuw"):
        assert beheerder.post(f"{address}/{act}", {"csrf_token": token(beheerder)}).status == 404
