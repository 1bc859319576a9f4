"""A link from a mail to choose a password with, and asking for one when it is forgotten."""

from flask import Blueprint, Response, session, url_for

from portal.actions.choose_password import ask_for_link, choose_password, working_link
from portal.rules.errors import Rejected
from portal.web.clock import now
from portal.web.forms.answer import answer_form
from portal.web.forms.form import FormField, Sheet
from portal.web.guard import PUBLIC, guarded
from portal.web.messages import sentence
from portal.web.render import go_to, page
from portal.web.sessions import hashing, settings, visit
from portal.web.views.secure import PASSWORDS, new_password_wrong

bp = Blueprint("password_links", __name__)

ASK = FormField("wie", "Gebruikersnaam of e-mailadres", autocomplete="username")
ASKED = (
    "Kennen we deze gebruikersnaam of dit e-mailadres? Dan krijgt u binnen een paar minuten een mail met een link. "
    "Komt er niets? Kijk bij de ongewenste mail, of vraag het de beheerder van het portaal in uw organisatie."
)
NO_MAIL = "Dit portaal verstuurt geen mail. Vraag de beheerder in uw organisatie om een nieuw wachtwoord."
LINK = "wachtwoord_link"
"""What the cookie calls the link with which someone came."""


@bp.route("/wachtwoord-vergeten", methods=["GET", "POST"])
@guarded(PUBLIC)
def forgotten() -> Response:
    """Ask for a link; the answer is the same for everyone."""
    if not settings().sends_mail:
        return page("refused.html", heading="Wachtwoord vergeten", text=NO_MAIL, dossier="")
    return answer_form(
        (ASK,),
        title="Wachtwoord vergeten",
        intro="U krijgt een mail met een link waarmee u een ander wachtwoord kiest.",
        submit="Mail aanvragen",
        act=lambda sheet: ask_for_link(typed=sheet.text("wie"), origin=visit().origin, now=now()),
        then=lambda: url_for("login.login"),
        notice=ASKED,
        cancel=url_for("login.login"),
        back="Terug naar inloggen",
    )


@bp.get("/wachtwoord-kiezen/<token>")
@guarded(PUBLIC)
def arrive(token: str) -> Response:
    """Take the token out of the address bar: from here on it is in no history and no Referer. It is not used up."""
    session[LINK] = token[:100]
    response = go_to(url_for("password_links.choose"))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@bp.route("/wachtwoord-kiezen", methods=["GET", "POST"])
@guarded(PUBLIC)
def choose() -> Response:
    """Choose a password with the link; it is used up when that is done."""
    token = session.get(LINK, "")
    try:
        link = working_link(token, now())
    except Rejected as refusal:
        session.pop(LINK, None)
        return page("refused.html", status=410, heading="Deze link werkt niet meer", text=sentence(refusal), dossier="")
    return answer_form(
        PASSWORDS[1:],
        title="Wachtwoord kiezen",
        intro=f"Uw gebruikersnaam is {link.login}. Daarmee en met dit wachtwoord logt u straks in.",
        submit="Wachtwoord bewaren",
        act=lambda sheet: _choose(sheet, token),
        also=lambda sheet: new_password_wrong(sheet, link.login),
        then=lambda: url_for("login.login"),
        notice="Uw wachtwoord is bewaard. Log er nu mee in.",
    )


def _choose(sheet: Sheet, token: str) -> None:
    choose_password(
        token=token,
        password=str(sheet.values["wachtwoord"]),
        again=str(sheet.values["nogmaals"]),
        origin=visit().origin,
        now=now(),
        hashing=hashing(),
    )
    session.pop(LINK, None)
