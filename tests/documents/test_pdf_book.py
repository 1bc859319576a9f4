"""Several PDFs as one, and a picture as a page."""

import io
import struct

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from portal.documents.errors import RefusedFile
from portal.documents.guard_scans import way_up
from portal.documents.pdf_book import book, has_words, pages_in
from portal.documents.pdf_line import with_lines
from portal.documents.picture_page import picture_pages
from tests.small_pdf import pdf_with
from tests.small_picture import jpeg, png, segment


def test_a_book_has_a_bookmark_where_each_chapter_begins() -> None:
    made = PdfReader(io.BytesIO(book([("Een", pdf_with(2)), ("Twee", pdf_with(3))], title="Verslag")))
    assert len(made.pages) == 5
    assert [(one.title, made.get_destination_page_number(one)) for one in made.outline] == [("Een", 0), ("Twee", 2)]
    assert made.metadata
    assert made.metadata.title == "Verslag"
    assert made.root_object["/Lang"] == "nl-NL"
    assert made.page_mode == "/UseOutlines"
    # A chapter without tags gets one for each page, so that nothing of it is passed over.
    root = made.root_object["/StructTreeRoot"]
    assert made.root_object["/MarkInfo"]["/Marked"]
    assert [part["/T"] for part in root["/K"]["/K"]] == ["Een", "Twee"]
    assert [page["/StructParents"] for page in made.pages] == root["/ParentTree"]["/Nums"][::2] == [0, 1, 2, 3, 4]
    # None of them is PDF/A.
    assert "/OutputIntents" not in made.root_object
    assert b"pdfaid" not in made.root_object["/Metadata"].get_data()


def test_what_has_words_is_no_scan() -> None:
    assert not has_words(pdf_with(1, words="0 0 10 10 re f"))
    assert has_words(with_lines(pdf_with(1), ("Een regel",)))


def test_the_pages_of_a_pdf_are_counted_and_a_broken_one_is_refused() -> None:
    assert pages_in(pdf_with(4)) == 4
    with pytest.raises(RefusedFile, match="pdf_damaged"):
        pages_in(b"%PDF-1.4\nniets")
    with pytest.raises(RefusedFile, match="pdf_damaged"):
        book([("Stuk", b"geen pdf")], title="Verslag")


@pytest.mark.parametrize(("way", "turn"), [(1, None), (3, "10800000"), (6, "5400000"), (8, "16200000")])
def test_a_photograph_of_a_telephone_on_its_side_stands_upright(way: int, turn: str | None) -> None:
    noted = b"Exif\0\0MM\0*" + struct.pack(">LH2HL2HL", 8, 1, 0x112, 3, 1, way, 0, 0)
    photo = jpeg(segment(0xE1, noted))
    assert way_up(photo) == way
    document = docx.Document(io.BytesIO(picture_pages([photo], "Plan van aanpak")))
    [shape], [section] = document.inline_shapes, document.sections
    assert shape._inline.graphic.graphicData.pic.spPr.find(qn("a:xfrm")).get("rot") == turn
    # The photograph is 16 by 8: on its side it stands on a page upright, and as high as that allows.
    upright = way in (6, 8)
    assert (section.page_height > section.page_width) == upright
    assert (shape.width if upright else shape.height) <= section.page_height - section.top_margin
    assert shape.width == pytest.approx(2 * shape.height, abs=2)


@pytest.mark.parametrize(("wide", "high"), [(300, 200), (200, 3000)])
def test_a_scan_fits_on_a_page_and_has_words_for_who_cannot_see_it(wide: int, high: int) -> None:
    document = docx.Document(io.BytesIO(picture_pages([png(wide=wide, high=high)], "Plan van aanpak")))
    [shape], [section] = document.inline_shapes, document.sections
    assert shape.width <= section.page_width - section.left_margin - section.right_margin
    assert shape.height <= section.page_height - section.top_margin - section.bottom_margin
    assert abs(shape.width * high - shape.height * wide) < max(shape.width, shape.height) * 3
    assert shape._inline.docPr.get("descr") == "Scan van: Plan van aanpak"
