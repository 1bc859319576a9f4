"""What a file from outside must be before anything opens it.

Whoever reads a refused file loses nothing but a sentence; whoever opens a hostile one loses the server, or a
colleague's computer. So a Word file holds text, pictures and links, and nothing that runs or fetches. Checking
takes at most a fifth of a second and 100 MB, whatever the file.
"""

import re
import time
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from portal.documents.archive import raw_member
from portal.documents.errors import RefusedFile
from portal.documents.guard_links import DROPPABLE, without_links
from portal.documents.guard_pdf import check_pdf
from portal.documents.guard_xml import XmlCheck, looks_like_xml
from portal.documents.package import CONTENT_TYPES, main_part, opened
from portal.documents.template_package import MAIN_TYPE, TEMPLATE_TYPE, content_type

UploadKind: TypeAlias = Literal["docx", "pdf", "png", "jpg"]

MAX_FILE_BYTES: Final = 10 * 1024 * 1024
MAX_UNPACKED_BYTES: Final = 32 * 1024 * 1024
MAX_MEMBERS: Final = 1000
MAX_NAME: Final = 255

_CHUNK: Final = 64 * 1024
# Unpacking 10 MB of pictures takes 0.05 s; data made to unpack slowly takes seconds.
_MAX_SECONDS: Final = 0.12

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


@dataclass(frozen=True, slots=True)
class Admitted:
    """A .docx that is safe to open and hand on. `notices` are codes of what was taken out of it.

    "template_link_dropped": the house template of the maker; "picture_link_dropped": a picture that stood
    elsewhere. Without notices, `data` is the file as it came.
    """

    data: bytes
    notices: tuple[str, ...]


def check_upload(filename: str, data: bytes) -> UploadKind:
    """Return what kind of file this is, by its extension and its first bytes; a .docx or PDF is checked whole.

    Raises RefusedFile with code file_empty, file_too_large, file_kind_not_allowed or
    file_content_differs, or one of `check_docx` or `check_pdf`.
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
    if kind == "pdf":
        check_pdf(data)
    return kind


def check_docx(data: bytes, *, template: bool = False) -> None:
    """Return when `data` is an ordinary .docx that is safe to open; read no more of it than it takes.

    With `template`, a Word template without macros (.dotx) is one too. Raises RefusedFile with code file_empty,
    file_too_large, file_protected, not_a_docx, file_is_strict, file_damaged, file_unpacks_too_large,
    file_has_strange_names, file_has_dtd, file_has_macros, file_has_embedded_files or file_fetches_content.
    """
    if _checked(data, template=template).dropped:
        raise RefusedFile("file_fetches_content")


def admitted(data: bytes, *, template: bool = False) -> Admitted:
    """Return `data` without a link to a template or a picture elsewhere, with which honest files come.

    Word notes the house template of its maker, often on a server that nobody else reaches; opening the file
    would fetch it. `template` and what is raised are those of `check_docx`.
    """
    found = _checked(data, template=template)
    if not found.dropped:
        return Admitted(data, ())
    return Admitted(without_links(data), tuple(sorted({DROPPABLE[kind] for kind in found.dropped})))


def _checked(data: bytes, *, template: bool) -> XmlCheck:
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
        check = XmlCheck()
        for name, content in _unpacked(data, infos):
            if content.startswith(_EMBEDDED_STARTS):
                raise RefusedFile("file_has_embedded_files")
            if looks_like_xml(name, content):
                check.take(name, content)
        _check_main_part(archive, check, template=template)
    return check


def _check_size(data: bytes) -> None:
    if not data:
        raise RefusedFile("file_empty")
    if len(data) > MAX_FILE_BYTES:
        raise RefusedFile("file_too_large")


def _check_members(infos: Sequence[zipfile.ZipInfo]) -> None:
    names = [info.filename for info in infos]
    if any(info.flag_bits & _ENCRYPTED_FLAGS for info in infos):
        raise RefusedFile("file_protected")
    if max(map(len, names), default=0) > MAX_NAME or len({name.lower() for name in names}) < len(names):
        raise RefusedFile("file_has_strange_names")
    if any(map(_STRANGE_NAME.search, names)):
        raise RefusedFile("file_has_strange_names")
    if any(map(_MACRO_NAME.search, names)):
        raise RefusedFile("file_has_macros")
    if any(map(_EMBEDDED_NAME.search, names)):
        raise RefusedFile("file_has_embedded_files")
    if CONTENT_TYPES not in names:
        raise RefusedFile("not_a_docx")


def _unpacked(data: bytes, infos: Sequence[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    """Yield each member, of what is no XML only the beginning, counting what really comes out.

    What the zip says of itself is believed of nothing.
    """
    room = MAX_UNPACKED_BYTES
    seconds = _MAX_SECONDS
    for info in infos:
        started = time.thread_time()
        content = bytearray()
        size = crc = 0
        for piece in _pieces(data, info):
            size += len(piece)
            if size > room or time.thread_time() - started > seconds:
                raise RefusedFile("file_unpacks_too_large")
            crc = zlib.crc32(piece, crc)
            if not content or looks_like_xml(info.filename, content):
                content += piece
        if size != info.file_size or crc != info.CRC:
            raise RefusedFile("file_damaged")
        room -= size
        seconds -= time.thread_time() - started
        yield info.filename, bytes(content)


def _pieces(data: bytes, info: zipfile.ZipInfo) -> Iterator[bytes]:
    packed = raw_member(data, info).packed
    if info.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    if info.compress_type != zipfile.ZIP_DEFLATED:
        raise RefusedFile("file_damaged")
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    for start in range(0, len(packed), _CHUNK):
        yield inflate.decompress(packed[start : start + _CHUNK], _CHUNK)
        while inflate.unconsumed_tail:
            yield inflate.decompress(inflate.unconsumed_tail, _CHUNK)
        if inflate.eof:
            break
    if not inflate.eof or inflate.unused_data or start + _CHUNK < len(packed):
        raise RefusedFile("file_damaged")


def _check_main_part(archive: zipfile.ZipFile, check: XmlCheck, *, template: bool) -> None:
    try:
        main = main_part(archive)
        kind = content_type(archive.read(CONTENT_TYPES), main)
    except KeyError as error:
        raise RefusedFile("not_a_docx") from error
    if check.is_strict(main):
        raise RefusedFile("file_is_strict")
    if kind not in ((MAIN_TYPE, TEMPLATE_TYPE) if template else (MAIN_TYPE,)) or not check.is_document(main):
        raise RefusedFile("not_a_docx")
