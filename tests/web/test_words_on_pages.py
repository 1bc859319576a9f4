"""Every page as it goes out, to everyone: short sentences, one word for one thing, and no words of an office.

The words in the sources are judged in tests/test_language.py; here what becomes of them when they are put together.
The pages behind a form or a file are judged in a browser, with their errors: see tests/browser/looks.py.
"""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from flask import Flask

from portal.settings import Settings
from tests.browser.screenshot import demonstration
from tests.browser.visits import NOT_A_PAGE, VISITS
from tests.handbook import TODAY
from tests.language import on_page, wrong
from tests.web.browsing import portal_on, visitor

LOGINS = {login: visits for people in VISITS.values() for login, visits in people.items() if login}
NAMES_WHAT_IS_FORBIDDEN = "illness_words.words"
LINK = re.compile(r'<a\b[^>]*\shref="([^"]+)"')
NUMBER = re.compile(r"\d+")
MOST_PAGES = 60
"""How many kinds of pages there are at least, so that a portal that shows nothing is not a portal in plain words."""


@pytest.fixture(scope="module")
def settings() -> Iterator[Settings]:
    with demonstration() as found:
        yield found


def opened(settings: Settings, app: Flask, login: str, seen: set[str]) -> Iterator[tuple[str, str, str]]:
    """Every page that someone comes to by links: its endpoint, its address, and what goes out.

    Of pages that differ in their numbers alone someone opens one, and a second only if nobody did.
    """
    who = visitor(settings, TODAY, login)
    here, mine = app.url_map.bind("localhost"), set()
    waiting = ["/", *(one.start for one in LOGINS[login])]
    while waiting:
        address = waiting.pop(0)
        path = urlsplit(address).path
        endpoint = here.match(path)[0] if path and here.test(path, "GET") else ""
        kind = path if endpoint == "about.guide" else NUMBER.sub("0", path)
        if not endpoint or endpoint in NOT_A_PAGE or (endpoint in mine and kind in seen):
            continue
        mine.add(endpoint)
        seen.add(kind)
        html = who.client.get(address, follow_redirects=True).get_data(as_text=True)
        yield endpoint, address, html
        waiting += [urldefrag(urljoin(address, unescape(link))).url for link in LINK.findall(html)]


def test_every_page_is_in_plain_words(settings: Settings) -> None:
    app, seen, kinds, found = portal_on(settings, TODAY), set[str](), set[str](), dict[str, str]()
    for login in LOGINS:
        for endpoint, address, html in opened(settings, app, login, seen):
            kinds.add(endpoint)
            if endpoint != NAMES_WHAT_IS_FORBIDDEN:
                found |= {problem: f"{address} as {login}" for problem in wrong(on_page(html))}
    assert not found
    assert len(kinds) > MOST_PAGES
