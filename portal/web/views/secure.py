"""«Inloggen beveiligen»: an app, passkeys, recovery codes, and the password."""

from collections.abc import Iterator

import segno
from flask import Blueprint, Response, request, session, url_for
from flask_login import current_user
from markupsafe import Markup

from portal.actions import second_factor
from portal.actions.change_password import change_password, wrong_password
from portal.rules.errors import Rejected
from portal.storage.reading.factors import factors_of, passkeys_of
from portal.storage.reading.sign_on import is_linked
from portal.web.clock import now, real_now
from portal.web.forms.answer import answer_form, presented
from portal.web.forms.form import FormField, Sheet, blank, parsed
from portal.web.guard import BEFORE, SIGNED_IN, guarded
from portal.web.present.logins import moment_words, passkey_rows
from portal.web.render import go_to, page
from portal.web.sessions import go_on_with, hashing, settings, visit

bp = Blueprint("secure", __name__, url_prefix="/inloggen-beveiligen")

WAITING = "app_wacht"
"""What the cookie calls the app that waits for its first code."""
ENDED = "Op andere apparaten bent u uitgelogd."
CODE = FormField("code", "Code uit de app", hint="6 cijfers. Ze veranderen elke halve minuut.", autocomplete="off")
PASSWORDS = (
    FormField("huidig", "Huidig wachtwoord", "password", autocomplete="current-password"),
    FormField(
        "wachtwoord",
        "Nieuw wachtwoord",
        "password",
        hint="Ten minste 12 tekens. Een korte zin onthoudt u het makkelijkst.",
        autocomplete="new-password",
    ),
    FormField("nogmaals", "Nieuw wachtwoord, nogmaals", "password", autocomplete="new-password"),
)


@bp.get("")
@guarded(SIGNED_IN, enrolling=True)
def overview() -> Response:
    """What one logs in with, and what can be added."""
    factors = factors_of(current_user.person_id)
    return page(
        "secure.html",
        must_enrol=current_user.must_enrol,
        app_since=moment_words(factors.app_since) if factors.app_since else "",
        passkeys=passkey_rows(passkeys_of(current_user.person_id)),
        origin=settings().origin,
        has_factor=factors.any,
        codes_left=factors.codes_left,
        sign_on=settings().signs_on,
        linked=is_linked(current_user.person_id, settings().oidc_issuer),
    )


@bp.post("/app")
@guarded(SIGNED_IN, proof=True, enrolling=True)
def begin_app() -> Response:
    """Make a secret for an app, and go and show it."""
    session[WAITING] = second_factor.begin_app(person_id=current_user.person_id, now=now())
    return go_to(url_for("secure.add_app"))


@bp.route("/app/toevoegen", methods=["GET", "POST"])
@guarded(SIGNED_IN, enrolling=True)
def add_app() -> Response:
    """Show the secret to the app, and take it into use once the app shows the right code."""
    token = session.get(WAITING, "")
    secret = second_factor.waiting_app(token, person_id=current_user.person_id, now=now())
    if secret is None:
        return go_to(url_for("secure.overview"))
    sheet, status = blank((CODE,)), 200
    if request.method == "POST":
        sheet, status = parsed((CODE,), request.form), 422
        if sheet.check():
            try:
                return _added(token, sheet)
            except Rejected as refusal:
                sheet.reject(refusal)
    return page(
        "secure_app.html",
        status=status,
        title="App toevoegen",
        form=presented(sheet),
        has_errors=bool(sheet.problems),
        picture=_picture(second_factor.app_address(secret, current_user.login)),
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        cancel=url_for("secure.overview"),
    )


def _added(token: str, sheet: Sheet) -> Response:
    added = second_factor.add_app(
        token=token,
        code=sheet.text("code"),
        person_id=current_user.person_id,
        session=current_user.get_id(),
        now=now(),
        clock=real_now(),
        origin=visit().origin,
    )
    session.pop(WAITING, None)
    return factor_added(added, "De app is toegevoegd.")


@bp.post("/app/weg")
@guarded(SIGNED_IN, proof=True, enrolling=True)
def remove_app() -> Response:
    """Take the own app away."""
    second_factor.remove_app(
        person_id=current_user.person_id, session=current_user.get_id(), now=now(), origin=visit().origin
    )
    return go_to(url_for("secure.overview"), f"De app is weggehaald. {ENDED}")


@bp.post("/herstelcodes")
@guarded(SIGNED_IN, proof=True)
def renew_codes() -> Response:
    """New recovery codes, shown this once."""
    codes = second_factor.renew_codes(person_id=current_user.person_id, now=now(), origin=visit().origin)
    return page("secure_codes.html", codes=codes, done="De oude codes werken niet meer.")


@bp.route("/wachtwoord", methods=["GET", "POST"])
@guarded(SIGNED_IN, proof=BEFORE)
def password() -> Response:
    """Choose another password."""
    overview_address = url_for("secure.overview")
    return answer_form(
        PASSWORDS,
        title="Wachtwoord veranderen",
        submit="Wachtwoord veranderen",
        act=_change_password,
        # Once all is filled in the action tells everything, the old password too: that is a try, and counts as one.
        also=lambda sheet: (
            () if sheet.reads(*(one.name for one in PASSWORDS)) else new_password_wrong(sheet, current_user.login)
        ),
        then=lambda: overview_address,
        notice=f"Uw wachtwoord is veranderd. {ENDED}",
        cancel=overview_address,
    )


def new_password_wrong(sheet: Sheet, login: str) -> Iterator[Rejected]:
    """What is wrong with the password that someone chose, to be told with what is empty."""
    password, again = str(sheet.values["wachtwoord"]), str(sheet.values["nogmaals"])
    return wrong_password(password, again, login, hashing())


def _change_password(sheet: Sheet) -> None:
    token = change_password(
        person_id=current_user.person_id,
        current=str(sheet.values["huidig"]),
        password=str(sheet.values["wachtwoord"]),
        again=str(sheet.values["nogmaals"]),
        session=current_user.get_id(),
        origin=visit().origin,
        now=now(),
        hashing=hashing(),
    )
    go_on_with(token)


def factor_added(added: second_factor.Added, done: str) -> Response:
    """After a new factor: show the recovery codes if they are new, else back to the overview."""
    go_on_with(added.session)
    if added.codes:
        return page("secure_codes.html", codes=added.codes, done=f"{done} {ENDED}")
    return go_to(url_for("secure.overview"), f"{done} {ENDED}")


def _picture(address: str) -> Markup:
    """The square code as a part of the page: no file, no address, nothing that the content policy must let through."""
    drawing = segno.make(address, error="m").svg_inline(scale=5, dark="#000", light="#fff", border=4)
    return Markup(drawing)
