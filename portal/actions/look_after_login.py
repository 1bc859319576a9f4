"""What a beheerder can do about the login of someone in the organisation: end it, or let them begin anew."""

from datetime import date, datetime

from portal.actions.mail import post
from portal.rules.errors import Invisible
from portal.storage.database import transaction
from portal.storage.reading.accounts import AccountListRow, accounts
from portal.storage.reading.templates import organisations_with_function
from portal.storage.writing.factors import remove_all_factors
from portal.storage.writing.logins import end_sessions, record_event

TAKEN = """De beheerder heeft uw app, passkeys en herstelcodes voor het re-integratieportaal weggehaald.
U bent overal uitgelogd.

Vroeg u hier niet om? Verander dan meteen uw wachtwoord en bel uw organisatie.
"""


def account_in_care(person_id: int, *, actor: int, on: date) -> AccountListRow:
    """The account of someone in an organisation where the actor is beheerder. Raises Invisible."""
    for organisation_id, _ in organisations_with_function(actor, ("beheerder",), on):
        for found in accounts(on, organisation_id=organisation_id, person_id=person_id):
            return found
    raise Invisible(person_id)


def take_factors_away(*, person_id: int, actor: int, now: datetime, origin: str) -> None:
    """Take everything but the password away from someone, who then begins anew and gets a mail; end their logins.

    For who lost both phone and codes; that it is really them, the beheerder sees or hears (ASVS 6.4.4).
    Raises Invisible for who is not in the actor's care.
    """
    found = account_in_care(person_id, actor=actor, on=now.date())
    with transaction():
        remove_all_factors(person_id)
        end_sessions(person_id)
        record_event("factors_taken", "done", now, origin=origin, person_id=person_id, by=actor)
        if found.email:
            key = f"weggehaald:{person_id}:{now.isoformat()}"
            post(to=found.email, subject="Inloggen bij het portaal", text=TAKEN, key=key, now=now)


def end_all_logins(*, person_id: int, actor: int, now: datetime, origin: str) -> None:
    """End every login of someone. Raises Invisible for who is not in the actor's care."""
    account_in_care(person_id, actor=actor, on=now.date())
    end_sessions(person_id)
    record_event("sessions_ended", "done", now, origin=origin, person_id=person_id, by=actor)
