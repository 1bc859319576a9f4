"""The XML in a file from outside, looked at without building a tree: small enough, and nothing that fetches."""

import re
from typing import Final
from urllib.parse import unquote
from xml.parsers import expat

from portal.documents.errors import RefusedFile
from portal.documents.guard_links import DROPPABLE, check_link, part_of
from portal.documents.guard_svg import SVG_NS
from portal.documents.guard_walk import STRICT_NS, walk, worth_a_walk
from portal.documents.package import CONTENT_TYPES, MAX_MARKS, MAX_XML_BYTES, count_marks, relationship
from portal.documents.wordml import W_NS, parse

# A table of contents of a long report has some thousands.
MAX_FIELD_MARKS: Final = 24_000
MAX_SMALL_BYTES: Final = 1024 * 1024

_PROLOG: Final = 64 * 1024
_BOMS: Final = (b"\xfe\xff", b"\xff\xfe", b"\x00", b"<\x00")
# An XML file as LibreOffice or Word may recognise it: in UTF-8, in UTF-16 or 32, in the code of a mainframe.
_START: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?[ \t\r\n]*(?:<[A-Za-z_:?!\x80-\xff](?!.{0,30}[\0-\x08\x0b\x0c\x0e-\x1f])|\Z)"
    rb"|\xff\xfe|\xfe\xff|<\0|\0<|\0\0\0<|Lo\xa7\x94",
    re.DOTALL,
)
# What Word never looks for its own text in; other programs keep their data there, in whatever encoding.
_DATA: Final = "customXml/"
_DATA_LINKS: Final = frozenset({"customXml", "customXmlProps"})
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_MACRO_LINKS: Final = ("vbaProject", "wordVbaData")
_EMBEDDED_LINKS: Final = ("oleObject", "package", "control", "activeXControlBinary", "aFChunk", "subDocument")
# A house template on the reader's own drive is no danger; one on the network is fetched on opening.
_OWN_DRIVE: Final = re.compile(r"(file:///)?[a-z]:[/\\]", re.IGNORECASE)


def looks_like_xml(name: str, content: bytes) -> bool:
    """Return whether a member is XML, by its name or its first bytes; only space is what XML may begin with."""
    return name.lower().endswith((".xml", ".rels", ".vml")) or (bool(content) and bool(_START.match(content)))


class XmlCheck:
    """Takes the XML members of one file after another and refuses what must not be in them.

    The relationships come first: they say what the others are. `dropped` has the kinds of the links that can be
    taken out without harm. `most_marks` bounds the tags and attributes together.
    """

    def __init__(self, most_marks: int = MAX_MARKS) -> None:
        self._most_marks = most_marks
        self.dropped: set[str] = set()
        self._bytes = self._marks = self._small = self._field_marks = 0
        self._roots: dict[str, str] = {}
        # Links to elsewhere that stay in the file: part -> id -> kind. And the kinds of link to a member.
        self._outside: dict[str, dict[str, str]] = {}
        self._pointed: dict[str, set[str]] = {}

    def is_document(self, name: str) -> bool:
        """Return whether the member is the text of a Word document."""
        return self._roots.get(name) == f"{W_NS} document"

    def is_strict(self, name: str) -> bool:
        """Return whether the member is the text of a document in the strict form, which we do not read."""
        return self._roots.get(name) == f"{STRICT_NS} document"

    def is_drawing(self, name: str) -> bool:
        """Return whether the member is a drawing (SVG)."""
        return self._roots.get(name) == f"{SVG_NS} svg"

    def is_picture(self, name: str) -> bool:
        """Return whether a relationship calls the member a picture."""
        return "image" in self._pointed.get(name.lower(), ())

    def take(self, name: str, content: bytes) -> None:
        """Look at one member. Raises RefusedFile."""
        self._bytes += len(content)
        self._marks += count_marks(content)
        if self._bytes > MAX_XML_BYTES or self._marks > self._most_marks:
            raise RefusedFile("file_unpacks_too_large")
        is_data = name.startswith(_DATA) and self._pointed.get(name.lower(), _DATA_LINKS) <= _DATA_LINKS
        self._roots[name] = _root(content, any_encoding=is_data)
        if name == CONTENT_TYPES or name.endswith(".rels"):
            self._small += len(content)
            if self._small > MAX_SMALL_BYTES:
                raise RefusedFile("file_unpacks_too_large")
            if name == CONTENT_TYPES:
                _check_content_types(content)
            else:
                self._check_relationships(part_of(name), content)
        else:
            self._walk(name, content)

    def _walk(self, name: str, content: bytes) -> None:
        encoding = None
        if content.startswith(_UTF_16):
            # Data of another program, in which words are looked for as in any other part.
            content, encoding = content.decode("utf-16", "replace").encode(), "utf-8"
        self._field_marks += sum(map(content.count, (b"nstrText", b"fldChar", b"fldSimple")))
        if self._field_marks > MAX_FIELD_MARKS:
            raise RefusedFile("file_unpacks_too_large")
        outside = self._outside.get(name.lower(), {})
        if outside or worth_a_walk(content):
            walk(content, outside, encoding=encoding)

    def _check_relationships(self, part: str, content: bytes) -> None:
        outside = self._outside.setdefault(part.lower(), {})
        for element in parse(content).iter("{*}Relationship"):
            found = relationship(part, element)
            if found.kind in _MACRO_LINKS:
                raise RefusedFile("file_has_macros")
            if found.kind in _EMBEDDED_LINKS:
                raise RefusedFile("file_has_embedded_files")
            if found.kind == "hyperlink":
                check_link(element.get("Target", ""))
            if not found.external:
                self._pointed.setdefault(unquote(found.target).lower(), set()).add(found.kind)
            elif found.kind == "hyperlink" or (found.kind == "attachedTemplate" and _OWN_DRIVE.match(found.target)):
                outside[element.get("Id", "")] = found.kind
            elif found.kind in DROPPABLE:
                self.dropped.add(found.kind)
            else:
                raise RefusedFile("file_fetches_content")


class _RootReached(Exception):
    """The part before the root element is over."""


def _root(content: bytes, *, any_encoding: bool) -> str:
    """Return «namespace name» of the root element, reading no further.

    Only UTF-8 is taken: nothing can hide from a search in the bytes.
    """
    found: list[str] = []

    def declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        if not any_encoding and (encoding or "utf-8").lower() not in ("utf-8", "us-ascii"):
            raise RefusedFile("file_damaged")

    def doctype(*_about: object) -> None:
        raise RefusedFile("file_has_dtd")

    def root(name: str, _attributes: object) -> None:
        found.append(name)
        raise _RootReached

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.XmlDeclHandler = declaration
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = root
    if not any_encoding and content.startswith(_BOMS):
        raise RefusedFile("file_damaged")
    try:
        parser.Parse(content[:_PROLOG], len(content) <= _PROLOG)
    except _RootReached:
        return found[0]
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise RefusedFile("file_damaged") from error
    raise RefusedFile("file_damaged")


def _check_content_types(content: bytes) -> None:
    kinds = {found.get("ContentType", "").lower() for found in parse(content)}
    if any("macroenabled" in kind or "vba" in kind for kind in kinds):
        raise RefusedFile("file_has_macros")
    if any("activex" in kind for kind in kinds):
        raise RefusedFile("file_has_embedded_files")
