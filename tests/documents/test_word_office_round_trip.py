"""A paper edited and saved in the real LibreOffice, and read back.

Runs with the `soffice` on the PATH and the system's python3 with `uno` (Debian: python3-uno). More versions can be
named in OFFICES as «soffice=python», divided by «;»; each needs the Python bindings of its own version.
"""

import copy
import json
import os
import re
import shutil
import signal
import subprocess
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from papers import example_values, found, paper, share_read, template, without_controls
from word_forms import PROPERTIES

from portal.documents.guard import check_docx
from portal.documents.properties import Identity
from portal.documents.reading import ReadBack, read_back
from portal.documents.recognition import recognise

EDITS = Path(__file__).with_name("office_edits.py")
# LibreOffice keeps the names of controls from 7.5 on.
KEEPS_NAMES = (7, 5)
PLAN = template("plan_van_aanpak")
AGREEMENTS = "Wat spreken wij af?"
VALUES: dict[str, Any] = {
    **example_values(PLAN.fields),
    "doel": "andere_functie",
    "eerste_evaluatie": "2026-12-09",
    "casemanager_akkoord": True,
    "tijdelijk_werk_tot": "",
    "reden_later": "",
    "afspraken_overig": [],
}
ISSUED = paper(PLAN, VALUES)


@dataclass(frozen=True)
class Office:
    """One LibreOffice: the commands for it and for a Python that can talk to it."""

    soffice: str
    python: str
    version: tuple[int, ...]

    @property
    def keeps_names(self) -> bool:
        return self.version >= KEEPS_NAMES

    def edited(self, source: bytes, edits: list[list[Any]], folder: Path) -> bytes:
        """Return the paper after a person's edits, saved as .docx."""
        given, saved, work = folder / "papier.docx", folder / "terug.docx", folder / "edits.json"
        given.write_bytes(source)
        work.write_text(json.dumps(edits), encoding="utf-8")
        pipe = f"portaal{uuid.uuid4().hex}"
        options = ["--headless", "--norestore", "--nologo", "--nodefault", f"--accept=pipe,name={pipe};urp;"]
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        quiet = subprocess.DEVNULL
        command = [self.soffice, profile, *options]
        with subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True) as office:
            try:
                command = [self.python, str(EDITS), pipe, str(given), str(saved), str(work)]
                done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
                assert done.returncode == 0, done.stderr
                office.wait(60)
            finally:
                if office.poll() is None:
                    os.killpg(office.pid, signal.SIGKILL)
        return saved.read_bytes()


def offices() -> Iterator[Office]:
    named = os.environ.get("OFFICES", "") or f"{shutil.which('soffice') or ''}=/usr/bin/python3"
    for pair in named.split(";"):
        soffice, _, python = pair.partition("=")
        if soffice and _succeeds([python, "-c", "import uno"]):
            version = _succeeds([soffice, "--version"])
            numbers = re.search(r"(\d+)\.(\d+)", version)
            if numbers:
                yield Office(soffice, python, (int(numbers[1]), int(numbers[2])))


def _succeeds(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout or "yes"


FOUND = list(offices())
MISSING = "LibreOffice with Python bindings (Debian: libreoffice-writer, python3-uno) is not installed"
NO_OFFICE = pytest.param(None, marks=pytest.mark.skip(reason=MISSING), id="none")
with_each_office = pytest.mark.parametrize(
    "office", [pytest.param(one, id="LibreOffice " + ".".join(map(str, one.version))) for one in FOUND] or [NO_OFFICE]
)


def returned(office: Office, edits: list[list[Any]], folder: Path) -> tuple[bytes, ReadBack]:
    data = office.edited(ISSUED, edits, folder)
    check_docx(data)
    return data, read_back(data, ISSUED, PLAN.fields)


def label(name: str, value: str) -> str:
    return next(one.label for field in PLAN.fields if field.name == name for one in field.choices if one.value == value)


def first_line(name: str) -> str:
    return str(VALUES[name]).partition("\n")[0]


def last_line(name: str) -> str:
    return str(VALUES[name]).rpartition("\n")[2]


@with_each_office
def test_a_paper_that_was_only_saved_comes_back_whole(office: Office, tmp_path: Path) -> None:
    data, reading = returned(office, [], tmp_path)
    assert found(reading) == VALUES
    assert (reading.conflicts, reading.unreadable, reading.strays) == ((), (), ())
    assert ("tags" in {read.tier for read in reading.values.values()}) == office.keeps_names
    expected = Identity("0042", "plan_van_aanpak", 2, PLAN.sha256)
    assert PROPERTIES.dossier == expected.dossier
    assert recognise(data, expected).state == "expected"


@with_each_office
def test_edits_of_every_kind_come_back(office: Office, tmp_path: Path) -> None:
    edits = [
        ["type", VALUES["tijdelijk_werk_doel"], "Anders & <nieuw> «é» 😊"],
        ["append", last_line("laatste_werkzaamheden"), ["Derde regel.", "Vierde regel."]],
        ["type", first_line("doel_toelichting"), "Heel andere eerste regel."],
        ["split", last_line("zienswijze_werkgever"), ["Met Enter eronder."]],
        ["type", "9 december 2026", "14 juli 2026"],
        ["choose", label("doel", "andere_functie"), label("doel", "eigen_functie")],
        ["tick", "Wij zijn het eens over wie de casemanager is."],
        ["add_row", AGREEMENTS, 0, ["Nieuwe afspraak", "Iemand", "Eind maart"]],
        ["add_row", "Wat is dan bereikt?", 0, ["Nieuw doel", "1 mei 2026"]],
        ["delete_row", AGREEMENTS, 3, 2],
    ]
    expected = copy.deepcopy(VALUES)
    expected["tijdelijk_werk_doel"] = "Anders & <nieuw> «é» 😊"
    expected["laatste_werkzaamheden"] += "\nDerde regel.\nVierde regel."
    expected["doel_toelichting"] = "Heel andere eerste regel.\n" + last_line("doel_toelichting")
    expected["zienswijze_werkgever"] += "\nMet Enter eronder."
    expected["eerste_evaluatie"] = "2026-07-14"
    expected["doel"] = "eigen_functie"
    expected["casemanager_akkoord"] = False
    expected["afspraken_arbeidsinhoud"].append({"wat": "Nieuwe afspraak", "wie": "Iemand", "wanneer": "Eind maart"})
    expected["doelstellingen"].append({"wat": "Nieuw doel", "termijn": "2026-05-01"})
    del expected["afspraken_arbeidsverhoudingen"][1]
    data, reading = returned(office, edits, tmp_path)
    if office.keeps_names:
        assert found(reading) == expected
    assert share_read(expected, reading) >= 0.95
    assert share_read(expected, read_back(without_controls(data), ISSUED, PLAN.fields)) >= 0.95


@with_each_office
def test_empty_fields_that_were_filled_in_come_back(office: Office, tmp_path: Path) -> None:
    edits = [
        ["fill_cell", AGREEMENTS, 5, 1, 0, "Eerste overige afspraak"],
        ["fill_cell", AGREEMENTS, 5, 1, 2, "Morgen"],
        ["fill_cell", "Tijdelijk ander werk", 0, 4, 1, "3 december 2026"],
        ["fill_cell", AGREEMENTS, 1, 2, 0, "Vervangen"],
        ["type", "–", "Iedereen"],
    ]
    expected = copy.deepcopy(VALUES)
    expected["afspraken_overig"] = [{"wat": "Eerste overige afspraak", "wie": "Iedereen", "wanneer": "Morgen"}]
    expected["tijdelijk_werk_tot"] = "2026-12-03"
    expected["afspraken_arbeidsomstandigheden"][1]["wat"] = "Vervangen"
    _, reading = returned(office, edits, tmp_path)
    assert found(reading) == expected
