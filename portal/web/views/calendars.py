"""The calendar of someone's own terms: making its address, ending it, and the file itself."""

from flask import Blueprint, Response, request, url_for
from flask_login import current_user
from werkzeug.exceptions import TooManyRequests

from portal.actions.calendar_feed import calendar, end_feed, feed_at, make_feed
from portal.rules.errors import Rejected
from portal.web.attachment import attachment
from portal.web.clock import now, real_now
from portal.web.guard import PUBLIC, SIGNED_IN, guarded
from portal.web.pace import keep_pace
from portal.web.render import go_to, page
from portal.web.sessions import settings, visit

bp = Blueprint("calendars", __name__)


@bp.post("/instellingen/agenda")
@guarded(SIGNED_IN, proof=True)
def make() -> Response:
    """A new address, shown this once."""
    token = make_feed(person_id=current_user.person_id, now=now(), origin=visit().origin)
    return page("calendar_address.html", address=settings().origin + url_for("calendars.feed", token=token))


@bp.post("/instellingen/agenda/weg")
@guarded(SIGNED_IN)
def end() -> Response:
    """Let the address stop working."""
    end_feed(person_id=current_user.person_id, now=now(), origin=visit().origin)
    return go_to(url_for("own_settings.mine"), "Het adres van uw agenda werkt niet meer.")


@bp.get("/agenda/<token>.ics")
@guarded(PUBLIC, writes=True)
def feed(token: str) -> Response:
    """The file, for whoever knows the address: numbers and days, no login and no line in the read log."""
    try:
        found = feed_at(token=token, origin=visit().origin, now=now())
    except Rejected as error:
        raise TooManyRequests from error
    keep_pace(found.person_id, settings().most_requests, real_now(), request.remote_addr or "")
    return attachment(calendar(found, portal=settings().origin, now=now()), "taken.ics")
