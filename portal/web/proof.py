"""Before an act of law, or a change in how one logs in: prove once more who you are, without losing what you typed."""

from datetime import timedelta
from typing import Any

from flask import Response, request, url_for
from flask_login import current_user

from portal.actions.log_in import prove_again
from portal.actions.passkeys import prove_with_passkey
from portal.actions.sign_on import PROOF, SIGN_ON
from portal.rules.errors import Rejected
from portal.storage.reading.factors import FactorsRow, factors_of
from portal.web.clock import now, real_now
from portal.web.forms.answer import presented
from portal.web.forms.form import FormField, Sheet, blank, parsed
from portal.web.render import go_to, page
from portal.web.sessions import device_asked, go_on_with, hashing, settings, visit

LASTS = timedelta(minutes=5)
"""How long a proof is good for."""
OWN = "bewijs_"
"""How the names of the fields of this page begin; all others are those of the form it stands before."""


def proved_lately() -> bool:
    """Whether the person proved a moment ago who they are."""
    age: timedelta = now() - current_user.row.proved_at
    return timedelta(0) <= age <= LASTS


def prove_first(*, keeps: bool = True) -> Response | None:
    """None when the person proved who they are, lately or with this request; else the page that asks for it.

    That page `keeps` what was typed, so that the act goes on where it stopped.
    """
    if proved_lately():
        return None
    factors = factors_of(current_user.person_id)
    fields = _fields(factors)
    sheet = parsed(fields, request.form) if _is_answer() else blank(fields)
    passkey = request.form.get(f"{OWN}passkey", "")
    if passkey or (sheet.values and sheet.check()):
        try:
            go_on_with(_by_passkey(passkey) if passkey else _by_password(sheet))
        except Rejected as refusal:
            sheet.reject(Rejected(refusal.code, field=f"{OWN}{refusal.field}" if refusal.field else None))
        else:
            return None
    sent = request.method == "POST"
    shown = {"keeps": keeps, "kept": _typed() if keeps else [], "sent": sent, **_context(sheet, factors)}
    return page("prove.html", status=422 if sent else 200, **shown)


def prove_before() -> Response | None:
    """None when the person proved lately who they are; else the page that asks for it, and after it the form itself.

    For a form with a secret in it, which is not sent to and fro: it is typed after the proof.
    """
    asked = prove_first(keeps=False)
    return go_to(request.full_path.rstrip("?")) if asked is None and _is_answer() else asked


def _is_answer() -> bool:
    """Whether the page that asks for a proof was sent."""
    return f"{OWN}wachtwoord" in request.form


def _typed() -> list[tuple[str, str]]:
    own = (OWN, "csrf_token")
    return [(name, value) for name, value in request.form.items(multi=True) if not name.startswith(own)]


def _by_password(sheet: Sheet) -> str:
    return prove_again(
        person_id=current_user.person_id,
        password=str(sheet.values[f"{OWN}wachtwoord"]),
        code=sheet.text(f"{OWN}code"),
        session=current_user.get_id(),
        visit=visit(),
        now=now(),
        clock=real_now(),
        hashing=hashing(),
    )


def _by_passkey(answer: str) -> str:
    return prove_with_passkey(
        token=device_asked(),
        answer=answer,
        origin=settings().origin,
        person_id=current_user.person_id,
        session=current_user.get_id(),
        visit=visit(),
        now=now(),
    )


def _fields(factors: FactorsRow) -> tuple[FormField, ...]:
    password = FormField(f"{OWN}wachtwoord", "Uw wachtwoord", "password", autocomplete="current-password")
    return (password, code_field(f"{OWN}code", factors)) if factors.any else (password,)


def code_field(name: str, factors: FactorsRow) -> FormField:
    """The question for a code, in the words of what the person has."""
    if factors.app_since:
        hint = "De 6 cijfers uit de app op uw telefoon. Telefoon kwijt? Vul dan een herstelcode in."
        return FormField(name, "Code", hint=hint, autocomplete="one-time-code")
    return FormField(name, "Herstelcode", hint="Een van de codes die u hebt bewaard.", autocomplete="off")


def _elsewhere() -> str:
    """Where who logged in with the organisation proves it again: in another tab, so that nothing typed here is lost."""
    return url_for("sign_on.begin", voor=PROOF) if current_user.row.proof == SIGN_ON and settings().signs_on else ""


def _context(sheet: Sheet, factors: FactorsRow) -> dict[str, Any]:
    return {
        "title": "Bevestig dat u het bent",
        "form": presented(sheet),
        "has_errors": bool(sheet.problems),
        "address": request.full_path.rstrip("?"),
        "has_passkey": factors.passkeys > 0,
        "origin": settings().origin,
        "elsewhere": _elsewhere(),
        "cancel": url_for("inbox.inbox"),
    }
