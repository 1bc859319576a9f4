"""Pages about the portal itself: how it works, privacy, accessibility."""

from collections.abc import Mapping

from flask import Blueprint, Response, make_response, url_for
from flask_login import current_user

from portal.rules.errors import Invisible
from portal.rules.glossary import GLOSSARY
from portal.rules.protocol import Protocol
from portal.rules.terms import Word
from portal.storage.protocols import guides, protocol, protocol_keys
from portal.storage.reading.people import organisations
from portal.web.guard import PUBLIC, guarded
from portal.web.present.guide import guide_links, presented
from portal.web.render import page
from portal.web.sessions import settings
from portal.web.theme import FILES, theme_file

bp = Blueprint("about", __name__)


@bp.get("/uitleg")
@guarded(PUBLIC)
def uitleg() -> Response:
    """How re-integration goes, who does what, and what the words mean."""
    own = current_user.functions if current_user.is_authenticated else frozenset()
    return page("uitleg.html", guides=guide_links(own), words=_listed(GLOSSARY))


@bp.get("/uitleg/<role>")
@guarded(PUBLIC)
def guide(role: str) -> Response:
    """What is asked of someone in this function, and when. Invisible: there is no guide for it."""
    if role not in guides():
        raise Invisible(role)
    up = {"label": "Uitleg", "href": url_for("about.uitleg")}
    return page("guide.html", crumbs=[up], **presented(role, protocol_for_reader()))


def protocol_for_reader() -> Protocol:
    """The rules for a new case in the reader's organisation; for who belongs to none the newest."""
    own = current_user.row.organisation_id if current_user.is_authenticated else None
    chosen = next((one.protocol for one in organisations() if one.id == own), "")
    return protocol(chosen) if chosen else max(map(protocol, protocol_keys()), key=lambda one: one.valid_from)


def _listed(words: Mapping[str, Word]) -> list[dict[str, str]]:
    """The words in the order of the alphabet, to look one up."""
    by_label = sorted(words.values(), key=lambda word: word.label.casefold())
    return [{"label": word.label, "value": word.meaning} for word in by_label]


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
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
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
