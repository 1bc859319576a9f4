"""Choose another password."""

from collections.abc import Iterator
from datetime import datetime

from portal.actions.passwords import DEFAULT, Hashing, check_login, check_password, hash_password
from portal.actions.tries import begin_try
from portal.rules.errors import Rejected, RejectedForm, refusals
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

    Raises Rejected("login_throttled"), and RejectedForm: password_wrong at `huidig`, and as `wrong_password`.
    """
    login = account_of(person_id) or ""
    attempt = begin_try("password_changed", login=login, origin=origin, now=now)
    wrong = tuple(wrong_password(password, again, login, hashing))
    if check_login(login=login, password=current, hashing=hashing) != person_id:
        attempt.wrong("password")
        raise RejectedForm((Rejected("password_wrong", field="huidig"), *wrong))
    attempt.right()
    if wrong:
        raise RejectedForm(wrong)
    hashed = hash_password(password, login=login, hashing=hashing).text
    with transaction():
        writing.change_password(person_id, hashed, but=session)
        record_event("password_changed", "done", now, origin=origin, person_id=person_id)
        return renew_session(session, now)


def wrong_password(password: str, again: str, login: str, hashing: Hashing = DEFAULT) -> Iterator[Rejected]:
    """What is wrong with a new password: password_* at `wachtwoord`, and at `nogmaals` passwords_differ.

    One that was not typed at all is for the form to tell.
    """
    if password:
        for refusal in refusals(lambda: check_password(password, login=login, hashing=hashing)):
            yield Rejected(refusal.code, field="wachtwoord", **refusal.details)
    if password and password != again:
        yield Rejected("passwords_differ", field="nogmaals")
