"""Leafing through a list that is at hand as a whole."""

import pytest
from flask import Flask

from portal.web.present.pages import leafed, together


@pytest.fixture
def app() -> Flask:
    found = Flask("lijsten")
    found.add_url_rule("/lijst/<int:number>", "list", lambda number: str(number))
    return found


def on(app: Flask, query: str, size: int = 50, rows: int = 120) -> tuple[list[int], dict[str, str]]:
    with app.test_request_context(f"/lijst/7?{query}"):
        shown, links = leafed(range(rows), size, name="blad", anchor="rijen")
    return list(shown), links


def test_every_row_stands_on_one_page(app: Flask) -> None:
    found = [row for number in (1, 2, 3) for row in on(app, f"blad={number}")[0]]
    assert found == list(range(120))


def test_the_links_keep_whatever_else_the_address_asks_for(app: Flask) -> None:
    _, links = on(app, "zoek=jan&toon=loopt&blad=2&ander=3")
    assert links["previous"] == "/lijst/7?zoek=jan&toon=loopt&blad=1&ander=3#rijen"
    assert links["next"] == "/lijst/7?zoek=jan&toon=loopt&blad=3&ander=3#rijen"
    assert (links["info"], links["count"]) == ("51 tot en met 100 van 120", "120")


def test_there_is_no_page_before_the_first_nor_after_the_last(app: Flask) -> None:
    assert on(app, "")[1]["previous"] == ""
    assert on(app, "blad=3")[1]["next"] == ""
    assert on(app, "blad=99") == on(app, "blad=3")
    assert on(app, "blad=-1") == on(app, "blad=nul") == on(app, "blad=1")
    shown, links = on(app, "", rows=0)
    assert (shown, links["next"], links["count"]) == ([], "", "0")


def test_groups_stay_whole_and_fill_a_page() -> None:
    teams = [["a"] * 3, ["b"] * 2, ["c"] * 4, ["d"] * 7, ["e"]]
    assert [[len(team) for team in page] for page in together(teams, 5)] == [[3, 2], [4], [7], [1]]
    assert together([], 5) == []
