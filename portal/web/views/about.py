"""Pages about the portal itself: how it works, privacy, accessibility."""

from collections.abc import Mapping

from flask import Blueprint, Response, make_response

from portal.rules.errors import Invisible
from portal.rules.terms import GLOSSARY, ROLE, Word
from portal.web.guard import PUBLIC, guarded
from portal.web.render import page
from portal.web.sessions import settings
from portal.web.theme import FILES, theme_file

bp = Blueprint("about", __name__)


@bp.get("/uitleg")
@guarded(PUBLIC)
def uitleg() -> Response:
    """How re-integration goes, who does what, and what the words mean."""
    return page("uitleg.html", roles=_listed(ROLE), words=_listed(GLOSSARY))


def _listed(words: Mapping[str, Word]) -> list[dict[str, str]]:
    return [{"label": word.label, "value": word.meaning} for word in words.values()]


@bp.get("/thema/<int:organisation>/<name>")
@guarded(PUBLIC)
def theme(organisation: int, name: str) -> Response:
    """The style sheet or the logo of an organisation's own look; 0 is that of everyone."""
    found = theme_file(settings().theme, organisation, name)
    if found is None:
        raise Invisible(name)
    response = make_response(found.read_bytes())
    response.headers["Content-Type"] = FILES[name]
    # The address holds a fingerprint; nothing in a picture may run or fetch.
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
    return response


@bp.get("/privacy")
@guarded(PUBLIC)
def privacy() -> Response:
    """What the portal keeps and what it never asks."""
    return page("privacy.html")


@bp.get("/toegankelijkheid")
@guarded(PUBLIC)
def toegankelijkheid() -> Response:
    """How accessible the portal is, and where to report a problem."""
    return page("toegankelijkheid.html")
