"""The handbook says what the portal does: its pages come from the protocol, its pictures from the pages of today."""

import re
from collections.abc import Iterator

import pytest

from portal.settings import Settings
from tests.browser.screenshot import demonstration
from tests.handbook import CHAPTERS, FOLDER, PICTURES, TODAY, pages, recorded, shown
from tests.language import too_long
from tests.web.browsing import visitor

KILOBYTE = 1024
AGAIN = "run `make handbook`"


@pytest.fixture(scope="module")
def settings() -> Iterator[Settings]:
    with demonstration() as found:
        yield found


def test_every_page_is_made_from_the_protocol() -> None:
    made = pages()
    assert {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")} == {
        path.name: text for path, text in made.items()
    }, AGAIN
    assert not [line for text in made.values() for line in text.splitlines() if line[:1] != "|" and too_long(line)]


def test_every_picture_is_there_stands_on_a_page_and_is_small() -> None:
    sizes = {path.stem: path.stat().st_size for path in FOLDER.glob("*.png")}
    assert set(sizes) == set(PICTURES) == set(recorded()), AGAIN
    assert {name for _, names in CHAPTERS.values() for name in names} == set(PICTURES)
    for path, text in pages().items():
        assert all((path.parent / name).exists() for name in re.findall(r"\]\(([^)]+)\)", text)), path
    assert max(sizes.values()) < 150 * KILOBYTE
    assert sum(sizes.values()) < 1200 * KILOBYTE


def test_every_picture_shows_the_page_as_it_is(settings: Settings) -> None:
    for name, one in PICTURES.items():
        page = visitor(settings, TODAY, one.login).get(one.address)
        assert page.status == 200
        assert shown(page) == recorded()[name], f"{name}.png is of an older page: {AGAIN}"
