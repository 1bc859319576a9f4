"""The look of an organisation: a style sheet with other tokens and a logo, from `theme/` in the instance folder.

`thema.css` and `logo.svg` are for everyone; those in a folder with an organisation's number are for its people, in the
place of them. Whoever can put files there runs the server.
"""

from pathlib import Path

from flask import url_for

from portal.storage.hashing import sha256

FILES = {"thema.css": "text/css; charset=utf-8", "logo.svg": "image/svg+xml"}
LARGEST = 200_000
"""Bytes of one file: more is no theme."""


def theme_file(folder: Path, organisation: int, name: str) -> Path | None:
    """The file of a theme, that of the organisation before that of everyone; None when there is none of use.

    `organisation` 0 is everyone, `name` one of FILES.
    """
    for place in (folder / str(organisation), folder) if organisation else (folder,):
        found = place / name
        if name in FILES and found.is_file() and found.stat().st_size <= LARGEST:
            return found
    return None


def theme_address(folder: Path, organisation: int, name: str) -> str:
    """The address of a file of the theme, with its fingerprint; empty when there is none."""
    found = theme_file(folder, organisation, name)
    if found is None:
        return ""
    return url_for("about.theme", organisation=organisation, name=name, v=sha256(found.read_bytes())[:12])
