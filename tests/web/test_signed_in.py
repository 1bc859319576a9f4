"""«Waar bent u ingelogd»: what one sees of one's logins, ending them, and how long they last."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from portal.actions.import_personnel import import_personnel
from portal.demonstration.people import ORGANISATION, PERSONNEL
from portal.storage.database import connection, rows
from tests.staging import morning
from tests.web.browsing import Visitor
from tests.web.scene import Scene, token


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "sick")


def session_ids() -> list[int]:
    """The ids of all logins."""
    with connection():
        return [number for (number,) in rows("SELECT id FROM session ORDER BY id")]


def own_sessions(who: Visitor) -> list[str]:
    """The addresses of the buttons that end one of one's other logins."""
    page = who.get("/ingelogd")
    assert page.heading == "Waar bent u ingelogd"
    return [str(one["action"]) for one in page.soup.select("#apparaten td form")]


def seen(minutes: int) -> None:
    """Let so many minutes pass since anyone asked for a page."""
    with connection():
        for number, text in rows("SELECT id, seen_at FROM session"):
            moment = datetime.fromisoformat(text) - timedelta(minutes=minutes)
            rows("UPDATE session SET seen_at = ? WHERE id = ?", moment.astimezone(UTC).isoformat(), number)


@pytest.mark.asvs("7.5.2")
def test_one_sees_ones_logins_and_ends_another(scene: Scene) -> None:
    lost, here = scene.open("medewerker", 10), scene.open("medewerker", 10)
    [address] = own_sessions(here)
    done = here.post(address, {"csrf_token": token(here)})
    assert "Die inlog is beëindigd" in done.text
    assert lost.get("/").heading == "Inloggen"
    assert here.get("/").heading != "Inloggen"
    assert own_sessions(here) == []


@pytest.mark.asvs("7.5.2")
def test_all_others_end_at_once(scene: Scene) -> None:
    others = [scene.open("medewerker", 10) for _ in range(2)]
    here, someone_else = scene.open("medewerker", 10), scene.open("teamleider", 10)
    here.post("/ingelogd/andere/einde", {"csrf_token": token(here)})
    assert [one.get("/").heading == "Inloggen" for one in (*others, here, someone_else)] == [True, True, False, False]


def test_the_login_of_someone_else_looks_like_none(scene: Scene) -> None:
    mine = scene.open("medewerker", 10)
    [number] = session_ids()
    address = f"/ingelogd/{number}/einde"
    curious = scene.open("teamleider", 10)
    assert curious.post(address, {"csrf_token": token(curious)}).status == 404
    assert mine.get("/").heading != "Inloggen"


def test_what_went_wrong_at_the_door_is_shown_to_the_owner(scene: Scene) -> None:
    scene.stranger(10).sign_in("medewerker", "dit is geraden")
    page = scene.open("medewerker", 10).get("/ingelogd")
    told = page.soup.find(id="eerder").get_text(" ", strip=True)
    assert "Inloggen mislukt, met wachtwoord" in told
    assert "geraden" not in page.text


def test_the_beheerder_reads_of_who_guessed_too_often_that_they_wait(scene: Scene) -> None:
    for _ in range(5):
        scene.stranger(10).sign_in("medewerker", "dit is geraden")
    page = scene.open("beheerder", 10).get(f"/beheer/accounts/{scene.stage.ids['medewerker']}")
    told = page.soup.find(id="eerder").get_text(" ", strip=True)
    assert "Inloggen mislukt, daarna een kwartier wachten, met wachtwoord" in told
    assert "Ingelogd" not in told
    assert "geblokkeerd" not in page.text


@pytest.mark.asvs("16.2.1", "16.2.5", "16.3.1")
def test_every_login_event_is_written_down_without_what_was_typed(scene: Scene) -> None:
    scene.stranger(10).sign_in("medewerker", "dit is geraden")
    scene.stranger(10).sign_in("mijn geheime zin", "dit is geraden")
    who = scene.open("medewerker", 10)
    who.post("/uitloggen", {"csrf_token": token(who)})
    with connection():
        found = rows("SELECT what, result, proof, person, origin, at FROM login_event ORDER BY id")
    person = scene.stage.ids["medewerker"]
    assert [row[:5] for row in found] == [
        ("login", "refused", "password", person, "127.0.0.1"),
        ("login", "refused", "password", None, "127.0.0.1"),
        ("login", "done", "password", person, "127.0.0.1"),
        ("logout", "done", "", person, "127.0.0.1"),
    ]
    assert all(row[5].endswith("+00:00") for row in found)
    assert "geheime" not in str(found)


@pytest.mark.asvs("7.2.1", "7.4.1")
def test_a_cookie_copied_before_logging_out_is_dead(scene: Scene) -> None:
    who, copy = scene.open("medewerker", 10), scene.stranger(10)
    cookie = who.client.get_cookie("portaal")
    assert cookie
    copy.client.set_cookie("portaal", cookie.value)
    assert copy.get("/").heading != "Inloggen"
    who.post("/uitloggen", {"csrf_token": token(who)})
    assert copy.get("/").heading == "Inloggen"


@pytest.mark.asvs("7.2.4")
def test_a_cookie_from_before_the_login_is_not_signed_in(scene: Scene) -> None:
    victim, attacker = scene.stranger(10), scene.stranger(10)
    attacker.get("/inloggen")
    planted = attacker.client.get_cookie("portaal")
    assert planted
    victim.client.set_cookie("portaal", planted.value)
    victim.sign_in("medewerker")
    assert victim.get("/").heading != "Inloggen"
    assert attacker.get("/").heading == "Inloggen"


@pytest.mark.asvs("7.3.1")
def test_the_time_without_use_is_a_setting_and_asking_for_more_counts_as_use(scene: Scene) -> None:
    scene.settings = replace(scene.settings, idle_minutes=10)
    who = scene.open("medewerker", 10)
    seen(9)
    assert who.post("/ingelogd/verlengen", {"csrf_token": token(who)}).status == 200
    seen(9)
    again = who.client.post(
        "/ingelogd/verlengen", data={"csrf_token": token(who)}, headers={"Accept": "application/json"}
    )
    assert again.status_code == 204
    seen(11)
    assert who.get("/").heading == "Inloggen"


def test_every_page_says_when_the_login_ends(scene: Scene) -> None:
    foot = scene.open("medewerker", 10).get("/dossiers").soup.find("footer").get_text(" ", strip=True)
    assert "Doet u niets, dan logt het portaal u om" in foot
    assert "logt het portaal" not in scene.stranger(10).get("/uitleg").soup.find("footer").get_text()


@pytest.mark.asvs("7.4.2")
def test_who_has_left_is_signed_out_and_stays_so(scene: Scene) -> None:
    who = scene.open("medewerker", 10)
    [head, *lines] = PERSONNEL.read_text(encoding="utf-8").splitlines()
    leave(head, lines)
    assert who.get("/").heading == "Inloggen"
    assert session_ids() == []


def leave(head: str, lines: list[str]) -> None:
    """The personnel file says that the employee left."""
    columns = [*head.split(";"), "uit dienst"]
    file = [";".join(columns)]
    file += [f"{line};{'01-01-2026' if line.startswith('002011') else ''}" for line in lines]
    with connection():
        import_personnel(
            organisation=ORGANISATION,
            content="\n".join(file).encode(),
            protocol="wvp_2023",
            now=morning(date(2026, 1, 15)),
        )
