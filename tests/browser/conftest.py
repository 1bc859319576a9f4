"""A real browser in front of a real server on this machine."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from wsgiref.types import WSGIApplication

import pytest
import waitress
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from portal.demonstration.people import PASSWORD
from portal.settings import Settings
from portal.web.app import create_app
from tests.listening import running

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def served(settings: Settings, day: date) -> Iterator[str]:
    """The portal on a free port, with its clock on `day`; gives its address."""
    with listening(create_app(replace(settings, today=day))) as address:
        yield address


@contextmanager
def listening(app: WSGIApplication, port: int = 0) -> Iterator[str]:
    """A server on this or a free port; gives its address."""
    server = waitress.create_server(app, host="127.0.0.1", port=port, threads=8)
    with running(server) as address:
        yield address


def sign_in(page: Page, address: str, login: str) -> None:
    """Sign someone in at the portal that is served at this address."""
    page.goto(f"{address}/inloggen")
    page.get_by_label("Gebruikersnaam").fill(login)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    page.wait_for_url(lambda url: "inloggen" not in url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium; without it these tests say so and are skipped."""
    if not shutil.which(CHROMIUM):
        pytest.skip("chromium is not installed (apt-get install chromium)")
    # A busy machine is slow, not broken.
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_as(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Sign someone in, in a browser of their own; anything that goes wrong in a page fails the test."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def found(address: str, login: str, *, width: int = 1280, javascript: bool = True) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=javascript)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
        page.on("console", lambda said: wrong.append(said.text) if _is_wrong(said.type, said.text) else None)
        page.on("request", lambda asked: None if asked.url.startswith(address) else wrong.append(asked.url))
        sign_in(page, address, login)
        return page

    yield found
    for context in contexts:
        context.close()
    assert not wrong, wrong


def _is_wrong(kind: str, text: str) -> bool:
    """An error in the console, but for the browser's own line about a form that came back with 422."""
    return kind == "error" and "status of 422" not in text
