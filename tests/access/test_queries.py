"""How often a page asks the database: at most eight times, for everyone who may open it, what it writes included."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.access.test_matrix import PEOPLE, cases
from tests.web.browsing import Visitor
from tests.web.played import counted

MOST = 8
EXCEPTIONS: dict[str, int] = {}
"""Pages that may ask more often, with how often. Nothing belongs here."""


def statements(visitor: Visitor, address: str) -> list[str]:
    """What a page asks of the database when it is opened again, as a process keeps what never changes; no files."""
    if visitor.client.get(address).mimetype != "text/html":
        return []
    with counted() as found:
        visitor.client.get(address)
    return [sql for sql, _ in found if not sql.startswith(("BEGIN", "COMMIT", "ROLLBACK"))]


@pytest.mark.parametrize("person", PEOPLE)
def test_a_page_asks_at_most_eight_times(person: str, sign_in: Callable[[str], Visitor], names: dict[str, Any]) -> None:
    visitor = sign_in(PEOPLE[person])
    pages = {route for route, who, _ in cases() if who == person and route.startswith("GET ")}
    asked = {route: len(statements(visitor, route.format(**names).split(" ", 1)[1])) for route in sorted(pages)}
    assert len(asked) > 60
    assert {route: count for route, count in asked.items() if count > EXCEPTIONS.get(route, MOST)} == {}


def test_the_count_can_fail(sign_in: Callable[[str], Visitor], names: dict[str, Any]) -> None:
    found = statements(sign_in("teamleider"), "GET /dossiers/{number}".format(**names).split(" ", 1)[1])
    assert 3 < len(found) <= MOST
    assert any("INSERT INTO read_log" in sql for sql in found)
