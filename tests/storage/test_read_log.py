"""The read log: nothing in it can be changed, and what was changed behind the portal's back is found."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from peewee import DatabaseError

from portal.cli import main
from portal.storage.models import ReadLog, log_database
from portal.storage.reading.read_log import Fault, audit
from portal.storage.writing.read_log import record_look

EMPTIED = (
    "UPDATE read_log SET at = '', person = NULL, action = '', paper = NULL, object = '', result = '', origin = '', "
    "basis = '', absent = NULL, salt = '' WHERE "
)


@pytest.fixture
def five(database: Path) -> Path:
    """A log of five looks."""
    for number in range(1, 6):
        record_look(
            at=datetime(2026, 1, number, tzinfo=UTC),
            person_id=number,
            action="read_dossier",
            dossier_id=number,
            result="allowed",
            origin="192.0.2.1",
            object="plan_van_aanpak",
            basis="leidinggevende",
        )
    return database


def behind_its_back(path: Path, *statements: str) -> None:
    """What someone with the file does to it, triggers or not."""
    with sqlite3.connect(path) as file:
        for (name,) in file.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'read_log%'"
        ):
            file.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            file.execute(statement)
    file.close()


def test_an_untouched_log_is_whole(five: Path) -> None:
    found = audit()
    assert (found.looks, found.emptied, found.faults) == (5, 0, ())
    assert audit((5, found.head)).faults == ()
    assert audit((5, "0" * 64)).faults == (Fault("before", 5),)


@pytest.mark.asvs("11.4.3")
@pytest.mark.parametrize(
    ("statements", "fault"),
    [
        (["UPDATE read_log SET person = 9 WHERE id = 3"], Fault("altered", 3)),
        (["UPDATE read_log SET result = 'refused' WHERE id = 5"], Fault("altered", 5)),
        (["UPDATE read_log SET dossier = 9 WHERE id = 2"], Fault("unlinked", 2)),
        (["DELETE FROM read_log WHERE id = 2"], Fault("missing", 3)),
        (["DELETE FROM read_log WHERE id = 1"], Fault("missing", 2)),
        (["DELETE FROM read_log WHERE id = 5"], Fault("cut", 5)),
        (["DELETE FROM read_log"], Fault("cut", 5)),
        (["UPDATE read_log_head SET looks = 4"], Fault("cut", 4)),
        (["DELETE FROM read_log WHERE id = 3", "UPDATE read_log SET id = 3 WHERE id = 4"], Fault("unlinked", 3)),
        (
            [
                "UPDATE read_log SET id = 99 WHERE id = 2",
                "UPDATE read_log SET id = 2 WHERE id = 3",
                "UPDATE read_log SET id = 3 WHERE id = 99",
            ],
            Fault("unlinked", 2),
        ),
    ],
    ids=["person", "result", "dossier", "deleted", "first", "last", "all", "head", "closed_up", "reordered"],
)
def test_what_was_changed_is_found(five: Path, statements: list[str], fault: Fault) -> None:
    behind_its_back(five, *statements)
    assert fault in audit().faults


def test_a_log_made_anew_without_the_key_is_found(five: Path) -> None:
    shorter = "UPDATE read_log_head SET looks = 4, hash = (SELECT hash FROM read_log WHERE id = 4)"
    behind_its_back(five, "DELETE FROM read_log WHERE id = 5", shorter)
    assert audit().faults == (Fault("cut", 4),)


def test_a_row_may_be_emptied_only_when_its_dossier_is_gone(five: Path) -> None:
    behind_its_back(five, EMPTIED + "id = 4")
    found = audit()
    assert (found.emptied, found.faults) == (1, ())
    behind_its_back(five, EMPTIED + "id = 4", "UPDATE read_log SET dossier = NULL WHERE id = 4")
    assert {fault.damage for fault in audit().faults} == {"emptied", "unlinked"}


@pytest.mark.asvs("16.4.2")
@pytest.mark.parametrize(
    "change",
    [
        lambda: ReadLog.update(person=9).where(ReadLog.id == 3).execute(),
        lambda: ReadLog.update(result="", salt="").where(ReadLog.id == 3).execute(),
        lambda: ReadLog.delete().where(ReadLog.id == 5).execute(),
        lambda: log_database.execute_sql("DELETE FROM read_log_head"),
        lambda: log_database.execute_sql(EMPTIED.replace("salt = ''", "salt = '', digest = ''") + "id = 3"),
    ],
)
def test_the_database_refuses_every_change(five: Path, change: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError, match=r"append-only|one head"):
        change()
    assert audit().faults == ()


def test_the_command_says_what_is_wrong(
    five: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {"MODE": "test", "INSTANCE": str(tmp_path), "FILE": five.name}.items():
        monkeypatch.setenv(f"PORTAL_{name}", value)
    assert main(["verify-audit"]) == 0
    last = capsys.readouterr().out.rpartition("Laatste regel: ")[2].strip()
    assert main(["verify-audit", "--since", last]) == 0
    behind_its_back(five, "DELETE FROM read_log WHERE id = 5", "UPDATE read_log SET person = 9 WHERE id = 2")
    assert main(["verify-audit", "--since", last]) == 1
    said = capsys.readouterr().out
    assert "Regel 2 van het inzagelogboek zegt iets anders" in said
    assert "Het einde van het inzagelogboek klopt niet: er moeten 5 regels zijn." in said
