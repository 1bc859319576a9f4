"""Let someone into the portal, and out of it, as the beheerder of an organisation: an account and an invitation.

A function takes two people: see actions/give_function.py.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from portal.actions.choose_password import invite
from portal.actions.look_after_login import account_in_care
from portal.actions.manage_account import create_login, deactivate, employee_without_account, free_login
from portal.actions.manage_account import reactivate as reopen
from portal.actions.passwords import DEFAULT, HashedPassword, Hashing, hash_password
from portal.rules.errors import Invisible, Rejected, RejectedForm, refusals
from portal.storage.database import transaction
from portal.storage.reading.accounts import organisations_appointed_in
from portal.storage.reading.people import person
from portal.storage.reading.templates import organisations_with_function
from portal.storage.writing.logins import record_event


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

    Raises Invisible for another's organisation, RejectedForm as `wrong_admission`, and Rejected: see `create_login` and
    `invite`.
    """
    organisation = kept_organisation(by.organisation_id, by.actor, by.now.date())
    if wrong := tuple(wrong_admission(by, personnel_number=personnel_number, login=login)):
        raise RejectedForm(wrong)
    password = unknown_password(by.hashing)
    with transaction():
        person_id = create_login(
            personnel_number=personnel_number, organisation=organisation, login=login or None, password=password
        )
        invite(person_id=person_id, actor=by.actor, portal=by.portal, now=by.now, origin=by.origin)
    return person_id


def wrong_admission(by: Admission, *, personnel_number: str, login: str) -> Iterator[Rejected]:
    """What is wrong with the number and the login that were typed; nothing of what is empty."""
    if personnel_number:
        yield from refusals(lambda: employee_without_account(by.organisation_id, personnel_number))
    if login:
        yield from refusals(lambda: free_login(login))


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
    password = unknown_password(hashing)
    with transaction():
        reopen(login=found.login, password=password)
        record_event("unblocked", "done", now, origin=origin, person_id=person_id, by=actor)
        invite(person_id=person_id, actor=actor, portal=portal, now=now, origin=origin)


def unknown_password(hashing: Hashing) -> HashedPassword:
    """A password that nobody knows, until the owner chooses one."""
    return hash_password(secrets.token_urlsafe(48), hashing=hashing)


def check_ours(person_id: int, actor: int, on: date) -> None:
    """Someone who works for another organisation as well is not for one beheerder to shut out."""
    ours = {organisation for organisation, _ in organisations_with_function(actor, ("beheerder",), on)}
    found = person(person_id)
    employer = {found.organisation_id} - {None} if found else set()
    if not ours.issuperset({*organisations_appointed_in(person_id, on), *employer}):
        raise Rejected("account_elsewhere")
