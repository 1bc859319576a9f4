"""The pages of a portal in which nothing happened yet: no dossier, no task, no overleg."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from portal.actions.passwords import CHEAP
from portal.demonstration.people import seed_people
from portal.settings import Settings
from portal.storage.database import connect_to, connection, migrate
from tests.browser.conftest import served, sign_in
from tests.browser.looks import ALL_RULES, AXE, CUT_OFF, NARROW, RUN_AXE, STICKS_OUT
from tests.browser.visits import VISITS
from tests.language import on_page, wrong
from tests.web.browsing import moment

pytestmark = pytest.mark.browser

TODAY = date(2026, 11, 23)

NEEDS_A_CASE = re.compile(r"^/(dossiers/|voortgang|getekend)|[?]")
WITHOUT_A_CASE = {
    login: sorted({one.start for one in visits if not (one.links or one.button or NEEDS_A_CASE.search(one.start))})
    for people in VISITS.values()
    for login, visits in people.items()
    if login
}
"""The pages that are there before the first case, by login."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A portal with people, and nothing else."""
    found = Settings(mode="test", instance=tmp_path, secret_key="n" * 40)
    connect_to(found.database)
    migrate()
    with connection():
        seed_people(moment(TODAY), CHEAP)
    with served(found, TODAY) as where:
        yield where


def test_empty_pages(address: str, open_as: Callable[..., Page]) -> None:
    page = open_as(address, "teamleider", width=NARROW)
    page.context.add_init_script(path=AXE)
    problems = []
    for login, starts in WITHOUT_A_CASE.items():
        page.context.clear_cookies()
        sign_in(page, address, login)
        for start in starts:
            answer = page.goto(address + start)
            assert answer is not None
            assert answer.ok, (login, start)
            found = [*page.evaluate(RUN_AXE, ALL_RULES), *page.evaluate(STICKS_OUT), *page.evaluate(CUT_OFF)]
            found += wrong(on_page(page.content())) if "ziektewoorden" not in start else []
            problems += [f"{start} as {login}: {one}" for one in found]
    assert not problems, "\n\n".join(problems)
