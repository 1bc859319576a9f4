"""Who is signed in may ask much of the portal, but not without end."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from werkzeug.exceptions import TooManyRequests

from portal.storage.database import connection, rows
from portal.storage.writing.logins import count_requests
from portal.web import guard
from portal.web.clock import real_now
from portal.web.pace import STEP, keep_pace
from tests.web.scene import Scene, at

pytestmark = pytest.mark.asvs("2.4.1")


def test_after_so_many_requests_in_a_minute_one_waits_for_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    moment = real_now()
    monkeypatch.setattr(guard, "real_now", lambda: moment)
    scene = Scene(tmp_path, "sick")
    scene.settings = replace(scene.settings, requests_per_minute=STEP * 2)
    who, other = scene.open("teamleider", 10), scene.open("medewerker", 10)
    statuses = [who.client.get(at("")).status_code for _ in range(STEP * 2 + 5)]
    allowed = statuses.index(429)
    assert statuses == [200] * allowed + [429] * (STEP * 2 + 5 - allowed)
    # The pages of logging in count too.
    assert STEP < allowed < STEP * 2
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


def test_at_the_pace_of_a_person_nothing_is_written_and_processes_count_together(tmp_path: Path) -> None:
    person_id, now = Scene(tmp_path, "sick").stage.ids["teamleider"], real_now() + timedelta(days=1)
    with connection(read_only=True):
        for _ in range(STEP - 1):
            keep_pace(person_id, 100, now, "192.0.2.1")
        assert not rows("SELECT * FROM request_count")
        minute = int(now.timestamp()) // 60
        # Another process told of what it saw.
        assert count_requests(person_id, minute, 100 - STEP) == 100 - STEP
        with pytest.raises(TooManyRequests):
            keep_pace(person_id, 100, now, "192.0.2.1")
        assert rows("SELECT minute, count FROM request_count") == [(minute, 100)]
        assert count_requests(person_id, minute + 1, STEP) == STEP
