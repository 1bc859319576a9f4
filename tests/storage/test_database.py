"""Questions to the database: who only reads gets one answer to one question, and cannot change what he asked about."""

from portal.storage.database import connection, rows
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
