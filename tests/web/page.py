"""A page as the tests see it: parsed, checked, and with forms that can be filled in and sent."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag


class BadPage(AssertionError):
    """A page that no browser or screen reader should have to handle."""


def checked(html: str, *, whole: bool = True) -> BeautifulSoup:
    """The parsed page; raises BadPage for what is wrong with its build.

    One h1, no id twice, every control with a label, every form with an action and (when it changes something)
    a CSRF token, every label and aria reference pointing at something, no inline script or style, no typed password.
    """
    soup = BeautifulSoup(html, "html5lib")
    problems = [
        *(_frame(soup) if whole else []),
        *_ids(soup),
        *_controls(soup),
        *_forms(soup),
        *_inline(soup),
        *_passwords(soup),
    ]
    if problems:
        raise BadPage("\n".join(problems))
    return soup


def _frame(soup: BeautifulSoup) -> list[str]:
    found = [f"{len(soup.find_all('h1'))} h1's"] if len(soup.find_all("h1")) != 1 else []
    title = soup.title.get_text() if soup.title else ""
    if not title.strip():
        found.append("no title")
    if soup.html is None or soup.html.get("lang") != "nl":
        found.append("no language")
    return found


def _ids(soup: BeautifulSoup) -> list[str]:
    count = Counter(tag["id"] for tag in soup.find_all(id=True))
    doubles = [f"id {name} stands {number} times" for name, number in count.items() if number > 1]
    pointers = [
        f"{attribute}={name} points at nothing"
        for attribute in ("for", "aria-describedby", "aria-labelledby")
        for tag in soup.find_all(attrs={attribute: True})
        for name in str(tag[attribute]).split()
        if name not in count
    ]
    return doubles + pointers


def _controls(soup: BeautifulSoup) -> list[str]:
    labelled = {label.get("for") for label in soup.find_all("label")}
    return [
        f"no label for {control.get('name')}"
        for control in soup.find_all(["input", "select", "textarea"])
        if control.get("type") not in ("hidden", "submit")
        and control.get("id") not in labelled
        and not control.get("aria-label")
    ]


def _forms(soup: BeautifulSoup) -> list[str]:
    found = []
    for form in soup.find_all("form"):
        if not form.get("action"):
            found.append("form without an action")
        if form.get("method") == "post" and not form.find("input", attrs={"name": "csrf_token"}):
            found.append(f"form {form.get('action')} without a token")
    return found


def _passwords(soup: BeautifulSoup) -> list[str]:
    hidden = ("huidig", "wachtwoord", "nogmaals")
    return [
        f"a typed password in {control.get('name')}"
        for control in soup.find_all("input", value=True)
        if control["value"] and (control.get("type") == "password" or control.get("name") in hidden)
    ]


def _inline(soup: BeautifulSoup) -> list[str]:
    found = [f"inline style on {tag.name}" for tag in soup.find_all(style=True)]
    found += ["inline style block" for _ in soup.find_all("style")]
    found += ["inline script" for tag in soup.find_all("script") if not tag.get("src")]
    found += [
        f"handler {name} on {tag.name}"
        for tag in soup.find_all(True)
        for name in tag.attrs
        if name.startswith("on") or name == "hx-on"
    ]
    return found


@dataclass
class Page:
    """An answer of the portal, with what one can do with it."""

    status: int
    url: str
    headers: Any
    content: bytes
    soup: BeautifulSoup

    @property
    def text(self) -> str:
        """The words of the page's main part, with single spaces."""
        main = self.soup.find("main") or self.soup
        return " ".join(main.get_text(" ").split())

    @property
    def heading(self) -> str:
        """The words of the h1."""
        return " ".join(self.soup.h1.get_text(" ").split()) if self.soup.h1 else ""

    @property
    def errors(self) -> str:
        """The words of the error summary, or nothing."""
        found = self.soup.select_one(".error-summary")
        return " ".join(found.get_text(" ").split()) if found else ""

    def link(self, words: str) -> str:
        """The address of the first link whose text contains these words."""
        for tag in self.soup.find_all("a", href=True):
            if words in " ".join(tag.get_text(" ").split()):
                return str(tag["href"])
        raise LookupError(f"no link «{words}» at {self.url}: {self.links()}")

    def links(self) -> list[str]:
        """The words of every link."""
        return [" ".join(tag.get_text(" ").split()) for tag in self.soup.find_all("a", href=True)]

    def form(self, with_field: str = "") -> Tag:
        """The first form in the main part that changes something (and has this field)."""
        main = self.soup.find("main") or self.soup
        for form in main.find_all("form"):
            names = {control.get("name") for control in form.find_all(["input", "select", "textarea"])}
            if form.get("method") == "post" and (not with_field or with_field in names):
                return form
        raise LookupError(f"no form with {with_field!r} at {self.url}")

    def fields(self, with_field: str = "") -> dict[str, Any]:
        """What the form would send as it stands, without its buttons."""
        values: dict[str, Any] = {}
        for control in self.form(with_field).find_all(["input", "select", "textarea"]):
            name, kind = control.get("name"), control.get("type")
            if not name or kind == "file" or (kind in ("checkbox", "radio") and not control.has_attr("checked")):
                continue
            if control.name == "select":
                chosen = control.find("option", selected=True) or control.find("option")
                values[name] = chosen.get("value", "") if chosen else ""
            elif control.name == "textarea":
                values[name] = control.get_text().removeprefix("\n")
            else:
                values[name] = control.get("value", "on")
        return values

    def action(self, with_field: str = "") -> str:
        """Where the form goes."""
        return urljoin(self.url, str(self.form(with_field)["action"]))
