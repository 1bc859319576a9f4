"""Scans or photographs of a paper as a Word file with each on its own page, so that it can become a PDF like others."""

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Mm

from portal.documents.guard_scans import way_up

_A4 = (210, 297)
_MARGIN = 10
# How a telephone that was held on its side noted that: by its Orientation, in degrees.
_TURNS = {3: 180, 6: 90, 8: 270}
_DEGREE = 60_000
# Above it stands a line that says which paper it is.
_ABOVE = 17


def picture_pages(pictures: Sequence[bytes], title: str) -> bytes:
    """Return a .docx with each png or jpg as large as a page of A4 allows; `title` is in its alternative text."""
    document = docx.Document()
    for number, picture in enumerate(pictures, 1):
        section = document.sections[0] if number == 1 else document.add_section(WD_SECTION.NEW_PAGE)
        shape = document.add_picture(io.BytesIO(picture))
        # A section begins with an own line, on which the picture can stand.
        document.paragraphs[-1].paragraph_format.space_after = 0
        _fit(section, shape, _TURNS.get(way_up(picture), 0))
        place = f", bladzijde {number} van {len(pictures)}" if len(pictures) > 1 else ""
        shape._inline.docPr.set("descr", f"Scan van: {title}{place}")
    document.core_properties.title = title
    document.core_properties.author = ""
    document.core_properties.language = "nl-NL"
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _fit(section: Any, shape: Any, turn: int) -> None:
    """Make the page as the picture lies, and the picture as large as fits; `turn` is in degrees, clockwise.

    A picture that is turned keeps the width and height that it has before that (ECMA-376, 20.1.7.6).
    """
    lying = turn in (90, 270)
    wide = (shape.width > shape.height) != lying
    page = _A4[::-1] if wide else _A4
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(page[0]), Mm(page[1])
    for side in ("left", "right", "bottom"):
        setattr(section, f"{side}_margin", Mm(_MARGIN))
    section.top_margin, section.header_distance, section.footer_distance = Mm(_ABOVE), Mm(7), Mm(0)
    # A little lower than the page, for the line that the picture stands on.
    room = Mm(page[0] - 2 * _MARGIN), Mm(page[1] - _ABOVE - _MARGIN - 10)
    seen = (shape.height, shape.width) if lying else (shape.width, shape.height)
    scale = min(room[0] / seen[0], room[1] / seen[1])
    shape.width, shape.height = int(shape.width * scale), int(shape.height * scale)
    if turn:
        shape._inline.graphic.graphicData.pic.spPr.find(qn("a:xfrm")).set("rot", str(turn * _DEGREE))
