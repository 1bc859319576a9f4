"""The figures for the medezeggenschap: where they start, what is in them, and that nothing else opens."""

from pathlib import Path

import pytest

from portal.actions.directorate_figures import readable
from portal.actions.manage_account import create_account, end_appointment
from portal.actions.passwords import CHEAP, hash_password
from portal.demonstration.people import ORGANISATION, PASSWORD
from portal.storage.database import connection, rows
from tests.web.scene import Scene, at

DAY = 30


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


def unit(code: str) -> int:
    with connection():
        [(found,)] = rows("SELECT id FROM unit WHERE code = ?", code)
    return int(found)


def appointed_for(scene: Scene, code: str) -> None:
    """A council of one directorate."""
    with connection():
        create_account(
            login="dor",
            name="Rana Haddad",
            email="r.haddad@waterland.example",
            organisation=ORGANISATION,
            role="medezeggenschap",
            unit=code,
            password=hash_password(PASSWORD, hashing=CHEAP),
            today=scene.stage.day(DAY),
        )


@pytest.mark.asvs("8.2.1", "8.2.3")
def test_who_reads_the_figures_starts_there_and_finds_no_name(scene: Scene) -> None:
    who = scene.open("medezeggenschap", DAY)
    page = who.get("/")
    assert page.heading == "Verzuim in cijfers: Directie"
    assert "Middellang (8 tot en met 42 dagen) te weinig mensen" in page.text
    assert "Een getal over minder dan 5 mensen staat er niet" in page.text
    drawn = page.soup.select_one("svg.bars")
    assert drawn is not None
    assert len(drawn.select(".p-track")) == len(drawn.select(".p-here")), "no bar where no figure is told"
    assert "Waar stappen vastzitten op 4 februari 2026" in page.text
    assert "Het lopende kwartaal staat er dus nog niet" in page.text
    with connection():
        names = [name for (name,) in rows("SELECT name FROM person WHERE personnel_number IS NOT NULL")]
    part = who.follow(page, "Beheer en Uitvoering")
    for one in (page, part):
        assert not [name for name in names if name in one.text]
        assert "0001" not in one.text
        assert not {"Werkvoorraad", "Dossiers", "Sociaal-medisch overleg"} & set(one.links())
    assert who.get("/dossiers").soup.find("a", href=at("")) is None
    assert who.get(at("")).status == 404
    with connection():
        assert rows("SELECT COUNT(*) FROM involvement WHERE role = 'medezeggenschap'") == [(0,)]


@pytest.mark.asvs("8.2.2", "8.4.1")
def test_a_council_of_one_part_reads_about_that_part_only(scene: Scene) -> None:
    appointed_for(scene, "110")
    who = scene.open("dor", DAY)
    assert who.get("/").heading == "Verzuim in cijfers: Beheer en Uitvoering"
    for code in ("100", "120"):
        assert who.get(f"/cijfers/{unit(code)}").status == 404
    with connection():
        end_appointment(login="dor", organisation=ORGANISATION, role="medezeggenschap", today=scene.stage.day(DAY))
    assert who.get("/cijfers").heading == "Inloggen"


def test_a_team_has_no_figures(scene: Scene) -> None:
    appointed_for(scene, "111")
    assert "te klein is voor cijfers" in scene.open("dor", DAY).get("/").text
    with connection():
        assert readable(scene.stage.ids["medezeggenschap"], scene.stage.day(DAY))
