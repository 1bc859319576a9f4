"""A Word file as PDF through LibreOffice, and a PDF as pictures of its pages through poppler. Bytes in, bytes out."""

import contextlib
import hashlib
import os
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Final
from xml.sax.saxutils import escape

from portal.documents.errors import RefusedFile
from portal.documents.guard import admitted
from portal.documents.office_room import MEBIBYTE, NOWHERE, Limits, run
from portal.documents.office_source import printable

MAX_PAGES: Final = 40
MAX_PICTURES: Final = 40 * MEBIBYTE
"""All pictures of one paper together, in bytes."""

# A page of an ordinary paper takes 0.2 GB of LibreOffice and 0.03 GB of poppler.
_CONVERTING: Final = Limits(seconds=45, memory=1536 * MEBIBYTE, file=64 * MEBIBYTE)
# For each paper of many in one run, above what one takes.
_SECONDS_EACH: Final = 3
_DRAWING: Final = Limits(seconds=45, memory=1024 * MEBIBYTE, file=16 * MEBIBYTE)
# The long side of a page in pixels. For A4 that is 110 dots to the inch, and no page gets larger.
_LONG_SIDE: Final = 1286
_LONG_SIDE_PRINTED: Final = 2338

_FOLDER: Final = "portaal-voorbeeld-"
# Seconds. A folder that is in use is younger: each program is stopped before that.
_LONG_AGO: Final = 300

# PDF/A-2 with the tags of PDF/UA: a reader's headings, tables and language go along.
_AS_PDF: Final = (
    "pdf:writer_pdf_Export:"
    '{"SelectPdfVersion":{"type":"long","value":"2"},"PDFUACompliance":{"type":"boolean","value":"true"},'
    # A photograph has more dots than anyone needs: UWV takes no file above 10 MB.
    '"ReduceImageResolution":{"type":"boolean","value":"true"},"MaxImageResolution":{"type":"long","value":"200"},'
    '"Quality":{"type":"long","value":"80"}}'
)
# Never as another kind of file than the guard looked at.
_READ_AS: Final = "--infilter=MS Word 2007 XML"
_SETTINGS: Final[Mapping[str, Mapping[str, str]]] = {
    "/org.openoffice.Office.Common/Security/Scripting": {
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
        "BlockUntrustedRefererLinks": "true",
    },
    "/org.openoffice.Office.Writer/Content/Update": {"Link": "2"},
    "/org.openoffice.Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": NOWHERE[0],
        "ooInetHTTPProxyPort": str(NOWHERE[1]),
        "ooInetHTTPSProxyName": NOWHERE[0],
        "ooInetHTTPSProxyPort": str(NOWHERE[1]),
    },
}


def office_found() -> str | None:
    """The path of LibreOffice on this machine, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def drawing_found() -> str | None:
    """The path of poppler's program that draws pages, or None."""
    return shutil.which("pdftoppm")


def missing_programs(media: str) -> tuple[str, ...]:
    """What has to be installed before a file of this kind ("docx" or "pdf") can be shown: LibreOffice, poppler."""
    needed = {"LibreOffice Writer": media != "docx" or office_found(), "poppler-utils": drawing_found()}
    return tuple(name for name, found in needed.items() if not found)


def pdf_of(docx: bytes) -> bytes:
    """Return a Word file as a tagged PDF/A-2, with the text of its content controls as plain text.

    Raises RefusedFile: the codes of `guard.admitted`, "preview_office_missing", "preview_too_slow" or
    "preview_failed".
    """
    return converted(printable(admitted(docx).data))


def pdfs_of(papers: Sequence[bytes], told: Callable[[int], None]) -> list[bytes | None]:
    """Return Word files as tagged PDF/A-2, all made in one run; None for one that LibreOffice could not read.

    `told` hears now and then how many are done. Raises RefusedFile as `pdf_of`; a file of which the guard says no is
    not read either.
    """
    program = office_found()
    if not program:
        raise RefusedFile("preview_office_missing")
    if not papers:
        return []
    limits = Limits(_CONVERTING.seconds + _SECONDS_EACH * len(papers), _CONVERTING.memory, _CONVERTING.file)
    with TemporaryDirectory(prefix=_FOLDER) as name:
        folder = Path(name)
        names = []
        for number, paper in enumerate(papers):
            with contextlib.suppress(RefusedFile):
                (folder / f"{number:03}.docx").write_bytes(printable(admitted(paper).data))
                names.append(f"{number:03}.docx")
        profile = _new_profile(folder / "profiel")
        command = (program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nologo")
        try:
            # The last one that is there may still be being written.
            run(
                (*command, _READ_AS, "--convert-to", _AS_PDF, *names),
                folder,
                limits,
                lambda: told(max(0, len(list(folder.glob("*.pdf"))) - 1)),
            )
        finally:
            _pick_up_pipe(profile)
        told(len(papers))
        made = [folder / f"{number:03}.pdf" for number in range(len(papers))]
        return [one.read_bytes() if one.exists() else None for one in made]


def converted(docx: bytes) -> bytes:
    """Return a Word file as PDF exactly as LibreOffice reads it. Raises RefusedFile; see `pdf_of`."""
    program = office_found()
    if not program:
        raise RefusedFile("preview_office_missing")
    with TemporaryDirectory(prefix=_FOLDER) as name:
        folder = Path(name)
        (folder / "stuk.docx").write_bytes(docx)
        profile = _new_profile(folder / "profiel")
        command = (program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nologo")
        try:
            run((*command, _READ_AS, "--convert-to", _AS_PDF, "stuk.docx"), folder, _CONVERTING)
        finally:
            _pick_up_pipe(profile)
        # LibreOffice leaves with code 0 when it could not read the file.
        found = folder / "stuk.pdf"
        if not found.exists():
            raise RefusedFile("preview_failed")
        return found.read_bytes()


def pages_of(pdf: bytes) -> tuple[bytes, ...]:
    """Return the first pages of a PDF, at most MAX_PAGES, as PNG pictures of about 110 dots to the inch.

    Raises RefusedFile as `pdf_of`, and "preview_too_large" for pictures of more than MAX_PICTURES together.
    """
    return _drawn(pdf, _LONG_SIDE, "png")


def scanned_pages(pdf: bytes) -> tuple[bytes, ...]:
    """Return the pages of a scan as JPEG pictures of about 200 dots to the inch, to print. Raises as `pages_of`."""
    return _drawn(pdf, _LONG_SIDE_PRINTED, "jpeg")


def _drawn(pdf: bytes, long_side: int, media: str) -> tuple[bytes, ...]:
    program = drawing_found()
    if not program:
        raise RefusedFile("preview_office_missing")
    with TemporaryDirectory(prefix=_FOLDER) as name:
        folder = Path(name)
        (folder / "stuk.pdf").write_bytes(pdf)
        command = (program, f"-{media}", "-scale-to", str(long_side), "-l", str(MAX_PAGES), "stuk.pdf", "pagina")
        run(command, folder, _DRAWING)
        # The numbers are padded to equal width, so the names sort as the pages do.
        files = sorted(folder.glob("pagina-*"))
        if not files:
            raise RefusedFile("preview_failed")
        if sum(file.stat().st_size for file in files) > MAX_PICTURES:
            raise RefusedFile("preview_too_large")
        return tuple(file.read_bytes() for file in files)


def clear_left_behind() -> None:
    """Remove the folders, with a copy of a paper in each, of a portal that was stopped in the middle of its work."""
    for folder in Path(gettempdir()).glob(f"{_FOLDER}*"):
        with contextlib.suppress(OSError):
            about = folder.lstat()
            if about.st_uid == os.getuid() and time.time() - about.st_mtime > _LONG_AGO:
                shutil.rmtree(folder)


def _new_profile(folder: Path) -> str:
    """Make the profile of a LibreOffice that runs no macros and follows no links; returns its address."""
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{escape(value)}</value></prop></item>'
        for path, settings in _SETTINGS.items()
        for name, value in settings.items()
    )
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )
    return folder.as_uri()


def _pick_up_pipe(profile: str) -> None:
    """Remove the socket that a LibreOffice which was stopped leaves in /tmp, under a name made from its profile."""
    digest = hashlib.md5(profile.encode("utf-16-le"), usedforsecurity=False).digest()
    name = "".join(f"{byte:x}" for byte in digest)
    for folder in (Path("/tmp"), Path("/var/tmp")):
        for found in folder.glob(f"OSL_PIPE_*_SingleOfficeIPC_{name}"):
            found.unlink(missing_ok=True)
