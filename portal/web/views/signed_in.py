"""«Waar bent u ingelogd»: one's own logins, going on with this one, and ending the others."""

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from portal.actions.end_logins import end_login, end_other_logins
from portal.actions.passkeys import ask_for_any
from portal.storage.reading.logins import events_of, sessions_of
from portal.web.clock import now
from portal.web.guard import SIGNED_IN, guarded
from portal.web.present.logins import event_rows, session_rows
from portal.web.render import go_to, page
from portal.web.sessions import absolute, asked_of_device, idle, settings, visit

bp = Blueprint("signed_in", __name__, url_prefix="/ingelogd")


@bp.get("")
@guarded(SIGNED_IN)
def where() -> Response:
    """Every login of this person that still works, and what happened with earlier ones."""
    running = sessions_of(current_user.person_id, now(), idle(), absolute())
    return page(
        "signed_in.html",
        sessions=session_rows(running, current_user.row.id),
        events=event_rows(events_of(current_user.person_id)),
    )


@bp.post("/verlengen")
@guarded(SIGNED_IN, enrolling=True)
def stay() -> Response:
    """Go on with this login: asking is enough, because every request counts as use."""
    if request.headers.get("Accept") == "application/json":
        return Response(status=204)
    return go_to(url_for("signed_in.where"), "U blijft ingelogd.")


@bp.post("/passkey")
@guarded(SIGNED_IN)
def ask_passkey() -> Response:
    """What the script of the page passes on to the device, for who proves once more who they are."""
    question = ask_for_any(origin=settings().origin, visit=visit(), now=now(), person_id=current_user.person_id)
    return asked_of_device(question)


@bp.post("/<int:session_id>/einde")
@guarded(SIGNED_IN, proof=True)
def end(session_id: int) -> Response:
    """End one of one's own logins."""
    end_login(
        person_id=current_user.person_id,
        session_id=session_id,
        now=now(),
        origin=visit().origin,
    )
    return go_to(url_for("signed_in.where"), "Die inlog is beëindigd.")


@bp.post("/andere/einde")
@guarded(SIGNED_IN, proof=True)
def end_others() -> Response:
    """End every login but this one."""
    end_other_logins(person_id=current_user.person_id, session=current_user.get_id(), now=now(), origin=visit().origin)
    return go_to(url_for("signed_in.where"), "U bent alleen nog op dit apparaat ingelogd.")
