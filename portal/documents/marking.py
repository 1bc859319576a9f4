"""A file as it goes into a packet: a copy that says on every page which paper it is. The stored one stays as it is."""

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

import docx
from docx.opc.exceptions import OpcError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from portal.documents.archive import PartialZip, raw_member
from portal.documents.errors import RefusedFile
from portal.documents.packet import PacketEntry
from portal.documents.pdf_line import with_lines
from portal.documents.picture_page import picture_pages

_DAMAGED: Final = (OpcError, BadZipFile, KeyError, ValueError, AttributeError, etree.LxmlError)
# In half points: small, so that the line fits above the text of an ordinary page.
_SIZE: Final = "16"


def marked(entry: PacketEntry) -> PacketEntry:
    """The entry with its lines on each page; a picture becomes a Word file in which it is a page.

    Raises RefusedFile for a file that cannot be written in.
    """
    if entry.data is None or not entry.lines:
        return entry
    match entry.extension:
        case "pdf":
            return replace(entry, data=with_lines(entry.data, entry.lines))
        case "docx":
            return replace(entry, data=_word(entry.data, entry.lines))
        case _:
            page = picture_pages([entry.data], entry.title)
            return replace(entry, extension="docx", data=_word(page, entry.lines))


def as_pages(entry: PacketEntry, pictures: Sequence[bytes]) -> PacketEntry:
    """An entry of which there are pictures of its pages as a Word file with the pictures and the lines above them."""
    return replace(entry, extension="docx", data=_word(picture_pages(pictures, entry.title), entry.lines))


def _word(content: bytes, lines: Sequence[str]) -> bytes:
    """The Word file with the lines on top of every header that it shows."""
    try:
        document = docx.Document(io.BytesIO(content))
        both_sides = document.settings.odd_and_even_pages_header_footer
        kept: set[str] = set()
        written: set[Any] = set()
        for section in document.sections:
            first = section.different_first_page_header_footer
            heads = {"": section.header, "first": section.first_page_header, "even": section.even_page_header}
            shown = {"": True, "first": first, "even": both_sides}
            for name, head in heads.items():
                if head.is_linked_to_previous:
                    # It shows that of the section before, unless none has one.
                    if name in kept or not shown[name]:
                        continue
                    head.is_linked_to_previous = False
                    _clear(head)
                kept.add(name)
                if head.part.partname not in written:
                    head._element.insert(0, _paragraph(lines))
                    written.add(head.part.partname)
        copy = io.BytesIO()
        document.save(copy)
    except _DAMAGED as error:
        raise RefusedFile("file_damaged") from error
    return _without_clock(copy.getvalue())


def _without_clock(word: bytes) -> bytes:
    """The same Word file without the moment of writing at its members: one packet made twice is the same."""
    with ZipFile(io.BytesIO(word)) as archive:
        return PartialZip(raw_member(word, info) for info in archive.infolist()).completed([])


def _clear(head: Any) -> None:
    """Take away the empty line that a new header begins with."""
    for paragraph in head.paragraphs:
        head._element.remove(paragraph._p)


def _paragraph(lines: Sequence[str]) -> Any:
    paragraph = OxmlElement("w:p")
    spacing = OxmlElement("w:spacing")
    for name, value in (("before", "0"), ("after", "0"), ("line", "240"), ("lineRule", "auto")):
        spacing.set(qn(f"w:{name}"), value)
    look = OxmlElement("w:pPr")
    look.append(spacing)
    paragraph.append(look)
    for number, line in enumerate(lines):
        run = OxmlElement("w:r")
        letters = OxmlElement("w:rPr")
        font = OxmlElement("w:rFonts")
        for name in ("ascii", "hAnsi", "cs"):
            font.set(qn(f"w:{name}"), "Calibri")
        letters.append(font)
        for name in ("sz", "szCs"):
            size = OxmlElement(f"w:{name}")
            size.set(qn("w:val"), _SIZE)
            letters.append(size)
        run.append(letters)
        if number:
            run.append(OxmlElement("w:br"))
        text = OxmlElement("w:t")
        text.text = line
        run.append(text)
        paragraph.append(run)
    return paragraph
