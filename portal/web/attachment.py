"""Giving a file away: to be saved, never to be run or shown inside the portal; and the pictures made of one."""

from flask import Response, make_response
from werkzeug.utils import secure_filename

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "zip": "application/zip",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
}


def picture(png: bytes) -> Response:
    """A picture that the portal made itself, to be shown in a page."""
    response = make_response(png)
    response.headers["Content-Type"] = "image/png"
    return response


def attachment(content: bytes, name: str) -> Response:
    """The bytes as a download under this name, whose extension must be one of MEDIA.

    A file that someone sent in may hold anything: the browser saves it, does not guess what it is, and would
    show it in a sandbox without rights if it were opened after all.
    """
    safe = secure_filename(name)
    response = make_response(content)
    response.headers["Content-Type"] = MEDIA[safe.rpartition(".")[2]]
    response.headers["Content-Disposition"] = f'attachment; filename="{safe}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
    return response
