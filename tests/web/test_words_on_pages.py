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

from portal.rules.glossary import EXPLAINED
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
SHORT = re.compile(r"(?<![\w-])(?<!\d{4} )[A-Z]{2,}(?!\w)")
"""An abbreviation; not the letters of a postcode or of the code on a paper."""

EVERYBODY_KNOWS = frozenset({"PDF", "MB", "OK"})
IN_ITS_SENTENCE = frozenset({"WCAG", "AA"})
"""The standard of /toegankelijkheid: the sentence says what it is."""
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


def unexplained(html: str) -> set[str]:
    """The abbreviations on a page that it does not explain (see present/words)."""
    shown = {short for text in on_page(html) for short in SHORT.findall(text)}
    explained = {short for word in EXPLAINED.values() for short in SHORT.findall(word.label)}
    return shown - explained - EVERYBODY_KNOWS - IN_ITS_SENTENCE


def test_an_abbreviation_is_found() -> None:
    page = "<p>De WIA en het ABC-plan van dossier D0042-PVA-2</p><p>Dorpsstraat 1, 1441 AB Purmerend</p>"
    assert unexplained(page) == {"ABC"}


def test_every_page_is_in_plain_words(settings: Settings) -> None:
    app, seen, kinds, found = portal_on(settings, TODAY), set[str](), set[str](), dict[str, str]()
    for login in LOGINS:
        for endpoint, address, html in opened(settings, app, login, seen):
            kinds.add(endpoint)
            if endpoint != NAMES_WHAT_IS_FORBIDDEN:
                problems = [*wrong(on_page(html)), *(f"{short} is not explained" for short in unexplained(html))]
                found |= dict.fromkeys(problems, f"{address} as {login}")
    assert not found
    assert len(kinds) > MOST_PAGES
