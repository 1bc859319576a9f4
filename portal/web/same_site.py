"""Whether a form was sent from a page of the portal itself: the browser says so, whatever token came along."""

from urllib.parse import urlsplit

from flask import Request

HERE = ("same-origin", "none")
"""What a browser calls a request from the portal itself, or one that the visitor typed."""


def surely_from_here(request: Request) -> bool:
    """Whether the browser itself says so; what says nothing is not believed."""
    says = "Sec-Fetch-Site" in request.headers or "Origin" in request.headers
    return says and request.headers.get("Sec-Fetch-Site") != "none" and came_from_here(request)


def came_from_here(request: Request) -> bool:
    """Whether the browser says that this request came from the portal.

    `Sec-Fetch-Site` decides; browsers leave it out over plain http, then `Origin` does. Without either it is no
    browser of these years, and the CSRF token alone must do.
    """
    said = request.headers.get("Sec-Fetch-Site")
    if said is not None:
        return said in HERE
    origin = request.headers.get("Origin")
    try:
        return origin is None or urlsplit(origin).netloc == request.host
    except ValueError:
        return False
