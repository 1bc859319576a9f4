"""A scan or photograph of a paper as a Word file of one page, so that it can become a PDF like the others."""

import io

import docx
from docx.enum.section import WD_ORIENT
from docx.shared import Mm

_A4 = (210, 297)
_MARGIN = 10


def picture_page(picture: bytes, title: str) -> bytes:
    """Return a .docx with a png or jpg as large as a page of A4 allows; `title` is its alternative text."""
    document = docx.Document()
    section = document.sections[0]
    shape = document.add_picture(io.BytesIO(picture))
    wide = shape.width > shape.height
    page = _A4[::-1] if wide else _A4
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(page[0]), Mm(page[1])
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", Mm(_MARGIN))
    section.header_distance = section.footer_distance = Mm(0)
    # A little lower than the page, for the line that the picture stands on.
    room = Mm(page[0] - 2 * _MARGIN), Mm(page[1] - 2 * _MARGIN - 10)
    scale = min(room[0] / shape.width, room[1] / shape.height)
    shape.width, shape.height = int(shape.width * scale), int(shape.height * scale)
    shape._inline.docPr.set("descr", f"Scan van: {title}")
    document.core_properties.title = title
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
