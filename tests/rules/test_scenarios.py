"""Every scenario in scenarios/*.toml: a story in Dutch, and the steps that must follow from it."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from portal.rules.fold import fold
from portal.rules.plan import plan
from portal.rules.step import Step
from portal.storage.protocols import protocol
from tests.rules.stories import facts_from

FOLDER = Path(__file__).parent / "scenarios"
STATES = {"done": "gedaan", "open": "open", "waiting": "wacht", "expected": "komt"}
WORDS = {"naam", "regels", "feiten", "stappen", "niet", "alleen"}


def scenarios() -> list[Any]:
    return list(_scenarios())


def _scenarios() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.toml")):
        for scenario in tomllib.loads(path.read_text(encoding="utf-8"))["scenario"]:
            yield pytest.param(scenario, id=f"{path.stem}: {scenario['naam']}")


def shown(step: Step) -> Mapping[str, Any]:
    """A step in the words of the scenarios."""
    return {
        "stap": step.key,
        "ronde": step.round,
        "eigenaar": step.owner,
        "vanaf": step.opens_on,
        "uiterlijk": step.due_on,
        "wettelijk": step.statutory_on or "geen",
        "tot": step.until_on or "geen",
        "stand": STATES[step.state],
        "gedaan_op": step.done_on,
        "wacht_op": list(step.waits_for),
    }


@pytest.mark.parametrize("scenario", scenarios())
def test_scenario(scenario: Mapping[str, Any]) -> None:
    assert set(scenario) <= WORDS, "a scenario with an unknown word tests nothing"
    rules = protocol(scenario.get("regels", "wvp_2023"))
    steps = {(s.key, s.round): shown(s) for s in plan(fold(facts_from(scenario["feiten"])), rules)}
    expected = scenario.get("stappen", [])
    assert expected or "alleen" in scenario or "niet" in scenario
    for wanted in expected:
        step = steps.get((wanted["stap"], wanted.get("ronde", 1)))
        assert step, f"{wanted['stap']} is not in the plan"
        assert {word: step[word] for word in wanted} == dict(wanted)
    keys = {key for key, _ in steps}
    rounds = {f"{key}#{number}" for key, number in steps}
    assert (keys | rounds).isdisjoint(scenario.get("niet", []))
    assert keys == set(scenario.get("alleen", keys))
