"""Someone who types what must never run into every field of every form they can reach, and what the portal answered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask
from lxml import html
from lxml.html import HtmlElement
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from portal.storage.catalogue import catalogue, template_bytes
from tests.small_pdf import pdf_with
from tests.template_edits import with_question
from tests.web.browsing import Visitor, upload

MARK = "kwaad"
"""Stands in every payload, and nowhere else in the portal."""
PAYLOAD = (
    "javascript:kwaad()//kwaad{number}z{{{{7*7}}}}"
    "\" ' hx-get=/kwaad hx-trigger=load onfocus=kwaad() autofocus x></textarea></title></script>-->"
    "<script>kwaad()</script><img src=/kwaad onerror=kwaad()><svg onload=kwaad()></svg>"
    "<x-kwaad hx-get=/kwaad hx-trigger=load></x-kwaad>"
)
"""Breaks out of an attribute, a textarea, a title, a script and a comment, and is an address of its own."""
TYPED = {"text", "search", "email", "tel", "file", "password", "number", "date", "time"}
FINAL = {
    "recall.recall",
    "corrections.withdraw",
    "recovery.new",
    "takeover.take_over",
    "wia.sent",
    "uit_dienst",
    "overleden",
}
"""After these less can be done, so they come last."""
ALIKE = {"templates", "specimens", "explain"}
"""Parts of the portal where the pages of every kind of paper and of every step are made alike."""
TRIES = 18
LEAVES = "laten."

Shape = tuple[str, ...]
"""An address without its numbers: the pages of one shape are made alike."""

_numbers = count(1)


def payload() -> str:
    """The payload, with a number of its own."""
    return PAYLOAD.format(number=next(_numbers))


@dataclass
class Site:
    """The portal, what was typed in it and what it answered to that."""

    app: Flask
    day: date
    taken: dict[Shape, bool] = field(default_factory=dict)
    """Each form with a field to type in, and whether the portal took in what was typed."""
    places: list[str] = field(default_factory=list)
    """Where one came after that."""
    answers: dict[Shape, TestResponse] = field(default_factory=dict)
    """For each form the page that came back when a payload stood everywhere, also where a day belongs."""

    def shape(self, address: str, method: str = "GET") -> Shape:
        """What kind of page, or form, lives at an address; empty when there is none."""
        parts = urlsplit(address)
        try:
            endpoint, arguments = self.app.url_map.bind("").match(parts.path, method=method)
        except HTTPException:
            return ()
        if endpoint.partition(".")[0] in ALIKE:
            return (endpoint,)
        words = [value for name, value in arguments.items() if isinstance(value, str) and name != "number"]
        # Where one came from makes no other form.
        return (endpoint, *words, *(name for name in re.findall(r"(\w+)=", parts.query) if name != "terug"))


class Typist:
    """One person at work on every form; without a login nobody signs in.

    `words` are what they answer where a payload is no answer.
    """

    def __init__(self, site: Site, login: str, words: list[str]) -> None:
        self.site, self.words = site, words
        self.visitor = Visitor(site.app)
        if login:
            self.visitor.sign_in(login)
        self.seen: set[Shape] = set()
        self.last: list[tuple[str, Shape]] = []

    def work(self, starts: list[str]) -> None:
        """Find every form from these pages on and fill it in, but for the last ones; so on where that leads."""
        while found := self._forms(starts):
            final = [one for one in found if not FINAL.isdisjoint(one[1])]
            self.last += final
            starts = [place for one in found if one not in final for place in self._fill_in(*one)]

    def finish(self) -> None:
        """Fill in the forms that close things."""
        for one in self.last:
            self._fill_in(*one)

    def pages(self, starts: list[str]) -> Iterator[tuple[str, Shape, TestResponse]]:
        """What this person gets by every link: of each shape one page, and every place that a form led to."""
        waiting, seen = [*starts, *self.site.places], set()
        while waiting:
            address = waiting.pop(0)
            shape = self.site.shape(address)
            known = address if address in self.site.places else shape
            if not shape or known in seen or shape[0] == "static":
                continue
            seen |= {known, shape}
            answer = self.visitor.client.get(address)
            yield address, shape, answer
            if answer.status_code == 200 and answer.mimetype == "text/html":
                waiting += links(address, parsed(answer))

    def _forms(self, waiting: list[str]) -> list[tuple[str, Shape]]:
        """The forms with something to type on pages of a shape not seen before, each with where it stands."""
        found: list[tuple[str, Shape]] = []
        waiting = list(waiting)
        while waiting:
            address = waiting.pop(0)
            shape = self.site.shape(address)
            if not shape or shape in self.seen or shape[0] == "static":
                continue
            self.seen.add(shape)
            page = self._get(address)
            waiting += links(address, page)
            found += [(address, one) for one in self._shapes(address, page) if one not in self.site.taken]
        return found

    def _get(self, address: str) -> HtmlElement:
        answer = self.visitor.client.get(address)
        return parsed(answer if answer.status_code == 200 and answer.mimetype == "text/html" else None)

    def _shapes(self, at: str, page: HtmlElement) -> dict[Shape, HtmlElement]:
        forms = [one for one in page.findall(".//main//form") if typed_in(one)]
        return {self.site.shape(urljoin(at, one.get("action")), one.method): one for one in forms}

    def _fill_in(self, at: str, shape: Shape) -> list[str]:
        """Fill in a form, wrong at first and then better where the portal says so; where one comes after that."""
        form = self._shapes(at, self._get(at)).get(shape)
        if form is None or shape in self.site.taken:
            return []
        self.site.taken[shape] = False
        address = urljoin(at, form.get("action"))
        filling = Filling(address, self.words, self.site.day)
        for number in range(2 if form.findall(".//input[@type='password']") else TRIES):
            answer = self._send(address, form.method, filling.values(form, wrong=number == 0))
            if "Location" in answer.headers or (answer.status_code != 422 and number > 0):
                break
            self.site.answers.setdefault(shape, answer)
            page = parsed(answer)
            form = self._shapes(at, page).get(shape, form)
            filling.learn(form, page)
        return self._came(shape, answer)

    def _send(self, address: str, how: str, values: dict[str, Any]) -> TestResponse:
        if how == "GET":
            return self.visitor.client.get(address, query_string=values)
        return self.visitor.client.post(address, data=values)

    def _came(self, shape: Shape, answer: TestResponse) -> list[str]:
        place = answer.headers.get("Location") or (answer.request.full_path if answer.request.method == "GET" else "")
        if not place:
            return []
        self.site.taken[shape] = True
        self.site.places.append(place)
        self.seen.discard(self.site.shape(place))
        return [place]


@dataclass
class Filling:
    """How a form is filled in: the payload everywhere, and in what is no text the first answer that may do."""

    address: str
    words: list[str]
    day: date
    tried: dict[str, int] = field(default_factory=dict)
    """Which answer stands in a field, by name; what was refused makes place for the next."""
    stood: dict[str, str] = field(default_factory=dict)
    """What stood in a field before anything was typed, by name."""

    def values(self, form: HtmlElement, *, wrong: bool) -> dict[str, Any]:
        """What is sent. `wrong`: a payload also where a day or a number belongs."""
        sent: dict[str, Any] = {}
        for one in controls(form):
            name, kind = one.get("name"), one.get("type", one.tag)
            self.stood.setdefault(name, str(one.value or ""))
            if kind == "hidden":
                sent[name] = one.get("value", "")
            elif kind == "file":
                sent[name] = self._file(one)
            elif kind == "radio":
                sent[name] = self._of(
                    name, [other.get("value") for other in controls(form) if other.get("name") == name]
                )
            elif kind == "checkbox" and name.startswith(LEAVES):
                # To leave what stood is no answer beside another.
                continue
            elif kind == "checkbox":
                sent[name] = one.get("value", "on")
            elif kind == "select":
                sent[name] = self._of(name, [value for value in one.value_options if value])
            else:
                sent[name] = payload() if wrong else self._of(name, self._typed(kind, one))
        return sent | _button(form)

    def learn(self, form: HtmlElement, page: HtmlElement) -> None:
        """Take another answer at each field that the page calls wrong, or at each day if it names no field."""
        named = {link.get("href")[1:] for box in page.find_class("error-summary") for link in box.iter("a")}
        wrong = [one for one in controls(form) if {one.get("id"), str(one.get("name")).split(".")[0]} & named]
        for one in wrong or [one for one in controls(form) if one.get("type", one.tag) in ("date", "radio", "select")]:
            self.tried[one.get("name")] = self.tried.get(one.get("name"), -1) + 1

    def _of(self, name: str, answers: list[str]) -> str:
        return answers[self.tried.get(name, 0) % len(answers)] if answers else ""

    def _typed(self, kind: str, one: HtmlElement) -> list[str]:
        if kind == "date":
            days = [self.day + timedelta(days=days) for days in (7, 0, -1, -30, 200, 400)]
            return [one.get("value") or str(days[0]), *map(str, days)]
        if kind in ("time", "number"):
            return ["10:00", "8"]
        # What stood there is an answer too: of the words of another the only one.
        stood = self.stood.get(one.get("name"), "")
        return [payload(), *([stood] if stood else []), *self.words]

    def _file(self, one: HtmlElement) -> Any:
        kinds = [word for word in self.address.split("/") if word in catalogue()]
        if ".docx" in str(one.get("accept")) and kinds:
            return upload(f"{_quoted(payload())}.docx", with_question(template_bytes(kinds[0])))
        return upload(f"{_quoted(payload())}.pdf", pdf_with(1))


def parsed(answer: TestResponse | None) -> HtmlElement:
    """A page that can be looked through; without an answer an empty one."""
    return html.document_fromstring(answer.text if answer else "<main></main>")


def controls(form: HtmlElement) -> list[HtmlElement]:
    """The fields of a form."""
    return [one for one in form.iter("input", "select", "textarea") if one.get("name")]


def typed_in(form: HtmlElement) -> bool:
    """Whether there is something to type in a form."""
    return any(one.tag != "select" and one.get("type", "text") in TYPED for one in controls(form))


def links(at: str, page: HtmlElement) -> list[str]:
    """Where the links of a page lead, inside the portal."""
    found = (urlsplit(urljoin(at, one.get("href"))) for one in page.iter("a"))
    return [one._replace(fragment="").geturl() for one in found if not one.netloc and not one.scheme]


def _button(form: HtmlElement) -> dict[str, str]:
    """The button that sends the form for good."""
    for one in form.iter("button"):
        if one.get("class") == "button" and one.get("name"):
            return {one.get("name"): one.get("value")}
    return {}


def _quoted(file_name: str) -> str:
    """A name as a browser sends it."""
    return file_name.replace('"', "%22")
