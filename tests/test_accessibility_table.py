"""docs/toegankelijkheid.md tells of every criterion of WCAG 2.2 A and AA, and names tests that are there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.settings import ROOT

PAGE = ROOT / "docs" / "toegankelijkheid.md"
TESTS = ROOT / "tests"
ROW = re.compile(r"^\| (\d\.\d\.\d+) [^|]+ \| (A{1,2}) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")

CRITERIA = {
    "A": "1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 "
    "2.4.4 2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.2",
    "AA": "1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7 2.4.11 2.5.7 2.5.8 "
    "3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3",
}
"""WCAG 2.2, by level; 4.1.1 is no longer in it."""

ESCAPE = r"event\.key === \"Escape\""
ARROWS = r"!event\.target\.matches\(\"\.p-stop\"\)"
NO_KEY = rf"down\", \(event\) => \{{\s*if \(({ESCAPE}|{ARROWS})"
"""Escape, which leaves what was opened, is no key of its own, nor are the arrows on a mark that has the focus."""

ABSENT = {
    "templates/**/*.html": r"<(audio|video|marquee|iframe|object|embed)\b|accesskey|autoplay|draggable|http-equiv",
    "static/*.css": r"@keyframes|\banimation|\borientation\b|blink",
    "static/*.js": rf"[\"'](key(?!{NO_KEY})|mouse|pointer|touch|drag|device)\w+[\"']|requestAnimationFrame",
}
"""What may not be there, by file: media, what moves, keys and gestures of its own, one way to hold the screen."""


def missing(page: str) -> Iterator[str]:
    """The tests that the page names and that are not there."""
    for path, name in sorted(set(NAMED.findall(page))):
        if not (TESTS / path).is_file() or name not in functions(TESTS / path):
            yield f"{path}::{name}"


def functions(file: Path) -> set[str]:
    """The names of the functions of a test file."""
    return {one.name for one in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(one, ast.FunctionDef)}


def test_every_criterion_is_listed_once() -> None:
    asked = [(number, level) for level, numbers in CRITERIA.items() for number in numbers.split()]
    listed = [(number, level) for number, level, _, _ in ROW.findall(PAGE.read_text(encoding="utf-8"))]
    assert len(asked) == 31 + 24
    assert sorted(listed) == sorted(asked)


def test_every_criterion_names_a_test_or_says_that_there_is_none() -> None:
    rows = ROW.findall(PAGE.read_text(encoding="utf-8"))
    assert [number for number, _, _, tests in rows if tests != "–" and not NAMED.search(tests)] == []


def test_every_test_that_is_named_is_there() -> None:
    assert list(missing(PAGE.read_text(encoding="utf-8"))) == []


def test_a_test_that_is_gone_is_found() -> None:
    assert list(missing("`test_accessibility_table.py::test_gone`, `web/gone.py::test_x`")) == [
        "test_accessibility_table.py::test_gone",
        "web/gone.py::test_x",
    ]


@pytest.mark.parametrize("where", ABSENT)
def test_what_the_portal_does_not_have(where: str) -> None:
    files = list(ROOT.glob(where))
    assert files
    found = {file.name: re.search(ABSENT[where], file.read_text(encoding="utf-8")) for file in files}
    assert {name: one[0] for name, one in found.items() if one} == {}
