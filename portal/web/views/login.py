"""Signing in and out."""

from flask import Blueprint, Response, make_response, request, session, url_for
from flask_login import current_user, logout_user

from portal.actions.log_in import CodeAsked, code_is_asked, log_in, log_in_with_code, log_out
from portal.actions.passkeys import ask_for_any, log_in_with_passkey
from portal.actions.sign_on import SIGN_ON, keep_for_leaving
from portal.rules.errors import Rejected
from portal.web.clock import now, real_now
from portal.web.forms.answer import answer_form
from portal.web.forms.form import FormField, Sheet
from portal.web.guard import PUBLIC, guarded
from portal.web.messages import sentence
from portal.web.next_address import page_inside
from portal.web.render import go_to
from portal.web.sessions import LEAVING, asked_of_device, device_asked, enter, hashing, settings, visit

bp = Blueprint("login", __name__)

FIELDS = (
    FormField("gebruikersnaam", "Gebruikersnaam", autocomplete="username"),
    FormField("wachtwoord", "Wachtwoord", "password", autocomplete="current-password"),
)
CODE = FormField(
    "code",
    "Code",
    hint="De 6 cijfers uit de app op uw telefoon. Hebt u de app niet (meer)? Vul dan een herstelcode in.",
    autocomplete="one-time-code",
)
ASKED = "code_gevraagd"
"""What the cookie calls the code that the portal waits for."""


@bp.route("/inloggen", methods=["GET", "POST"])
@guarded(PUBLIC)
def login() -> Response:
    """Sign in, and go on to where the person was going."""
    if current_user.is_authenticated and request.method == "GET":
        return go_to(url_for("inbox.inbox"))
    if request.form.get("passkey"):
        return _passkey_login()
    return answer_form(
        FIELDS,
        title="Inloggen",
        submit="Inloggen",
        act=_sign_in,
        then=_next_address,
        notice="",
        template="login.html",
        origin=settings().origin,
        sign_on=settings().signs_on,
        verder=page_inside(request.args.get("verder", "")),
    )


@bp.post("/inloggen/passkey")
@guarded(PUBLIC)
def ask_passkey() -> Response:
    """What the script of the page passes on to the device: a question that any passkey of this portal can answer."""
    return asked_of_device(ask_for_any(origin=settings().origin, visit=visit(), now=now()))


@bp.route("/inloggen/code", methods=["GET", "POST"])
@guarded(PUBLIC)
def code() -> Response:
    """The second step for who has a second factor: a code from the app, or a recovery code."""
    asked = session.get(ASKED, "")
    if not code_is_asked(asked, now()):
        notice = "Dat duurde te lang. Log opnieuw in." if asked else ""
        session.pop(ASKED, None)
        return go_to(url_for("login.login", verder=request.args.get("verder")), notice)
    return answer_form(
        (CODE,),
        title="Code invullen",
        intro="Uw wachtwoord klopt. Nu nog een code, zodat niemand met alleen uw wachtwoord binnenkomt.",
        submit="Verder",
        act=lambda sheet: _enter_with_code(sheet, asked),
        then=_next_address,
        notice="",
        template="login_code.html",
        origin=settings().origin,
        login_address=url_for("login.login", verder=request.args.get("verder")),
    )


@bp.post("/uitloggen")
@guarded(PUBLIC)
def logout() -> Response:
    """End the session for good: a copied cookie is worth nothing after this."""
    elsewhere = current_user.is_authenticated and current_user.row.proof == SIGN_ON
    leaving = keep_for_leaving(current_user.get_id(), now()) if elsewhere else ""
    if current_user.is_authenticated:
        log_out(session=current_user.get_id(), person_id=current_user.person_id, origin=visit().origin, now=now())
    logout_user()
    session.clear()
    if elsewhere:
        session[LEAVING] = leaving
    response = make_response(go_to(url_for("sign_on.left" if elsewhere else "login.login"), "U bent uitgelogd."))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _sign_in(sheet: Sheet) -> None:
    given = {"login": sheet.text("gebruikersnaam"), "password": str(sheet.values["wachtwoord"])}
    token = log_in(**given, visit=visit(), now=now(), hashing=hashing())
    if isinstance(token, CodeAsked):
        session[ASKED] = token.token
    else:
        enter(token)


def _passkey_login() -> Response:
    """Let in who answered with a passkey; else the page for logging in once more, with the reason."""
    try:
        token = log_in_with_passkey(
            token=device_asked(),
            answer=request.form["passkey"],
            origin=settings().origin,
            visit=visit(),
            now=now(),
        )
        enter(token)
    except Rejected as refusal:
        session["notices"] = [{"kind": "error", "text": sentence(refusal)}]
        return go_to(request.full_path.rstrip("?"))
    return go_to(_next_address())


def _enter_with_code(sheet: Sheet, asked: str) -> None:
    enter(log_in_with_code(token=asked, code=sheet.text("code"), visit=visit(), now=now(), clock=real_now()))


def _next_address() -> str:
    """Where the person was going, if that is a page of this portal; otherwise the inbox. First the code, if asked."""
    wanted = page_inside(request.args.get("verder", ""))
    return url_for("login.code", verder=wanted) if ASKED in session else wanted or url_for("inbox.inbox")
