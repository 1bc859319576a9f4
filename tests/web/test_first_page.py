"""The page on which everyone begins is light: everything that it loads is counted."""

import gzip
from pathlib import Path

import pytest

from tests.web.page import Page
from tests.web.scene import Scene

MOST = 30_000
"""Bytes of style sheets and scripts together, compressed, on the page where one logs in (a kB is 1,000 bytes)."""


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "sick")


def loaded(page: Page) -> list[str]:
    """The addresses of the style sheets and scripts of a page."""
    sheets = [str(tag["href"]) for tag in page.soup.select("link[rel=stylesheet]")]
    return sheets + [str(tag["src"]) for tag in page.soup.select("script[src]")]


def test_the_first_page_is_under_thirty_kilobytes(scene: Scene) -> None:
    stranger = scene.stranger(10)
    addresses = loaded(stranger.get("/inloggen"))
    answers = [stranger.client.get(address) for address in addresses]
    assert all(address.startswith("/static/") for address in addresses)
    assert {answer.status_code for answer in answers} == {200}
    weights = {address: len(gzip.compress(answer.data)) for address, answer in zip(addresses, answers, strict=True)}
    assert 0 < sum(weights.values()) < MOST, weights


def test_who_is_logged_in_has_what_swaps_parts(scene: Scene) -> None:
    """The limit is met by what the first page does without, not by what nobody has."""
    first = loaded(scene.stranger(10).get("/inloggen"))
    later = loaded(scene.open("teamleider", 10).get("/"))
    more = {address.split("?")[0] for address in set(later) - set(first)}
    assert more == {"/static/vendor/htmx.min.js", "/static/portal.js", "/static/session.js"}


def test_style_sheets_and_scripts_come_compressed_and_are_kept(scene: Scene) -> None:
    who = scene.open("teamleider", 10)
    for address in loaded(who.get("/")):
        plain = who.client.get(address)
        small = who.client.get(address, headers={"Accept-Encoding": "gzip"})
        assert small.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(small.data) == plain.data
        assert "Content-Encoding" not in plain.headers
        for answer in (plain, small):
            assert "Accept-Encoding" in answer.headers["Vary"]
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        again = who.client.get(address, headers={"Accept-Encoding": "gzip", "If-None-Match": small.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


def test_an_address_without_the_fingerprint_may_change_and_a_page_is_not_compressed(scene: Scene) -> None:
    who = scene.open("teamleider", 10)
    for address in ("/static/portal.css", "/static/portal.css?v=123456789abc"):
        assert "immutable" not in who.client.get(address).headers["Cache-Control"]
    assert "Content-Encoding" not in who.client.get("/", headers={"Accept-Encoding": "gzip"}).headers
