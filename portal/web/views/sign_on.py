"""Logging in with the identity provider of the organisation: away, back, and out."""

from flask import Blueprint, Response, redirect, request, session, url_for
from flask_login import current_user

from portal.actions import identity_provider
from portal.actions.identity_provider import Identity, Provider, Question
from portal.actions.sign_on import (
    LINK,
    LOGIN,
    PROOF,
    end_from_elsewhere,
    keep_question,
    kept_for_leaving,
    link,
    prove_by_sign_on,
    question_answered,
    sign_on,
    unlink,
)
from portal.rules.errors import Invisible, Rejected
from portal.web.clock import now, real_now
from portal.web.guard import PUBLIC, SIGNED_IN, guarded
from portal.web.messages import sentence
from portal.web.next_address import page_inside
from portal.web.proof import proved_lately
from portal.web.render import go_to, page
from portal.web.sessions import LEAVING, absolute, enter, go_on_with, settings, visit

bp = Blueprint("sign_on", __name__, url_prefix="/inloggen/organisatie")

ASKED = "organisatie_gevraagd"
"""What the cookie calls the question with which the browser went away."""


@bp.get("")
@guarded(PUBLIC, writes=True)
def begin() -> Response:
    """Go to the provider: to log in, to prove once more who one is (`voor=bewijzen`), or to link an account."""
    provider, purpose = provider_here(), request.args.get("voor", LOGIN)
    if purpose not in (LOGIN, PROOF, LINK):
        # Asked for as a login, which may be hours old there, it would come back as a proof of this moment.
        raise Invisible(purpose)
    again = purpose in (PROOF, LINK)
    if again and not current_user.is_authenticated:
        return go_to(url_for("login.login"))
    since = real_now() if again else real_now() - absolute()
    asked = identity_provider.question(purpose, page_inside(request.args.get("verder", "")) or "", since)
    max_age = 0 if again else int(absolute().total_seconds())
    try:
        state = keep_question(asked, visit=visit(), now=now())
        to = identity_provider.address_to_ask(provider, asked, state, _back(), max_age=max_age, again=again)
    except Rejected as refusal:
        return _refused(refusal)
    session[ASKED] = state
    return redirect(to, 303)  # type: ignore[return-value]


@bp.get("/terug")
@guarded(PUBLIC, writes=True)
def back() -> Response:
    """Back from the provider, with a code that is worth something once, to the browser that left with this state."""
    provider = provider_here()
    try:
        asked = question_answered(str(session.pop(ASKED, "")), request.args.get("state", ""), now())
        identity = identity_provider.identified(provider, asked, request.args, _back(), real_now())
        return _done(asked, identity, provider)
    except Rejected as refusal:
        return _refused(refusal)


def _done(asked: Question, identity: Identity, provider: Provider) -> Response:
    if asked.purpose == LOGIN:
        enter(sign_on(identity=identity, provider=provider, visit=visit(), now=now()))
        return go_to(asked.verder or url_for("inbox.inbox"))
    if not current_user.is_authenticated:
        raise Rejected("sign_on_too_late")
    if asked.purpose == LINK:
        if not proved_lately():
            raise Rejected("sign_on_prove_first")
        link(identity=identity, person_id=current_user.person_id, now=now(), origin=visit().origin)
        return go_to(url_for("secure.overview"), "U kunt nu ook inloggen via uw organisatie.")
    who = {"person_id": current_user.person_id, "session": current_user.get_id()}
    go_on_with(prove_by_sign_on(identity=identity, **who, visit=visit(), now=now()))
    text = "Sluit dit tabblad. Kies in het andere tabblad voor «Bevestigen en verdergaan»."
    return page("refused.html", heading="U hebt bevestigd dat u het bent", text=text)


@bp.post("/koppelen")
@guarded(SIGNED_IN, proof=True)
def connect() -> Response:
    """Show, to who proved who they are, the way to the provider to link the account there."""
    provider_here()
    return page("sign_on_link.html", address=url_for("sign_on.begin", voor=LINK))


@bp.post("/ontkoppelen")
@guarded(SIGNED_IN, proof=True)
def disconnect() -> Response:
    """No longer log in with the provider."""
    me = {"person_id": current_user.person_id, "actor": current_user.person_id, "session": current_user.get_id()}
    unlink(**me, issuer=provider_here().issuer, now=now(), origin=visit().origin)
    return go_to(url_for("secure.overview"), "Inloggen via uw organisatie kan niet meer.")


@bp.get("/uitgelogd")
@guarded(PUBLIC)
def left() -> Response:
    """After logging out here: the way to log out at the provider too."""
    provider_here()
    return page("sign_on_left.html", address=url_for("sign_on.leave"))


@bp.get("/uit")
@guarded(PUBLIC)
def leave() -> Response:
    """Go to the provider to log out there as well."""
    try:
        id_token = kept_for_leaving(str(session.get(LEAVING, "")), now())
        back_here = f"{settings().origin}{url_for('login.login')}"
        to = identity_provider.address_to_log_out(provider_here(), back_here, id_token)
    except Rejected as refusal:
        return _refused(refusal)
    return redirect(to, 303)  # type: ignore[return-value]


@bp.post("/einde")
@guarded(PUBLIC)
def ended() -> Response:
    """The provider says that a login ended there (back-channel logout)."""
    provider = provider_here()
    try:
        said = identity_provider.ended_elsewhere(provider, request.form.get("logout_token", ""), real_now())
        end_from_elsewhere(ended=said, provider=provider, now=now(), origin=visit().origin)
    except Rejected as refusal:
        return _refused(refusal)
    return Response(status=200)


def provider_here() -> Provider:
    """The provider of the settings. Raises Invisible when there is none."""
    if not settings().signs_on:
        raise Invisible("sign_on")
    return identity_provider.provider_of(settings())


def _back() -> str:
    return f"{settings().origin}{url_for('sign_on.back')}"


def _refused(refusal: Rejected) -> Response:
    return page("refused.html", status=400, heading="Inloggen via uw organisatie", text=sentence(refusal))
