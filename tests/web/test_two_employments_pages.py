"""Two employments in the browser: the employee chooses, each manager hears only of the own one."""

from pathlib import Path

import pytest

from portal.storage.database import connection
from tests.actions.test_two_employments import SECOND, report_second, second_contract
from tests.web.scene import Scene

KROON = "002024"


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


def employ(scene: Scene, login: str) -> int:
    with connection():
        return second_contract(scene.stage, 44, of=login)


def test_the_employee_chooses_for_which_employment(scene: Scene) -> None:
    second = employ(scene, KROON)
    own = scene.stage.ids[KROON]
    employee = scene.open(KROON, 45)
    form = employee.get("/ziek-melden")
    asked = form.fields("telefoon")
    assert {asked[f"dienstverband_{one}"] for one in (own, second)} == {"ja"}
    assert "Voor uw dienstverband bij Natuur en Landschap, gastheer" in form.text
    none = {key: value for key, value in asked.items() if not key.startswith("dienstverband")}
    refused = employee.post("/ziek-melden", none)
    assert refused.status == 422
    assert "Kies ten minste één dienstverband" in refused.text
    employee.post("/ziek-melden", none | {f"dienstverband_{own}": "ja"})
    standing = employee.get("/ziek-melden")
    assert standing.soup.h1.get_text() == "Uw ziekmelding wacht op bevestiging"
    also = employee.get(standing.link("Ook hier ziek melden"))
    assert f"dienstverband_{own}" not in also.fields("telefoon")
    employee.fill(also, with_field="telefoon")
    both = employee.get("/ziek-melden")
    assert "Karin de Boer" in both.text
    assert "Ngozi Okafor" in both.text
    assert len(both.soup.find_all("form", action=lambda to: to and "intrekken" in to)) == 2
    for login, name in (("teamleider", "Piet Kroon"), ("001126", "Piet Kroon")):
        assert name in scene.open(login, 45).get("/").soup.find(id="ziekmeldingen").get_text()


def test_the_manager_reads_that_there_is_another_employment_and_not_where(scene: Scene) -> None:
    employ(scene, KROON)
    manager = scene.open("teamleider", 45)
    page = manager.get(f"/ziekmelding/{scene.stage.ids[KROON]}")
    assert "heeft nog een dienstverband" in page.text
    assert "Natuur" not in page.text
    assert "Okafor" not in page.text
    assert "heeft nog een dienstverband" not in manager.get(f"/ziekmelding/{scene.stage.ids['002018']}").text


def test_the_start_page_tells_the_employments_apart_and_both_dossiers_open(scene: Scene) -> None:
    second = employ(scene, "medewerker")
    with connection():
        report_second(scene.stage, 45, second)
    employee = scene.open("medewerker", 46)
    start = employee.get("/")
    assert "Uw dienstverband bij Natuur en Landschap, gastheer" in start.text
    assert "Uw dienstverband bij Wegen en Verkeer, beleidsadviseur mobiliteit" in start.text
    assert "Uw dienstverband bij Natuur en Landschap, gastheer" in employee.get("/dossiers").text
    for number in ("0001", "0002"):
        assert employee.get(f"/dossiers/{number}").soup.h1.get_text() == "Uw dossier"
    assert scene.open("001126", 46).get("/dossiers/0001").status == 404
    assert scene.open("teamleider", 46).get("/dossiers/0002").status == 404


def test_who_is_ill_in_one_employment_can_still_say_so_for_the_other_one(scene: Scene) -> None:
    second = employ(scene, "medewerker")
    employee = scene.open("medewerker", 46)
    assert "Ook hier ziek melden" in employee.follow(employee.get("/"), "Ik ben ziek").text
    with connection():
        report_second(scene.stage, 45, second)
    assert "Ik ben ziek" not in employee.get("/").links()


def test_the_beheerder_sees_which_employments_are_one_person(scene: Scene) -> None:
    assert "Dienstverbanden van dezelfde persoon" not in scene.open("beheerder", 45).get("/beheer").text
    employ(scene, KROON)
    page = scene.open("beheerder", 45).get("/beheer")
    assert f"002024 en {SECOND}" in page.text
