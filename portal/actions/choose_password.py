"""Choose a password with a link from a mail: the first one, after an invitation, or another one when it is forgotten.

Who asks for a link to a forgotten password learns nothing: the page keeps what was typed as a job, and only the worker
looks whether there is such an account. So the answer is the same, in the same time.
"""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from portal.actions.change_password import wrong_password
from portal.actions.look_after_login import account_in_care
from portal.actions.mail import post
from portal.actions.passwords import DEFAULT, Hashing, hash_password, plain_login
from portal.actions.tries import WAIT, network_of
from portal.actions.undelivered import LINK
from portal.rules.errors import Rejected, RejectedForm
from portal.storage.database import connection, transaction
from portal.storage.reading.accounts import account_is_open, account_named, account_of
from portal.storage.reading.jobs import job_file, jobs_to_see_to
from portal.storage.reading.links import LinkRow, link_with, links_since
from portal.storage.reading.people import people_by_email, person
from portal.storage.writing import accounts as writing
from portal.storage.writing.jobs import ask_for_job, end_job, forget_jobs, take_waiting
from portal.storage.writing.links import add_link, drop_links, forget_old_links, use_link
from portal.storage.writing.logins import count_try, record_event

INVITATION, RESET = "invitation", "reset"
LASTS = {INVITATION: timedelta(days=7), RESET: timedelta(hours=1)}
MOST_RESETS = 3
"""Mails to one person within the life of a link: enough for who deletes one by mistake, and no nuisance."""
ASKED = {"adres": 10, "login": 3}
"""Requests in a quarter of an hour, from one address and with one thing typed. More are answered alike and dropped."""
MOST_INVITATIONS = 3
"""Invitations to one person in a quarter of an hour."""
LONGEST = 254
JOB, TYPED = "wachtwoord_vergeten", "getypt"
AGAIN = timedelta(minutes=1)
"""After so long a request is taken up again that a worker left lying."""

INVITED = """Er is een account voor u in het re-integratieportaal.

Kies met deze link een wachtwoord. Hij werkt één keer, tot en met {until}:

{link}

Verwacht u dit bericht niet? Doe dan niets, en vraag het na bij uw organisatie.
"""
FORGOTTEN = """Iemand vroeg een nieuw wachtwoord aan voor uw account in het re-integratieportaal.

Kies met deze link een ander wachtwoord. Hij werkt één keer, en een uur lang:

{link}

Vroeg u dit niet zelf? Doe dan niets. Uw wachtwoord blijft zoals het is.
"""
CHANGED = """Het wachtwoord van uw account in het re-integratieportaal is veranderd. U bent overal uitgelogd.

Deed u dit niet zelf? Bel dan meteen de beheerder van het portaal in uw organisatie.
"""


def invite(*, person_id: int, actor: int, portal: str, now: datetime, origin: str) -> None:
    """Mail someone a link to choose a password with; earlier links no longer work.

    `portal` is where the portal stands (https://…). Raises Invisible for who is not in the actor's care, and
    Rejected: account_closed, account_without_email, invited_too_often.
    """
    found = account_in_care(person_id, actor=actor, on=now.date())
    if not found.active:
        raise Rejected("account_closed")
    if not found.email:
        raise Rejected("account_without_email")
    with transaction():
        if count_try({f"uitnodiging:{person_id}": MOST_INVITATIONS}, now - WAIT, now) is None:
            raise Rejected("invited_too_often")
        drop_links(person_id)
        _mail_link(person_id, INVITATION, portal, now)
        record_event("invited", "done", now, origin=origin, person_id=person_id, by=actor)


def ask_for_link(*, typed: str, origin: str, now: datetime) -> None:
    """Keep the request of who forgot a password, for the worker; `typed` is a login or an e-mail address.

    Too many requests are dropped in silence, so that nobody learns anything and nobody is flooded with mail.
    """
    text = plain_login(typed)[:LONGEST]
    subjects = {f"vergeten:adres:{network_of(origin)}": ASKED["adres"], f"vergeten:login:{text}": ASKED["login"]}
    with transaction():
        if count_try(subjects, now - WAIT, now):
            ask_for_job(JOB, secrets.token_urlsafe(16), {TYPED: text.encode()}, now)


def answer_next_request(portal: str, clock: Callable[[], datetime]) -> bool:
    """Mail a link to whom the oldest request is about, if anyone; returns whether there was a request.

    For the worker: opens a connection of its own.
    """
    with connection():
        now = clock()
        if not jobs_to_see_to(JOB, now - LASTS[RESET]):
            return False
        with transaction():
            forget_jobs(now - LASTS[RESET], JOB)
            job = take_waiting(JOB, now, wait=AGAIN, busy=AGAIN)
            if job is None:
                return False
            typed = (job_file(job.id, TYPED) or b"").decode()
            for person_id in _meant(typed):
                if links_since(person_id, RESET, now - LASTS[RESET]) < MOST_RESETS:
                    _mail_link(person_id, RESET, portal, now)
                    record_event("link_sent", "done", now, origin="", person_id=person_id)
            end_job(job.id, {}, now)
        return True


def choose_password(
    *, token: str, password: str, again: str, origin: str, now: datetime, hashing: Hashing = DEFAULT
) -> None:
    """Store the password that was chosen with a link, which then no longer works, and end every login.

    A second factor stays as it was. Raises Rejected("link_gone"), and RejectedForm as `wrong_password`.
    """
    link = working_link(token, now)
    if wrong := tuple(wrong_password(password, again, link.login, hashing)):
        raise RejectedForm(wrong)
    hashed = hash_password(password, login=link.login, hashing=hashing).text
    with transaction():
        if not use_link(token):
            raise Rejected("link_gone")
        writing.change_password(link.person_id, hashed)
        record_event("password_chosen", "done", now, origin=origin, person_id=link.person_id)
        if link.kind == RESET and link.email:
            key = f"wachtwoord:{secrets.token_urlsafe(8)}"
            post(to=link.email, subject="Uw wachtwoord is veranderd", text=CHANGED, key=key, now=now)


def working_link(token: str, now: datetime) -> LinkRow:
    """The link with this token. Raises Rejected("link_gone") when it was used, is too old or never was."""
    link = link_with(token, now)
    if link is None:
        raise Rejected("link_gone")
    return link


def _meant(typed: str) -> tuple[int, ...]:
    """The people with an open account that have this login, or else this e-mail address."""
    account = account_named(typed)
    if account:
        return (account.person_id,) if account.active else ()
    return tuple(one.id for one in people_by_email(typed) if account_of(one.id) and account_is_open(one.id))


def _mail_link(person_id: int, kind: str, portal: str, now: datetime) -> None:
    found = person(person_id)
    if found is None or not found.email:
        return
    forget_old_links(now)
    link = f"{portal}/wachtwoord-kiezen/{add_link(person_id, kind, now, LASTS[kind])}"
    until = f"{now + LASTS[kind]:%d-%m-%Y}"
    subject, text = (
        ("Uw account in het re-integratieportaal", INVITED) if kind == INVITATION else ("Ander wachtwoord", FORGOTTEN)
    )
    key = f"{LINK}:{secrets.token_urlsafe(8)}"
    post(to=found.email, subject=subject, text=text.format(link=link, until=until), key=key, now=now)
