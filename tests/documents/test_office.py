"""Papers printed by the real LibreOffice and drawn by the real poppler, and the room in which they work."""

import os
import struct
import subprocess
import tempfile
import time
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import word_forms as forms
from word_forms import EVERY_VALUE, PROPERTIES

from portal.documents import office
from portal.documents.errors import RefusedFile
from portal.documents.filling import fill
from portal.documents.office_source import printable
from portal.documents.template import Template
from tests.small_pdf import pdf_with

needs_office = pytest.mark.skipif(not office.office_found(), reason="LibreOffice (libreoffice-writer) is not installed")
needs_poppler = pytest.mark.skipif(not office.drawing_found(), reason="pdftoppm (poppler-utils) is not installed")


@pytest.fixture
def paper() -> bytes:
    """A filled paper with every kind of field."""
    return fill(Template.open(forms.every_kind()), EVERY_VALUE, PROPERTIES)


def size(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">2L", png[16:24])


def said_of(pdf: bytes, folder: Path, program: str) -> str:
    """What a program of poppler says of a PDF."""
    (folder / "said.pdf").write_bytes(pdf)
    command = [program, "said.pdf"] + ["-"] * (program == "pdftotext")
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, timeout=60).stdout


@needs_office
@needs_poppler
def test_a_paper_becomes_a_tagged_pdf_in_dutch_and_pictures_of_its_pages(paper: bytes, tmp_path: Path) -> None:
    pdf = office.pdf_of(paper)
    about = said_of(pdf, tmp_path, "pdfinfo")
    assert f"Title:           {PROPERTIES.title}" in about
    assert "Tagged:          yes" in about
    assert "Form:            none" in about
    assert "<pdfaid:part>2</pdfaid:part>" in pdf.decode("latin-1")
    assert "<pdfuaid:part>1</pdfuaid:part>" in pdf.decode("latin-1")
    assert "/Lang(nl-NL)" in pdf.decode("latin-1")
    assert "Regel één" in said_of(pdf, tmp_path, "pdftotext")
    pages = office.pages_of(pdf)
    assert {size(page) for page in pages} == {(910, 1286)}


def test_controls_give_way_to_their_text_and_hints_to_a_dash() -> None:
    template = Template.open(forms.every_kind())
    empty = {
        field.name: [] if field.kind == "rows" else False if field.kind == "tick" else "" for field in template.fields
    }
    hinted = fill(template, empty, PROPERTIES, show_hints=True)
    for paper, words in ((hinted, "–"), (fill(template, EVERY_VALUE, PROPERTIES), "Regel één")):
        shown = document_of(printable(paper))
        assert "w:sdt" not in shown
        assert words in shown
        assert "Vul in" not in shown
    assert "Uw mening" in document_of(hinted)
    assert "Uw mening" not in document_of(printable(hinted))


def test_what_is_no_form_stays_as_it_is() -> None:
    plain = forms.package(forms.word_parts(forms.paragraph(forms.text("Een gewone brief"))))
    before, after = ZipFile(BytesIO(plain)), ZipFile(BytesIO(printable(plain)))
    assert {name: before.read(name) for name in before.namelist()} == {n: after.read(n) for n in after.namelist()}


def document_of(docx: bytes) -> str:
    """The XML of the main part."""
    return ZipFile(BytesIO(docx)).read("word/document.xml").decode()


@needs_poppler
def test_of_a_long_pdf_the_first_pages_are_drawn() -> None:
    assert len(office.pages_of(pdf_with(pages=office.MAX_PAGES + 5))) == office.MAX_PAGES


@needs_poppler
def test_a_page_as_large_as_a_house_becomes_a_picture_of_ordinary_size() -> None:
    [picture] = office.pages_of(pdf_with(pages=1, width=14_400, height=14_400))
    assert size(picture) == (1286, 1286)


@needs_poppler
@pytest.mark.parametrize("pdf", [b"%PDF-1.4\n", b"%PDF-1.7 noise" * 100], ids=["cut off", "noise"])
def test_a_broken_pdf_is_refused(pdf: bytes) -> None:
    with pytest.raises(RefusedFile, match="preview_failed"):
        office.pages_of(pdf)


@needs_office
def test_a_broken_paper_is_refused_and_leaves_no_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(RefusedFile, match="preview_failed"):
        office.converted(b"PK\x03\x04 no paper at all")
    assert not list(tmp_path.iterdir())


def test_what_is_missing_is_named(bare: Path) -> None:
    assert office.office_found() is None
    assert office.missing_programs("docx") == ("LibreOffice Writer", "poppler-utils")
    assert office.missing_programs("pdf") == ("poppler-utils",)
    for make in (office.converted, office.pages_of):
        with pytest.raises(RefusedFile, match="preview_office_missing"):
            make(b"")


def test_copies_that_were_left_behind_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old, young, other = (tmp_path / name for name in ("portaal-voorbeeld-1", "portaal-voorbeeld-2", "iets-anders"))
    for folder in (old, young, other):
        folder.mkdir()
        (folder / "stuk.docx").write_bytes(b"x")
    for folder in (old, other):
        os.utime(folder, (time.time() - 3600,) * 2)
    office.clear_left_behind()
    assert [folder.exists() for folder in (old, young, other)] == [False, True, True]
