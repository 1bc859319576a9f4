"""A file named on the command line: it goes through the same doors as one that someone sends."""

from pathlib import Path

from portal.documents.clamd import ScannerDown, found_in
from portal.documents.errors import RefusedFile
from portal.documents.guard import MAX_FILE_BYTES
from portal.settings import load_settings


def given(path: Path) -> bytes:
    """The bytes of the file, once ClamAV found nothing in them where that is set up.

    What kind of file it is, whoever opens it checks. Raises OSError, and RefusedFile with code file_too_large,
    file_infected, file_not_scanned or scanner_down.
    """
    with path.open("rb") as file:
        content = file.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise RefusedFile("file_too_large")
    clamd = load_settings().clamd
    try:
        found = found_in(content, clamd) if clamd else ""
    except ScannerDown as error:
        raise RefusedFile("scanner_down") from error
    if found:
        raise RefusedFile("file_infected")
    return content
