"""The set of macros that pages are made of: whole, and nothing in it that no page shows."""

import re
from collections.abc import Iterator
from pathlib import Path

from portal.settings import ROOT

TEMPLATES = ROOT / "templates"
UI = TEMPLATES / "ui"
# A table becomes cards by itself; a question before something that counts is a page with a form, never a dialogue.
NEEDED = {"badge", "button", "card", "countdown", "error_summary", "form", "table", "text_field", "timeline"}
ASKS_IN_A_DIALOGUE = re.compile(r"hx-confirm|hx-prompt|\b(?:confirm|prompt)\(")


def macros() -> dict[str, Path]:
    """The macros that a page can use, and where each stands."""
    return {
        name: path
        for path in UI.glob("*.html")
        for name in re.findall(r"\{%-? macro ([a-z]\w*)", path.read_text(encoding="utf-8"))
    }


def imported(template: str) -> Iterator[str]:
    """The names that a template takes from others."""
    for names in re.findall(r"\{%-? from \S+ import ([^%]+?) ?-?%\}", template):
        yield from (one.split(" as ")[0].strip() for one in names.split(","))


def test_the_set_is_whole() -> None:
    assert macros().keys() >= NEEDED


def test_every_macro_is_on_some_page() -> None:
    used = {name for path in TEMPLATES.rglob("*.html") for name in imported(path.read_text(encoding="utf-8"))}
    assert {name: path.name for name, path in macros().items() if name not in used} == {}


def test_what_a_template_takes_is_found() -> None:
    assert list(imported('{%- from "ui/x.html" import one, two as other -%}')) == ["one", "two"]


def test_nothing_is_asked_in_a_dialogue() -> None:
    ours = [*TEMPLATES.rglob("*.html"), *(ROOT / "static").glob("*.js")]
    assert [path.name for path in ours if ASKS_IN_A_DIALOGUE.search(path.read_text(encoding="utf-8"))] == []
