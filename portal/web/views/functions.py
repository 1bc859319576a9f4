"""A function that a beheerder proposed, before the second person who confirms or refuses it."""

from typing import Any

from flask import Blueprint, Response, url_for
from flask_login import current_user

from portal.actions.give_function import confirm_function, proposal_seen, refuse_function
from portal.rules.terms import ROLE
from portal.web.clock import now
from portal.web.guard import SIGNED_IN, guarded
from portal.web.present.logins import moment_words
from portal.web.render import go_to, page
from portal.web.sessions import hashing, settings, visit

bp = Blueprint("functions", __name__, url_prefix="/functies/<int:proposal_id>")


@bp.get("")
@guarded(SIGNED_IN)
def proposed(proposal_id: int) -> Response:
    """For whom which function was proposed, and by whom."""
    found, may = proposal_seen(proposal_id, current_user.person_id, now())
    facts = {
        "Functie": ROLE[found.role].label,
        "Voor": found.name,
        "E-mailadres": found.email,
        "Organisatie": found.organisation_name,
        "Alleen voor eenheid": found.unit,
        "Voorgesteld door": found.by_name,
        "Voorgesteld op": moment_words(found.at),
    }
    shown = [{"label": label, "value": value} for label, value in facts.items() if value]
    keeps = "beheerder" in current_user.functions
    up = ("Beheer", "beheer.accounts") if keeps else ("Werkvoorraad", "inbox.inbox")
    return page(
        "function.html",
        proposal_id=proposal_id,
        facts=shown,
        may_confirm=may,
        crumbs=[{"label": up[0], "href": url_for(up[1])}],
    )


@bp.post("/bevestigen")
@guarded(SIGNED_IN, proof=True)
def confirm(proposal_id: int) -> Response:
    """The function begins today."""
    confirm_function(**_who(proposal_id), portal=settings().origin, hashing=hashing())
    return go_to(url_for("inbox.inbox"), "De functie is gegeven.")


@bp.post("/weigeren")
@guarded(SIGNED_IN)
def refuse(proposal_id: int) -> Response:
    """The function is not given; who proposed it withdraws it in the same way."""
    refuse_function(**_who(proposal_id))
    return go_to(url_for("inbox.inbox"), "De functie is niet gegeven. Het voorstel is weg.")


def _who(proposal_id: int) -> dict[str, Any]:
    return {"proposal_id": proposal_id, "actor": current_user.person_id, "now": now(), "origin": visit().origin}
