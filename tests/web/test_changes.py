"""What a page asks by itself: whether someone else changed the dossier meanwhile."""

from datetime import datetime
from pathlib import Path

import pytest

from portal.actions.record import record
from portal.storage.database import connection, rows
from tests.web.browsing import Visitor
from tests.web.scene import Scene, at
from tests.web.test_signed_in import seen

PLAN = "/papieren/plan_van_aanpak/invullen"
PART = {"HX-Request": "true"}


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


def watched(who: Visitor, path: str = "") -> str:
    """The address that a page asks."""
    box = who.get(at(path)).soup.find(id="veranderd")
    assert box
    return str(box["hx-get"])


def asked(who: Visitor, address: str) -> tuple[int, str]:
    found = who.client.get(address, headers=PART)
    return found.status_code, " ".join(found.get_data(as_text=True).split())


def elsewhere(scene: Scene) -> None:
    """The employee records that they stay elsewhere: the leidinggevende may know, the bedrijfsarts may not."""
    answers = {"op": scene.stage.day(48).isoformat(), "adres": "Markt 1, Edam"}
    with connection():
        record(**scene.stage.who("medewerker", 48), kind="ander_verblijf", answers=answers)


def count(sql: str) -> int:
    with connection():
        return int(rows(sql)[0][0])


@pytest.mark.parametrize("page", ["", PLAN, f"{PLAN}?alles=ja"])
def test_what_someone_else_recorded_is_told_once(scene: Scene, page: str) -> None:
    manager = scene.open("teamleider", 48)
    address = watched(manager, page)
    assert asked(manager, address) == (204, "")
    elsewhere(scene)
    status, told = asked(manager, address)
    assert status == 200
    with connection():
        name = scene.stage.name("medewerker")
    assert f"Er is iets veranderd door {name}, " in told
    [last] = [piece.split('"')[0] for piece in told.split('name="gemeld" value="')[1:]]
    assert asked(manager, f"{address}&gemeld={last}") == (204, "")


def test_what_one_recorded_oneself_is_no_news(scene: Scene) -> None:
    own = scene.open("medewerker", 48)
    address = watched(own)
    elsewhere(scene)
    assert asked(own, address) == (204, "")


def test_what_one_may_not_know_of_is_no_news(scene: Scene) -> None:
    """Where someone stays is between the employee and the leidinggevende."""
    doctor = scene.open("bedrijfsarts", 48)
    address = watched(doctor)
    elsewhere(scene)
    assert asked(doctor, address) == (204, "")


def test_who_only_follows_the_progress_is_told_nothing(scene: Scene) -> None:
    follower = scene.open("afdelingshoofd", 48)
    assert follower.get(at("")).soup.find(id="veranderd") is None
    assert asked(follower, at("/veranderd?vanaf=0"))[0] == 403


def test_a_page_that_watches_is_no_look_and_lets_no_login_go_on(scene: Scene) -> None:
    manager = scene.open("teamleider", 48)
    address = watched(manager)
    seen(5)
    looks, sql = count("SELECT COUNT(*) FROM read_log"), "SELECT seen_at FROM session ORDER BY id DESC"
    with connection():
        before = rows(sql)
    assert asked(manager, address)[0] == 204
    with connection():
        assert rows(sql) == before
    assert count("SELECT COUNT(*) FROM read_log") == looks
    manager.get("/")
    with connection():
        [after, *_] = rows(sql)
    assert datetime.fromisoformat(after[0]) > datetime.fromisoformat(before[0][0])


def test_a_page_that_watches_stays_where_it_is_when_the_login_has_ended(scene: Scene) -> None:
    manager = scene.open("teamleider", 48)
    address = watched(manager)
    seen(31)
    found = manager.client.get(address, headers=PART)
    assert found.status_code == 204
    assert "HX-Redirect" not in found.headers


def test_a_stranger_who_asks_is_written_down(scene: Scene) -> None:
    stranger, before = scene.open("directeur", 48), count("SELECT COUNT(*) FROM read_log")
    assert asked(stranger, at("/veranderd"))[0] == 404
    assert count("SELECT COUNT(*) FROM read_log") == before + 1
