"""Cases that others published, with their days: our plan must give the same."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from portal.cli import main

ROWS = list(csv.DictReader((Path(__file__).parent / "published_cases.csv").open(encoding="utf-8")))


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['case']} {row['step']}" for row in ROWS])
def test_published_case(row: Mapping[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    words = ["timeline", row["first_sick_day"], "--protocol", row["protocol"], *row["options"].split(), "--json"]
    assert main(words) == 0
    steps = json.loads(capsys.readouterr().out)
    assert [step["due_on"] for step in steps if step["key"] == row["step"]] == [row["due_on"]]


def test_there_are_published_cases() -> None:
    assert len(ROWS) == 12
    assert all(row["source"] for row in ROWS)
