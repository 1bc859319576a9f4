"""Links out of a file: which a reader may follow, and taking out those to a template or a picture elsewhere."""

import posixpath
import re
from typing import Final, NoReturn

from lxml import etree

from portal.documents.archive import PartialZip, pack, raw_member
from portal.documents.errors import RefusedFile
from portal.documents.package import opened, relationship
from portal.documents.wordml import Element, parse, w

# Kinds of link whose loss costs the reader nothing, and the code of the notice about it.
DROPPABLE: Final = {"attachedTemplate": "template_link_dropped", "image": "picture_link_dropped"}

_OFFICE: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_OLD_DRAWING: Final = "{urn:schemas-microsoft-com:office:office}relid"

# A website, an address for mail, a telephone number, or a place in the file itself. Anything else starts a program or
# opens a file, on the computer or in the network of whoever clicks.
_FOLLOWED: Final = re.compile(r"\s*(?:https?://[^\s/\\]|mailto:|tel:|#|\Z)", re.IGNORECASE)
_ELSEWHERE: Final = re.compile(
    r"\s*(?:[\\/]{2}|file:[\\/]|(?:mhtml|javascript|vbscript|search-ms|ms-[a-z-]+):)", re.IGNORECASE
)
_SHOWN: Final = 80


def check_link(address: str) -> None:
    """Raise RefusedFile("file_has_other_link") for an address that a reader should not follow."""
    if not _FOLLOWED.match(address):
        refuse_link(address)


def check_words(words: str) -> None:
    """Raise the same for words, such as a property of the file, that are such an address without doubt."""
    if _ELSEWHERE.match(words):
        refuse_link(words)


def refuse_link(link: str) -> NoReturn:
    """Raise RefusedFile("file_has_other_link"), with the beginning of the link for whoever must take it out."""
    shown = " ".join("".join(filter(str.isprintable, link.replace("\n", " "))).split())
    raise RefusedFile("file_has_other_link", link=shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…")


def without_links(data: bytes) -> bytes:
    """Return a checked .docx without its links to a template or a picture elsewhere."""
    with opened(data) as archive:
        changed: dict[str, bytes] = {}
        for name in archive.namelist():
            if not name.endswith(".rels"):
                continue
            root = parse(archive.read(name))
            gone = _dropped(root)
            part = part_of(name)
            if gone and part in archive.NameToInfo:
                changed[part] = _without(parse(archive.read(part)), gone)
            if gone:
                changed[name] = _written(root)
        kept = [raw_member(data, info) for info in archive.infolist() if info.filename not in changed]
    return PartialZip(kept).completed([pack(name, content) for name, content in changed.items()])


def _dropped(root: Element) -> frozenset[str]:
    """Take the links out of a list of relationships and return their ids."""
    found = [element for element in root if (link := relationship("", element)).external and link.kind in DROPPABLE]
    for element in found:
        root.remove(element)
    return frozenset(element.get("Id", "") for element in found)


def part_of(relationships_name: str) -> str:
    """Return the member whose relationships these are."""
    folder, name = posixpath.split(relationships_name)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def _without(root: Element, gone: frozenset[str]) -> bytes:
    """Return the part without its mentions of relationships that are gone."""
    for element in list(root.iter(w("attachedTemplate"))):
        if element.get(f"{_OFFICE}id") in gone:
            element.getparent().remove(element)
    for element in root.iter(etree.Element):
        for name, value in list(element.attrib.items()):
            if value in gone and (name.startswith(_OFFICE) or name == _OLD_DRAWING):
                del element.attrib[name]
    return _written(root)


def _written(root: Element) -> bytes:
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return written
