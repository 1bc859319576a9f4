"""What a file from outside must be before anything opens it: `check_upload` is the door for all that is kept.

Whoever reads a refused file loses nothing but a sentence; whoever opens a hostile one loses the server, or a
colleague's computer. So a Word file holds text, pictures and links, and nothing that runs or fetches. Checking
takes at most a fifth of a second and 100 MB, whatever the file.
"""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from portal.documents.errors import RefusedFile
from portal.documents.guard_links import DROPPABLE, without_links
from portal.documents.guard_pdf import check_pdf
from portal.documents.guard_pictures import check_picture, is_picture, size_stands_further_on
from portal.documents.guard_scans import clean_jpeg, clean_png
from portal.documents.guard_xml import XmlCheck, looks_like_xml
from portal.documents.guard_zip import check_names, check_whole, unpacked
from portal.documents.package import CONTENT_TYPES, main_part, opened
from portal.documents.template_package import MAIN_TYPE, TEMPLATE_TYPE, content_type

UploadKind: TypeAlias = Literal["docx", "pdf", "png", "jpg"]

MAX_FILE_BYTES: Final = 10 * 1024 * 1024
MAX_MEMBERS: Final = 1000
MAX_CELL_MARKS: Final = 3_000_000
"""Tags and attributes of a workbook, which is read cell by cell; of a Word file the whole tree is built."""

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
# How far into a member a zip may hide behind other bytes.
_HIDDEN: Final = 1024
# A packed drawing, and printer's language: LibreOffice unpacks the one and starts a program for the other.
_UNPACKED_ELSEWHERE: Final = (b"\x1f\x8b", b"%!", b"\xc5\xd0\xd3\xc6")
_SHOWN_NAME: Final = re.compile(r"(^|/)media/[^/]", re.IGNORECASE)
_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_SPACE: Final = b"\0 \t\r\n"


@dataclass(frozen=True, slots=True)
class Admitted:
    """A .docx that is safe to open and hand on. `notices` are codes of what was taken out of it.

    "template_link_dropped": the house template of the maker; "picture_link_dropped": a picture that stood
    elsewhere. Without notices, `data` is the file as it came.
    """

    data: bytes
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that is safe to keep and to hand on: what it is, and its bytes.

    Of a photograph or scan these are the bytes that draw it, without where and by whom it was taken.
    """

    kind: UploadKind
    content: bytes


def check_upload(filename: str, data: bytes) -> CheckedFile:
    """Return what this file is, by its extension and by all that is in it, as it may be kept.

    The name says no more than that: it is never a path. Raises RefusedFile with code file_empty, file_too_large,
    file_kind_not_allowed or file_content_differs, or one of `check_docx`, `check_pdf`, `clean_png` or `clean_jpeg`.
    """
    kind, start = _KINDS.get(filename.rpartition(".")[2].lower(), (None, b""))
    if kind is None:
        raise RefusedFile("file_kind_not_allowed")
    if kind == "docx":
        check_docx(data)
        return CheckedFile(kind, data)
    _check_size(data)
    if not data.startswith(start):
        raise RefusedFile("file_content_differs")
    if kind == "pdf":
        check_pdf(data)
        return CheckedFile(kind, data)
    return CheckedFile(kind, (clean_png if kind == "png" else clean_jpeg)(data))


def check_docx(data: bytes, *, template: bool = False) -> None:
    """Return when `data` is an ordinary .docx that is safe to open; read no more of it than it takes.

    With `template`, a Word template without macros (.dotx) is one too. Raises RefusedFile with code file_empty,
    file_too_large, file_protected, not_a_docx, file_is_strict, file_damaged, file_unpacks_too_large,
    file_has_strange_names, file_has_dtd, file_has_macros, file_has_embedded_files, file_fetches_content or
    file_has_other_link (its detail `link` says which).
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


def check_xlsx(data: bytes) -> None:
    """Return when `data` is an Excel workbook without macros that is safe to read the cells of.

    It is held to what a Word file is held to. Raises RefusedFile with code not_a_xlsx, or one of `check_docx`.
    """
    check = XmlCheck(MAX_CELL_MARKS)
    try:
        with _package(data, check) as archive:
            kind = content_type(archive.read(CONTENT_TYPES), main_part(archive))
    except KeyError as error:
        raise RefusedFile("not_a_xlsx") from error
    except RefusedFile as error:
        if error.code != "not_a_docx":
            raise
        raise RefusedFile("not_a_xlsx") from error
    if kind != _WORKBOOK:
        raise RefusedFile("not_a_xlsx")
    if check.dropped:
        raise RefusedFile("file_fetches_content")


def _checked(data: bytes, *, template: bool) -> XmlCheck:
    check = XmlCheck()
    with _package(data, check) as archive:
        _check_main_part(archive, check, template=template)
    return check


@contextmanager
def _package(data: bytes, check: XmlCheck) -> Iterator[zipfile.ZipFile]:
    """The Office file, once `check` has looked at every member. Raises RefusedFile."""
    _check_size(data)
    if data.startswith(_COMPOUND_FILE):
        raise RefusedFile("file_protected")
    if not data.startswith(_KINDS["docx"][1]):
        raise RefusedFile("not_a_docx")
    if data.count(b"PK\x01\x02") > MAX_MEMBERS:
        raise RefusedFile("file_unpacks_too_large")
    with opened(data) as archive:
        infos = archive.infolist()
        check_names(infos)
        check_whole(data, infos)
        for name, content in unpacked(data, sorted(infos, key=_read_first), _kept_whole):
            if looks_like_xml(name, content):
                check.take(name, content)
                if _is_shown(name, check) and not check.is_drawing(name):
                    raise RefusedFile("file_has_embedded_files")
            else:
                _check_binary(name, content, check)
        yield archive


def _check_size(data: bytes) -> None:
    if not data:
        raise RefusedFile("file_empty")
    if len(data) > MAX_FILE_BYTES:
        raise RefusedFile("file_too_large")


def _check_binary(name: str, content: bytes, check: XmlCheck) -> None:
    """Refuse what is no XML and hides a file, or is shown and is no picture. Raises RefusedFile."""
    if content.lstrip(_SPACE).startswith(_EMBEDDED_STARTS) or content[:_HIDDEN].find(b"PK\x03\x04") >= 0:
        raise RefusedFile("file_has_embedded_files")
    if content.startswith(_UNPACKED_ELSEWHERE):
        raise RefusedFile("file_has_embedded_files")
    if is_picture(content):
        check_picture(content)
    elif content and _is_shown(name, check):
        raise RefusedFile("file_has_embedded_files")


def _is_shown(name: str, check: XmlCheck) -> bool:
    return check.is_picture(name) or bool(_SHOWN_NAME.search(name))


def _read_first(info: zipfile.ZipInfo) -> bool:
    """The order of checking: what points at the others comes first."""
    return not info.filename.endswith(".rels")


def _kept_whole(name: str, start: bytes) -> bool:
    return looks_like_xml(name, start) or size_stands_further_on(start)


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
