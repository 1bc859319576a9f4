"""Every way of saying no, as a page with a sentence that says what to do; never the text of an exception."""

import logging
from collections.abc import Mapping

from flask import Flask, Response, g, request, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from werkzeug.exceptions import HTTPException, NotFound, RequestEntityTooLarge, SecurityError, TooManyRequests

from portal.rules.errors import Changed, Forbidden, Invisible, Rejected, RejectedForm, told_for_log
from portal.web.held import hold, typed
from portal.web.messages import sentence
from portal.web.render import page
from portal.web.same_site import surely_from_here

Refusal = tuple[int, str, str]
log = logging.getLogger("portal")

REFUSALS: Mapping[type[Exception], Refusal] = {
    Invisible: (404, "Niet gevonden", "Deze pagina is er niet, of is niet voor u. Ga terug naar het begin."),
    NotFound: (404, "Niet gevonden", "Deze pagina is er niet, of is niet voor u. Ga terug naar het begin."),
    Forbidden: (
        403,
        "Dit mag u niet doen",
        "U kunt dit dossier zien, maar deze handeling hoort bij iemand anders. In het dossier ziet u bij wie.",
    ),
    Changed: (
        409,
        "Het dossier is veranderd",
        "Iemand anders heeft dit dossier intussen veranderd. Open het opnieuw en kijk wat er nieuw is.",
    ),
    TooManyRequests: (
        429,
        "Even wachten",
        "U vraagt te veel pagina's achter elkaar. Wacht een minuut en probeer het opnieuw.",
    ),
    RequestEntityTooLarge: (413, "Te groot", "Dit is te groot om te versturen. Een bestand mag hooguit 10 MB zijn."),
}
TOO_OLD: Refusal = (400, "De pagina was te oud", "Ga terug, vernieuw de pagina en probeer het opnieuw.")
ELSE: Refusal = (400, "Dit ging niet", "Ga terug naar het begin en probeer het opnieuw.")
UNKNOWN_HOST: Refusal = (400, "Dit adres klopt niet", "Gebruik het adres van het portaal dat u van uw werkgever kreeg.")
BROKEN: Refusal = (
    500,
    "Er ging iets mis",
    "Dat ligt aan het portaal. Wat u al had bewaard, staat er nog. Probeer het later opnieuw.",
)

# Without links, styles or anything about the visitor: for when there is no address or no database to ask.
BARE = """<!DOCTYPE html>
<html lang="nl">
<head><meta charset="utf-8"><title>{heading} - Re-integratieportaal</title></head>
<body><main><h1>{heading}</h1><p>{text}</p></main></body>
</html>
"""


def refuse_with_sentences(app: Flask) -> None:
    """Answer every refusal and every failure of the app with a page of its own."""
    for kind, refusal in REFUSALS.items():
        app.register_error_handler(kind, lambda _, refusal=refusal: _answer(refusal))
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(SecurityError, lambda _: _bare(UNKNOWN_HOST))
    app.register_error_handler(OverflowError, _overflow)
    app.register_error_handler(Rejected, _rejected)
    app.register_error_handler(RejectedForm, _rejected)
    app.register_error_handler(HTTPException, lambda error: _answer((error.code or 500, *ELSE[1:])))
    app.register_error_handler(Exception, _broken)


def _answer(refusal: Refusal) -> Response:
    # A static file has no database connection, and who asks for it does not matter.
    if "connections" not in g:
        return _bare(refusal)
    status, heading, text = refusal
    try:
        # Only who may see the dossier got so far.
        dossier = url_for("dossiers.dossier", number=g.dossier.row.number) if "dossier" in g else ""
        return page("refused.html", status=status, heading=heading, text=text, dossier=dossier)
    except Exception as error:
        _log(error)
        return _bare(refusal)


def _bare(refusal: Refusal) -> Response:
    status, heading, text = refusal
    return Response(BARE.format(heading=escape(heading), text=escape(text)), status, mimetype="text/html")


def _overflow(error: OverflowError) -> Response:
    """A number in the address that is too large for the database names nothing that is there."""
    return _answer(REFUSALS[NotFound]) if "SQLite INTEGER" in str(error) else _broken(error)


def _forged(error: CSRFError) -> Response:
    """A form without our token, or from another site: an old page, or someone who tries (ASVS 16.3.3)."""
    person = current_user.person_id if current_user.is_authenticated else None
    told = {"why": error.description, "form": request.endpoint, "address": request.remote_addr, "person": person}
    log.warning("form refused", extra={"told": told})
    # One of an earlier login can be sent once more; what may come from elsewhere is not shown to anybody.
    if surely_from_here(request) and typed():
        return hold(400)
    return _answer(TOO_OLD)


def _rejected(error: Rejected | RejectedForm) -> Response:
    problems = error.problems if isinstance(error, RejectedForm) else (error,)
    return _answer((422, "Dit kan niet", " ".join(sentence(problem) for problem in problems)))


def _broken(error: Exception) -> Response:
    _log(error)
    return _answer(BROKEN)


def _log(error: Exception) -> None:
    log.error("unexpected, in %s: %s", request.endpoint, told_for_log(error))
