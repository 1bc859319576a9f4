"""Slow guessing down: whatever is guessed, wrong tries are counted for the account and for the address.

A try is counted before it is judged and given back when it was right, so a hundred tries at once are no more than
one after another. Five wrong ones close an account to passwords and codes for a quarter of an hour, no longer: who
guesses on purpose to lock someone out does not keep them out, and a passkey, which cannot be guessed, stays open.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.actions.passwords import plain_login
from portal.rules.errors import Rejected
from portal.storage.reading.accounts import account_named
from portal.storage.reading.logins import failures_since
from portal.storage.writing.logins import clear_failures, count_try, give_back, record_event

TRIES = {"account": 5, "adres": 30}
WAIT = timedelta(minutes=15)


@dataclass(frozen=True)
class Try:
    """One try to prove who someone is, from an address; `login` is what was typed, known or not."""

    what: str
    login: str
    origin: str
    now: datetime
    ids: tuple[int, ...]

    def right(self) -> None:
        """Take the try back. Earlier wrong ones still count, until the whole login is done (`forget_tries`)."""
        give_back(self.ids)

    def wrong(self, proof: str) -> None:
        """Write down that it went wrong, and whether that was the last try for a while."""
        account = account_named(plain_login(self.login))
        full = any(failures_since(s, self.now - WAIT) >= m for s, m in _subjects(self.login, self.origin).items())
        person_id = account.person_id if account else None
        result = "throttled" if full else "refused"
        record_event(self.what, result, self.now, origin=self.origin, proof=proof, person_id=person_id)


def begin_try(what: str, *, login: str, origin: str, now: datetime) -> Try:
    """Count a try before it is judged. Raises Rejected("login_throttled") after too many wrong ones."""
    ids = count_try(_subjects(login, origin), now - WAIT, now)
    if ids is None:
        raise Rejected("login_throttled")
    return Try(what, login, origin, now, ids)


def forget_tries(login: str) -> None:
    """Forget the wrong tries of an account, once its owner is in. Those of the address keep counting."""
    clear_failures(_account(login))


def _subjects(login: str, origin: str) -> dict[str, int]:
    return {_account(login): TRIES["account"], f"adres:{origin}": TRIES["adres"]}


def _account(login: str) -> str:
    return f"account:{plain_login(login)}"
