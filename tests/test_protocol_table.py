"""docs/protocol.md says what is there: everything it names exists, and everything there is stands in it."""

import ast
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from portal.rules.terms import FACT
from portal.settings import ROOT
from portal.storage.catalogue import catalogue
from portal.storage.protocols import protocol, protocol_keys, records
from tests.protocol_table import NOT_YET, PAGE, addresses, page, rows

WORDS = {"when", "what", "who", "steps", "screens", "papers", "records", "scenarios", "tests", "missing"}


def named(word: str) -> set[str]:
    """Everything that the rows name under a word."""
    return {name for row in rows() for name in row.get(word, ())}


def unknown(word: str, known: Iterable[str]) -> set[str]:
    """What the rows name under a word and does not exist."""
    return named(word) - set(known)


@cache
def functions(path: Path) -> frozenset[str]:
    return frozenset(node.name for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef))


def scenarios() -> list[str]:
    """The names of all scenarios."""
    files = (ROOT / "tests" / "rules" / "scenarios").glob("*.toml")
    return [one["naam"] for path in files for one in tomllib.loads(path.read_text("utf-8"))["scenario"]]


def steps() -> set[str]:
    """The keys of all steps."""
    return {rule.key for key in protocol_keys() for rule in protocol(key).rules}


def test_the_page_is_made_from_its_source() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(rows(), addresses()), "run `python -m tests.protocol_table`"


def test_a_row_uses_only_known_words() -> None:
    for row in rows():
        assert {"when", "what", "who"} <= set(row) <= WORDS, row


def test_every_name_exists() -> None:
    assert not unknown("steps", steps())
    assert not unknown("screens", addresses())
    assert not unknown("papers", catalogue())
    assert not unknown("records", FACT)
    assert not unknown("scenarios", scenarios())
    missing = [one for one in named("tests") if one.partition("::")[2] not in functions(ROOT / one.partition("::")[0])]
    assert not missing


def test_every_step_paper_and_record_stands_in_the_table() -> None:
    assert not steps() - named("steps")
    assert not set(catalogue()) - named("papers")
    assert not set(records()) - named("records")


def test_a_row_has_a_screen_and_a_test_or_says_what_is_not_there_yet() -> None:
    for row in rows():
        there = row.get("screens") and (row.get("scenarios") or row.get("tests"))
        assert there or "missing" in row, row["what"]
    assert PAGE.read_text("utf-8").count(f"**{NOT_YET}:**") == sum("missing" in row for row in rows())


def test_names_of_scenarios_tell_them_apart() -> None:
    assert not [name for name, times in Counter(scenarios()).items() if times > 1]


def test_a_name_that_does_not_exist_is_found() -> None:
    assert unknown("steps", steps() - {"probleemanalyse"}) == {"probleemanalyse"}
