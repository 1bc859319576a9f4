"""Passkeys on «Inloggen beveiligen»: adding one, and taking one away."""

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from portal.actions import passkeys
from portal.web.clock import now
from portal.web.guard import SIGNED_IN, guarded
from portal.web.render import go_to
from portal.web.sessions import asked_of_device, device_asked, settings, visit
from portal.web.views.secure import ENDED, factor_added

bp = Blueprint("passkeys", __name__, url_prefix="/inloggen-beveiligen/passkey")


@bp.post("/vraag")
@guarded(SIGNED_IN, proof=True, enrolling=True)
def ask() -> Response:
    """What the script of the page passes on to the device that will make a passkey."""
    question = passkeys.ask_for_new(
        person_id=current_user.person_id,
        login=current_user.login,
        name=current_user.name,
        origin=settings().origin,
        now=now(),
    )
    return asked_of_device(question)


@bp.post("")
@guarded(SIGNED_IN, proof=True, enrolling=True)
def add() -> Response:
    """Keep the passkey that the device made; without one the person only came to prove who they are."""
    if not request.form.get("passkey"):
        return go_to(url_for("secure.overview"), "Bedankt. Kies nu nog eens voor «Passkey toevoegen».")
    added = passkeys.add_passkey(
        token=device_asked(),
        answer=request.form["passkey"],
        name=request.form.get("naam", ""),
        person_id=current_user.person_id,
        session=current_user.get_id(),
        origin=settings().origin,
        visit=visit(),
        now=now(),
    )
    return factor_added(added, "De passkey is toegevoegd.")


@bp.post("/<int:passkey_id>/weg")
@guarded(SIGNED_IN, proof=True, enrolling=True)
def remove(passkey_id: int) -> Response:
    """Take one of the own passkeys away."""
    passkeys.remove_passkey(
        passkey_id=passkey_id,
        person_id=current_user.person_id,
        session=current_user.get_id(),
        now=now(),
        origin=visit().origin,
    )
    return go_to(url_for("secure.overview"), f"De passkey is weggehaald. {ENDED}")
