"""What the beheerder sees: accounts, never a dossier."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from portal.actions.illness_words import kept_for
from portal.actions.look_after_login import account_in_care, end_all_logins, take_factors_away
from portal.rules.terms import ROLE
from portal.storage.database import ask_together
from portal.storage.reading.accounts import AccountListRow
from portal.storage.reading.accounts import accounts as all_accounts
from portal.storage.reading.employments import linked_asked, linked_in
from portal.storage.reading.factors import factors_of
from portal.storage.reading.links import invited_until
from portal.storage.reading.logins import events_asked, events_of, sessions_asked, sessions_of, undelivered_in
from portal.storage.reading.proposals import proposals_by, proposals_for
from portal.storage.reading.rights import reviews_asked, reviews_of
from portal.storage.reading.sign_on import is_linked
from portal.web.clock import now, today
from portal.web.guard import SIGNED_IN, guarded
from portal.web.present.functions import own_proposals, to_confirm
from portal.web.present.logins import event_rows, factor_words, moment_words, undelivered_rows
from portal.web.present.pages import Leaf, leafed
from portal.web.present.rights import due_line
from portal.web.render import go_to, page
from portal.web.sessions import absolute, idle, settings, visit

bp = Blueprint("beheer", __name__)

PAGE_SIZE = 20
LONGEST_SEARCH = 80
UNDELIVERED = timedelta(days=30)
"""So long the beheerder sees whose mail did not arrive."""


@bp.get("/beheer")
@guarded(SIGNED_IN, function="beheerder")
def accounts() -> Response:
    """The accounts of one organisation, with their functions and whether they work, and what else is kept there.

    `?organisatie=` chooses one of several; `?zoek=` finds a name or login.
    """
    kept = dict(kept_for(current_user.person_id, today()))
    asked = request.args.get("organisatie", 0, type=int)
    chosen = asked if asked in kept else next(iter(kept))
    ask_together(reviews_asked(chosen), linked_asked(chosen))
    leaf, search = Leaf.asked(PAGE_SIZE), request.args.get("zoek", "").strip()[:LONGEST_SEARCH]
    found = all_accounts(today(), organisation_id=chosen, search=search, limit=leaf.limit, offset=leaf.offset)
    linked, linked_pages = leafed(linked_in(chosen), PAGE_SIZE, name="dienstverbanden", anchor="dienstverbanden")
    return page(
        "beheer.html",
        name=kept[chosen],
        others=[
            {"name": kept[one], "href": url_for("beheer.accounts", organisatie=one)} for one in kept if one != chosen
        ],
        organisation_id=chosen,
        sends_mail=settings().sends_mail,
        functions=to_confirm(proposals_for(current_user.person_id, today())),
        proposed=own_proposals(proposals_by(current_user.person_id, today())),
        undelivered=undelivered_rows(undelivered_in(chosen, now() - UNDELIVERED)),
        duty=due_line(reviews_of(chosen), today()),
        accounts=[_listed(account) for account in leaf.shown(found)],
        search=search,
        pages=leaf.links(
            len(found),
            lambda number: url_for(
                "beheer.accounts",
                organisatie=chosen if len(kept) > 1 else None,
                zoek=search or None,
                pagina=number,
                _anchor="accounts",
            ),
        ),
        linked=[{"name": name, "numbers": f"{one} en {other}"} for name, one, other in linked],
        linked_pages=linked_pages,
    )


def _listed(account: AccountListRow) -> dict[str, Any]:
    return {
        "login": account.login,
        "name": account.name,
        "href": url_for("beheer.account", person_id=account.person_id),
        "functions": _functions(account),
        "blocked": not account.active,
    }


def _functions(account: AccountListRow) -> str:
    return ", ".join(ROLE[role].label for role in account.roles if role in ROLE)


@bp.get("/beheer/accounts/<int:person_id>")
@guarded(SIGNED_IN, function="beheerder")
def account(person_id: int) -> Response:
    """How someone logs in, and what happened with that."""
    found, moment = account_in_care(person_id, actor=current_user.person_id, on=today()), now()
    ask_together(sessions_asked(person_id, moment, idle(), absolute()), events_asked(person_id))
    factors, events = factors_of(person_id), events_of(person_id)
    return page(
        "beheer_account.html",
        person_id=person_id,
        name=found.name,
        login=found.login,
        factors=factor_words(factors),
        functions=_functions(found),
        function_href=url_for("admit.colleague", organisation_id=found.organisation_id, persoon=person_id)
        if found.active and found.email and person_id != current_user.person_id
        else "",
        active=found.active,
        has_left=found.has_left,
        organisation_id=found.organisation_id,
        blocked=next(
            (f"{moment_words(one.at)}, door {one.by}" for one in events if one.what == "blocked" and one.by), ""
        ),
        own=person_id == current_user.person_id,
        invited=moment_words(until) if (until := invited_until(person_id, moment)) else "",
        sends_mail=settings().sends_mail,
        sign_on=settings().signs_on,
        linked=is_linked(person_id, settings().oidc_issuer),
        has_factor=factors.any,
        running=len(sessions_of(person_id, moment, idle(), absolute())),
        events=event_rows(events),
        crumbs=[{"label": "Beheer", "href": url_for("beheer.accounts")}],
    )


@bp.post("/beheer/accounts/<int:person_id>/uitloggen")
@guarded(SIGNED_IN, function="beheerder", proof=True)
def end_logins(person_id: int) -> Response:
    """End every login of someone."""
    end_all_logins(person_id=person_id, actor=current_user.person_id, now=now(), origin=visit().origin)
    return go_to(url_for("beheer.account", person_id=person_id), "Deze persoon is overal uitgelogd.")


@bp.post("/beheer/accounts/<int:person_id>/opnieuw")
@guarded(SIGNED_IN, function="beheerder", proof=True)
def take_factors(person_id: int) -> Response:
    """Take everything but the password away from someone who lost phone and codes."""
    take_factors_away(person_id=person_id, actor=current_user.person_id, now=now(), origin=visit().origin)
    return go_to(
        url_for("beheer.account", person_id=person_id),
        "App, passkeys en herstelcodes zijn weggehaald. Deze persoon logt nu in met alleen het wachtwoord.",
    )
