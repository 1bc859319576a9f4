"""The XML in a file from outside, looked at without building a tree: small enough, and nothing that fetches."""

import re
from typing import Final
from xml.parsers import expat

from portal.documents.errors import RefusedFile
from portal.documents.guard_links import DROPPABLE
from portal.documents.package import CONTENT_TYPES, relationship
from portal.documents.wordml import W_NS, parse

MAX_XML_BYTES: Final = 16 * 1024 * 1024
# Tags and attributes, of which a page of text has about 3,000. A tree of them takes 0.1 kB each.
MAX_MARKS: Final = 300_000
# A table of contents of a long report has some thousands.
MAX_FIELD_MARKS: Final = 40_000
MAX_SMALL_BYTES: Final = 1024 * 1024

_PROLOG: Final = 64 * 1024
_STRICT_NS: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_BOMS: Final = (b"\xfe\xff", b"\xff\xfe", b"\x00", b"<\x00")
# What Word never looks for its own text in; other programs keep their data there, in whatever encoding.
_DATA: Final = "customXml/"
_MACRO_LINKS: Final = ("vbaProject", "wordVbaData")
_EMBEDDED_LINKS: Final = ("oleObject", "package", "control", "activeXControlBinary", "aFChunk", "subDocument")
# A house template on the reader's own drive is no danger; one on the network is fetched on opening.
_OWN_DRIVE: Final = re.compile(r"(file:///)?[a-z]:[/\\]", re.IGNORECASE)
_FIELD_NAMES: Final = ("instrText", "fldChar", "fldSimple")
_FETCHING_FIELDS: Final = (
    "DDE",
    "DDEAUTO",
    "INCLUDETEXT",
    "INCLUDEPICTURE",
    "LINK",
    "IMPORT",
    "DATABASE",
    "RD",
)


def looks_like_xml(name: str, content: bytes | bytearray) -> bool:
    """Return whether a member is XML, by its name or its first bytes."""
    start = bytes(content[:64]).lstrip(b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n")
    return name.lower().endswith((".xml", ".rels", ".vml")) or start.startswith(b"<")


class XmlCheck:
    """Takes the XML members of one file after another and refuses what must not be in them.

    `dropped` has the kinds of the links that can be taken out without harm.
    """

    def __init__(self) -> None:
        self.dropped: set[str] = set()
        self._bytes = self._marks = self._small = 0
        self._roots: dict[str, str] = {}

    def is_document(self, name: str) -> bool:
        """Return whether the member is the text of a Word document."""
        return self._roots.get(name) == f"{W_NS} document"

    def is_strict(self, name: str) -> bool:
        """Return whether the member is the text of a document in the strict form, which we do not read."""
        return self._roots.get(name) == f"{_STRICT_NS} document"

    def take(self, name: str, content: bytes) -> None:
        """Look at one member. Raises RefusedFile."""
        self._bytes += len(content)
        self._marks += content.count(b"<") + content.count(b"=")
        if self._bytes > MAX_XML_BYTES or self._marks > MAX_MARKS:
            raise RefusedFile("file_unpacks_too_large")
        self._roots[name] = _root(content, any_encoding=name.startswith(_DATA))
        if name == CONTENT_TYPES or name.endswith(".rels"):
            self._small += len(content)
            if self._small > MAX_SMALL_BYTES:
                raise RefusedFile("file_unpacks_too_large")
            if name == CONTENT_TYPES:
                _check_content_types(content)
            else:
                self._check_relationships(content)
        elif marks := sum(map(content.count, (b"instrText", b"fldChar", b"fldSimple"))):
            if marks > MAX_FIELD_MARKS:
                raise RefusedFile("file_unpacks_too_large")
            _check_fields(content)

    def _check_relationships(self, content: bytes) -> None:
        for element in parse(content):
            found = relationship("", element)
            if found.kind in _MACRO_LINKS:
                raise RefusedFile("file_has_macros")
            if found.kind in _EMBEDDED_LINKS:
                raise RefusedFile("file_has_embedded_files")
            if not found.external or found.kind == "hyperlink":
                continue
            if found.kind not in DROPPABLE:
                raise RefusedFile("file_fetches_content")
            if found.kind != "attachedTemplate" or not _OWN_DRIVE.match(found.target):
                self.dropped.add(found.kind)


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


def _check_fields(content: bytes) -> None:
    """Refuse a field that fetches. Names count without their prefix: a file may call its namespaces anything."""
    begins: list[list[str]] = [[]]
    listening = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal listening
        if listening:
            parser.CharacterDataHandler = None
            listening = False
        if not name.endswith(_FIELD_NAMES):
            return
        if name.endswith("instrText"):
            parser.CharacterDataHandler = begins[-1].append
            listening = True
            return
        about = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name.endswith("fldSimple") or about.get("fldCharType") == "begin":
            begins.append([about.get("instr", "")])

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise RefusedFile("file_damaged") from error
    instructions = ("".join(pieces).split(maxsplit=1) for pieces in begins)
    if any(words and words[0].upper() in _FETCHING_FIELDS for words in instructions):
        raise RefusedFile("file_fetches_content")
