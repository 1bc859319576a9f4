"""The rules stay pure: a short list of imports, and no clock."""

import ast
from pathlib import Path

import pytest

ROOM = Path(__file__).resolve().parents[2] / "portal" / "rules"
FILES = sorted(ROOM.glob("**/*.py"))
ALLOWED = {
    "collections",
    "dataclasses",
    "datetime",
    "enum",
    "functools",
    "itertools",
    "math",
    "re",
    "string",
    "tomllib",
    "typing",
    "unicodedata",
}
CLOCK = {"today", "now", "utcnow", "time_ns", "monotonic"}
OUTSIDE = {"open", "print", "input", "__import__", "exec", "eval"}


def impurities(source: str) -> list[str]:
    """What in a module reaches outside the rules, in words."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                found += [alias.name for alias in names if alias.name.split(".")[0] not in ALLOWED]
            case ast.ImportFrom(module=module, level=level):
                name = "." * level + (module or "")
                inside = name == "portal.rules" or name.startswith("portal.rules.")
                found += [] if inside or name.split(".")[0] in ALLOWED else [name]
            case ast.Attribute(attr=attr) if attr in CLOCK:
                found.append(attr)
            case ast.Call(func=ast.Name(id=name)) if name in OUTSIDE:
                found.append(name)
    return found


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_a_module_of_the_rules_is_pure(path: Path) -> None:
    assert impurities(path.read_text(encoding="utf-8")) == []


def test_there_are_rules_to_check() -> None:
    assert {"plan.py", "facts.py", "calendar.py"} <= {path.name for path in FILES}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import random", ["random"]),
        ("from portal.storage import models", ["portal.storage"]),
        ("import portal.rulesless", ["portal.rulesless"]),
        ("from . import plan", ["."]),
        ("from datetime import date\nx = date.today()", ["today"]),
        ("from datetime import datetime as d\nx = d.now", ["now"]),
        ("x = open('f')", ["open"]),
    ],
)
def test_an_impurity_is_seen(source: str, found: list[str]) -> None:
    assert impurities(source) == found
