"""Passkeys: a key that stays in someone's device, which opens it for their finger, face or PIN. It is both factors.

The library checks signature, address, challenge and counter. Here is kept that each question is answered once,
and whose key it is.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from portal.actions.log_in import PASSKEY, Visit, begin_session, proved
from portal.actions.second_factor import ISSUER, Added, factor_added
from portal.actions.tries import begin_try, count_asking
from portal.rules.errors import Rejected
from portal.storage.database import transaction
from portal.storage.reading.accounts import account_is_open
from portal.storage.reading.factors import PasskeyRow, passkey_named, passkeys_of
from portal.storage.reading.logins import challenge
from portal.storage.writing import factors as writing
from portal.storage.writing.logins import answered, ask, end_sessions, record_event

TIME_FOR_DEVICE = timedelta(minutes=5)
MOST = 10
LONGEST_NAME = 60
REQUIRED = UserVerificationRequirement.REQUIRED
# What a device, or who plays one, can send makes the library raise any of these.
UNREADABLE = (WebAuthnException, ValueError, TypeError, KeyError, RecursionError)


@dataclass(frozen=True)
class Question:
    """What a browser is asked: `options` for its script (JSON), `token` by which the answer finds the question."""

    token: str
    options: str


def ask_for_new(*, person_id: int, login: str, name: str, origin: str, now: datetime) -> Question:
    """Ask a browser to make a passkey for someone. `origin` is where the portal is (https://…).

    Raises Rejected("too_many_passkeys").
    """
    known = passkeys_of(person_id)
    if len(known) >= MOST:
        raise Rejected("too_many_passkeys", most=MOST)
    # To a device a person is a number that says nothing; all passkeys of one person share it.
    handle = known[0].handle if known else bytes_to_base64url(secrets.token_bytes(32))
    options = webauthn.generate_registration_options(
        rp_id=_host(origin),
        rp_name=ISSUER,
        user_id=webauthn.base64url_to_bytes(handle),
        user_name=login,
        user_display_name=name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, require_resident_key=True, user_verification=REQUIRED
        ),
        exclude_credentials=_descriptors(known),
    )
    content = f"{handle} {bytes_to_base64url(options.challenge)}"
    return Question(ask("new_passkey", content, now, person_id=person_id), webauthn.options_to_json(options))


def add_passkey(
    *, token: str, answer: str, name: str, person_id: int, session: str, origin: str, visit: Visit, now: datetime
) -> Added:
    """Keep the passkey that a device made; ends every other login than `session`.

    Raises Rejected: passkey_refused (too late, answered before, of another person or address, without the person's
    finger, face or PIN, or known already).
    """
    asked = challenge(token, "new_passkey", now - TIME_FOR_DEVICE)
    if asked is None or asked.person_id != person_id or not answered(token):
        raise Rejected("passkey_refused")
    handle, expected = asked.content.split()
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=webauthn.base64url_to_bytes(expected),
            expected_rp_id=_host(origin),
            expected_origin=origin,
            require_user_verification=True,
        )
    except UNREADABLE as error:
        raise Rejected("passkey_refused") from error
    credential = bytes_to_base64url(made.credential_id)
    with transaction():
        if passkey_named(credential):
            raise Rejected("passkey_refused")
        writing.store_passkey(
            person_id,
            handle=handle,
            credential=credential,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            name=" ".join(name.split())[:LONGEST_NAME] or "Passkey",
            now=now,
        )
        return factor_added(
            "passkey_added", PASSKEY, person_id=person_id, session=session, now=now, origin=visit.origin
        )


def ask_for_any(*, origin: str, visit: Visit, now: datetime, person_id: int | None = None) -> Question:
    """Ask a browser for a passkey of this portal: of anyone, or of the person who is signed in.

    Raises Rejected("asked_too_often").
    """
    count_asking(visit.origin, now)
    known = passkeys_of(person_id) if person_id else ()
    options = webauthn.generate_authentication_options(
        rp_id=_host(origin), user_verification=REQUIRED, allow_credentials=_descriptors(known)
    )
    content = bytes_to_base64url(options.challenge)
    return Question(ask("passkey", content, now, person_id=person_id), webauthn.options_to_json(options))


def log_in_with_passkey(*, token: str, answer: str, origin: str, visit: Visit, now: datetime) -> str:
    """Log in with a passkey alone; returns the token of the login.

    Raises Rejected: passkey_refused (whatever is wrong), login_throttled (for the address).
    """
    key = _checked("login", token, answer, origin, visit, now, person_id=None)
    if not account_is_open(key.person_id):
        record_event("login", "refused", now, origin=visit.origin, proof=PASSKEY, person_id=key.person_id)
        raise Rejected("passkey_refused")
    return begin_session(key.person_id, PASSKEY, visit=visit, now=now)


def prove_with_passkey(
    *, token: str, answer: str, origin: str, person_id: int, session: str, visit: Visit, now: datetime
) -> str:
    """Prove with one's own passkey who one is, during a login; returns its new token. Raises as at the login."""
    _checked("proof", token, answer, origin, visit, now, person_id=person_id)
    return proved(person_id, PASSKEY, session=session, visit=visit, now=now)


def remove_passkey(*, passkey_id: int, person_id: int, session: str, now: datetime, origin: str) -> None:
    """Take one of the own passkeys away and end every other login. Raises Rejected("factor_gone")."""
    with transaction():
        if not writing.remove_passkey(person_id, passkey_id):
            raise Rejected("factor_gone")
        end_sessions(person_id, but=session)
        record_event("passkey_removed", "done", now, origin=origin, person_id=person_id)


def _checked(
    what: str, token: str, answer: str, origin: str, visit: Visit, now: datetime, *, person_id: int | None
) -> PasskeyRow:
    """The passkey that answered, from now on with its new counter. A question asked of one person is theirs alone."""
    attempt = begin_try(what, login=None, origin=visit.origin, now=now)
    asked = challenge(token, "passkey", now - TIME_FOR_DEVICE)
    # Whatever comes of it, this question is not answered twice.
    if not answered(token) or (asked and asked.person_id != person_id):
        asked = None
    key = _answering(answer)
    if key is None or asked is None or person_id not in (None, key.person_id):
        attempt.wrong(PASSKEY)
        raise Rejected("passkey_refused")
    count = _count(key, asked.content, answer, origin)
    if count is None or not writing.use_passkey(key.id, key.sign_count, count, now):
        attempt.wrong(PASSKEY, key.person_id)
        raise Rejected("passkey_refused")
    attempt.right()
    return key


def _answering(answer: str) -> PasskeyRow | None:
    """The passkey that says it answers, if it is known and its device calls its owner as it should."""
    try:
        sent = parse_authentication_credential_json(answer)
    except UNREADABLE:
        return None
    key = passkey_named(sent.id)
    handle = sent.response.user_handle
    return key if key and handle in (None, webauthn.base64url_to_bytes(key.handle)) else None


def _count(key: PasskeyRow, expected: str, answer: str, origin: str) -> int | None:
    """What the device counts now, or None when its answer does not hold."""
    try:
        return webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=webauthn.base64url_to_bytes(expected),
            expected_rp_id=_host(origin),
            expected_origin=origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        ).new_sign_count
    except UNREADABLE:
        return None


def _descriptors(keys: tuple[PasskeyRow, ...]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=webauthn.base64url_to_bytes(key.credential)) for key in keys]


def _host(origin: str) -> str:
    """The name that passkeys belong to: the host of the portal, without its port."""
    return urlsplit(origin).hostname or ""
