"""The names of WordprocessingML, safe parsing, and the text of a piece of tree."""

import re
from collections.abc import Container
from functools import cache
from typing import Any, Final, TypeAlias

from lxml import etree

from portal.documents.text import clean_text

Element: TypeAlias = Any
"""An lxml element; lxml ships no types."""

W_NS: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W14_NS: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
_W15_NS: Final = "http://schemas.microsoft.com/office/word/2012/wordml"
_MC_NS: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"


@cache
def w(name: str) -> str:
    """Return the qualified name of a WordprocessingML element or attribute."""
    return f"{{{W_NS}}}{name}"


def w14(name: str) -> str:
    """Return the qualified name of a Word 2010 element or attribute."""
    return f"{{{_W14_NS}}}{name}"


def w15(name: str) -> str:
    """Return the qualified name of a Word 2012 element or attribute."""
    return f"{{{_W15_NS}}}{name}"


SDT: Final = w("sdt")
SDT_PR: Final = w("sdtPr")
SDT_CONTENT: Final = w("sdtContent")
BODY: Final = w("body")
P: Final = w("p")
R: Final = w("r")
RPR: Final = w("rPr")
TR: Final = w("tr")
TBL: Final = w("tbl")
TC: Final = w("tc")
VAL: Final = w("val")
FALLBACK: Final = f"{{{_MC_NS}}}Fallback"
DELETED: Final = (w("del"), w("moveFrom"))

_TEXT: Final = w("t")
_FOUR_DIGITS: Final = re.compile("[0-9a-fA-F]{4}", re.ASCII)
_ROW_DELETED: Final = f"{w('trPr')}/{w('del')}"
_MARKS: Final = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "\u2011",
}
_NO_TEXT: Final = {*DELETED, w("pPr"), RPR, SDT_PR}
_ALTERNATIVES: Final = f"{{{_MC_NS}}}AlternateContent"


def parse(content: bytes) -> Element:
    """Return the root of an XML part; entities, network, comments and processing instructions are left out.

    Raises lxml.etree.XMLSyntaxError when it is not well-formed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(content, parser)


def text_of(element: Element) -> str:
    """Return the text in `element`: tabs and line breaks as characters, without what is marked as deleted.

    Paragraphs are joined by a newline.
    """
    found: list[str] = []
    _collect(element, found, ())
    return "".join(found)


def pieces_of(element: Element, apart: Container[Element]) -> list[str | Element]:
    """Return what `text_of` does in pieces, with the elements `apart` in it as themselves, not as their text."""
    found: list[str | Element] = []
    _collect(element, found, apart)
    return found


def _collect(element: Element, found: list[Any], apart: Container[Element]) -> None:
    for child in element:
        tag = child.tag
        if tag == _TEXT:
            before = child.getprevious()
            if before is not None and before.tag == _TEXT:
                # LibreOffice 7.4 loses the line break between two lines in a control, but not that there are two.
                found.append("\n")
            found.append(child.text or "")
        elif tag in _MARKS:
            found.append(_MARKS[tag])
        elif tag == w("sym"):
            found.append(character(child.get(w("char"))))
        elif tag == _ALTERNATIVES:
            _collect_first(child, found, apart)
        elif tag == SDT and child in apart:
            found.append(child)
        elif tag not in _NO_TEXT:
            if tag == P and found:
                found.append("\n")
            _collect(child, found, apart)


def _collect_first(alternatives: Element, found: list[Any], apart: Container[Element]) -> None:
    """Take the first alternative with text: Word keeps a typed emoji as text in the last one only."""
    before = len(found)
    for alternative in alternatives:
        if len(found) == before:
            _collect(alternative, found, apart)


def character(code: str | None) -> str:
    """Return the character that a w:sym or a checkbox names with four hexadecimal digits.

    "" for what names none, and for one that cannot stand in text: half of an emoji, a control character.
    """
    sign = chr(int(code, 16)) if code and _FOUR_DIGITS.fullmatch(code) else ""
    return sign if clean_text(sign) == sign else ""


def is_on(element: Element | None) -> bool:
    """Return whether a switch such as w:showingPlcHdr is there and not turned off by its w:val."""
    return element is not None and element.get(VAL, "1") not in ("0", "false", "off")


def is_deleted(element: Element) -> bool:
    """Return whether `element` stands in text, or in a table row, that is marked as deleted."""
    return any(outer.tag != TR or is_deleted_row(outer) for outer in element.iterancestors(TR, *DELETED))


def is_deleted_row(row: Element) -> bool:
    """Return whether a row of a table is marked as deleted."""
    return row.find(_ROW_DELETED) is not None
