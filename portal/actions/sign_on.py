"""Sign on with the identity provider of the organisation, prove with it who acts, and let it end logins.

Whom the provider means is known by its name for them (issuer and subject), which it never gives to another. The first
time the two are linked: by who is signed in, or by a claim when the settings say that the provider vouches for it.
"""

import json
from dataclasses import asdict
from datetime import datetime, timedelta

from portal.actions.identity_provider import LOGOUT_LASTS, Ended, Identity, Provider, Question
from portal.actions.log_in import TIME_TO_ANSWER, Visit, begin_session, proved
from portal.actions.look_after_login import account_in_care
from portal.actions.tries import count_asking
from portal.rules.errors import Rejected
from portal.storage.database import transaction
from portal.storage.reading.accounts import account_is_open
from portal.storage.reading.logins import challenge
from portal.storage.reading.sign_on import id_token_of, is_linked, open_accounts_known_by, person_of_subject
from portal.storage.writing import sign_on as writing
from portal.storage.writing.logins import answered, ask, end_sessions, record_event

SIGN_ON, SIGN_OFF = "sign_on", "sign_off"
LOGIN, PROOF, LINK = "inloggen", "bewijzen", "koppelen"


def keep_question(asked: Question, *, visit: Visit, now: datetime) -> str:
    """Keep what a browser is sent away with; returns the token that is also the `state`.

    Raises Rejected("asked_too_often").
    """
    count_asking(visit.origin, now)
    return ask(SIGN_ON, json.dumps(asdict(asked)), now)


def question_answered(token: str, state: str, now: datetime) -> Question:
    """The question of this browser, answered once and soon, with the state it left with.

    Raises Rejected("sign_on_too_late").
    """
    kept = challenge(token, SIGN_ON, now - TIME_TO_ANSWER) if token and token == state else None
    if kept is None or not answered(token):
        raise Rejected("sign_on_too_late")
    return Question(**json.loads(kept.content))


def sign_on(*, identity: Identity, provider: Provider, visit: Visit, now: datetime) -> str:
    """Begin the login of who came back from the provider; returns its token. Raises Rejected("sign_on_unknown")."""
    with transaction():
        person_id = person_of_subject(identity.issuer, identity.subject) or _first_time(identity, provider, now)
        if person_id is None or not account_is_open(person_id):
            record_event("login", "refused", now, origin=visit.origin, proof=SIGN_ON, person_id=person_id)
            token = None
        else:
            token = begin_session(person_id, SIGN_ON, visit=visit, now=now)
            writing.keep_sign_on(token, identity.issuer, identity.subject, identity.sid, identity.id_token)
    if token is None:
        raise Rejected("sign_on_unknown")
    return token


def prove_by_sign_on(*, identity: Identity, person_id: int, session: str, visit: Visit, now: datetime) -> str:
    """Note that someone signed on once more, and is the same; returns the new token. Raises Rejected."""
    if person_of_subject(identity.issuer, identity.subject) != person_id:
        raise Rejected("sign_on_other")
    token = proved(person_id, SIGN_ON, session=session, visit=visit, now=now)
    with transaction():
        writing.keep_sign_on(token, identity.issuer, identity.subject, identity.sid, identity.id_token)
    return token


def keep_for_leaving(session: str, now: datetime) -> str:
    """Before a login ends here, keep for a quarter of an hour by what it ends there; returns the token to find it."""
    return ask(SIGN_OFF, id_token_of(session), now)


def kept_for_leaving(token: str, now: datetime) -> str:
    """The ID token of the login that this browser ended a moment ago; empty when it is not known any more."""
    kept = challenge(token, SIGN_OFF, now - TIME_TO_ANSWER) if token else None
    return kept.content if kept else ""


def link(*, identity: Identity, person_id: int, now: datetime, origin: str) -> None:
    """Let the person who is signed in, and proved it, sign on with the provider from now on. Raises Rejected."""
    with transaction():
        if person_of_subject(identity.issuer, identity.subject) not in (None, person_id):
            raise Rejected("sign_on_taken")
        writing.link_subject(identity.issuer, identity.subject, person_id, now)
        record_event("linked", "done", now, origin=origin, proof=SIGN_ON, person_id=person_id)


def unlink(*, person_id: int, issuer: str, actor: int, session: str = "", now: datetime, origin: str) -> None:
    """Let someone no longer sign on with the provider, and end every login but `session`.

    The actor is that person, or the beheerder of their organisation. Raises Invisible, Rejected("factor_gone").
    """
    if actor != person_id:
        account_in_care(person_id, actor=actor, on=now.date())
    with transaction():
        if not writing.unlink_subjects(person_id, issuer):
            raise Rejected("factor_gone")
        end_sessions(person_id, but=session)
        by = actor if actor != person_id else None
        record_event("unlinked", "done", now, origin=origin, person_id=person_id, by=by)


def end_from_elsewhere(*, ended: Ended, provider: Provider, now: datetime, origin: str) -> None:
    """End the logins that ended at the provider; its word counts once. Raises Rejected("sign_on_refused")."""
    with transaction():
        if not writing.use_logout_token(f"{provider.issuer} {ended.token_id}", now, LOGOUT_LASTS + timedelta(days=1)):
            raise Rejected("sign_on_refused")
        for person_id in writing.end_sign_ons(provider.issuer, ended.subject, ended.sid):
            record_event("sessions_ended", "done", now, origin=origin, proof=SIGN_ON, person_id=person_id)


def _first_time(identity: Identity, provider: Provider, now: datetime) -> int | None:
    """The one whom the claim of the settings names, and who was not linked before; they are linked from now on."""
    # Lower case makes of a letter of another script one of ours (the sign for kelvin a k), so of one address another.
    if not identity.known_by.isascii() or not identity.known_by:
        return None
    value = identity.known_by.lower() if provider.link_by == "email" else identity.known_by
    found = open_accounts_known_by(provider.link_by, value)
    if len(found) != 1 or is_linked(found[0], identity.issuer):
        return None
    writing.link_subject(identity.issuer, identity.subject, found[0], now)
    return found[0]
