"""The lines above each page of a copy: in Word files of every sort, in PDFs however they lie, and above pictures."""

import io
from dataclasses import replace

import docx
import pytest
from docx.enum.section import WD_SECTION
from pypdf import PdfReader, PdfWriter

from portal.documents.errors import RefusedFile
from portal.documents.marking import as_pages, marked
from portal.documents.packet import PacketEntry
from tests.small_pdf import pdf_with
from tests.small_picture import JPEG, png

LINES = ("Re-integratieverslag, stuk 3: Plan van aanpak", "Zoë Łukasz · BSN 111222333 · ondertekend op 3 maart 2026")
DRAWN = "BT ET 40 700 100 50 re f"


def entry(extension: str, data: bytes) -> PacketEntry:
    return PacketEntry("Plan van aanpak", None, extension, data, lines=LINES)


def word(document: "docx.document.Document") -> bytes:  # type: ignore[name-defined]
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def copy_of(document: "docx.document.Document") -> "docx.document.Document":  # type: ignore[name-defined]
    found = marked(entry("docx", word(document)))
    assert (found.extension, found.data is not None) == ("docx", True)
    return docx.Document(io.BytesIO(found.data or b""))


def test_a_word_file_without_a_header_gets_one_and_keeps_its_text() -> None:
    document = docx.Document()
    document.add_paragraph("Wij spreken af.")
    copy = copy_of(document)
    assert [one.text for one in copy.sections[0].header.paragraphs] == ["\n".join(LINES)]
    assert [one.text for one in copy.paragraphs] == ["Wij spreken af."]


def test_every_header_that_shows_gets_the_lines_once() -> None:
    document = docx.Document()
    first = document.sections[0]
    first.header.paragraphs[0].text = "Arbodienst"
    first.different_first_page_header_footer = True
    document.add_section(WD_SECTION.NEW_PAGE)
    last = document.add_section(WD_SECTION.NEW_PAGE)
    last.header.is_linked_to_previous = False
    last.header.paragraphs[0].text = "Bijlage"
    copy = copy_of(document)
    lines = "\n".join(LINES)
    assert [one.text for one in copy.sections[0].header.paragraphs] == [lines, "Arbodienst"]
    assert [one.text for one in copy.sections[0].first_page_header.paragraphs] == [lines]
    assert copy.sections[1].header.is_linked_to_previous
    assert [one.text for one in copy.sections[2].header.paragraphs] == [lines, "Bijlage"]


@pytest.mark.parametrize(("turned", "box"), [(0, (595, 868)), (90, (621, 842)), (180, (595, 868)), (270, (621, 842))])
def test_a_page_of_a_pdf_gets_a_strip_above_what_one_sees(turned: int, box: tuple[int, int]) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_with(2, words=DRAWN))))
    for page in writer.pages:
        page.rotate(turned)
    made = io.BytesIO()
    writer.write(made)
    copy = PdfReader(io.BytesIO(marked(entry("pdf", made.getvalue())).data or b""))
    for page in copy.pages:
        assert (page.cropbox.width, page.cropbox.height) == box
        # A letter that the font does not have loses its stroke.
        assert page.extract_text().splitlines() == [LINES[0], LINES[1].replace("Ł", "L")]
        content = page.get_contents()
        assert content is not None
        # What stood on it comes behind the strip, cut to the page that it had.
        assert content.get_data().split(b"re W n")[1].strip().startswith(DRAWN.encode())


def test_a_picture_becomes_a_page_below_the_lines() -> None:
    for extension, picture in (("png", png()), ("jpg", JPEG)):
        found = marked(entry(extension, picture))
        document = docx.Document(io.BytesIO(found.data or b""))
        assert (found.extension, document.sections[0].header.paragraphs[0].text) == ("docx", "\n".join(LINES))
        assert document.inline_shapes[0]._inline.docPr.get("descr") == "Scan van: Plan van aanpak"


def test_the_pages_of_a_scan_become_pages_of_one_file() -> None:
    document = docx.Document(
        io.BytesIO(as_pages(entry("pdf", b""), [png(wide=2, high=3), png(wide=9, high=2)]).data or b"")
    )
    assert [one._inline.docPr.get("descr") for one in document.inline_shapes] == [
        "Scan van: Plan van aanpak, bladzijde 1 van 2",
        "Scan van: Plan van aanpak, bladzijde 2 van 2",
    ]
    assert [one.page_width > one.page_height for one in document.sections] == [False, True]


def test_without_lines_or_without_a_file_it_stays_as_it_is() -> None:
    for same in (replace(entry("pdf", pdf_with(1)), lines=()), PacketEntry("Plan", None, "pdf", None, lines=LINES)):
        assert marked(same) == same


@pytest.mark.parametrize(("extension", "code"), [("pdf", "pdf_damaged"), ("docx", "file_damaged")])
def test_what_cannot_be_written_in_is_refused(extension: str, code: str) -> None:
    with pytest.raises(RefusedFile, match=code):
        marked(entry(extension, b"geen bestand"))
