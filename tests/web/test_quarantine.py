"""While the virus scanner is down a file waits where nobody can open it, and then becomes a paper or is destroyed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from portal.actions.manage_account import end_appointment
from portal.actions.send_file import release_next
from portal.cli import main
from portal.cli.doctor.surroundings import check_scanner
from portal.cli.worker import daily_review, jobs
from portal.storage.database import connection, rows
from portal.storage.reading.papers import newest
from portal.storage.reading.read_log import looks_at
from tests.scanner import HARMFUL, Scanner
from tests.small_pdf import pdf_with
from tests.web.browsing import upload
from tests.web.page import Page
from tests.web.scene import Scene, at, token

KIND = "advies_arbodienst"
ATTACH = f"/papieren/{KIND}/bijvoegen"
GOOD = pdf_with(1)
BAD = pdf_with(1, words=f"% {HARMFUL.decode()}")
WAITS = "wordt nog nagekeken op virussen"


@pytest.fixture
def scanner(tmp_path: Path) -> Iterator[Scanner]:
    found = Scanner(tmp_path)
    yield found
    found.stop()


@pytest.fixture
def scene(scanner: Scanner, tmp_path: Path) -> Scene:
    """A portal whose scanner is down."""
    found = Scene(tmp_path, "analysed")
    found.settings = replace(found.settings, clamd=scanner.address)
    return found


def attach(scene: Scene, content: bytes, day: int = 45, **given: object) -> Page:
    doctor = scene.open("bedrijfsarts", 45)
    values = {"op": scene.stage.day(day).isoformat(), "verklaring": "ja", "bestand": upload("advies.pdf", content)}
    return doctor.fill(doctor.get(at(ATTACH)), {**values, **given}, with_field="op")


def released(scene: Scene, hours: int = 1) -> bool:
    """Let the worker look once, some time after the file was sent."""
    return release_next(scene.settings.clamd, lambda: scene.stage.moment(45) + timedelta(hours=hours))


def advice(scene: Scene) -> object:
    with connection():
        return newest(scene.stage.dossier_id, KIND)


def results(scene: Scene) -> list[str]:
    with connection():
        found = looks_at(scene.stage.dossier_id)
    return [one.result for one in found if one.origin == "quarantaine" and one.action == "attach_advice:POST"]


@pytest.mark.asvs("5.4.3", "16.5.2")
def test_a_file_waits_sealed_and_becomes_a_paper_when_the_scanner_is_back(scene: Scene, scanner: Scanner) -> None:
    page = attach(scene, GOOD)
    assert (page.status, WAITS in page.text) == (200, True)
    doctor, employee = scene.open("bedrijfsarts", 45), scene.open("medewerker", 45)
    assert WAITS in doctor.get("/").text
    assert WAITS not in employee.get(at("")).text
    assert advice(scene) is None
    with connection():
        [(content, answers)] = rows("SELECT content, answers_json FROM held_file")
    assert (b"%PDF" in content, "verklaring" in answers) == (False, False)
    assert released(scene) is False
    scanner.start()
    # The others get their turn first.
    assert released(scene) is False
    later = scene.stage.moment(45) + timedelta(hours=2)
    assert any([do() for do in jobs(scene.settings, lambda: later)])
    assert advice(scene) is not None
    assert scene.stored()["held_file"] == 0
    assert WAITS not in doctor.get(at("")).text
    assert results(scene) == ["allowed"]
    assert released(scene, hours=3) is False


def test_a_harmful_file_that_waited_is_destroyed_and_its_sender_told(scene: Scene, scanner: Scanner) -> None:
    attach(scene, BAD)
    scanner.start()
    assert released(scene) is True
    assert advice(scene) is None
    with connection():
        assert rows("SELECT content, file_name FROM held_file") == [(b"", "")]
    doctor = scene.open("bedrijfsarts", 45)
    page = doctor.get(at(""))
    assert "virus gevonden" in page.text
    assert "virus gevonden" in doctor.get("/").text
    assert results(scene) == ["rejected"]
    form = doctor.follow(page, "Opnieuw versturen")
    assert form.fields("op")["op"] == scene.stage.day(45).isoformat()
    assert "verklaring" not in {name for name, value in form.fields("op").items() if value}
    held = page.soup.select_one("form[action^='/ontvangen/']")
    assert held
    address = str(held["action"])
    other = scene.open("teamleider", 45)
    assert other.post(address, {"csrf_token": token(other)}).status == 404
    assert scene.stored()["held_file"] == 1
    assert "Het bericht is weg" in doctor.post(address, {"csrf_token": token(doctor)}).text
    assert scene.stored()["held_file"] == 0


def test_a_good_file_takes_the_place_of_one_that_was_refused(scene: Scene, scanner: Scanner) -> None:
    attach(scene, BAD)
    scanner.start()
    assert released(scene) is True
    assert "het stuk staat in het dossier" in attach(scene, GOOD).text
    assert scene.stored()["held_file"] == 0


def test_the_doctor_says_that_files_wait(scene: Scene) -> None:
    attach(scene, GOOD)
    assert [one.level for one in check_scanner(scene.settings)] == ["FOUT", "let op"]
    # Nobody would ever look at them.
    assert [one.level for one in check_scanner(replace(scene.settings, clamd=""))] == ["let op", "FOUT"]


def test_what_cannot_be_is_said_at_once_and_nothing_waits(scene: Scene) -> None:
    refused = attach(scene, GOOD, day=46)
    assert (refused.status, scene.stored()["held_file"]) == (422, 0)
    assert refused.fields("op")["op"] == scene.stage.day(46).isoformat()
    assert attach(scene, b"%PDF-1.7 half").status == 422
    assert attach(scene, GOOD).status == 200
    again = attach(scene, GOOD)
    assert (again.status, "al verstuurd" in again.text) == (422, True)
    assert scene.stored()["held_file"] == 1


def test_a_file_that_waited_thirty_days_is_destroyed_and_its_sender_told(scene: Scene) -> None:
    attach(scene, GOOD)
    daily_review(lambda: scene.stage.moment(74))()
    with connection():
        assert rows("SELECT problem FROM held_file") == [("",)]
    daily_review(lambda: scene.stage.moment(76))()
    with connection():
        assert rows("SELECT problem, content, file_name FROM held_file") == [("held_too_long", b"", "")]
    assert results(scene) == ["rejected"]
    doctor = scene.open("bedrijfsarts", 76)
    assert "langer dan dertig dagen" in doctor.get("/").text
    assert "Opnieuw versturen" in doctor.get("/").text


def test_the_command_for_retention_destroys_it_too(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    attach(scene, GOOD)
    for name, value in {"MODE": "test", "INSTANCE": tmp_path, "SECRET_KEY": "k" * 40}.items():
        monkeypatch.setenv(f"PORTAL_{name}", str(value))
    for day, told in ((74, False), (76, True), (77, False)):
        monkeypatch.setenv("PORTAL_TODAY", scene.stage.day(day).isoformat())
        assert main(["retention"]) == 0
        assert ("Vernietigd, na te lang wachten op de virusscanner: 1" in capsys.readouterr().out) == told
    with connection():
        assert rows("SELECT problem, content FROM held_file") == [("held_too_long", b"")]


def test_who_has_no_right_any_more_when_the_scanner_is_back_adds_nothing(scene: Scene, scanner: Scanner) -> None:
    attach(scene, GOOD)
    with connection():
        [(name,)] = rows("SELECT name FROM organisation ORDER BY id LIMIT 1")
        end_appointment(login="bedrijfsarts", organisation=name, role="bedrijfsarts", today=scene.stage.day(44))
    scanner.start()
    before = scene.stored()["fact"]
    assert released(scene) is True
    assert advice(scene) is None
    assert scene.stored()["fact"] == before
    with connection():
        assert rows("SELECT problem, content FROM held_file") == [("held_not_possible", b"")]
    assert results(scene) == ["refused"]
