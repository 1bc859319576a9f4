"""The words about illness of an organisation, kept by its beheerder."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from portal.actions.illness_words import change_word, illness_words, kept_for
from portal.rules.calendar import long_date
from portal.rules.errors import Invisible, Rejected
from portal.storage.protocols import delivered_illness_words
from portal.storage.reading.illness_words import words_of
from portal.web.clock import now, today
from portal.web.forms.answer import answer_form
from portal.web.forms.form import FormField
from portal.web.guard import SIGNED_IN, guarded
from portal.web.messages import sentence
from portal.web.render import go_to

bp = Blueprint("illness_words", __name__, url_prefix="/beheer/ziektewoorden/<int:organisation_id>")

FIELDS = (
    FormField(
        "woord",
        "Welk woord wilt u op de lijst zetten?",
        hint="Zet een * waar nog letters mogen staan: «kwakkel*» geldt ook voor kwakkelen en kwakkelend.",
    ),
)


@bp.route("", methods=["GET", "POST"])
@guarded(SIGNED_IN, function="beheerder")
def words(organisation_id: int) -> Response:
    """The list, and a form to add a word."""
    names = dict(kept_for(current_user.person_id, today()))
    if organisation_id not in names:
        raise Invisible(organisation_id)
    address = url_for("illness_words.words", organisation_id=organisation_id)
    return answer_form(
        FIELDS,
        title="Woorden over ziekte",
        submit="Op de lijst zetten",
        act=lambda sheet: change_word(**_who(organisation_id), word=sheet.text("woord"), off=False),
        then=lambda: address,
        notice="Het woord staat op de lijst.",
        template="illness_words.html",
        organisation=names[organisation_id],
        own=_own(organisation_id),
        groups=_groups(organisation_id),
        address=address,
        crumbs=[{"label": "Beheer", "href": url_for("beheer.accounts")}],
    )


@bp.post("/uit")
@guarded(SIGNED_IN, function="beheerder")
def put_off(organisation_id: int) -> Response:
    """Take a word off the list, or put it back."""
    word, off = request.form.get("woord", ""), request.form.get("stand") != "aan"
    notice = "De lijst is bijgewerkt."
    try:
        change_word(**_who(organisation_id), word=word, off=off)
    except Rejected as refusal:
        notice = sentence(refusal)
    return go_to(url_for("illness_words.words", organisation_id=organisation_id), notice)


def _who(organisation_id: int) -> dict[str, Any]:
    return {"organisation_id": organisation_id, "actor": current_user.person_id, "now": now()}


def _own(organisation_id: int) -> list[dict[str, Any]]:
    """What the organisation changed, each with the state that undoes it."""
    return [
        {
            "word": row.word,
            "what": "Uitgezet" if row.off else "Toegevoegd",
            "by": f"{row.by}, {long_date(row.at.date())}",
            "undo": "aan" if row.off else "uit",
        }
        for row in words_of(organisation_id)
    ]


def _groups(organisation_id: int) -> list[dict[str, Any]]:
    """The words that hold, by what to write instead; those of the organisation itself stand apart."""
    delivered = delivered_illness_words().groups
    held = illness_words(organisation_id).groups
    return [
        {"instead": advice, "options": [{"value": word, "label": word} for word in sorted(held[advice])]}
        for advice in delivered
    ]
