"""Renewing keys: what was written stays readable at every moment, also when it is broken off half-way."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from peewee import IntegrityError

from portal.storage.database import connect_to, connection, key_file, rows
from portal.storage.keyfile import KeyProblem, make_keys, put_in_front, read_keys
from portal.storage.keyring import key_number
from portal.storage.reading.read_log import dossiers_with_broken_chains
from portal.storage.sealing import ring, seal
from portal.storage.writing.keys import drop_old_keys, reseal, rotate
from tests.storage.written import Written

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


def connect_anew() -> None:
    """As a portal that starts now."""
    connect_to(key_file().with_name("portaal.sqlite3"))


def everything(written: Written) -> list[object]:
    return [*written.words(), *written.files(), written.secret()]


def names() -> list[str]:
    return [key.name for key in read_keys(key_file())]


def wrapped_by() -> list[str]:
    return [name for (name,) in rows("SELECT wrapped_by FROM data_key ORDER BY id")]


@pytest.mark.asvs("11.2.2")
def test_after_a_rotation_everything_opens_and_new_things_get_a_new_data_key(written: Written) -> None:
    before, facts = everything(written), rows("SELECT data, hash FROM fact")
    [old] = names()
    done = rotate(NOW)
    assert (done.before, done.data_keys) == ((old,), 2)
    assert names() == [done.key, old]
    assert wrapped_by() == [done.key] * 2
    assert key_number(seal(b"nieuw", "paper_file.content", 99, 1)) == 2
    assert everything(written) == before
    assert rows("SELECT data, hash FROM fact") == facts
    connect_anew()
    with connection():
        assert everything(written) == before


def test_the_old_key_alone_opens_nothing_any_more_and_is_not_needed(written: Written, tmp_path: Path) -> None:
    before = everything(written)
    [old] = read_keys(key_file())
    wrapped = rows("SELECT wrapped FROM data_key")[0][0]
    new = rotate(NOW).key
    assert drop_old_keys() == (old.name,)
    assert names() == [new]
    assert drop_old_keys() == ()
    connect_anew()
    with connection():
        assert everything(written) == before
        # Nor does the data key lie there still as the old key wrapped it.
        assert wrapped not in b"".join(file.read_bytes() for file in tmp_path.glob("portaal.sqlite3*"))


def test_broken_off_after_the_file_was_written_it_goes_on_with_the_same_new_key(written: Written) -> None:
    before = everything(written)
    [old] = names()
    rows("CREATE TRIGGER full BEFORE INSERT ON data_key BEGIN SELECT RAISE(ABORT, 'the disk is full'); END")
    with pytest.raises(IntegrityError, match="the disk is full"):
        rotate(NOW)
    [new, kept] = names()
    assert (kept, wrapped_by()) == (old, [old])
    connect_anew()
    with connection():
        assert everything(written) == before
        rows("DROP TRIGGER full")
        assert rotate(NOW).key == new
        assert names() == [new, old]
        assert everything(written) == before


def test_a_key_that_someone_put_on_top_by_hand_is_used(written: Written) -> None:
    by_hand = put_in_front(key_file())
    assert rotate(NOW).key == by_hand.name
    assert len(names()) == 2


def test_without_the_right_key_nothing_is_rotated_or_dropped(written: Written) -> None:
    key_file().unlink()
    make_keys(key_file())
    stored = rows("SELECT * FROM data_key")
    with pytest.raises(KeyProblem, match="staat niet in"):
        rotate(NOW)
    with pytest.raises(KeyProblem, match="staat niet in"):
        drop_old_keys()
    assert (len(names()), rows("SELECT * FROM data_key")) == (1, stored)


def test_sealing_anew_leaves_facts_alone_and_the_rest_to_the_newest_data_key(written: Written) -> None:
    before, facts = everything(written), rows("SELECT data, hash FROM fact")
    rotate(NOW)
    papers, files = (rows(f"SELECT COUNT(*) FROM {table}")[0][0] for table in ("paper", "paper_file"))
    heads = rows("SELECT COUNT(*) FROM fact_head")[0][0]
    # Beside these a draft, a report, a copy, a file that came back and its name, the file of a job, and an app; of
    # an overleg the minutes, the decisions and what was agreed; a reason to keep a
    # word about illness; two reasons about keeping the dossier; a BSN and why someone else filled it in; of a file
    # that waits the file, its name and its answers, of a scan without its place the file and its name; and what a
    # login elsewhere is known by.
    assert reseal() == papers + files + heads + 21
    assert reseal() == 0
    assert everything(written) == before
    assert rows("SELECT data, hash FROM fact") == facts
    assert list(dossiers_with_broken_chains()) == []
    assert {key_number(content) for (content,) in rows("SELECT content FROM paper_file")} == {2}


def test_sealing_anew_can_be_broken_off_and_goes_on(written: Written) -> None:
    before = everything(written)
    rotate(NOW)
    rows("CREATE TRIGGER full BEFORE UPDATE ON job_file BEGIN SELECT RAISE(ABORT, 'the disk is full'); END")
    with pytest.raises(IntegrityError):
        reseal()
    assert everything(written) == before
    rows("DROP TRIGGER full")
    # The papers, reports and drafts were done.
    assert 0 < reseal() < 8
    assert everything(written) == before


def portal(folder: Path, *words: str) -> str:
    """Another process, beside the portal that runs."""
    environment = os.environ | {"PORTAL_INSTANCE": str(folder), "PORTAL_MODE": "test"}
    command = [sys.executable, "-m", "portal.cli", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60).stdout


def test_a_portal_that_runs_reads_on_after_a_rotation_by_command(written: Written, tmp_path: Path) -> None:
    before = everything(written)
    old = ring()
    assert "gegevenssleutels" in portal(tmp_path, "rotate-key")
    assert "Opnieuw verzegeld" in portal(tmp_path, "rotate-key", "--reseal")
    assert ring() is old
    assert everything(written) == before
    assert ring().newest == 2
