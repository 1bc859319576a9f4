"""Scans or photographs of a paper as a Word file with each on its own page, so that it can become a PDF like others."""

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Mm

_A4 = (210, 297)
_MARGIN = 10
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
        _fit(section, shape)
        place = f", bladzijde {number} van {len(pictures)}" if len(pictures) > 1 else ""
        shape._inline.docPr.set("descr", f"Scan van: {title}{place}")
    document.core_properties.title = title
    document.core_properties.author = ""
    document.core_properties.language = "nl-NL"
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _fit(section: Any, shape: Any) -> None:
    wide = shape.width > shape.height
    page = _A4[::-1] if wide else _A4
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(page[0]), Mm(page[1])
    for side in ("left", "right", "bottom"):
        setattr(section, f"{side}_margin", Mm(_MARGIN))
    section.top_margin, section.header_distance, section.footer_distance = Mm(_ABOVE), Mm(7), Mm(0)
    # A little lower than the page, for the line that the picture stands on.
    room = Mm(page[0] - 2 * _MARGIN), Mm(page[1] - _ABOVE - _MARGIN - 10)
    scale = min(room[0] / shape.width, room[1] / shape.height)
    shape.width, shape.height = int(shape.width * scale), int(shape.height * scale)
