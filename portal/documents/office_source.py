"""A paper made ready to be printed: its content controls give way to the text that is in them.

LibreOffice draws a control as a grey box, as an arrow or, in newer versions, as a field one can fill in; and it
prints the hint of an empty one as if someone had written it. On paper only what was filled in should stand.
"""

from typing import Final

from lxml import etree

from portal.documents.archive import PartialZip, pack, raw_member
from portal.documents.content_controls import shows_hint
from portal.documents.package import opened, stories
from portal.documents.slots import NOTHING
from portal.documents.wordml import SDT, SDT_CONTENT, Element, R, w

_TEXT: Final = w("t")
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def printable(docx: bytes) -> bytes:
    """Return a copy of a .docx without content controls; an empty one leaves «–». Raises RefusedFile.

    The file must have passed the guard.
    """
    with opened(docx) as archive:
        changed = {}
        for name, root in stories(archive):
            controls = list(root.iter(SDT))
            # From the inside out: a control's content is final before it moves.
            for sdt in reversed(controls):
                _give_way(sdt)
            if controls:
                changed[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        members = [
            pack(info.filename, changed[info.filename]) if info.filename in changed else raw_member(docx, info)
            for info in archive.infolist()
        ]
    return PartialZip(members).completed([])


def _give_way(sdt: Element) -> None:
    content = sdt.find(SDT_CONTENT)
    if content is not None:
        if shows_hint(sdt):
            _empty(content)
        for child in list(content):
            sdt.addprevious(child)
    sdt.getparent().remove(sdt)


def _empty(content: Element) -> None:
    """Put «–» in the place of a hint: in its first run, and nothing in the others."""
    runs = list(content.iter(R))
    for run in runs:
        for child in [child for child in run if child.tag != w("rPr")]:
            run.remove(child)
    if runs:
        text = etree.SubElement(runs[0], _TEXT)
        text.text = NOTHING
        text.set(_SPACE, "preserve")
