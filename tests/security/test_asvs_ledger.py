"""Every requirement of OWASP ASVS 5.0 that applies is shown somewhere: by a test, a paragraph or `portal doctor`."""

import ast
import csv
import re
from collections.abc import Iterable, Iterator

from portal.cli import doctor
from portal.settings import ROOT

LEDGER = ROOT / "docs" / "asvs.csv"
PAGE = ROOT / "docs" / "security.md"
NAMED = re.compile(r"\(ASVS ([^)]*)\)")


def ledger() -> dict[str, bool]:
    """The ids, and whether each applies here."""
    with LEDGER.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["applies"] == "yes" for row in csv.DictReader(file)}


def marked(source: str) -> Iterator[str]:
    """The ids in the markers of a test file. A marker is written out in full, so that reading the file is enough."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.asvs":
            yield from (ast.literal_eval(given) for given in node.args)


def written(page: str) -> Iterator[str]:
    """The ids between brackets in a page."""
    for found in NAMED.findall(page):
        yield from re.split(r",\s*", found)


def gaps(ledger: dict[str, bool], shown: Iterable[tuple[str, str]]) -> list[str]:
    """What is wrong with the ids that are shown, each with the place where; in sentences."""
    shown = sorted(set(shown))
    wrong = [f"{place} names {id}, which is not in the ledger" for id, place in shown if id not in ledger]
    wrong += [f"{place} names {id}, which does not apply" for id, place in shown if ledger.get(id) is False]
    nowhere = {id for id, applies in ledger.items() if applies} - {id for id, _ in shown}
    return wrong + [f"{id} is shown nowhere" for id in sorted(nowhere)]


def everything_shown() -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        yield from ((id, file.name) for id in marked(file.read_text(encoding="utf-8")))
    yield from ((id, PAGE.name) for id in written(PAGE.read_text(encoding="utf-8")))
    yield from ((id, f"portal doctor, {subject}") for subject, _, asvs in doctor.CHECKS for id in asvs)


def test_every_requirement_that_applies_is_shown_and_no_other_is_named() -> None:
    assert gaps(ledger(), everything_shown()) == []


def test_what_does_not_apply_has_a_reason() -> None:
    with LEDGER.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows if (row["applies"] == "no") != bool(row["reason"])] == []
    assert len({row["id"] for row in rows}) == len(rows) == 253


def test_a_gap_and_a_wrong_name_are_found() -> None:
    known = {"6.2.1": True, "6.2.2": True, "17.1.1": False}
    assert gaps(known, [("6.2.1", "a"), ("6.2.2", "b")]) == []
    assert gaps(known, [("6.2.1", "a"), ("17.1.1", "b"), ("6.9.9", "c")]) == [
        "c names 6.9.9, which is not in the ledger",
        "b names 17.1.1, which does not apply",
        "6.2.2 is shown nowhere",
    ]


def test_markers_and_paragraphs_are_read_however_they_are_laid_out() -> None:
    source = '@pytest.mark.asvs(\n    "6.2.1",\n    "6.2.2",\n)\ndef test_x(): ...\n# pytest.mark.asvs("1.1.1")\n'
    assert list(marked(source)) == ["6.2.1", "6.2.2"]
    assert list(written("Een zin (ASVS 6.2.1,\n6.2.2). Los 1.1.1 (en nog iets).")) == ["6.2.1", "6.2.2"]
