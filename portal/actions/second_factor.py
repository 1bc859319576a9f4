"""What someone proves with who they are besides a password: an app with codes, and codes on paper for without it."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp

from portal.rules.errors import Rejected
from portal.storage.database import transaction
from portal.storage.reading.factors import code_app_of, factors_of
from portal.storage.reading.logins import challenge
from portal.storage.writing import factors as writing
from portal.storage.writing.logins import answered, ask, end_sessions, record_event, renew_session

ISSUER = "Re-integratieportaal"
STEP = 30
"""Seconds for which an app shows one code (RFC 6238)."""
TIME_TO_ADD = timedelta(minutes=15)
CODES = 10
# Without letters that look like a digit. 24 of these are 118 bits, so that a plain hash is enough (ASVS 6.5.2).
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
LETTERS_IN_CODE, LETTERS_IN_GROUP = 24, 4


@dataclass(frozen=True)
class Added:
    """A factor was added: the new token of the login, and the recovery codes if those are new too."""

    session: str
    codes: tuple[str, ...]


def begin_app(*, person_id: int, now: datetime) -> str:
    """Make a secret for an app; returns the token by which it waits for its first code."""
    return ask("app", pyotp.random_base32(), now, person_id=person_id)


def waiting_app(token: str, *, person_id: int, now: datetime) -> str | None:
    """The secret that waits for its first code, or None when that took too long or is another's."""
    asked = challenge(token, "app", now - TIME_TO_ADD)
    return asked.content if asked and asked.person_id == person_id else None


def app_address(secret: str, login: str) -> str:
    """What the square code says to an app (otpauth://…)."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def add_app(
    *, token: str, code: str, person_id: int, session: str, now: datetime, clock: datetime, origin: str
) -> Added:
    """Take the app into use once it shows the right code.

    It replaces an earlier app, and ends every other login than `session`. `clock` is the real time, which the app
    counts by. Raises Rejected: app_gone, code_wrong at `code`.
    """
    secret = waiting_app(token, person_id=person_id, now=now)
    if secret is None:
        raise Rejected("app_gone")
    step = _step(secret, code, clock)
    if step is None:
        raise Rejected("code_wrong", field="code")
    with transaction():
        if not answered(token):
            raise Rejected("app_gone")
        writing.store_code_app(person_id, secret, step, now)
        return factor_added("app_added", "password+code", person_id=person_id, session=session, now=now, origin=origin)


def factor_added(what: str, proof: str, *, person_id: int, session: str, now: datetime, origin: str) -> Added:
    """What follows on a new factor, of which `proof` was just given. Call in a transaction.

    Every other login ends, this one goes on as proved, and who has no recovery codes gets them.
    """
    end_sessions(person_id, but=session)
    record_event(what, "done", now, origin=origin, proof=proof, person_id=person_id)
    codes = () if factors_of(person_id).codes_left else _new_codes(person_id)
    return Added(renew_session(session, now, proof=proof), codes)


def renew_codes(*, person_id: int, now: datetime, origin: str) -> tuple[str, ...]:
    """Ten new recovery codes; the old ones are worth nothing from then on. Raises Rejected("no_factor")."""
    if not factors_of(person_id).any:
        raise Rejected("no_factor")
    record_event("codes_renewed", "done", now, origin=origin, person_id=person_id)
    return _new_codes(person_id)


def remove_app(*, person_id: int, session: str, now: datetime, origin: str) -> None:
    """Take the own app away and end every other login. Raises Rejected("factor_gone")."""
    with transaction():
        if not writing.remove_code_app(person_id):
            raise Rejected("factor_gone")
        end_sessions(person_id, but=session)
        record_event("app_removed", "done", now, origin=origin, person_id=person_id)


def use_code(person_id: int, code: str, now: datetime, clock: datetime) -> str | None:
    """What this code is: `code` of the app or a `recovery` code, from then on used up; None when it is neither."""
    plain = _plain(code)
    app = code_app_of(person_id)
    if app and plain.isdecimal():
        step = _step(app.secret, plain, clock)
        return "code" if step is not None and writing.use_step(person_id, step) else None
    return "recovery" if writing.use_recovery_code(person_id, plain, now) else None


def _step(secret: str, code: str, clock: datetime) -> int | None:
    """The half minute that this code is of, now or next to it; clocks differ a little. None for no such code."""
    now = int(clock.timestamp()) // STEP
    app = pyotp.TOTP(secret)
    fitting = (s for s in (now - 1, now, now + 1) if secrets.compare_digest(app.generate_otp(s), _plain(code)))
    return next(fitting, None)


def _plain(code: str) -> str:
    """A code as it is stored: people type it with spaces, hyphens and capitals."""
    return "".join(letter for letter in code.lower() if letter.isascii() and letter.isalnum())


def _new_codes(person_id: int) -> tuple[str, ...]:
    codes = ["".join(secrets.choice(LETTERS) for _ in range(LETTERS_IN_CODE)) for _ in range(CODES)]
    writing.replace_recovery_codes(person_id, codes)
    starts = range(0, LETTERS_IN_CODE, LETTERS_IN_GROUP)
    return tuple("-".join(code[at : at + LETTERS_IN_GROUP] for at in starts) for code in codes)
