"""A database from before the sealing is brought over whole, or not at all."""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from peewee import IntegrityError, SqliteDatabase
from playhouse.migrations import Runner

from portal.storage.database import MIGRATIONS, connect_to, connection, insert, migrate, rows
from portal.storage.reading.factors import code_app_of
from portal.storage.reading.facts import broken_links, facts_of
from portal.storage.reading.illness_words import went_on_in
from portal.storage.reading.jobs import job_file
from portal.storage.reading.papers import draft, file_of, papers_of
from portal.storage.reading.sick_reports import waiting_report
from portal.storage.reading.smo import actions_of, meeting
from portal.storage.reading.word_copies import copy, received_file
from portal.storage.writing.people import add_organisation, add_person

CANARY = "Kanarie Grijsvleugel"
FILE = CANARY.encode() + bytes(range(256)) * 40
MOMENT = "2026-01-05T09:00:00+00:00"
BEFORE_SEALING = range(1, 11)


def said(number: int) -> str:
    return json.dumps({"verslag": f"{CANARY} {number}"}, ensure_ascii=False)


def hashed(*words: Any) -> str:
    return hashlib.sha256(json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def facts(dossier: int) -> Iterator[dict[str, Any]]:
    """Four facts as they were stored once, in a chain."""
    before = ""
    for seq in range(1, 5):
        words = (seq, "contact", "2026-01-05", MOMENT, 1, said(seq), None)
        link = hashed(before, dossier, *words)
        names = ("seq", "kind", "on_day", "at", "author_id", "data", "corrects", "previous_hash", "hash")
        yield {"dossier_id": dossier, **dict(zip(names, (*words, before, link), strict=True))}
        before = link


ROWS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("organisation", {"name": "W", "protocol": "wvp_2023"}),
    ("person", {"name": "Hanna", "email": "h@w.example", "job": "", "active": 1}),
    ("person", {"name": "Piet", "email": "p@w.example", "job": "", "active": 1}),
    *(
        ("dossier", {"number": str(who), "organisation_id": 1, "medewerker_id": who, "protocol": "x", "opened_on": "x"})
        for who in (1, 2)
    ),
    *(("fact", fact) for dossier in (1, 2) for fact in facts(dossier)),
    (
        "paper",
        {
            **{"dossier_id": 1, "kind": "gespreksverslag", "number": 1, "version": 1, "title": "Verslag"},
            **{
                "on_day": "2026-01-05",
                "settled_at": MOMENT,
                "author_id": 1,
                "author_role": "x",
                "values_json": said(1),
            },
        },
    ),
    ("paper_file", {"paper_id": 1, "seq": 1, "media": "pdf", "content": FILE, "sha256": "x", "stored_at": MOMENT}),
    ("draft", {"dossier_id": 1, "kind": "plan", "person_id": 1, "values_json": said(2), "saved_at": MOMENT}),
    *(
        (
            "sick_report",
            {
                **{"medewerker_id": 2, "eerste_ziektedag": "2026-01-05", "reported_at": MOMENT},
                **{"items_json": items, "state": state},
            },
        )
        for items, state in ((said(3), "waiting"), ("{}", "confirmed"))
    ),
    (
        "word_copy",
        {
            **{"dossier_id": 1, "kind": "plan", "person_id": 1, "number": 1, "version": 1, "template_sha256": "x"},
            **{"content": FILE, "issued_at": MOMENT},
        },
    ),
    (
        "received_file",
        {"copy_id": 1, "file_name": f"{CANARY}.docx", "content": FILE, "sha256": "x", "received_at": MOMENT},
    ),
    (
        "job",
        {"kind": "preview", "subject": "x", "state": "done", "problem": "", "attempts": 1, "asked_at": MOMENT},
    ),
    ("job_file", {"job_id": 1, "name": "bron.pdf", "content": FILE}),
)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A database as it was before the sealing, with something in every table that is sealed now."""
    path, folder = tmp_path / "portaal.sqlite3", tmp_path / "migrations"
    folder.mkdir()
    for file in MIGRATIONS.glob("[0-9]*.py"):
        if int(file.name[:4]) in BEFORE_SEALING:
            shutil.copy(file, folder)
    before = SqliteDatabase(path, pragmas={"journal_mode": "wal"})
    Runner(before, str(folder)).up()
    before.close()
    database = sqlite3.connect(path)
    for table, values in ROWS:
        marks = ", ".join("?" * len(values))
        database.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))
    database.commit()
    database.close()
    assert CANARY.encode() in path.read_bytes()
    connect_to(path)
    return path


def on_disk(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


def test_everything_is_sealed_and_says_what_it_said(old: Path) -> None:
    assert "0011_sealing" in migrate()
    assert CANARY.encode() not in on_disk(old)
    with connection():
        for dossier in (1, 2):
            assert [fact.data for fact in facts_of(dossier)] == [json.loads(said(seq)) for seq in range(1, 5)]
            assert broken_links(dossier) == ()
        assert [row.values for row in papers_of(1)] == [json.loads(said(1))]
        paper, report, back, along = file_of(1), waiting_report(1), received_file(1), copy(1)
        assert paper
        assert report
        assert back
        assert along
        assert [paper.content, back.content, along.content, job_file(1, "bron.pdf")] == [FILE] * 4
        assert (report.items, draft(1, "plan", 1)) == (json.loads(said(3)), json.loads(said(2)))
        assert back.file_name == f"{CANARY}.docx"
        with pytest.raises(IntegrityError, match="append-only"):
            rows("UPDATE fact SET seq = 9")


def test_a_second_time_changes_nothing(old: Path) -> None:
    migrate()
    with connection():
        before = [rows(f"SELECT * FROM {table}") for table in ("fact", "paper_file", "data_key")]
        rows("DELETE FROM schema_migration WHERE name = '0011_sealing'")
    assert migrate() == ["0011_sealing"]
    with connection():
        assert [rows(f"SELECT * FROM {table}") for table in ("fact", "paper_file", "data_key")] == before


def test_broken_off_in_the_middle_it_begins_again(old: Path) -> None:
    with connection():
        rows("CREATE TRIGGER full BEFORE UPDATE ON job_file BEGIN SELECT RAISE(ABORT, 'the disk is full'); END")
        before = rows("SELECT data FROM fact")
    with pytest.raises(IntegrityError, match="the disk is full"):
        migrate()
    with connection():
        assert rows("SELECT data FROM fact") == before
        assert rows("SELECT name FROM sqlite_master WHERE name = 'data_key'") == []
        rows("DROP TRIGGER full")
    assert "0011_sealing" in migrate()
    with connection():
        assert broken_links(1) == ()
    assert CANARY.encode() not in on_disk(old)


@pytest.mark.parametrize(
    ("damage", "shown"),
    [
        ("UPDATE fact SET data = '{}' WHERE dossier_id = 1 AND seq = 2", (2,)),
        ("UPDATE fact SET hash = 'x' WHERE dossier_id = 1 AND seq = 3", (3, 4)),
        ("DELETE FROM fact WHERE dossier_id = 1 AND seq = 2", (3, 4)),
    ],
)
def test_a_chain_that_was_broken_still_shows_it(old: Path, damage: str, shown: tuple[int, ...]) -> None:
    with connection():
        rows("DROP TRIGGER fact_no_UPDATE")
        rows("DROP TRIGGER fact_no_DELETE")
        rows(damage)
        assert broken_links(1) == shown
        rows("CREATE TRIGGER fact_no_UPDATE BEFORE UPDATE ON fact BEGIN SELECT RAISE(ABORT, 'no'); END")
    migrate()
    with connection():
        assert broken_links(1) == shown
        assert broken_links(2) == ()


def test_what_was_sealed_later_is_brought_over_too(database: Path) -> None:
    rows("DELETE FROM schema_migration WHERE name = '0011_sealing_talks_and_codes'")
    rows("PRAGMA foreign_keys = 0")
    organisation, at = add_organisation("W", "wvp_2023"), MOMENT
    person = add_person("Hanna", "h@w.example", organisation)
    meeting_values = {"verslag": f"{CANARY} 1", "besluiten": f"{CANARY} 2", "planned_by_id": person}
    insert("unit", {"organisation_id": 1, "code": "1", "name": "Team"})
    insert("smo", {"unit_id": 1, "on_day": "2026-01-05", **meeting_values})
    insert("smo", {"unit_id": 1, "on_day": "2026-01-06", **meeting_values, "verslag": "", "besluiten": ""})
    task = {"smo_id": 1, "what": f"{CANARY} 3", "person_id": person, "due_on": "2026-01-05", "state": "open"}
    insert("smo_action", task)
    kept = {"dossier_id": 1, "person_id": person, "at": at, "place": "x", "words": 1, "reason": f"{CANARY} 4"}
    insert("went_on", kept)
    insert("code_app", {"person_id": person, "secret": CANARY, "last_step": 1, "since": at})
    assert CANARY.encode() in on_disk(database)
    assert migrate() == ["0011_sealing_talks_and_codes"]
    assert CANARY.encode() not in on_disk(database)
    first, second, app = meeting(1), meeting(2), code_app_of(person)
    assert first
    assert second
    assert app
    assert [first.verslag, first.besluiten, second.verslag] == [f"{CANARY} 1", f"{CANARY} 2", ""]
    assert [one.what for one in actions_of(1)] == [f"{CANARY} 3"]
    assert [one.reason for one in went_on_in(1)] == [f"{CANARY} 4"]
    assert app.secret == CANARY
