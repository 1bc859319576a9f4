"""A dossier whose time is over is destroyed: all of it, and nothing else; also when an old backup brings it back."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from peewee import DatabaseError

from portal.actions.illness_words import go_on
from portal.actions.record_recovery import record_recovery
from portal.actions.record_ziekmelding import record_ziekmelding
from portal.actions.retention import Review, destroy_again, review
from portal.storage.database import connect_to, connection, forget_old_pages, rows
from portal.storage.destroyed_file import NAME
from portal.storage.keyfile import KEY_FILE
from portal.storage.reading.dossiers import dossier, dossier_numbered
from portal.storage.reading.facts import facts_of
from portal.storage.reading.people import person
from portal.storage.reading.read_log import audit, dossiers_with_broken_chains
from portal.storage.reading.retention import ledger_of
from portal.storage.writing.logins import record_event
from tests.staging import Stage
from tests.storage.written import CANARY, KROON
from tests.time_over import BACK, GONE, NOTHING, OVER, time_over


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with time_over(tmp_path) as stage:
        yield stage


def destroyed(stage: Stage) -> Review:
    """Let the list be made, and the time to object go by."""
    assert review(stage.moment(OVER)).listed == ("0001",)
    return review(stage.moment(GONE))


def referring() -> set[tuple[str, str, str]]:
    """Every table that refers to a dossier, or to what refers to one: table, column, table referred to."""
    tables = [name for (name,) in rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    keys = {(t, key[3], key[2]) for t in tables for key in rows(f"PRAGMA foreign_key_list({t})")}
    found: set[str] = {"dossier"}
    while more := {table for table, _, to in keys if to in found} - found:
        found |= more
    return {key for key in keys if key[2] in found}


def belonging() -> dict[str, int]:
    """How many rows of each such table belong to dossier 1."""
    keys = referring()
    counts = {}
    for table in {table for table, _, _ in keys}:
        counts[table] = len(_of_first(table, keys))
    return counts


def _of_first(table: str, keys: set[tuple[str, str, str]]) -> list[tuple[int]]:
    if table == "dossier":
        return rows("SELECT id FROM dossier WHERE id = 1")
    column, to = next((column, to) for name, column, to in sorted(keys) if name == table and to != table)
    ids = [one for (one,) in _of_first(to, keys)]
    marks = ", ".join("?" * len(ids))
    return rows(f"SELECT rowid FROM {table} WHERE {column} IN ({marks})", *ids)


def everything() -> dict[str, list[object]]:
    """Every row of every table."""
    tables = [name for (name,) in rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {table: list(rows(f"SELECT * FROM {table}")) for table in tables}


# All of it, and nothing else


def test_no_table_that_refers_to_a_dossier_is_forgotten(stage: Stage) -> None:
    before = belonging()
    assert {"fact", "paper", "paper_file", "received_file", "retention_hold", "deputy", "went_on"} < before.keys()
    assert all(before.values()), before
    # What refers to a dossier without the database knowing.
    columns = [(t, c[1]) for t in everything() for c in rows(f"PRAGMA table_info({t})")]
    known = {(table, column) for table, column, _ in referring()}
    loose = {(t, c) for t, c in columns if c.startswith(("dossier", "paper")) and (t, c) not in known}
    assert loose == {("read_log", "dossier"), ("read_log", "paper"), ("destruction", "dossier"), ("step", "paper")}
    assert destroyed(stage) == Review(destroyed=("0001",))
    assert not any(belonging().values())


def test_nothing_of_it_is_left_in_the_files_of_the_database(stage: Stage, tmp_path: Path) -> None:
    forget_old_pages()
    path = tmp_path / "portaal.sqlite3"
    assert CANARY.encode() in path.read_bytes()
    hashes = [one.encode() for (one,) in rows("SELECT hash FROM fact WHERE dossier_id = 1 AND seq > 1")]
    assert all(one in path.read_bytes() for one in hashes)
    destroyed(stage)
    found = b"".join(file.read_bytes() for file in tmp_path.glob("portaal.sqlite3*"))
    assert CANARY.encode() not in found
    assert not [one for one in hashes if one in found]


def test_another_dossier_and_the_log_stay_whole(stage: Stage) -> None:
    [other] = rows("SELECT id FROM dossier WHERE id <> 1")
    facts, shown = facts_of(other[0]), rows("SELECT * FROM step WHERE dossier_id = ?", *other)
    looked = rows("SELECT * FROM read_log WHERE dossier = ?", *other)
    destroyed(stage)
    assert facts_of(other[0]) == facts
    assert rows("SELECT * FROM step WHERE dossier_id = ?", *other) == shown
    assert rows("SELECT * FROM read_log WHERE dossier = ?", *other) == looked
    assert rows("SELECT subject FROM job WHERE kind = 'packet'") == [("12/8/x",)]
    found = audit()
    assert (found.emptied, found.faults) == (1, ())
    assert list(dossiers_with_broken_chains()) == []
    assert person(stage.ids["medewerker"])


def test_the_ledger_says_that_it_was_there_and_nothing_more(stage: Stage) -> None:
    destroyed(stage)
    [row] = ledger_of(1, "destroyed")
    assert (row.number, row.ended_on, row.keep_until) == ("0001", stage.day(BACK), stage.day(OVER - 1))
    assert (row.listed_on, row.destroyed_at) == (stage.day(OVER), stage.moment(GONE))
    assert row.counts["fact"] == 7
    assert row.counts["read_log"] == 1
    for change in ("UPDATE destruction SET basis = ''", "DELETE FROM destruction"):
        with pytest.raises(DatabaseError, match="stays written down"):
            rows(change)


@pytest.mark.asvs("2.3.3")
def test_stopped_halfway_everything_is_left(stage: Stage) -> None:
    review(stage.moment(OVER))
    before = everything()
    rows("CREATE TRIGGER stop BEFORE DELETE ON dossier BEGIN SELECT RAISE(ABORT, 'the power failed'); END")
    assert review(stage.moment(GONE)) == Review(failed=("0001",))
    assert everything() == before
    rows("DROP TRIGGER stop")
    assert review(stage.moment(GONE)).destroyed == ("0001",)


def test_a_dossier_that_does_not_open_keeps_no_other_from_its_turn(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    [(last,)] = rows("SELECT MAX(id) FROM dossier")
    record_recovery(
        dossier_id=last, actor=stage.ids["teamleider"], now=stage.moment(BACK), on=stage.day(BACK), hours=36
    )
    [(hours, seq)] = rows("SELECT data, MAX(seq) FROM fact WHERE dossier_id = 1")
    rows("DROP TRIGGER fact_no_UPDATE")
    rows("UPDATE fact SET data = 'Kanarie' WHERE dossier_id = 1 AND seq = ?", seq)
    assert review(stage.moment(OVER)) == Review(listed=(f"{last:04d}",), failed=("0001",))
    assert "the retention of dossier 0001 failed" in caplog.text
    assert "Kanarie" not in caplog.text
    rows("UPDATE fact SET data = ? WHERE dossier_id = 1 AND seq = ?", hours, seq)
    assert review(stage.moment(OVER)).listed == ("0001",)


@pytest.mark.asvs("14.2.4")
def test_what_is_in_no_dossier_goes_by_a_fixed_term(stage: Stage) -> None:
    """The stage has an overleg of day 46 with minutes and something agreed."""
    words = {"place": "Verslag van het SMO", "words": 1, "reason": "Zo heet het project."}
    go_on(actor=stage.ids["teamleider"], now=stage.moment(48), dossier_id=None, **words)
    kept = [_outside(stage, day) for day in (46 + 730, 46 + 731, 48 + 731)]
    assert kept == [(1, 1, 1), (0, 0, 1), (0, 0, 0)]
    assert rows("SELECT COUNT(*) FROM went_on")[0][0] == 1, "of the dossier itself"


def _outside(stage: Stage, day: int) -> tuple[int, ...]:
    """How many overleggen, agreements and reasons outside a dossier there are after the round of a day."""
    review(stage.moment(day))
    tables = ("smo", "smo_action", "went_on WHERE dossier_id IS NULL")
    return tuple(rows(f"SELECT COUNT(*) FROM {table}")[0][0] for table in tables)


@pytest.mark.asvs("14.2.4")
def test_what_happened_with_logins_goes_after_a_year(stage: Stage) -> None:
    at = datetime(2020, 3, 1, 12, tzinfo=UTC)
    record_event("login", "done", at, origin="192.0.2.1", person_id=stage.ids["teamleider"])
    recent = rows("SELECT COUNT(*) FROM login_event WHERE origin <> '192.0.2.1'")
    for days, left in ((364, 1), (366, 0)):
        review(at + timedelta(days=days))
        assert rows("SELECT COUNT(*) FROM login_event WHERE origin = '192.0.2.1'") == [(left,)]
    assert rows("SELECT COUNT(*) FROM login_event WHERE origin <> '192.0.2.1'") == recent


def test_a_fact_is_deleted_only_while_its_dossier_is_destroyed(stage: Stage) -> None:
    review(stage.moment(OVER))
    with pytest.raises(DatabaseError, match="append-only"):
        rows("DELETE FROM fact WHERE dossier_id = 1")


def test_a_number_is_never_given_out_again(stage: Stage) -> None:
    [(last,)] = rows("SELECT MAX(id) FROM dossier")
    record_recovery(
        dossier_id=last, actor=stage.ids["teamleider"], now=stage.moment(BACK), on=stage.day(BACK), hours=36
    )
    review(stage.moment(OVER))
    assert len(review(stage.moment(GONE)).destroyed) == 2
    new = record_ziekmelding(
        medewerker_id=stage.ids[KROON],
        actor=stage.ids["teamleider"],
        now=stage.moment(GONE),
        eerste_ziektedag=stage.day(GONE),
        gemeld_op=stage.day(GONE),
        items=NOTHING,
    )
    row = dossier(new)
    assert row
    assert (row.id, row.number) == (last + 1, f"{last + 1:04d}")
    assert audit().faults == ()


# An old backup


def test_what_comes_back_with_an_old_backup_is_destroyed_again(stage: Stage, tmp_path: Path) -> None:
    rows("VACUUM INTO ?", str(tmp_path / "backup.sqlite3"))
    destroyed(stage)
    line = (tmp_path / NAME).read_text()
    assert line.split()[0] == "0001"
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600
    (tmp_path / "terug").mkdir()
    for name, target in (("backup.sqlite3", "portaal.sqlite3"), (NAME, NAME), (KEY_FILE, KEY_FILE)):
        shutil.copyfile(tmp_path / name, tmp_path / "terug" / target)
    connect_to(tmp_path / "terug" / "portaal.sqlite3")
    with connection():
        assert dossier_numbered("0001")
        assert destroy_again(stage.moment(GONE + 1)) == ("0001",)
        assert dossier_numbered("0001") is None
        assert not any(belonging().values())
        [row] = ledger_of(1, "destroyed")
        assert "reservekopie" in row.basis
        assert destroy_again(stage.moment(GONE + 1)) == ()
        assert audit().faults == ()
    assert (tmp_path / "terug" / NAME).read_text() == line


def test_another_dossier_with_the_same_number_is_left_alone(stage: Stage, tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(f"0001 {'0' * 64}\n0077 {'1' * 64}\nwat een onzin\n")
    assert destroy_again(stage.moment(BACK)) == ()
    assert dossier(1)
    # A number that a later copy of the database knew is not given out again either.
    new = record_ziekmelding(
        medewerker_id=stage.ids["teamleider"],
        actor=stage.ids["afdelingshoofd"],
        now=stage.moment(BACK),
        eerste_ziektedag=stage.day(BACK),
        gemeld_op=stage.day(BACK),
        items=NOTHING,
    )
    assert new == 78


def test_the_file_is_completed_from_the_ledger(stage: Stage, tmp_path: Path) -> None:
    destroyed(stage)
    before = (tmp_path / NAME).read_text()
    (tmp_path / NAME).unlink()
    assert destroy_again(stage.moment(GONE)) == ()
    assert (tmp_path / NAME).read_text() == before
