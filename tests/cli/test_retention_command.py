"""`portal retention`, and the worker that does the same once a day."""

import runpy
from pathlib import Path

import pytest

from portal.actions.record_recovery import record_recovery
from portal.cli import main
from portal.cli.worker import daily_review
from portal.settings import ROOT
from portal.storage.database import connection, forget_old_pages
from portal.storage.reading.dossiers import dossier_numbered
from portal.storage.reading.retention import ledger_of
from tests.staging import Stage, set_stage
from tests.time_over import BACK, GONE, OVER


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Someone who is well again, in a portal that the commands find."""
    for name, value in {"MODE": "test", "INSTANCE": tmp_path, "SECRET_KEY": "k" * 40}.items():
        monkeypatch.setenv(f"PORTAL_{name}", str(value))
    stage = set_stage(tmp_path, "analysed")
    with connection():
        record_recovery(**stage.who("teamleider", BACK), on=stage.day(BACK), hours=36)
    return stage


def test_the_command_says_what_it_did(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for day in (OVER - 1, OVER, GONE, GONE + 1):
        monkeypatch.setenv("PORTAL_TODAY", stage.day(day).isoformat())
        assert main(["retention"]) == 0
        told.append(capsys.readouterr().out.strip())
    nothing = [f"Niets te doen op {stage.day(day).isoformat()}." for day in (OVER - 1, GONE + 1)]
    assert told == [nothing[0], "Op de lijst gezet: 0001.", "Vernietigd: 0001.", nothing[1]]
    assert main(["verify-audit"]) == 0


def test_the_worker_does_it_once_a_day(stage: Stage) -> None:
    moments = [stage.moment(day) for day in (OVER, OVER, GONE)]
    today = iter(moments)
    do = daily_review(lambda: next(today))
    assert [do() for _ in moments] == [True, False, True]
    with connection():
        assert [row.number for row in ledger_of(1, "destroyed")] == ["0001"]


def test_any_wsgi_server_destroys_again_what_came_back_with_an_old_backup(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "portaal.sqlite3"
    with connection():
        forget_old_pages()
    backup = database.read_bytes()
    for day in (OVER, GONE):
        monkeypatch.setenv("PORTAL_TODAY", stage.day(day).isoformat())
        assert main(["retention"]) == 0
    for beside in tmp_path.glob("portaal.sqlite3-*"):
        beside.unlink()
    database.write_bytes(backup)
    with connection():
        assert dossier_numbered("0001")
    client = runpy.run_path(str(ROOT / "wsgi.py"))["app"].test_client()
    with connection():
        assert dossier_numbered("0001") is None
    assert client.get("/inloggen").status_code == 200
