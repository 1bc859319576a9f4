"""Give someone a function, which opens dossiers: a beheerder proposes it, and a second person confirms or refuses.

A beheerder sees no dossier, and alone could give a function to an address of their own. The second is never who
proposed it or is to get it, but any other beheerder or hrm-adviseur of the organisation, or who has that function there
already. Where there is none, and for the first people, the function is given on the server (`portal account`).

Who works elsewhere is not there for the beheerder: no answer tells that someone is known to another organisation.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from portal.actions.admit import Admission, kept_organisation, unknown_password
from portal.actions.choose_password import invite
from portal.actions.mail import post
from portal.actions.manage_account import (
    ARBODIENST,
    EMPLOYER,
    appoint,
    check_email,
    create_account,
    free_login,
    unit_coded,
)
from portal.actions.passwords import DEFAULT, HashedPassword, Hashing
from portal.documents.personnel_cells import clean
from portal.rules.errors import Invisible, Rejected, RejectedForm, refusals
from portal.rules.terms import ROLE
from portal.storage.database import transaction
from portal.storage.reading.accounts import account_of, accounts, organisations_of, watchers_of
from portal.storage.reading.employments import is_same_human
from portal.storage.reading.people import people_by_email
from portal.storage.reading.proposals import ProposalRow, confirmers, proposals_by, proposals_for
from portal.storage.writing.logins import record_event
from portal.storage.writing.proposals import add_proposal, decide

FUNCTIONS = (*ARBODIENST, *(role for role in EMPLOYER if role != "beheerder"))
"""What a beheerder gives. Another beheerder is appointed on the server."""
PROPOSED = """\
Een beheerder in uw organisatie wil iemand deze functie geven: {role}.

De functie gaat pas in als een tweede persoon haar bevestigt. Kent u deze collega? Bekijk het voorstel en bevestig of
weiger het:

{portal}/functies/{proposal}
"""
GIVEN = """\
Vandaag hebben twee mensen in uw organisatie samen iemand deze functie gegeven: {role}.

Kent u geen nieuwe collega met deze functie? Vraag het dan na bij de beheerder en bij uw leidinggevende.

{portal}
"""
OF_OTHERS = {"email_elsewhere", "email_not_unique", "person_left", "account_closed"}


class _Rehearsed(Exception):
    """Everything could be done; it is taken back."""


def propose_function(by: Admission, *, login: str, name: str, email: str, role: str, unit: str) -> int:
    """Propose to give someone a function, and an account when they have none; returns the proposal's id.

    Who works here already keeps the name they have. What could not be confirmed is refused at once. Raises Invisible
    for another's organisation, RejectedForm as `wrong_proposal`, and Rejected: function_alone, see `create_account`.
    """
    today = by.now.date()
    organisation = kept_organisation(by.organisation_id, by.actor, today)
    if wrong := tuple(wrong_proposal(by, login=login, email=email, role=role, unit=unit)):
        raise RejectedForm(wrong)
    email = clean(email).lower()
    known = _known(email, by.organisation_id)
    password = unknown_password(by.hashing)
    name = _name_here(email, by.organisation_id, today) or name
    typed = {"role": role, "unit": unit, "login": login, "name": name, "email": email}
    with transaction():
        proposal_id = add_proposal(by.organisation_id, **typed, by=by.actor, at=by.now)
        found = ProposalRow(proposal_id, by.organisation_id, organisation, **typed, by=by.actor, by_name="", at=by.now)
        try:
            with transaction():
                _give(found, password, portal=by.portal, now=by.now, origin=by.origin)
                raise _Rehearsed
        except _Rehearsed:
            others = confirmers(proposal_id, today)
        if not others:
            raise Rejected("function_alone")
        record_event("function_proposed", "done", by.now, origin=by.origin, person_id=known, by=by.actor)
        text = PROPOSED.format(role=ROLE[role].label.lower(), portal=by.portal, proposal=proposal_id)
        _tell(others, f"voorstel:{proposal_id}", "Een functie wacht op bevestiging", text, by.now)
    return proposal_id


def wrong_proposal(by: Admission, *, login: str, email: str, role: str, unit: str) -> Iterator[Rejected]:
    """What is wrong with each answer that was given: role_unknown, email_not_here, function_own as `create_account`.

    Who has an account already keeps their login, whatever was typed.
    """
    if role and role not in FUNCTIONS:
        yield Rejected("role_unknown", "role", role=role, known=", ".join(FUNCTIONS))
    address = clean(email).lower()
    yield from refusals(lambda: _check_address(by, address)) if address else ()
    if login and not _holder(address):
        yield from refusals(lambda: free_login(login))
    if unit:
        name = kept_organisation(by.organisation_id, by.actor, by.now.date())
        yield from refusals(lambda: unit_coded(by.organisation_id, name, unit))


def _check_address(by: Admission, email: str) -> None:
    """Raise Rejected for what is no address, or one of the actor or of who works elsewhere."""
    check_email(email)
    known = _known(email, by.organisation_id)
    if known and is_same_human(known, by.actor):
        raise Rejected("function_own", "email")


def proposal_seen(proposal_id: int, actor: int, now: datetime) -> tuple[ProposalRow, bool]:
    """A proposal that waits, and whether the actor may confirm it; who made it may only see and withdraw it.

    Raises Invisible for anyone else, and for one that was decided.
    """
    for may, found in ((True, proposals_for(actor, now.date())), (False, proposals_by(actor, now.date()))):
        for one in found:
            if one.id == proposal_id:
                return one, may
    raise Invisible(proposal_id)


def confirm_function(
    *, proposal_id: int, actor: int, portal: str, now: datetime, origin: str, hashing: Hashing = DEFAULT
) -> None:
    """Let someone have the function that was proposed for them, from today on; a new colleague is invited.

    Raises Invisible as `proposal_seen` does and for who proposed it, and Rejected for what is no longer possible:
    function_of_another when the address is now of someone else, or of one of the two who decide.
    """
    password = unknown_password(hashing)
    with transaction():
        found, may = proposal_seen(proposal_id, actor, now)
        if not may or not decide(proposal_id, "confirmed", actor, now):
            raise Invisible(proposal_id)
        if (_name_here(found.email, found.organisation_id, now.date()) or found.name) != found.name:
            raise Rejected("function_of_another")
        person_id = _give(found, password, portal=portal, now=now, origin=origin)
        if is_same_human(person_id, found.by) or is_same_human(person_id, actor):
            raise Rejected("function_of_another")
        record_event("function_given", "done", now, origin=origin, person_id=person_id, by=actor)
        watchers = watchers_of(found.organisation_id, ("beheerder", found.role), now.date())
        others = [one for one in watchers if one[0] not in (person_id, actor)]
        text = GIVEN.format(role=ROLE[found.role].label.lower(), portal=portal)
        _tell(others, f"functie:{proposal_id}", "Een functie is gegeven", text, now)


def refuse_function(*, proposal_id: int, actor: int, now: datetime, origin: str) -> None:
    """Refuse a function that was proposed, or withdraw what one proposed oneself. Raises Invisible."""
    with transaction():
        found, may = proposal_seen(proposal_id, actor, now)
        became = "refused" if may else "withdrawn"
        if not decide(proposal_id, became, actor, now):
            raise Invisible(proposal_id)
        record_event(f"function_{became}", "done", now, origin=origin, person_id=_holder(found.email), by=actor)


def _give(found: ProposalRow, password: HashedPassword, *, portal: str, now: datetime, origin: str) -> int:
    """Give the function, and an account with an invitation to who has none; returns the person's id.

    Someone of the arbodienst who has an account from elsewhere keeps it, and only gets the function.
    """
    given: dict[str, Any] = {"organisation": found.organisation_name, "role": found.role, "today": now.date()}
    given["unit"] = found.unit or None
    known = _known(found.email, found.organisation_id)
    try:
        if known:
            appoint(login=account_of(known) or "", **given)
            return known
        person_id = create_account(login=found.login, name=found.name, email=found.email, password=password, **given)
    except Rejected as refusal:
        if refusal.code == "account_closed" and accounts(organisation_id=found.organisation_id, person_id=known):
            raise Rejected("account_closed", "email") from refusal
        if refusal.code in OF_OTHERS:
            raise Rejected("email_not_here", "email") from refusal
        raise
    invite(person_id=person_id, actor=found.by, portal=portal, now=now, origin=origin)
    return person_id


def _known(email: str, organisation_id: int) -> int | None:
    """Who has this address and an account already. Raises Rejected("email_not_here") for who is employed elsewhere."""
    if any(one.organisation_id not in (None, organisation_id) for one in people_by_email(email)):
        raise Rejected("email_not_here", "email")
    return _holder(email)


def _name_here(email: str, organisation_id: int, on: date) -> str:
    """The name of who has this address in the organisation; empty for nobody, and for who only works elsewhere.

    The second person is to see who gets the function, not what was typed beside the address.
    """
    here = [one for one in people_by_email(email) if organisation_id in organisations_of(one.id, on)]
    return next((one.name for one in sorted(here, key=lambda one: account_of(one.id) is None)), "")


def _holder(email: str) -> int | None:
    return next((one.id for one in people_by_email(email) if account_of(one.id)), None)


def _tell(people: Iterable[tuple[int, str]], key: str, subject: str, text: str, now: datetime) -> None:
    for person_id, email in people:
        if email:
            post(to=email, subject=subject, text=text, key=f"{key}:{person_id}", now=now)
