"""Letting someone into the portal, inviting them again, and shutting an account."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from portal.actions.admit import Admission, admit_employee, block, kept_organisation, unblock, wrong_admission
from portal.actions.choose_password import invite
from portal.actions.give_function import FUNCTIONS, propose_function, wrong_proposal
from portal.actions.look_after_login import account_in_care
from portal.actions.sign_on import unlink
from portal.rules.errors import Rejected
from portal.rules.terms import ROLE
from portal.web.clock import now, today
from portal.web.forms.answer import answer_form
from portal.web.forms.form import FormField, Sheet
from portal.web.guard import IN_FORM, SIGNED_IN, guarded
from portal.web.render import go_to, page
from portal.web.sessions import hashing, settings, visit
from portal.web.views.here import acting
from portal.web.views.sign_on import provider_here

bp = Blueprint("admit", __name__, url_prefix="/beheer")

LOGIN = "Waarmee deze persoon inlogt. Kleine letters, cijfers, punten of streepjes."
EMPLOYEE = (
    FormField("personnel_number", "Personeelsnummer", autocomplete="off"),
    FormField(
        "login",
        "Gebruikersnaam",
        hint=f"{LOGIN} Leeg: het personeelsnummer.",
        required=False,
        autocomplete="off",
    ),
)
COLLEAGUE = (
    FormField("role", "Functie", "choice", options=tuple((role, ROLE[role].label) for role in FUNCTIONS)),
    FormField("name", "Naam", autocomplete="off"),
    FormField(
        "email",
        "E-mailadres",
        hint="Hierheen gaat de uitnodiging. Heeft deze persoon hier al een account? Vul dan het adres van dat account "
        "in: de functie komt erbij.",
        autocomplete="off",
    ),
    FormField("login", "Gebruikersnaam", hint=LOGIN, autocomplete="off"),
    FormField(
        "unit",
        "Code van de eenheid",
        hint="Alleen als de functie voor één eenheid geldt, met alles wat daaronder valt.",
        required=False,
        autocomplete="off",
    ),
)
INVITED = "De uitnodiging is onderweg. De link werkt één keer, 7 dagen lang."


@bp.route("/organisaties/<int:organisation_id>/medewerker", methods=["GET", "POST"])
@guarded(SIGNED_IN, function="beheerder", proof=IN_FORM)
def employee(organisation_id: int) -> Response:
    """An account for someone on the personnel list."""
    return _form(
        organisation_id,
        EMPLOYEE,
        lambda by, sheet: admit_employee(by, **_typed(sheet, EMPLOYEE)),
        lambda by, sheet: wrong_admission(by, **_typed(sheet, EMPLOYEE)),
        lambda person_id: url_for("beheer.account", person_id=person_id),
        title="Account voor een medewerker",
        intro="Deze persoon krijgt een mail met een link om zelf een wachtwoord te kiezen.",
        submit="Account maken en uitnodigen",
        notice=f"Het account is er. {INVITED}",
    )


@bp.route("/organisaties/<int:organisation_id>/functie", methods=["GET", "POST"])
@guarded(SIGNED_IN, function="beheerder", proof=IN_FORM)
def colleague(organisation_id: int) -> Response:
    """Propose an account for someone with a function: of the arbodienst, hrm or the personele dienst.

    `?persoon=` is someone who has an account already: of them only the function is asked.
    """
    person_id = request.args.get("persoon", type=int)
    found = account_in_care(person_id, actor=current_user.person_id, on=today()) if person_id else None
    known = {"login": found.login, "name": found.name, "email": found.email} if found else {}
    fields = tuple(one for one in COLLEAGUE if one.name not in known)
    return _form(
        organisation_id,
        fields,
        lambda by, sheet: propose_function(by, **known, **_typed(sheet, fields)),
        lambda by, sheet: wrong_proposal(by, **_but_name(known | _typed(sheet, fields))),
        lambda proposal_id: url_for("functions.proposed", proposal_id=proposal_id),
        title=f"Functie voor {found.name}" if found else "Account voor iemand met een functie",
        intro="Een tweede persoon bevestigt de functie. "
        + ("" if found else "Daarna krijgt een nieuwe collega een mail met een link om zelf een wachtwoord te kiezen."),
        submit="Functie voorstellen",
        notice="Het voorstel is er. De functie gaat in als een ander haar bevestigt.",
    )


@bp.post("/accounts/<int:person_id>/uitnodigen")
@guarded(SIGNED_IN, function="beheerder", proof=True)
def send_invitation(person_id: int) -> Response:
    """Mail someone a new link to choose a password with."""
    if not settings().sends_mail:
        return _no_mail()
    invite(**_who(), person_id=person_id, portal=settings().origin)
    return _back(person_id, INVITED)


@bp.post("/accounts/<int:person_id>/blokkeren")
@guarded(SIGNED_IN, function="beheerder", proof=True)
def shut(person_id: int) -> Response:
    """Close an account; its logins end at once."""
    block(**_who(), person_id=person_id)
    return _back(person_id, "Dit account is geblokkeerd. Deze persoon is overal uitgelogd.")


@bp.post("/accounts/<int:person_id>/toelaten")
@guarded(SIGNED_IN, function="beheerder", proof=True)
def let_in_again(person_id: int) -> Response:
    """Open a closed account again, with an invitation."""
    if not settings().sends_mail:
        return _no_mail()
    unblock(**_who(), person_id=person_id, portal=settings().origin, hashing=hashing())
    return _back(person_id, f"Dit account werkt weer. {INVITED} Een functie geeft u opnieuw.")


@bp.post("/accounts/<int:person_id>/ontkoppelen")
@guarded(SIGNED_IN, function="beheerder", proof=True)
def disconnect(person_id: int) -> Response:
    """Let someone no longer log in with the identity provider."""
    unlink(**_who(), person_id=person_id, issuer=provider_here().issuer)
    return _back(person_id, "De koppeling is weggehaald. Deze persoon is overal uitgelogd.")


def _form(
    organisation_id: int,
    fields: tuple[FormField, ...],
    act: Callable[[Admission, Sheet], int],
    wrong: Callable[[Admission, Sheet], Iterator[Rejected]],
    place: Callable[[int], str],
    *,
    intro: str,
    **words: Any,
) -> Response:
    """A form for one of the own organisations; afterwards one goes to the place of what was made."""
    name = kept_organisation(organisation_id, current_user.person_id, today())
    if not settings().sends_mail:
        return _no_mail()
    made: list[int] = []
    by = Admission(organisation_id, current_user.person_id, settings().origin, now(), visit().origin, hashing())
    return answer_form(
        fields,
        **words,
        intro=f"{name}. {intro}",
        act=lambda sheet: made.append(act(replace(by, actor=acting()), sheet)),
        also=lambda sheet: wrong(by, sheet),
        then=lambda: place(made[0]),
        cancel=url_for("beheer.accounts"),
        crumbs=[{"label": "Beheer", "href": url_for("beheer.accounts")}],
    )


def _typed(sheet: Sheet, fields: tuple[FormField, ...]) -> dict[str, str]:
    return {field.name: sheet.text(field.name) for field in fields}


def _but_name(answers: dict[str, str]) -> dict[str, str]:
    return {field: answer for field, answer in answers.items() if field != "name"}


def _no_mail() -> Response:
    text = (
        "Dit portaal verstuurt geen mail. Maak accounts op de server, met portal account, en geef het wachtwoord zelf."
    )
    back = {"label": "Terug naar het beheer", "href": url_for("beheer.accounts")}
    status = 200 if request.method == "GET" else 422
    return page("refused.html", status=status, heading="Geen mail", text=text, back=back)


def _who() -> dict[str, Any]:
    return {"actor": current_user.person_id, "now": now(), "origin": visit().origin}


def _back(person_id: int, notice: str) -> Response:
    return go_to(url_for("beheer.account", person_id=person_id), notice)
