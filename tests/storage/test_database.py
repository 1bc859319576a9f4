"""Questions to the database: who only reads gets one answer to one question, and cannot change what he asked about."""

import sqlite3
from typing import Any

import pytest

from portal.storage.database import connection, opened_database, rows
from portal.storage.models import database, log_database
from tests.staging import Stage

QUESTION = "SELECT COUNT(*) FROM organisation"


def test_while_one_only_reads_a_question_has_one_answer(stage: Stage) -> None:
    before = rows(QUESTION)
    with connection(read_only=True):
        rows(QUESTION).clear()
        assert rows(QUESTION) == before


def test_what_is_written_in_between_is_seen(stage: Stage) -> None:
    [(before,)] = rows(QUESTION)
    with connection(read_only=True):
        assert rows(QUESTION) == [(before,)]
    rows("INSERT INTO organisation (name, protocol) VALUES ('Elders', 'wvp_2023')")
    assert rows(QUESTION) == [(before + 1,)]
    with connection(read_only=True):
        assert rows(QUESTION) == [(before + 1,)]


@pytest.mark.parametrize("stuck", [database, log_database])
def test_a_transaction_that_was_not_ended_is_not_there_for_the_next_request(stage: Stage, stuck: Any) -> None:
    """Neither what it wrote, nor the lock by which everyone else would wait, also of the log of who looked."""
    path = opened_database().database
    database.close()
    with connection(keep=True):
        stuck.execute_sql("BEGIN IMMEDIATE")
        stuck.execute_sql("UPDATE organisation SET name = 'Elders'")
    other = sqlite3.connect(path, timeout=0)
    other.execute("BEGIN IMMEDIATE")
    other.close()
    with connection(keep=True):
        assert rows("SELECT COUNT(*) FROM organisation WHERE name = 'Elders'") == [(0,)]
