"""`portal worker`, and the worker inside `portal run`."""

import logging
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from threading import Event, Timer

import pytest

from portal.actions.preview import ask_preview, do_next_preview, preview_of
from portal.cli import worker
from portal.documents.office import drawing_found
from portal.settings import Settings
from portal.storage.database import connect_to, connection
from portal.web.clock import HERE
from tests.small_pdf import pdf_with

needs_poppler = pytest.mark.skipif(not drawing_found(), reason="pdftoppm (poppler-utils) is not installed")


@pytest.fixture
def settings(database: Path) -> Settings:
    """A portal whose database is there, under the name that the portal looks for."""
    shutil.copyfile(database, database.with_name("portaal.sqlite3"))
    return Settings(mode="test", instance=database.parent, secret_key="s" * 40)


def done(digest: str) -> bool:
    """Whether pages are there within half a minute."""
    for _ in range(300):
        with connection():
            if preview_of(digest).state == "done":
                return True
        time.sleep(0.1)
    return False


@needs_poppler
def test_the_worker_in_a_thread_makes_what_is_asked_for(settings: Settings) -> None:
    running = worker.start_worker(settings)
    digest = ask_preview(content=pdf_with(2), media="pdf", now=datetime.now(HERE))
    assert done(digest)
    running.stop()
    assert not running.thread.is_alive()


@needs_poppler
def test_the_command_makes_what_is_asked_for_and_stops_when_told(settings: Settings) -> None:
    connect_to(settings.database)
    with connection():
        digest = ask_preview(content=pdf_with(1), media="pdf", now=datetime.now(HERE))
    environment = os.environ | {"PORTAL_INSTANCE": str(settings.instance), "PORTAL_MODE": "test"}
    command = [sys.executable, "-m", "portal.cli", "worker"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert done(digest)
        process.send_signal(signal.SIGTERM)
        assert "wacht op werk" in process.communicate(timeout=30)[0]
    assert process.returncode == 0


@pytest.mark.asvs("16.3.4")
def test_a_fault_is_logged_and_the_work_goes_on(
    database: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(worker, "AFTER_FAULT", 0.01)
    stop, asked = Event(), []

    def broken_clock() -> datetime:
        asked.append(1)
        if len(asked) > 2:
            stop.set()
        raise OverflowError("no such day")

    with caplog.at_level(logging.ERROR):
        worker.work((lambda: do_next_preview(broken_clock),), stop)
    assert len(asked) == 3
    assert "OverflowError at worker.py" in caplog.text
    assert "broken_clock" in caplog.text
    assert "no such day" not in caplog.text, "a message may quote what is of a person"


def test_a_job_that_fails_each_time_keeps_no_other_from_its_turn(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as looking at the next file that waits, when that one does not open."""
    monkeypatch.setattr(worker, "AFTER_FAULT", 0.01)
    stop, turns = Event(), []

    def broken_clock() -> datetime:
        if len(turns) == 2:
            stop.set()
        raise OverflowError

    def other() -> bool:
        turns.append(1)
        return False

    deadline = Timer(10, stop.set)
    deadline.start()
    worker.work((lambda: do_next_preview(broken_clock), other), stop)
    deadline.cancel()
    assert len(turns) == 3
