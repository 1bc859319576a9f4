"""Several questions in one statement give the answers that they give apart."""

from pathlib import Path

import pytest

from portal.storage.database import Question, answer, ask_together, connect_to, connection, migrate
from tests.web.played import counted

NUMBERS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i FROM n"
QUESTIONS = (
    Question(1, f"{NUMBERS} ORDER BY i * 7 % 50, i", (200,)),
    Question(3, f"SELECT i, 'x' || i, x'00ff' FROM ({NUMBERS}) ORDER BY i DESC", (120,)),
    Question(2, "SELECT 1.5, NULL WHERE 1 = ?", (2,)),
    Question(2, "SELECT 0.1 + 0.2, ?", ("Vé",)),
)


@pytest.fixture
def database(tmp_path: Path) -> None:
    connect_to(tmp_path / "p.sqlite3")
    migrate()


def test_together_they_are_one_statement_with_the_same_answers_in_the_same_order(database: None) -> None:
    with connection(read_only=True):
        apart = [answer(one) for one in QUESTIONS]
    with connection(read_only=True), counted() as found:
        ask_together(*QUESTIONS, QUESTIONS[0])
        together = [answer(one) for one in QUESTIONS]
        ask_together(*QUESTIONS)
    assert together == apart
    assert [len(rows) for rows in together] == [200, 120, 0, 1]
    assert len(found) == 1


def test_the_next_request_asks_anew(database: None) -> None:
    with connection(), counted() as found:
        for _ in range(2):
            with connection(read_only=True):
                ask_together(*QUESTIONS)
    assert len(found) == 2


def test_who_writes_remembers_nothing(database: None) -> None:
    with connection(), counted() as found:
        ask_together(*QUESTIONS)
        assert not found
        assert answer(QUESTIONS[3]) == answer(QUESTIONS[3]) == [(pytest.approx(0.3), "Vé")]
    assert len(found) == 2
