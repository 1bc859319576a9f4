"""Slow guessing down: whatever is guessed, wrong tries are counted for the account and for the address.

A try is counted before it is judged and given back when it was right, so a hundred tries at once are no more than
one after another. Five wrong ones close an account to passwords and codes for a quarter of an hour, no longer, and only
to strangers: a browser in which its owner logged in before has a count of its own (OWASP's device cookies), so who
guesses on purpose to lock someone out does not keep them out. A passkey, which cannot be guessed, stays open, and so
does proving once more who one is during a login: those are counted apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address
from sys import maxsize

from portal.actions.passwords import plain_login
from portal.rules.errors import Rejected
from portal.storage.reading.accounts import account_named
from portal.storage.reading.logins import failures_since, is_known_browser
from portal.storage.writing.logins import clear_failures, count_try, forget_unanswered, give_back, record_event

LOGIN = "login"
TRIES = {"account": 5, "adres": 30}
MOST_ASKED = 1000
"""Questions for who is not signed in, to one address within `WAIT`: a whole office may stand behind it."""
WAIT = timedelta(minutes=15)
KNOWN = timedelta(days=365)
"""So long after the last login there a browser is known."""


@dataclass(frozen=True)
class Try:
    """One try to prove who someone is: for which account and from which address it counts, and where it is kept."""

    what: str
    subjects: Mapping[str, int]
    ids: tuple[int, ...]
    person_id: int | None
    origin: str
    now: datetime

    def right(self) -> None:
        """Take the try back. Earlier wrong ones still count, until the whole login is done (`forget_tries`)."""
        give_back(self.ids)

    def wrong(self, proof: str, person_id: int | None = None) -> None:
        """Write down that it went wrong, and whether that was the last try for a while."""
        full = any(failures_since(subject, self.now - WAIT) >= most for subject, most in self.subjects.items())
        record_event(
            self.what,
            "throttled" if full else "refused",
            self.now,
            origin=self.origin,
            proof=proof,
            person_id=person_id or self.person_id,
        )


def begin_try(what: str, *, login: str | None, origin: str, now: datetime, browser: str = "") -> Try:
    """Count a try before it is judged; `login` is what was typed, known or not, and None for a passkey.

    `browser` is the token of the browser, which counts for whoever logged in there before. `what` is LOGIN, or what
    someone who is signed in proves themselves for. Raises Rejected("login_throttled") after too many wrong ones.
    """
    known = login and browser and is_known_browser(browser, plain_login(login), now - KNOWN)
    subjects = _subjects(what, login, network_of(origin), browser if known else "")
    ids = count_try(subjects, now - WAIT, now)
    if ids is None:
        raise Rejected("login_throttled")
    account = account_named(plain_login(login)) if login else None
    return Try(what, subjects, ids, account.person_id if account else None, origin, now)


def count_asking(origin: str, now: datetime, *, what: str = "gevraagd", most: int = MOST_ASKED) -> None:
    """Count a question to a browser in which nobody signed in, before it is kept; what is too old goes.

    Anyone can ask without end, so neither the questions nor what counts them may pile up; `most` of one sort are
    answered within `WAIT`. Raises Rejected("asked_too_often").
    """
    forget_unanswered(now, asked=WAIT, failed=WAIT)
    if count_try({f"{what}:{network_of(origin)}": most}, now - WAIT, now) is None:
        raise Rejected("asked_too_often")


def forget_tries(login: str, browser: str = "") -> None:
    """Forget the wrong tries of an account, once its owner is in. Those of the address keep counting."""
    clear_failures(_account(login))
    clear_failures(_signed_in(login))
    clear_failures(_in_browser(login, browser))


def network_of(origin: str) -> str:
    """What counts as one address: of IPv6 a whole /64, because every visitor has one of those and not one address."""
    # Some proxies tell the port as well, and that is another one for each connection.
    plain = origin.partition("]")[0].lstrip("[") if origin.count(":") > 1 else origin.partition(":")[0]
    try:
        address = ip_address(plain)
    except ValueError:
        return origin
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or IPv6Network((int(address), 64), strict=False))


def _subjects(what: str, login: str | None, network: str, browser: str) -> dict[str, int]:
    if login is None:
        return {f"passkey:{network}": TRIES["adres"]}
    if what != LOGIN:
        # Who is signed in as this person. What is tried here closes the door too; what strangers try at the door does
        # not keep anyone from signing.
        return {_signed_in(login): TRIES["account"], _account(login): maxsize}
    address = {f"adres:{network}": TRIES["adres"]}
    if browser:
        # What goes wrong here closes the door to strangers too; what they do leaves it open here.
        return address | {_in_browser(login, browser): TRIES["account"], _account(login): maxsize}
    return address | {_account(login): TRIES["account"]}


def _in_browser(login: str, browser: str) -> str:
    return f"browser:{plain_login(login)}:{browser}"


def _signed_in(login: str) -> str:
    return f"ingelogd:{plain_login(login)}"


def _account(login: str) -> str:
    return f"account:{plain_login(login)}"
