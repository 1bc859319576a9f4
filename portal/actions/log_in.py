"""Log in with a password, and a code for who has a second factor; and prove it once more before a legal act."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.actions.passwords import DEFAULT, Hashing, check_login
from portal.actions.second_factor import use_code
from portal.actions.tries import KNOWN, WAIT, begin_try, forget_tries
from portal.rules.errors import Rejected
from portal.storage.reading.accounts import account_of
from portal.storage.reading.factors import factors_of
from portal.storage.reading.logins import challenge
from portal.storage.writing.logins import (
    answered,
    ask,
    end_session,
    forget_old_sessions,
    forget_unanswered,
    know_browser,
    record_event,
    renew_session,
    start_session,
)

TIME_FOR_CODE = timedelta(minutes=5)
TIME_TO_ANSWER = timedelta(minutes=15)
"""Nothing that was asked of a browser is kept longer than this."""
KEPT = timedelta(days=30)
"""What is left of an ended login is removed after this."""
PASSWORD_ONLY = "password"
PASSKEY = "passkey"


@dataclass(frozen=True)
class Visit:
    """Where someone logs in from: the address, the browser in words, and the token by which it is known again."""

    origin: str
    device: str = ""
    browser: str = ""


@dataclass(frozen=True)
class CodeAsked:
    """The password was right, and by this token a code is waited for."""

    token: str


def log_in(*, login: str, password: str, visit: Visit, now: datetime, hashing: Hashing = DEFAULT) -> str | CodeAsked:
    """Check a password; returns the token of the login, or CodeAsked for who has a second factor.

    Raises Rejected: login_refused (whether or not there is such an account), login_throttled.
    """
    attempt = begin_try("login", login=login, origin=visit.origin, now=now, browser=visit.browser)
    person_id = check_login(login=login, password=password, hashing=hashing)
    if person_id is None:
        attempt.wrong(PASSWORD_ONLY)
        raise Rejected("login_refused")
    attempt.right()
    if factors_of(person_id).any:
        return CodeAsked(ask("code", login, now, person_id=person_id))
    return begin_session(person_id, PASSWORD_ONLY, visit=visit, now=now)


def code_is_asked(token: str, now: datetime) -> bool:
    """Whether the portal still waits for a code from the browser with this token."""
    return challenge(token, "code", now - TIME_FOR_CODE) is not None


def log_in_with_code(*, token: str, code: str, visit: Visit, now: datetime, clock: datetime) -> str:
    """The second step: a code from the app or a recovery code; returns the token of the login.

    `clock` is the real time, which the app counts by. Raises Rejected: code_too_late, code_wrong, login_throttled.
    """
    asked = challenge(token, "code", now - TIME_FOR_CODE)
    if asked is None or asked.person_id is None:
        raise Rejected("code_too_late")
    attempt = begin_try("login", login=asked.content, origin=visit.origin, now=now, browser=visit.browser)
    kind = use_code(asked.person_id, code, now, clock)
    if kind is None:
        attempt.wrong("password+code")
        raise Rejected("code_wrong", field="code")
    attempt.right()
    if not answered(token):
        raise Rejected("code_too_late")
    return begin_session(asked.person_id, f"{PASSWORD_ONLY}+{kind}", visit=visit, now=now)


def begin_session(person_id: int, proof: str, *, visit: Visit, now: datetime) -> str:
    """Begin the login of someone who proved who they are; returns its token.

    `proof` is how: password, password+code, password+recovery, passkey.
    """
    forget_tries(account_of(person_id) or "", visit.browser)
    if visit.browser:
        know_browser(visit.browser, person_id, now, KNOWN)
    forget_unanswered(now, asked=TIME_TO_ANSWER, failed=WAIT)
    forget_old_sessions(person_id, now - KEPT)
    record_event("login", "done", now, origin=visit.origin, proof=proof, person_id=person_id)
    return start_session(person_id, now, proof=proof, origin=visit.origin, device=visit.device)


def prove_again(
    *,
    person_id: int,
    password: str,
    code: str,
    session: str,
    visit: Visit,
    now: datetime,
    clock: datetime,
    hashing: Hashing = DEFAULT,
) -> str:
    """Prove once more who one is, during a login; returns its new token.

    Raises Rejected: password_wrong at `wachtwoord`, code_wrong at `code`, login_throttled.
    """
    login = account_of(person_id) or ""
    attempt = begin_try("proof", login=login, origin=visit.origin, now=now)
    if check_login(login=login, password=password, hashing=hashing) != person_id:
        attempt.wrong(PASSWORD_ONLY)
        raise Rejected("password_wrong", field="wachtwoord")
    proof = PASSWORD_ONLY
    if factors_of(person_id).any:
        kind = use_code(person_id, code, now, clock)
        if kind is None:
            attempt.wrong("password+code")
            raise Rejected("code_wrong", field="code")
        proof = f"{PASSWORD_ONLY}+{kind}"
    attempt.right()
    return proved(person_id, proof, session=session, visit=visit, now=now)


def proved(person_id: int, proof: str, *, session: str, visit: Visit, now: datetime) -> str:
    """Note that someone proved once more who they are; returns the new token of their login."""
    forget_tries(account_of(person_id) or "")
    record_event("proof", "done", now, origin=visit.origin, proof=proof, person_id=person_id)
    return renew_session(session, now, proof=proof)


def log_out(*, session: str, person_id: int, origin: str, now: datetime) -> None:
    """End a login for good: a copied cookie is worth nothing after this."""
    end_session(session)
    record_event("logout", "done", now, origin=origin, person_id=person_id)
