"""Signing in and out."""

from datetime import timedelta

from flask import Blueprint, Response, current_app, make_response, request, session, url_for
from flask_login import current_user, login_user, logout_user

from portal.actions.passwords import CHEAP, DEFAULT, check_login, plain_login
from portal.rules.errors import Rejected
from portal.storage.reading.accounts import failures_since, session_person
from portal.storage.writing.accounts import clear_failures, end_session, record_failure, start_session
from portal.web.clock import now
from portal.web.forms.answer import answer_form
from portal.web.forms.form import FormField, Sheet
from portal.web.guard import PUBLIC, guarded
from portal.web.render import go_to
from portal.web.sessions import SignedIn

bp = Blueprint("login", __name__)

FIELDS = (
    FormField("gebruikersnaam", "Gebruikersnaam", autocomplete="username"),
    FormField("wachtwoord", "Wachtwoord", "password", autocomplete="current-password"),
)
TRIES = {"account": 5, "adres": 30}
WAIT = timedelta(minutes=15)


@bp.route("/inloggen", methods=["GET", "POST"])
@guarded(PUBLIC)
def login() -> Response:
    """Sign in, and go on to where the person was going."""
    if current_user.is_authenticated and request.method == "GET":
        return go_to(url_for("inbox.inbox"))
    return answer_form(
        FIELDS,
        title="Inloggen",
        submit="Inloggen",
        act=_sign_in,
        then=_next_address,
        notice="",
        template="login.html",
    )


@bp.post("/uitloggen")
@guarded(PUBLIC)
def logout() -> Response:
    """End the session for good: a copied cookie is worth nothing after this."""
    if current_user.is_authenticated:
        end_session(current_user.get_id())
    logout_user()
    session.clear()
    response = make_response(go_to(url_for("login.login"), "U bent uitgelogd."))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def password_is_right(login_name: str, password: str) -> bool:
    """Whether this is the person's password, counted as a try: for acts that ask to prove it once more."""
    return _tried(login_name, password) is not None


def _sign_in(sheet: Sheet) -> None:
    person_id = _tried(sheet.text("gebruikersnaam"), str(sheet.values["wachtwoord"]))
    if person_id is None:
        raise Rejected("login_refused")
    # What was in the session before the login does not survive it, and neither does an earlier login of this browser.
    if current_user.is_authenticated:
        end_session(current_user.get_id())
    session.clear()
    token = start_session(person_id, now())
    row = session_person(token, now())
    if row is None:
        raise Rejected("login_refused")
    session.permanent = True
    login_user(SignedIn(token, row))


def _tried(login_name: str, password: str) -> int | None:
    """The person behind a login, or None; too many wrong tries from one account or address must wait."""
    moment = now()
    account = f"account:{plain_login(login_name)}"
    subjects = {account: TRIES["account"], f"adres:{request.remote_addr}": TRIES["adres"]}
    if any(failures_since(subject, moment - WAIT) >= most for subject, most in subjects.items()):
        raise Rejected("login_throttled")
    hashing = CHEAP if current_app.config["PORTAL"].mode == "test" else DEFAULT
    person_id = check_login(login=login_name, password=password, hashing=hashing)
    if person_id is None:
        for subject in subjects:
            record_failure(subject, moment)
        return None
    clear_failures(account)
    return person_id


def _next_address() -> str:
    """Where the person was going, if that is a page of this portal; otherwise the inbox."""
    wanted = request.args.get("verder", "")
    inside = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if inside else url_for("inbox.inbox")
