"""Where someone was going before logging in, or came from to a form: a page of this portal, or nowhere."""

from urllib.parse import unquote, urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException


def inside(wanted: str) -> str | None:
    """The address when it lies in this portal, else None: no link to the portal may end at another site."""
    here = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    return wanted if here else None


def page_inside(wanted: str) -> str | None:
    """The address when this portal has a page there, else None: what only takes a form in cannot be opened."""
    found = inside(wanted)
    try:
        current_app.url_map.bind("").match(unquote(urlsplit(found or "").path), method="GET")
    except HTTPException:
        return None
    return found
