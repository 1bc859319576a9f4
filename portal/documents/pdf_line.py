"""A copy of a PDF with a line of words above every page, by which one knows which file it is.

Each page gets a strip on top, so that nothing of it is covered; what stood on it, and its tags, stay as they were.
"""

import io
import re
import unicodedata
from collections.abc import Sequence
from typing import Any, Final

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    RectangleObject,
)

from portal.documents.errors import RefusedFile
from portal.documents.pdf_book import DAMAGED, says_pdf_a
from portal.documents.pdf_tags import streams_of

_FONT: Final = "/PortaalRegel"
# In points.
_EDGE: Final = 28.0
_SIZE: Final = 8.0
_APART: Final = 10.0
# An ordinary letter of Helvetica takes half of its height; this leaves room for capitals.
_WIDTH_OF_LETTER: Final = 0.56
_MARKED_LETTER: Final = re.compile(r"LATIN (CAPITAL|SMALL) LETTER ([A-Z]) WITH ")


def with_lines(pdf: bytes, lines: Sequence[str]) -> bytes:
    """Return the PDF with these lines in a strip above each page. Raises RefusedFile("pdf_damaged").

    The strip is no part of what a screen reader reads aloud. The font of the lines is one that every reader has, so
    that the copy does not say any more that it is PDF/A.
    """
    try:
        reader = PdfReader(io.BytesIO(pdf))
        writer = PdfWriter(clone_from=reader)
        writer.pdf_header = reader.pdf_header
        font = writer._add_object(
            DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/Font"),
                    NameObject("/Subtype"): NameObject("/Type1"),
                    NameObject("/BaseFont"): NameObject("/Helvetica"),
                    NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
                }
            )
        )
        for page in writer.pages:
            _add_strip(writer, page, font, lines)
        if says_pdf_a(writer.root_object):
            del writer.root_object["/Metadata"]
        copy = io.BytesIO()
        writer.write(copy)
    except DAMAGED as error:
        raise RefusedFile("pdf_damaged") from error
    return copy.getvalue()


def _add_strip(writer: PdfWriter, page: PageObject, font: IndirectObject, lines: Sequence[str]) -> None:
    high = _APART * len(lines) + 6
    old = [float(number) for number in page.cropbox]
    new, matrix = _taller(old, int(page.rotation) % 360, high)
    page[NameObject("/MediaBox")] = RectangleObject(_around([float(number) for number in page.mediabox], new))
    page[NameObject("/CropBox")] = RectangleObject(tuple(new))
    across, down = new[2] - new[0], new[3] - new[1]
    wide, tall = (across, down) if matrix[0] else (down, across)
    drawing = _drawing(lines, wide, tall, high)
    # What stood on the page stays within the page that it had.
    clip = _numbers(old[0], old[1], old[2] - old[0], old[3] - old[1])
    stream = DecodedStreamObject()
    stream.set_data(
        b"/Artifact <</Type /Pagination /Subtype /Header>> BDC\n"
        + f"q {_numbers(*matrix)} cm\n{drawing}Q\nEMC\n{clip} re W n\n".encode("ascii")
    )
    page[NameObject("/Contents")] = ArrayObject([writer._add_object(stream), *streams_of(page)])
    resources = DictionaryObject(_inherited(page, "/Resources"))
    fonts = DictionaryObject(resources.get("/Font", DictionaryObject()).get_object())
    fonts[NameObject(_FONT)] = font
    resources[NameObject("/Font")] = fonts
    page[NameObject("/Resources")] = resources


def _taller(box: Sequence[float], rotation: int, high: float) -> tuple[list[float], tuple[float, ...]]:
    """The box with room above what one sees as its top, and the matrix from what one sees to the page itself."""
    left, bottom, right, top = box
    match rotation:
        case 90:
            return [left - high, bottom, right, top], (0, 1, -1, 0, right, bottom)
        case 180:
            return [left, bottom - high, right, top], (-1, 0, 0, -1, right, top)
        case 270:
            return [left, bottom, right + high, top], (0, -1, 1, 0, left, top)
        case _:
            return [left, bottom, right, top + high], (1, 0, 0, 1, left, bottom)


def _around(one: Sequence[float], other: Sequence[float]) -> tuple[float, float, float, float]:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _drawing(lines: Sequence[str], wide: float, tall: float, high: float) -> str:
    """The strip and its lines, on a page as one sees it, with its corner below on the left."""
    longest = max(map(len, lines))
    size = min(_SIZE, (wide - 2 * _EDGE) / (longest * _WIDTH_OF_LETTER))
    drawn = f"1 g 0 {_numbers(tall - high, wide, high)} re f 0.4 G 0.5 w 0 {_numbers(tall - high)} m "
    drawn += f"{_numbers(wide, tall - high)} l S 0 g\n"
    for number, line in enumerate(lines, 1):
        place = _numbers(_EDGE, tall - number * _APART - 1)
        drawn += f"BT {_FONT} {_numbers(size)} Tf {place} Td <{_letters(line).hex()}> Tj ET\n"
    return drawn


def _letters(text: str) -> bytes:
    """The text in the letters that the font has; another gives way to the letter that it is without its mark."""
    return b"".join(one.encode("cp1252", "ignore") or _plain(one) for one in unicodedata.normalize("NFC", text))


def _plain(letter: str) -> bytes:
    """«L» for «Ł», by the name that Unicode gives it; «?» for what is no letter of ours."""
    found = _MARKED_LETTER.match(unicodedata.name(letter, ""))
    if found is None:
        return b"?"
    size, name = found.groups()
    return (name if size == "CAPITAL" else name.lower()).encode()


def _inherited(page: Any, name: str) -> Any:
    while name not in page and "/Parent" in page:
        page = page["/Parent"].get_object()
    return page[name].get_object() if name in page else DictionaryObject()


def _numbers(*values: float) -> str:
    return " ".join(FloatObject(round(value, 3)).myrepr() for value in values)
