"""Once a year the beheerder goes through who may do what."""

import csv
import io
from pathlib import Path

import pytest

from portal.documents.table_csv import table_csv
from portal.storage.database import connection, rows
from tests.web.scene import Scene


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """The intake and the probleemanalyse are there."""
    return Scene(tmp_path, "analysed")


def test_the_task_stands_on_the_first_page_until_it_is_done(scene: Scene) -> None:
    keeper = scene.open("beheerder", 40)
    start = keeper.get("/beheer")
    assert "De rechten zijn nog nooit nagelopen." in start.text
    page = keeper.follow(start, "Rechten nalopen")
    below = page.soup.find("a", string="Naar de vraag onder de lijst")
    assert page.soup.select_one(f"textarea{below['href']}")
    assert keeper.fill(page, {"bevinding": ""}, with_field="bevinding").status == 422
    done = keeper.fill(page, {"bevinding": "Alles klopt."}, with_field="bevinding")
    assert "Volgende controle: uiterlijk 14 februari 2027." in done.text
    assert "Alles klopt." in keeper.get(page.url).text
    assert scene.open("beheerder", 40 + 366).get("/beheer").soup.select_one("#rechten .utrecht-badge-status--danger")


def test_the_list_says_what_each_may_do_and_nothing_of_a_dossier(scene: Scene) -> None:
    keeper = scene.open("beheerder", 40)
    page = keeper.follow(keeper.get("/beheer"), "Rechten nalopen")
    [arts] = [row for row in page.soup.find_all("tr") if "Maaike Hoekstra" in row.get_text()]
    assert "Bedrijfsarts, sinds" in arts.get_text()
    assert "1 dossier als bedrijfsarts" in arts.get_text()
    [boss] = [row for row in page.soup.find_all("tr") if "Karin de Boer" in row.get_text()]
    assert "Leidt 10 mensen" in boss.get_text()
    assert "geblokkeerd" not in boss.get_text()
    empty = [cell for cell in page.soup.select("tbody td[data-label]") if not cell.get_text(strip=True)]
    assert not empty
    assert "0001" not in page.text.replace("002011", "")
    lines = list(
        csv.reader(io.StringIO(keeper.get(page.url + "/rechten.csv").content.decode("utf-8-sig")), delimiter=";")
    )
    assert lines[0][0] == "Naam"
    assert next(line for line in lines if line[0] == "Karin de Boer")[5] == "1 als leidinggevende"


def test_who_has_only_an_account_is_folded_away_and_named_all_the_same(scene: Scene) -> None:
    """In most organisations those are nearly all people, and on a phone the list was sixteen thousand pixels long."""
    keeper = scene.open("beheerder", 40)
    with connection():
        rows("UPDATE account SET active = 0 WHERE person_id = ?", scene.stage.ids["medewerker"])
    page = keeper.get("/beheer/rechten/1")
    [fold] = page.soup.select("main details")
    folded = [" ".join(one.get_text(" ").split()) for one in fold.select("li")]
    assert f"({len(folded)})" in fold.summary.get_text()
    [blocked] = [one for one in folded if "Joost van der Meulen" in one]
    assert "geblokkeerd" in blocked
    assert blocked.endswith(": nooit")
    listed = [row.th.get_text(" ", strip=True) for row in page.soup.select("tbody tr")]
    lines = list(
        csv.reader(io.StringIO(keeper.get(page.url + "/rechten.csv").content.decode("utf-8-sig")), delimiter=";")
    )
    assert len(listed) + len(folded) == len(lines) - 1, "nobody falls out of the list"
    may_nothing = {line[0] for line in lines[1:] if not any(line[2:6])}
    assert not any(name in " ".join(listed) for name in may_nothing)


@pytest.mark.asvs("1.3.3")
def test_a_cell_is_never_a_formula() -> None:
    made = table_csv(["Naam"], [["=cmd|' /C calc'!A0"], ["+1"], ["-1"], ["@x"], ["gewoon"]]).decode("utf-8-sig")
    assert [line[:2] for line in made.splitlines()[1:]] == ["'=", "'+", "'-", "'@", "ge"]


def test_only_a_beheerder_of_that_organisation_finds_it(scene: Scene) -> None:
    for login, address in (("hrm-adviseur", "/beheer/rechten/1"), ("beheerder", "/beheer/rechten/99")):
        assert scene.open(login, 40).get(address).status == 404
        assert scene.open(login, 40).get(address + "/rechten.csv").status == 404
