"""The code of a page that is signed with a pen, also as a picture that a telephone or a scanner reads."""

import io
import zipfile
from typing import Final

import docx
import segno
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from portal.documents.archive import PartialZip, pack

_SIDE: Final = Mm(22)
# Dots for each square of the code: sharp in print.
_DOTS: Final = 8


def with_code_picture(content: bytes, code: str) -> bytes:
    """Return the Word file with a QR code below each line that ends with `code`; the same in, the same out."""
    drawn = io.BytesIO()
    segno.make(code, error="m", micro=False).save(drawn, kind="png", scale=_DOTS, border=2)
    document = docx.Document(io.BytesIO(content))
    lines = [text for text in document.element.body.iter(qn("w:t")) if (text.text or "").endswith(code)]
    for line in lines:
        inline = document.part.new_pic_inline(io.BytesIO(drawn.getvalue()), width=_SIDE)
        inline.docPr.set("descr", f"QR-code: {code}")
        run, drawing, paragraph = (OxmlElement(f"w:{name}") for name in ("r", "drawing", "p"))
        drawing.append(inline)
        run.append(drawing)
        paragraph.append(run)
        next(line.iterancestors(qn("w:p"))).addnext(paragraph)
    made = io.BytesIO()
    document.save(made)
    # Without the moment of writing, so that pages that were made of it are found again.
    with zipfile.ZipFile(made) as archive:
        return PartialZip([pack(one.filename, archive.read(one)) for one in archive.infolist()]).completed([])
