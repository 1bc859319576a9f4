"""The real LibreOffice, driven as a person would use it.

Runs with the `soffice` on the PATH and the system's python3 with `uno` (Debian: python3-uno). More versions can be
named in OFFICES as «soffice=python», divided by «;»; each needs the Python bindings of its own version.
"""

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

EDITS = Path(__file__).with_name("documents") / "office_edits.py"
# LibreOffice keeps the names of controls from 7.5 on.
KEEPS_NAMES = (7, 5)


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
                assert done.returncode == 0, f"{done.returncode} {done.stderr}"
            finally:
                # Asked to stop over its own connection, it can take the asking Python with it.
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
