"""What a file from outside must be before anything opens it.

Whoever reads a refused file loses nothing but a sentence; whoever opens a hostile one loses the server, or a
colleague's computer. So a Word file holds text, pictures and links, and nothing that runs or fetches.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Final, Literal, TypeAlias
from xml.parsers import expat

from portal.documents.archive import raw_member
from portal.documents.errors import RefusedFile
from portal.documents.package import CONTENT_TYPES, main_part, opened, relationship
from portal.documents.template_package import MAIN_TYPE, content_types
from portal.documents.wordml import W_NS, parse, w

UploadKind: TypeAlias = Literal["docx", "pdf", "png", "jpg"]

MAX_FILE_BYTES: Final = 10 * 1024 * 1024
MAX_UNPACKED_BYTES: Final = 60 * 1024 * 1024
MAX_MEMBERS: Final = 2000

_KINDS: Final[dict[str, tuple[UploadKind, bytes]]] = {
    "docx": ("docx", b"PK\x03\x04"),
    "pdf": ("pdf", b"%PDF-"),
    "png": ("png", b"\x89PNG\r\n\x1a\n"),
    "jpg": ("jpg", b"\xff\xd8\xff"),
    "jpeg": ("jpg", b"\xff\xd8\xff"),
}
# Old and password-protected Office files, and everything embedded by OLE, are compound files.
_COMPOUND_FILE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EMBEDDED_STARTS: Final = (_COMPOUND_FILE, b"PK\x03\x04", b"MZ")
_ENCRYPTED_FLAGS: Final = 0x1 | 0x40
_STRANGE_NAME: Final = re.compile(r"^/|^$|[\\:\x00-\x1f]|(^|/)\.\.?(/|$)")
_MACRO_NAME: Final = re.compile(r"(^|/)vba(project|data)[^/]*$", re.IGNORECASE)
_EMBEDDED_NAME: Final = re.compile(r"(^|/)(embeddings|activex)/", re.IGNORECASE)
_MACRO_LINKS: Final = ("vbaProject", "wordVbaData")
_EMBEDDED_LINKS: Final = ("oleObject", "package", "control", "activeXControlBinary", "aFChunk", "subDocument")
# Word notes the house template that a paper was made with: one on the reader's own drive is no danger, one on
# the network is fetched on opening.
_OWN_DRIVE: Final = re.compile(r"(file:///)?[a-z]:[/\\]", re.IGNORECASE)
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


def check_upload(filename: str, data: bytes) -> UploadKind:
    """Return what kind of file this is, by its extension and its first bytes; a .docx is checked whole.

    Raises RefusedFile with code file_empty, file_too_large, file_kind_not_allowed or
    file_content_differs, or one of `check_docx`.
    """
    kind, start = _KINDS.get(filename.rpartition(".")[2].lower(), (None, b""))
    if kind is None:
        raise RefusedFile("file_kind_not_allowed")
    if kind == "docx":
        check_docx(data)
        return kind
    _check_size(data)
    if not data.startswith(start):
        raise RefusedFile("file_content_differs")
    return kind


def check_docx(data: bytes) -> None:
    """Return when `data` is an ordinary .docx that is safe to open; read no more of it than it takes.

    Raises RefusedFile with code file_empty, file_too_large, file_protected, not_a_docx, file_damaged,
    file_unpacks_too_large, file_has_strange_names, file_has_dtd, file_has_macros, file_has_embedded_files or
    file_fetches_content.
    """
    _check_size(data)
    if data.startswith(_COMPOUND_FILE):
        raise RefusedFile("file_protected")
    if not data.startswith(_KINDS["docx"][1]):
        raise RefusedFile("not_a_docx")
    if data.count(b"PK\x01\x02") > MAX_MEMBERS:
        raise RefusedFile("file_unpacks_too_large")
    with opened(data) as archive:
        infos = archive.infolist()
        _check_members(infos)
        for name, content in _unpacked(data, infos):
            _check_content(name, content)
        _check_main_part(archive)


def _check_size(data: bytes) -> None:
    if not data:
        raise RefusedFile("file_empty")
    if len(data) > MAX_FILE_BYTES:
        raise RefusedFile("file_too_large")


def _check_members(infos: Sequence[zipfile.ZipInfo]) -> None:
    names = [info.filename for info in infos]
    if any(info.flag_bits & _ENCRYPTED_FLAGS for info in infos):
        raise RefusedFile("file_protected")
    if len({name.lower() for name in names}) < len(names) or any(map(_STRANGE_NAME.search, names)):
        raise RefusedFile("file_has_strange_names")
    if any(map(_MACRO_NAME.search, names)):
        raise RefusedFile("file_has_macros")
    if any(map(_EMBEDDED_NAME.search, names)):
        raise RefusedFile("file_has_embedded_files")
    if CONTENT_TYPES not in names:
        raise RefusedFile("not_a_docx")


def _unpacked(data: bytes, infos: Sequence[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    """Yield the members one by one, counting what really comes out and not what the zip says of itself."""
    room = MAX_UNPACKED_BYTES
    for info in infos:
        content = _unpacked_member(data, info, room)
        room -= len(content)
        yield info.filename, content


def _unpacked_member(data: bytes, info: zipfile.ZipInfo, room: int) -> bytes:
    member = raw_member(data, info)
    content, whole = member.packed, True
    if member.method == zipfile.ZIP_DEFLATED:
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        content = inflate.decompress(member.packed, room + 1)
        whole = inflate.eof and not inflate.unused_data
    elif member.method != zipfile.ZIP_STORED:
        raise RefusedFile("file_damaged")
    if len(content) > room:
        raise RefusedFile("file_unpacks_too_large")
    if not whole or len(content) != member.size or zlib.crc32(content) != member.crc:
        raise RefusedFile("file_damaged")
    return content


def _check_content(name: str, content: bytes) -> None:
    if content.startswith(_EMBEDDED_STARTS):
        raise RefusedFile("file_has_embedded_files")
    if not _is_xml(name, content):
        return
    _check_prolog(content)
    if name == CONTENT_TYPES:
        _check_content_types(content)
    elif name.endswith(".rels"):
        _check_relationships(content)
    elif b"fldChar" in content or b"fldSimple" in content:
        _check_fields(content)


def _is_xml(name: str, content: bytes) -> bool:
    start = content[:64].lstrip(b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n")
    return name.lower().endswith((".xml", ".rels", ".vml")) or start.startswith(b"<")


class _RootReached(Exception):
    """The part before the root element is over."""


def _check_prolog(content: bytes) -> None:
    """Read up to the root element. Only UTF-8 is taken: nothing can hide from a search in the bytes."""

    def declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding or "utf-8").lower() not in ("utf-8", "us-ascii"):
            raise RefusedFile("file_damaged")

    def doctype(*_about: object) -> None:
        raise RefusedFile("file_has_dtd")

    def root(*_about: object) -> None:
        raise _RootReached

    parser = expat.ParserCreate()
    parser.XmlDeclHandler = declaration
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = root
    if content.startswith((b"\xfe\xff", b"\xff\xfe", b"\x00", b"<\x00")):
        raise RefusedFile("file_damaged")
    try:
        parser.Parse(content, True)
    except _RootReached:
        return
    except expat.ExpatError as error:
        raise RefusedFile("file_damaged") from error


def _check_content_types(content: bytes) -> None:
    kinds = {found.get("ContentType", "").lower() for found in parse(content)}
    if any("macroenabled" in kind or "vba" in kind for kind in kinds):
        raise RefusedFile("file_has_macros")
    if any("activex" in kind for kind in kinds):
        raise RefusedFile("file_has_embedded_files")


def _check_relationships(content: bytes) -> None:
    for element in parse(content):
        found = relationship("", element)
        if found.kind in _MACRO_LINKS:
            raise RefusedFile("file_has_macros")
        if found.kind in _EMBEDDED_LINKS:
            raise RefusedFile("file_has_embedded_files")
        own_template = found.kind == "attachedTemplate" and _OWN_DRIVE.match(found.target)
        if found.external and found.kind != "hyperlink" and not own_template:
            raise RefusedFile("file_fetches_content")


def _check_fields(content: bytes) -> None:
    instructions: list[str] = []
    for found in parse(content).iter(w("fldSimple"), w("fldChar"), w("instrText")):
        if found.tag == w("fldSimple"):
            instructions.append(found.get(w("instr"), ""))
        elif found.tag == w("fldChar") and found.get(w("fldCharType")) == "begin":
            instructions.append("")
        elif found.tag == w("instrText") and instructions:
            instructions[-1] += found.text or ""
    if any(text.split(maxsplit=1)[0].upper() in _FETCHING_FIELDS for text in instructions if text.strip()):
        raise RefusedFile("file_fetches_content")


def _check_main_part(archive: zipfile.ZipFile) -> None:
    try:
        main = main_part(archive)
        kind = content_types(archive.read(CONTENT_TYPES)).get(main)
        root = parse(archive.read(main))
    except KeyError as error:
        raise RefusedFile("not_a_docx") from error
    if kind != MAIN_TYPE or root.tag != f"{{{W_NS}}}document":
        raise RefusedFile("not_a_docx")
