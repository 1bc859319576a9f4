"""An app that makes codes, in the hands of a visitor."""

import time

import pyotp

from tests.web.browsing import Visitor
from tests.web.page import Page

PAGE = "/inloggen-beveiligen"


def press(who: Visitor, address: str, page: Page | None = None) -> Page:
    """Press the button that sends to this address."""
    page = page or who.get(PAGE)
    token = page.soup.find("input", attrs={"name": "csrf_token"})
    assert token
    return who.post(address, {"csrf_token": token["value"]})


def secret_on(page: Page) -> str:
    """The secret that stands on the page for an app."""
    return page.soup.select_one("code").get_text().replace(" ", "")


def code(secret: str, steps: int = 0) -> str:
    """What the app shows so many half minutes from now."""
    return pyotp.TOTP(secret).at(int(time.time()) + 30 * steps)


def next_code(secret: str) -> str:
    """The next code, which works too, because the present one was used to add the app."""
    return code(secret, 1)


def add_app(who: Visitor) -> tuple[str, list[str]]:
    """Add an app; returns its secret and the recovery codes."""
    page = press(who, f"{PAGE}/app")
    secret = secret_on(page)
    done = who.fill(page, {"code": code(secret)}, with_field="code")
    assert done.heading == "Uw herstelcodes", done.errors
    return secret, [one.get_text() for one in done.soup.select(".codes code")]
