"""Let someone into the portal, and out of it, as the beheerder of an organisation: an account and an invitation.

Who works elsewhere is not there for the beheerder: no answer tells that someone is known to another organisation.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.actions.choose_password import invite
from portal.actions.look_after_login import account_in_care
from portal.actions.mail import post
from portal.actions.manage_account import ARBODIENST, EMPLOYER, appoint, create_account, create_login, deactivate
from portal.actions.manage_account import reactivate as reopen
from portal.actions.passwords import DEFAULT, HashedPassword, Hashing, hash_password
from portal.rules.errors import Invisible, Rejected
from portal.rules.terms import ROLE
from portal.storage.database import transaction
from portal.storage.reading.accounts import account_of, organisations_appointed_in, watchers_of
from portal.storage.reading.employments import is_same_human
from portal.storage.reading.people import people_by_email, person
from portal.storage.reading.templates import organisations_with_function
from portal.storage.writing.logins import record_event

FUNCTIONS = (*ARBODIENST, *(role for role in EMPLOYER if role != "beheerder"))
"""What a beheerder gives. Another beheerder is appointed on the server."""
GIVEN = """\
Vandaag heeft een beheerder in uw organisatie iemand deze functie gegeven: {role}.

Kent u geen nieuwe collega met deze functie? Vraag het dan na bij de beheerder en bij uw leidinggevende.

{portal}
"""
OF_OTHERS = {"email_elsewhere", "email_not_unique", "person_left"}


@dataclass(frozen=True)
class Admission:
    """Who lets someone in, where, and from where the invitation leads back: `portal` is https://…"""

    organisation_id: int
    actor: int
    portal: str
    now: datetime
    origin: str
    hashing: Hashing = DEFAULT


def kept_organisation(organisation_id: int, actor: int, on: date) -> str:
    """The name of an organisation of which the actor is beheerder. Raises Invisible."""
    kept = dict(organisations_with_function(actor, ("beheerder",), on))
    if organisation_id not in kept:
        raise Invisible(organisation_id)
    return kept[organisation_id]


def admit_employee(by: Admission, *, personnel_number: str, login: str) -> int:
    """Give an employee an account and invite them; returns the person's id.

    Raises Invisible for another's organisation, and Rejected: see `create_login` and `invite`.
    """
    organisation = kept_organisation(by.organisation_id, by.actor, by.now.date())
    password = _unknown(by.hashing)
    with transaction():
        person_id = create_login(
            personnel_number=personnel_number, organisation=organisation, login=login or None, password=password
        )
        _invite(by, person_id)
    return person_id


def admit_colleague(by: Admission, *, login: str, name: str, email: str, role: str, unit: str) -> int:
    """Give someone a function, and an account with an invitation when they have none; returns the person's id.

    Someone of the arbodienst who has an account from elsewhere keeps it, and only gets the function.
    Nobody gives themself a function: who gives the rights sees no dossier. Raises Invisible for another's
    organisation, and Rejected: role_unknown, email_not_here, function_own, see `create_account`.
    """
    organisation = kept_organisation(by.organisation_id, by.actor, by.now.date())
    if role not in FUNCTIONS:
        raise Rejected("role_unknown", "role", role=role, known=", ".join(FUNCTIONS))
    password = _unknown(by.hashing)
    known = _known(email, by.organisation_id)
    if known and is_same_human(known, by.actor):
        raise Rejected("function_own", "email")
    given: dict[str, Any] = {"organisation": organisation, "role": role, "unit": unit or None, "today": by.now.date()}
    try:
        with transaction():
            if known:
                appoint(login=account_of(known) or "", **given)
                _tell(by, known, role)
                return known
            person_id = create_account(login=login, name=name, email=email, password=password, **given)
            _tell(by, person_id, role)
            _invite(by, person_id)
    except Rejected as refusal:
        if refusal.code in OF_OTHERS:
            raise Rejected("email_not_here", "email") from refusal
        raise
    return person_id


def block(*, person_id: int, actor: int, now: datetime, origin: str) -> None:
    """Close an account, with its logins and functions. Raises Invisible, Rejected: account_own, account_elsewhere."""
    found = account_in_care(person_id, actor=actor, on=now.date())
    if person_id == actor:
        raise Rejected("account_own")
    check_ours(person_id, actor, now.date())
    with transaction():
        deactivate(login=found.login, today=now.date())
        record_event("blocked", "done", now, origin=origin, person_id=person_id, by=actor)


def unblock(*, person_id: int, actor: int, portal: str, now: datetime, origin: str, hashing: Hashing = DEFAULT) -> None:
    """Open a closed account again and invite its owner; the old password no longer works, functions are given anew.

    Raises Invisible, Rejected: account_elsewhere, account_without_email, account_closed for who has left.
    """
    found = account_in_care(person_id, actor=actor, on=now.date())
    check_ours(person_id, actor, now.date())
    password = _unknown(hashing)
    with transaction():
        reopen(login=found.login, password=password)
        record_event("unblocked", "done", now, origin=origin, person_id=person_id, by=actor)
        invite(person_id=person_id, actor=actor, portal=portal, now=now, origin=origin)


def _invite(by: Admission, person_id: int) -> None:
    invite(person_id=person_id, actor=by.actor, portal=by.portal, now=by.now, origin=by.origin)


def _tell(by: Admission, person_id: int, role: str) -> None:
    """Mail whoever can see that a function was given wrongly: a beheerder could give it to an address of their own.

    That is who has the same function there, who heads the organisation, and the other beheerders.
    """
    text = GIVEN.format(role=ROLE[role].label.lower(), portal=by.portal)
    for other, email in watchers_of(by.organisation_id, ("beheerder", role), by.now.date()):
        if other not in (person_id, by.actor):
            key = f"functie:{by.organisation_id}:{role}:{person_id}:{other}:{by.now.isoformat()}"
            post(to=email, subject="Een functie is gegeven", text=text, key=key, now=by.now)


def _unknown(hashing: Hashing) -> HashedPassword:
    """A password that nobody knows, until the owner chooses one."""
    return hash_password(secrets.token_urlsafe(48), hashing=hashing)


def _known(email: str, organisation_id: int) -> int | None:
    """Who has this address and an account already. Raises Rejected("email_not_here") for who is employed elsewhere."""
    found = people_by_email(email.strip().lower())
    if any(one.organisation_id not in (None, organisation_id) for one in found):
        raise Rejected("email_not_here", "email")
    return next((one.id for one in found if account_of(one.id)), None)


def check_ours(person_id: int, actor: int, on: date) -> None:
    """Someone who works for another organisation as well is not for one beheerder to shut out."""
    ours = {organisation for organisation, _ in organisations_with_function(actor, ("beheerder",), on)}
    found = person(person_id)
    employer = {found.organisation_id} - {None} if found else set()
    if not ours.issuperset({*organisations_appointed_in(person_id, on), *employer}):
        raise Rejected("account_elsewhere")
