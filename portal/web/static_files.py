"""Style sheets, scripts and fonts: compressed where that helps, and kept by browsers for as long as they are the same.

Pages are not compressed: they hold the token of a form beside what someone typed, and from the length of a compressed
answer the one can be guessed with the other (BREACH).
"""

import gzip
import hashlib
from functools import cache
from pathlib import Path

from flask import Response, current_app, request

from portal.settings import ROOT

STATIC = ROOT / "static"
COMPRESSED = (".css", ".js", ".svg")
"""How the names end of files that compress well; a font is compressed already."""


@cache
def fingerprint(name: str) -> str:
    """What tells this version of a file from any other."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def static_url(name: str) -> str:
    """The address of a static file, with its fingerprint, so that browsers may keep it for a year."""
    return f"/static/{name}?v={fingerprint(name)}"


def static_file(filename: str) -> Response:
    """A static file. Asked for with its fingerprint it never changes."""
    response = current_app.send_static_file(filename)
    if request.args.get("v") == fingerprint(filename):
        response.cache_control.immutable = True
    if Path(filename).suffix in COMPRESSED:
        response.vary.add("Accept-Encoding")
        if response.status_code == 200 and request.accept_encodings["gzip"] and not request.range:
            response.direct_passthrough = False
            response.set_data(_compressed(filename))
            response.content_encoding = "gzip"
            response.set_etag(f"{fingerprint(filename)}-gzip")
            response.make_conditional(request)
    return response


@cache
def _compressed(name: str) -> bytes:
    return gzip.compress((STATIC / name).read_bytes(), mtime=0)
