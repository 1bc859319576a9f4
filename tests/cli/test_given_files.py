"""Files on the command line are looked at for viruses as those that people send are."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.cli import main
from portal.demonstration.people import PERSONNEL
from portal.documents.guard import MAX_FILE_BYTES
from portal.storage.catalogue import FOLDER
from tests.scanner import HARMFUL, Scanner

TEMPLATE = FOLDER / "uitnodiging_consult.docx"


@pytest.fixture
def scanner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scanner]:
    found = Scanner(tmp_path)
    monkeypatch.setenv("PORTAL_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("PORTAL_MODE", "test")
    monkeypatch.setenv("PORTAL_CLAMD", found.address)
    yield found
    found.stop()


def commands(folder: Path, extra: bytes = b"") -> list[list[str]]:
    """Every command that reads a file, with one that ends in `extra`."""
    template, people, values = folder / "sjabloon.docx", folder / "personeel.csv", folder / "waarden.json"
    template.write_bytes(TEMPLATE.read_bytes() + extra)
    people.write_bytes(PERSONNEL.read_bytes() + extra)
    values.write_bytes(b"{}" + extra)
    return [
        ["fields", str(template)],
        ["read", str(template)],
        ["fill", str(template), str(values), str(folder / "uit.docx")],
        ["check-template", str(template), "--kind", "uitnodiging_consult"],
        ["import", str(people), "--organisatie", "Provincie Waterland"],
    ]


@pytest.mark.asvs("5.4.3")
def test_every_file_on_the_command_line_is_scanned(
    scanner: Scanner, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in commands(tmp_path):
        assert main(command) == 1, command
        assert "virussen nagekeken" in capsys.readouterr().err, command
    scanner.start()
    for command in commands(tmp_path, HARMFUL):
        assert main(command) == 1, command
        assert "virus gevonden" in capsys.readouterr().err, command
    for command in commands(tmp_path):
        refused = main(command) == 1
        assert refused == (command[0] == "fill"), command
        assert "virus" not in capsys.readouterr().err, command


def test_a_file_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORTAL_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("PORTAL_MODE", "test")
    for command in commands(tmp_path, b"\0" * MAX_FILE_BYTES):
        assert main(command) == 1, command
        assert "te groot" in capsys.readouterr().err, command
