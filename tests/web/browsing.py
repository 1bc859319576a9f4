"""Someone behind a browser: signs in, follows links, fills in forms. Every page they get is checked."""

import re
from dataclasses import replace
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from werkzeug.test import TestResponse

from portal.settings import Settings
from portal.web.app import create_app, open_database
from portal.web.clock import HERE
from tests.web.page import Page, checked

OK, SEE_OTHER = 200, 303
PASSWORD = "welkom-in-waterland"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')

# Apps of different settings need not each compile the same templates.
_folder = TemporaryDirectory(prefix="templates-")
COMPILED = FileSystemBytecodeCache(_folder.name)


class _Checked(FlaskClient):
    """A browser to which nothing may be given but pages and files that are safe to save.

    With `settings` its app has those whenever it is asked something: others may use it with theirs.
    """

    def __init__(self, *args: Any, settings: Settings | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self._settings = settings

    def open(self, *args: Any, **more: Any) -> TestResponse:
        if self._settings:
            self.application.config["PORTAL"] = self._settings
        response = super().open(*args, **more)
        if response.status_code == OK and not response.request.path.startswith(("/static/", "/thema/")):
            check_file(response)
        return response


def check_file(response: TestResponse) -> None:
    """Assert that an answer is a page, data, a picture that the portal made, or a file to be saved and never run."""
    if response.mimetype in ("text/html", "application/json", "image/png"):
        return
    headers = response.headers
    assert headers["Content-Disposition"].startswith("attachment"), response.request.path
    assert headers["X-Content-Type-Options"] == "nosniff", response.request.path
    assert headers["Content-Security-Policy"].startswith("sandbox;"), response.request.path


class Visitor:
    """One person with one browser, on one day."""

    def __init__(self, app: Flask, settings: Settings | None = None) -> None:
        app.test_client_class = _Checked
        self.client: FlaskClient = app.test_client(settings=settings)

    def get(self, address: str, **more: Any) -> Page:
        """Open an address."""
        return self._page(self.client.get(address, follow_redirects=True, **more))

    def post(self, address: str, values: dict[str, Any], **more: Any) -> Page:
        """Send values to an address and follow where it leads."""
        return self._page(self.client.post(address, data=values, follow_redirects=True, **more))

    def follow(self, page: Page, words: str) -> Page:
        """Click the link with these words."""
        return self.get(page.link(words))

    def fill(self, page: Page, values: dict[str, Any] | None = None, *, with_field: str = "", button: str = "") -> Page:
        """Fill in the form on a page, leave the rest as it stands, and press its button."""
        sent = {**page.fields(with_field), **(values or {})}
        if button:
            sent["knop"] = button
        ticked = {name: value for name, value in sent.items() if value is not False}
        return self.post(page.action(with_field), ticked)

    def sign_in(self, login: str, password: str = PASSWORD) -> Page:
        """Sign in with the form."""
        page = self.get("/inloggen")
        return self.fill(page, {"gebruikersnaam": login, "wachtwoord": password})

    def _page(self, response: Any) -> Page:
        is_html = response.mimetype == "text/html"
        html = response.get_data(as_text=True) if is_html else "<html></html>"
        html = html.replace("\N{NO-BREAK SPACE}", " ")  # a date that stands on one line is read as that date
        whole = "<html" in html[:200]
        soup = checked(html, whole=whole) if is_html and response.data else checked("<p></p>", whole=False)
        for word in soup.select("span.nowrap:has(> button.term), button.term"):
            word.unwrap()  # a word that is explained where it stands is read as that word
        soup.smooth()
        return Page(response.status_code, response.request.path, response.headers, response.data, soup)


def portal_on(settings: Settings, day: date) -> Flask:
    """A portal of one's own with its clock on a day."""
    app = create_app(replace(settings, today=day))
    app.jinja_env.bytecode_cache = COMPILED
    return app


_shared: dict[Settings, Flask] = {}


def stranger(settings: Settings, day: date) -> Visitor:
    """A browser in which nobody signed in, on that day.

    Its app is that of every visitor whose settings differ in no more than the folder and the day: to make one takes
    longer than most pages.
    """
    kind = replace(settings, instance=Path(), today=None)
    if kind not in _shared:
        _shared[kind] = portal_on(settings, day)
    open_database(settings)
    return Visitor(_shared[kind], replace(settings, today=day))


def visitor(settings: Settings, day: date, login: str) -> Visitor:
    """Someone who signed in on that day; the pages around it are not looked at, as so many tests begin with it."""
    found = stranger(settings, day)
    token = TOKEN.search(found.client.get("/inloggen").text)
    assert token
    sent = {"csrf_token": token[1], "gebruikersnaam": login, "wachtwoord": PASSWORD}
    assert found.client.post("/inloggen", data=sent).status_code == SEE_OTHER
    return found


def moment(day: date, hour: int = 9) -> datetime:
    """A moment of that day in the Netherlands."""
    return datetime.combine(day, time(hour, 30), HERE)


def upload(name: str, content: bytes) -> tuple[BytesIO, str]:
    """A file as a form sends it."""
    return BytesIO(content), name
