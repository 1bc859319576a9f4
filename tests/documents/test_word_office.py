"""Filled papers in LibreOffice, which many readers use and which complains where Word would."""

import shutil
import subprocess
from pathlib import Path

import pytest
import word_forms as forms
from word_forms import EVERY_VALUE, PROPERTIES

from portal.documents.filling import fill
from portal.documents.template import Template

SOFFICE = shutil.which("soffice")
PDFTOTEXT = shutil.which("pdftotext")

needs_office = pytest.mark.skipif(
    not (SOFFICE and PDFTOTEXT), reason="LibreOffice (soffice) or pdftotext is not installed"
)


def printed(paper: bytes, folder: Path) -> str:
    """Return the words on the paper as LibreOffice prints it, spaces and lines as one space."""
    source = folder / "papier.docx"
    source.write_bytes(paper)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        str(SOFFICE),
        "--headless",
        profile,
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(source),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    target = folder / "papier.pdf"
    assert target.exists(), done.stderr
    words = subprocess.run(
        [str(PDFTOTEXT), "-layout", str(target), "-"], capture_output=True, text=True, timeout=60, check=True
    ).stdout
    return " ".join(words.split())


@needs_office
def test_a_filled_paper_prints_every_value(tmp_path: Path) -> None:
    rows = [{"wat": f"Punt {n}.", "wanneer": "2026-02-01", "spoor": "", "klaar": True} for n in range(40)]
    values = {**EVERY_VALUE, "medewerker.naam": "J. <Jansen> & «Zoë»", "activiteiten": rows}
    words = printed(fill(Template.open(forms.every_kind()), values, PROPERTIES), tmp_path)
    assert "Naam: J. <Jansen> & «Zoë»" in words
    assert "Ander werk & meer☒" in words
    assert "☒ Regel één Regel twee met tab Datum 5 januari 2026" in words
    assert all(f"Punt {n}." in words for n in range(40))
    assert "– ☒" in words
    assert "Provincie" in words
    assert "Dossier 0042" in words
    assert "Vul in" not in words


@needs_office
def test_an_empty_paper_with_hints_prints_the_hints(tmp_path: Path) -> None:
    template = Template.open(forms.every_kind())
    empty = {
        field.name: [] if field.kind == "rows" else False if field.kind == "tick" else "" for field in template.fields
    }
    words = printed(fill(template, empty, PROPERTIES, show_hints=True), tmp_path)
    assert "Uw mening & wensen" in words
    assert "Wat gaat er" in words
