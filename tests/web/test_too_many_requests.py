"""Who is signed in may ask much of the portal, but not without end."""

import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from portal.storage.database import connection, rows
from portal.storage.writing.logins import count_request
from portal.web import guard
from portal.web.clock import real_now
from tests.web.scene import Scene, at

pytestmark = pytest.mark.asvs("2.4.1")


def test_after_so_many_requests_in_a_minute_one_waits_for_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    moment = real_now()
    monkeypatch.setattr(guard, "real_now", lambda: moment)
    scene = Scene(tmp_path, "sick")
    scene.settings = replace(scene.settings, requests_per_minute=8)
    who, other = scene.open("teamleider", 10), scene.open("medewerker", 10)
    statuses = [who.client.get(at("")).status_code for _ in range(10)]
    allowed = statuses.index(429)
    assert statuses == [200] * allowed + [429] * (10 - allowed)
    assert 0 < allowed <= 8
    page = who.get("/dossiers")
    assert "Wacht een minuut" in page.text
    assert caplog.text.count("too many requests") == 1
    with connection():
        [(looks,)] = rows("SELECT COUNT(*) FROM read_log WHERE result = 'allowed'")
    assert looks == allowed
    # Nobody else waits, the pages for everyone and the style are there, and one can still log out.
    assert other.client.get(at("")).status_code == 200
    assert who.client.get("/uitleg").status_code == who.client.get("/static/portal.css").status_code == 200
    monkeypatch.setattr(guard, "real_now", lambda: moment + timedelta(minutes=1))
    assert who.client.get(at("")).status_code == 200


def test_the_usual_limit_is_far_above_what_a_person_does(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    assert replace(scene.settings, mode="production").most_requests == 300
    assert scene.settings.most_requests == 0


def test_counting_costs_less_than_a_millisecond(tmp_path: Path) -> None:
    person_id = Scene(tmp_path, "sick").stage.ids["teamleider"]
    with connection(read_only=True):
        took = []
        for number in range(50):
            begin = time.perf_counter()
            assert count_request(person_id, 1) == number + 1
            took.append(time.perf_counter() - begin)
        assert count_request(person_id, 2) == 1
    # The middle one: of the others some wait for the machine.
    assert sorted(took)[25] < 0.001
