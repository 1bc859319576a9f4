"""Every route × everyone, by real requests, against a table that a person wrote."""

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pytest

from portal.settings import Settings
from portal.storage.database import connect_to, connection, rows, transaction
from portal.storage.writing.logins import ask as ask_a_browser
from portal.web.app import create_app
from tests.access.conftest import TODAY
from tests.web.browsing import Visitor, moment, stranger
from tests.web.scene import token

MATRIX = tomllib.loads(Path(__file__).with_name("matrix.toml").read_text(encoding="utf-8"))
PEOPLE: dict[str, str] = MATRIX["people"]
VISIBLE = set(MATRIX["visible"]["to"])
ELSEWHERE = {"beheerder", "medezeggenschap"}
"""Whose start page is about something else than dossiers."""
# A form that is complete as it stands is carried out (303), an empty one comes back (422), and so does one that
# does not say what was on the screen (409).
THROUGH = {200, 303, 409, 422}

# Open to everyone, signed in or not: there is nothing of anybody in them.
PUBLIC = {
    "login.login",
    "login.code",
    "login.ask_passkey",
    "login.logout",
    "sign_on.begin",
    "sign_on.back",
    "sign_on.left",
    "sign_on.leave",
    "sign_on.ended",
    "calendars.feed",  # by a secret address: see tests/web/test_calendar.py
    "password_links.forgotten",
    "password_links.arrive",
    "password_links.choose",
    "about.theme",
    "about.uitleg",
    "about.guide",
    "about.privacy",
    "about.toegankelijkheid",
    "static",
}


def cases() -> Iterator[tuple[str, str, set[int]]]:
    """(route, person, the answers that are right)."""
    for route, status in MATRIX["everyone"].items():
        yield from ((route, person, {status}) for person in PEOPLE if person not in ELSEWHERE)
    for route, right in MATRIX["own"].items():
        # When the run takes long, who one is must be proved once more (422) before that is found out.
        yield from ((route, person, THROUGH if right == "through" else {404, 422}) for person in PEOPLE)
    for route, allowed in MATRIX["functions"].items():
        yield from ((route, person, THROUGH if person in allowed else {404}) for person in PEOPLE)
    for person in PEOPLE:
        yield from ((route, person, right) for route, right in right_answers(person).items())


def right_answers(person: str) -> dict[str, set[int]]:
    """What is right for one person, on every line about a dossier or a paper."""
    return {route: _right(person, right) for part in ("dossier", "paper") for route, right in MATRIX[part].items()}


def _right(person: str, right: dict[str, list[str]]) -> set[int]:
    if person in right["allowed"]:
        return THROUGH
    hidden = person in right.get("hidden", ()) or person not in VISIBLE
    return {404} if hidden else {403}


_tokens: WeakKeyDictionary[Visitor, str] = WeakKeyDictionary()
"""The token of each login, asked once."""


def ask(visitor: Visitor, route: str, names: dict[str, Any]) -> int:
    """The status of a request as a person in a browser would make it, with a token of their own."""
    method, address = route.format(**names).split(" ", 1)
    if method == "GET":
        return visitor.client.get(address).status_code
    if visitor not in _tokens:
        _tokens[visitor] = token(visitor)
    return visitor.client.post(address, data={"csrf_token": _tokens[visitor]}).status_code


@pytest.mark.parametrize("person", PEOPLE)
def test_the_table(person: str, sign_in: Callable[[str], Visitor], names: dict[str, Any]) -> None:
    visitor = sign_in(PEOPLE[person])
    wrong = [
        f"{route}: {status} instead of {sorted(right)}"
        for route, who, right in cases()
        if who == person and (status := ask(visitor, route, names)) not in right
    ]
    assert not wrong, f"{person}:\n" + "\n".join(wrong)


def test_whoever_is_not_signed_in_is_sent_to_the_login(settings: Settings, names: dict[str, Any]) -> None:
    visitor = stranger(settings, TODAY)
    routes = {route for route, _, _ in cases() if route.startswith("GET")}
    statuses = {route: visitor.client.get(route.format(**names)[4:]).status_code for route in routes}
    assert set(statuses.values()) == {303}, statuses


@pytest.mark.asvs("8.2.1", "8.3.1")
def test_whoever_is_not_signed_in_changes_nothing(settings: Settings, names: dict[str, Any]) -> None:
    """With a form's own token they are sent to the login; without one the form is refused."""
    visitor = stranger(settings, TODAY)
    # Nothing typed: what was is held on a page, and tests/web/test_held_form.py looks at that.
    form = {"csrf_token": visitor.get("/inloggen").fields("gebruikersnaam")["csrf_token"]}
    addresses = sorted({route.format(**names)[5:] for route, _, _ in cases() if route.startswith("POST")})
    before = stored()
    for data, right in ((form, {"303 /inloggen"}), ({}, {"303 /inloggen", "400 "})):
        got = {address: visitor.client.post(address, data=data) for address in addresses}
        said = {address: f"{one.status_code} {one.headers.get('Location', '')}" for address, one in got.items()}
        assert not {address: one for address, one in said.items() if one not in right}
    assert len(addresses) > 80
    assert stored() == before


def stored() -> dict[str, int]:
    """A sum over every row of every table, which any change alters."""
    with connection():
        tables = [name for (name,) in rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: hash(tuple(rows(f"SELECT * FROM {table}"))) for table in tables}


def test_a_change_would_be_seen(settings: Settings) -> None:
    connect_to(settings.database)
    before = stored()
    with connection(), transaction():
        ask_a_browser("proef", "inhoud", moment(TODAY))
    assert {table for table, found in stored().items() if found != before[table]} == {"login_challenge"}


def test_every_route_stands_in_the_table(settings: Settings) -> None:
    """A new route without a line in the table fails here."""
    app = create_app(settings)
    written = {_shape(route) for section in MATRIX.values() for route in section if " " in route}
    missing = [
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in PUBLIC
        for method in (rule.methods or set()) & {"GET", "POST"}
        if not any(_fits(rule.rule, method, shape) for shape in written)
    ]
    assert not missing, missing


def test_the_table_can_fail(sign_in: Callable[[str], Visitor], names: dict[str, Any]) -> None:
    assert ask(sign_in("teamleider"), "GET /dossiers/{number}/contact", names) in THROUGH
    assert ask(sign_in("directeur"), "GET /dossiers/{number}/contact", names) == 404
    assert ask(sign_in("afdelingshoofd"), "GET /dossiers/{number}/contact", names) == 403


def _shape(route: str) -> tuple[str, str]:
    method, address = route.split(" ", 1)
    return method, re.sub(r"\{[^}]*\}", "X", address)


def _fits(rule: str, method: str, shape: tuple[str, str]) -> bool:
    """Whether a line of the table asks this rule."""
    pattern = re.sub(r"<int:[^>]*>", r"(?:X|\\d+)", rule)
    pattern = re.sub(r"<[^>]*>", r"[^/]+", pattern)
    return shape[0] == method and re.fullmatch(pattern, shape[1]) is not None
