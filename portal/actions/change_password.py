"""Choose another password."""

from datetime import datetime

from portal.actions.passwords import DEFAULT, Hashing, check_login, hash_password
from portal.actions.tries import begin_try
from portal.rules.errors import Rejected
from portal.storage.database import transaction
from portal.storage.reading.accounts import account_of
from portal.storage.writing import accounts as writing
from portal.storage.writing.logins import record_event, renew_session


def change_password(
    *,
    person_id: int,
    current: str,
    password: str,
    again: str,
    session: str,
    origin: str,
    now: datetime,
    hashing: Hashing = DEFAULT,
) -> str:
    """Store another password for who knows the current one; ends every other login, returns the new token of this one.

    Raises Rejected: password_wrong at `huidig`, passwords_differ at `nogmaals`, password_* at `wachtwoord`,
    login_throttled.
    """
    login = account_of(person_id) or ""
    attempt = begin_try("password_changed", login=login, origin=origin, now=now)
    if check_login(login=login, password=current, hashing=hashing) != person_id:
        attempt.wrong("password")
        raise Rejected("password_wrong", field="huidig")
    attempt.right()
    if password != again:
        raise Rejected("passwords_differ", field="nogmaals")
    hashed = hashed_at_field(password, login, hashing)
    with transaction():
        writing.change_password(person_id, hashed, but=session)
        record_event("password_changed", "done", now, origin=origin, person_id=person_id)
        return renew_session(session, now)


def hashed_at_field(password: str, login: str, hashing: Hashing) -> str:
    """Hash a new password. Raises Rejected: password_* at `wachtwoord`."""
    try:
        return hash_password(password, login=login, hashing=hashing).text
    except Rejected as refusal:
        raise Rejected(refusal.code, field="wachtwoord", **refusal.details) from refusal
