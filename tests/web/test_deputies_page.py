"""The page «Vervanging»: naming, listing and ending a deputy, and how the dossier shows in whose place one works."""

from pathlib import Path

import pytest

from portal.storage.database import connection, rows
from portal.storage.reading.colleagues import colleagues
from tests.web.browsing import Visitor
from tests.web.page import Page
from tests.web.played import counted
from tests.web.scene import Scene, at

HIEMSTRA = "001117"


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


def name(scene: Scene, login: str = "teamleider", who: str = "Sjoerd Hiemstra") -> tuple[Visitor, Page]:
    absent = scene.open(login, 45)
    page = absent.follow(absent.get("/"), "Vervanging")
    days = {"van": scene.stage.day(50).isoformat(), "tot": scene.stage.day(59).isoformat()}
    return absent, absent.fill(page, {"wie": who, "waar": "alle", **days}, with_field="wie")


def test_a_manager_names_a_deputy_and_sees_it_listed(scene: Scene) -> None:
    _, page = name(scene)
    assert "De vervanging staat vast" in page.text
    row = page.soup.find(id="aangewezen").get_text(" ", strip=True)
    assert "Sjoerd Hiemstra" in row
    assert "24 februari 2026 tot en met 5 maart 2026" in row
    assert "Begint nog" in row
    acting = scene.open(HIEMSTRA, 50).get("/vervanging").soup.find(id="voor-wie").get_text(" ", strip=True)
    assert "Karin de Boer" in acting
    assert "Loopt" in acting


def test_the_deputy_works_with_the_name_of_the_absent_person_beside_it(scene: Scene) -> None:
    name(scene)
    assert scene.open(HIEMSTRA, 49).get(at("")).status == 404
    deputy = scene.open(HIEMSTRA, 50)
    form = deputy.get(at("/contact"))
    deputy.fill(form, {"verslag": "Gebeld over de planning."}, with_field="verslag")
    employee = scene.open("medewerker", 50)
    page = employee.get(at(""))
    assert "Sjoerd Hiemstra, namens Karin de Boer" in page.soup.find(id="logboek").get_text(" ", strip=True)
    people = page.soup.find(id="betrokken").get_text(" ", strip=True)
    assert "Sjoerd Hiemstra leidinggevende, namens Karin de Boer tot en met 5 maart 2026" in people
    seen = employee.get(at("/inzage")).text
    assert "teamleider, namens Karin de Boer" in seen
    assert scene.open(HIEMSTRA, 60).get(at("")).status == 404


def test_a_deputy_is_ended_with_one_button(scene: Scene) -> None:
    absent, page = name(scene)
    button = page.soup.find("form", action=lambda value: value and value.endswith("/einde"))
    token = button.find("input", attrs={"name": "csrf_token"})["value"]
    done = absent.post(button["action"], {"csrf_token": token})
    assert "De vervanging is gestopt" in done.text
    assert "Gestopt" in done.soup.find(id="aangewezen").get_text()
    again = absent.post(button["action"], {"csrf_token": token})
    assert again.status == 422
    assert "al voorbij" in again.text
    assert scene.open(HIEMSTRA, 50).get(at("")).status == 404
    other = scene.open("afdelingshoofd", 46)
    form = other.get("/vervanging").fields("wie")
    assert other.post(button["action"], {"csrf_token": form["csrf_token"]}).status == 404


def test_all_that_is_wrong_with_a_deputy_is_told_at_once(scene: Scene) -> None:
    absent = scene.open("teamleider", 45)
    days = {"van": scene.stage.day(40).isoformat(), "tot": scene.stage.day(39).isoformat()}
    page = absent.fill(absent.get("/vervanging"), {"wie": "", **days}, with_field="wie")
    assert [link["href"] for link in page.soup.select(".error-summary a")] == ["#wie", "#van", "#tot"]


def test_who_cannot_act_comes_back_with_a_sentence(scene: Scene) -> None:
    _, page = name(scene, who="Esra Demir")
    assert page.status == 422
    assert "Kies een andere leidinggevende" in page.errors
    assert page.fields("wie")["wie"] == "Esra Demir"


@pytest.mark.parametrize("login", ["teamleider", "bedrijfsarts"])
def test_of_several_who_match_those_are_offered_who_can_be_chosen_and_nobody_else(scene: Scene, login: str) -> None:
    absent, page = name(scene, login, "er")
    with connection():
        [(here,)] = rows("SELECT organisation_id FROM dossier")
        matching = [one.shown for one in colleagues([here], "er", scene.stage.day(45))]
    offered = {one for one in matching if one in page.errors}
    assert 0 < len(offered) < len(matching)
    for one in matching:
        status = absent.fill(page, {"wie": one}, with_field="wie").status
        assert (status == 200) == (one in offered), one


def test_the_only_one_of_several_who_can_be_chosen_is_named_and_not_taken(scene: Scene) -> None:
    """A piece of a name may mean a colleague who cannot: nobody gets dossiers by a slip."""
    absent, page = name(scene, who="van")
    assert "Alleen Annelies van Rijn (001015) kunt u kiezen" in page.errors
    assert "van Dam" not in page.errors
    assert absent.fill(page, {"wie": "Annelies van Rijn (001015)"}, with_field="wie").status == 200


def test_when_nobody_of_several_can_be_chosen_that_is_said(scene: Scene) -> None:
    _, page = name(scene, who="van de")
    assert "u kunt niemand van hen kiezen" in page.errors
    assert "van de Wiel" not in page.errors


@pytest.mark.parametrize("login", ["teamleider", "bedrijfsarts"])
@pytest.mark.parametrize("who", ["er", "van", "Sjoerd Hiemstra"])
def test_searching_for_a_deputy_asks_the_database_few_times(scene: Scene, login: str, who: str) -> None:
    absent, page = name(scene, login, who="Niemand")
    with counted() as found:
        absent.fill(page, {"wie": who, "waar": "0001", "van": ""}, with_field="wie")
    asked = [sql for sql, _ in found if not sql.startswith(("BEGIN", "COMMIT", "ROLLBACK"))]
    print("\n".join(" ".join(one.split())[:150] for one in asked))
    assert len(asked) <= 8


def test_a_bedrijfsarts_names_another_and_an_employee_has_no_such_page(scene: Scene) -> None:
    _, page = name(scene, "bedrijfsarts", "Dirk-Pieter van Loon")
    assert "De vervanging staat vast" in page.text
    assert scene.open("bedrijfsarts2", 50).get(at("")).status == 200
    employee = scene.open("medewerker", 45)
    assert "Vervanging" not in employee.get("/").text
    assert employee.get("/vervanging").status == 404


def test_the_deputy_can_report_someone_of_the_team_sick(scene: Scene) -> None:
    name(scene)
    assert "Piet Kroon" not in scene.open(HIEMSTRA, 49).get("/ziekmelding").text
    assert "Piet Kroon" in scene.open(HIEMSTRA, 50).get("/ziekmelding").text


def test_the_inbox_of_a_deputy_says_for_whom_each_task_is(scene: Scene) -> None:
    name(scene)
    table = scene.open(HIEMSTRA, 50).get("/").soup.find(id="taken")
    task = next(row for row in table.find_all("tr") if "Plan van aanpak" in row.get_text())
    assert "namens Karin de Boer" in task.get_text(" ", strip=True)
    absent = scene.open("teamleider", 50).get("/").soup.find(id="taken").get_text(" ", strip=True)
    assert "Plan van aanpak" in absent
    assert "namens" not in absent


def test_a_step_is_named_after_who_must_do_it_and_not_after_the_deputy(scene: Scene) -> None:
    """«Annelies van Rijn of een collega» would send everyone to the deputy, as if nobody had the team."""
    name(scene, who="Annelies van Rijn")
    for login, address in (("hrm-adviseur", "/dossiers"), ("hrm-adviseur", at("")), ("medewerker", at(""))):
        seen = scene.open(login, 50).get(address).soup.main.get_text(" ", strip=True)
        assert "Karin de Boer" in seen
        assert "of een collega" not in seen


def test_a_deputy_is_not_asked_to_remind_themselves(scene: Scene) -> None:
    """A step that waits for a deputy who follows the team says so; a reminder of it would be refused."""
    name(scene, who="Annelies van Rijn")
    reminder = "form[action$='/plan_van_aanpak/1/herinneren']"
    why = at("/stappen/plan_van_aanpak/1/uitleg")
    before = scene.open("afdelingshoofd", 49)
    assert before.get("/voortgang").soup.select(reminder)
    assert before.get(why).soup.select(reminder)
    deputy = scene.open("afdelingshoofd", 50)
    page = deputy.get("/voortgang")
    [row] = [row for row in page.soup.select("tbody tr") if "Plan van aanpak" in row.get_text()]
    assert "U leidinggevende" in row.get_text(" ", strip=True)
    assert not page.soup.select(reminder)
    assert not deputy.get(why).soup.select(reminder)


@pytest.mark.parametrize(
    ("login", "whom"),
    [
        ("teamleider", "Een andere leidinggevende van uw organisatie."),
        ("bedrijfsarts", "Een collega van de arbodienst met dezelfde functie."),
    ],
)
def test_who_may_be_named_is_told_before_anyone_is_tried(scene: Scene, login: str, whom: str) -> None:
    assert whom in scene.open(login, 45).get("/vervanging").text
