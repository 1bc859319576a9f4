"""Pages about the portal itself: how it works, privacy, accessibility."""

from collections.abc import Mapping

from flask import Blueprint, Response

from portal.rules.terms import GLOSSARY, ROLE, Word
from portal.web.guard import PUBLIC, guarded
from portal.web.render import page

bp = Blueprint("about", __name__)


@bp.get("/uitleg")
@guarded(PUBLIC)
def uitleg() -> Response:
    """How re-integration goes, who does what, and what the words mean."""
    return page("uitleg.html", roles=_listed(ROLE), words=_listed(GLOSSARY))


def _listed(words: Mapping[str, Word]) -> list[dict[str, str]]:
    return [{"label": word.label, "value": word.meaning} for word in words.values()]


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
