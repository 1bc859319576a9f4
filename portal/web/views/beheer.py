"""What the beheerder sees: accounts, never a dossier."""

from flask import Blueprint, Response, url_for
from flask_login import current_user

from portal.actions.illness_words import kept_for
from portal.rules.terms import ROLE
from portal.storage.reading.accounts import accounts as all_accounts
from portal.storage.reading.accounts import organisations_appointed_in
from portal.storage.reading.employments import linked_in
from portal.web.clock import today
from portal.web.guard import SIGNED_IN, guarded
from portal.web.render import page

bp = Blueprint("beheer", __name__)


@bp.get("/beheer")
@guarded(SIGNED_IN, function="beheerder")
def accounts() -> Response:
    """Every account in the own organisation, with its functions and whether it works."""
    organisations = organisations_appointed_in(current_user.person_id, today())
    rows = [
        {
            "login": account.login,
            "name": account.name,
            "functions": ", ".join(ROLE[role].label for role in account.roles if role in ROLE),
            "state": "done" if account.active else "neutral",
            "state_text": "actief" if account.active else "geblokkeerd",
        }
        for organisation in organisations
        for account in all_accounts(today(), organisation_id=organisation)
    ]
    lists = [
        {"label": name, "href": url_for("illness_words.words", organisation_id=organisation_id)}
        for organisation_id, name in kept_for(current_user.person_id, today())
    ]
    linked = [
        {"name": name, "numbers": f"{one} en {other}"}
        for organisation in organisations
        for name, one, other in linked_in(organisation)
    ]
    return page("beheer.html", accounts=rows, linked=linked, lists=lists)
