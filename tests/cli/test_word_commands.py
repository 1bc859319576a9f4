"""`portal fields`, `fill` and `read`, as someone at a prompt uses them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from portal.cli import main
from portal.settings import ROOT
from portal.storage.catalogue import FOLDER
from portal.web.messages import SENTENCES

TEMPLATE = FOLDER / "uitnodiging_consult.docx"


def fields_of(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    assert main(["fields", str(TEMPLATE), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def some_values(fields: list[dict[str, object]]) -> dict[str, object]:
    of_kind = {"text": "Regel & meer", "long_text": "Eén\ntwee <drie>", "date": "2026-02-28"}
    return {str(field["name"]): of_kind[str(field["kind"])] for field in fields}


def test_fields_lists_what_the_form_asks(capsys: pytest.CaptureFixture[str]) -> None:
    fields = fields_of(capsys)
    kinds = {field["name"]: field["kind"] for field in fields}
    assert kinds["papier.consult_datum"] == "date"
    assert kinds["afzeggen_via"] == "text"
    assert main(["fields", str(TEMPLATE)]) == 0
    assert "afzeggen_via" in capsys.readouterr().out


def test_what_is_filled_is_read_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    values = some_values(fields_of(capsys))
    given, out = tmp_path / "values.json", tmp_path / "brief.docx"
    given.write_text(json.dumps(values), encoding="utf-8")
    assert main(["fill", str(TEMPLATE), str(given), str(out)]) == 0
    capsys.readouterr()
    assert main(["read", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == values


def test_a_missing_and_an_unknown_field_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    values = some_values(fields_of(capsys))
    del values["afzeggen_via"]
    given, out = tmp_path / "values.json", tmp_path / "brief.docx"
    given.write_text(json.dumps(values | {"afzegen_via": "typfout"}), encoding="utf-8")
    assert main(["fill", str(TEMPLATE), str(given), str(out)]) == 1
    said = capsys.readouterr().err
    assert "ontbreken" in said
    assert "afzeggen_via" in said
    assert "afzegen_via" in said
    assert not out.exists()


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "file_empty"), (b"geen word", "not_a_docx"), (b"PK\x03\x04 kapot", "file_damaged")]
)
def test_what_is_no_word_file_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, code: str
) -> None:
    path = tmp_path / "brief.docx"
    path.write_bytes(content)
    assert main(["read", str(path)]) == 1
    assert capsys.readouterr().err.strip() == SENTENCES[code]


def test_whoever_stops_reading_gets_no_complaint() -> None:
    command = [sys.executable, "-m", "portal.cli", "fields", str(FOLDER / "plan_van_aanpak.docx"), "--json"]
    # The reading end is closed before anything is written.
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(command, stdout=closed, stderr=subprocess.PIPE, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr) == (1, "")


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fields", "er-is-niets.docx"]) == 1
    assert "er-is-niets.docx" in capsys.readouterr().err
