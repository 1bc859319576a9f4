"""Passwords: what makes a good one, and hashing and checking them with Argon2id."""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from hashlib import sha1
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.rules.errors import Rejected
from portal.settings import Settings
from portal.storage.reading.accounts import account_named

SHORTEST = 12
LONGEST = 256
FIRST_THOUGHTS = Path(__file__).with_name("obvious_words.txt")
"""What people here think of first, in groups. What remains of a password without these must be hard to guess."""
MOST_USED = Path(__file__).with_name("common_passwords.txt")
FEWEST_DIFFERENT = 5
FEWEST_OWN_LETTERS = 4


@dataclass(frozen=True)
class Hashing:
    """The cost of one hash: memory in KiB, passes, and lanes. The default is above OWASP's minimum.

    `breached` is the list of leaked passwords that no new one may stand on, where the organisation has one.
    """

    memory_kib: int = 46 * 1024
    time_cost: int = 2
    parallelism: int = 1
    breached: Path | None = None


@dataclass(frozen=True)
class HashedPassword:
    """A password that was found good and has been hashed already (see `hash_password`)."""

    text: str


DEFAULT = Hashing()
# Real Argon2 without the waiting, for tests only: these hashes protect nothing.
CHEAP = Hashing(memory_kib=8, time_cost=1)

# Each hash takes 46 MiB: a flood of logins must not take all the memory there is.
_AT_ONCE = BoundedSemaphore(4)


def hash_password(password: str, *, login: str = "", hashing: Hashing = DEFAULT) -> HashedPassword:
    """Check a new password and hash it. Raises as `check_password`."""
    check_password(password, login=login, hashing=hashing)
    with _AT_ONCE:
        return HashedPassword(_hasher(hashing).hash(password))


def check_password(password: str, *, login: str = "", hashing: Hashing = DEFAULT) -> None:
    """Raise for a password that nobody should choose.

    Raises `Rejected` at the field `password`: `password_too_short` and `password_too_long` (with `limit`),
    `password_guessable` (few different characters, or hardly more than obvious words),
    `password_contains_login`, `password_common`, `password_breached`. No kind of character is ever demanded
    (ASVS 6.2.5).
    """
    if len(password) < SHORTEST:
        raise Rejected("password_too_short", "password", limit=SHORTEST)
    if len(password) > LONGEST:
        raise Rejected("password_too_long", "password", limit=LONGEST)
    lower = password.lower()
    rest, taken_out = _obvious().subn("", lower)
    own = re.sub(r"[\W\d_]", "", rest)
    if len(set(lower)) < FEWEST_DIFFERENT or (taken_out and len(own) < FEWEST_OWN_LETTERS):
        raise Rejected("password_guessable", "password")
    if len(login) >= FEWEST_OWN_LETTERS and login.lower() in lower:
        raise Rejected("password_contains_login", "password")
    if lower in _most_used():
        raise Rejected("password_common", "password")
    if hashing.breached and is_breached(password, hashing.breached):
        raise Rejected("password_breached", "password")


def hashing_of(settings: Settings) -> Hashing:
    """What a hash costs here (next to nothing in tests), and what no password may be."""
    return replace(CHEAP if settings.mode == "test" else DEFAULT, breached=settings.breached_list)


def is_breached(password: str, file: Path) -> bool:
    """Whether a password stands on a list of leaked ones, as Pwned Passwords gives it out.

    Each line begins with the SHA-1 of a password, and they are in order, so some forty lines are read of any number.
    """
    wanted = sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with file.open("rb") as lines:

        def first_from(place: int) -> bytes:
            """What the first whole line from this place on begins with; after the last line, more than any hash."""
            lines.seek(max(0, place - 1))
            if place:
                lines.readline()
            return lines.readline()[: len(wanted)].upper() or b"~"

        return first_from(bisect_left(range(file.stat().st_size), wanted, key=first_from)) == wanted


def check_login(*, login: str, password: str, hashing: Hashing = DEFAULT) -> int | None:
    """The person who logs in, or None: unknown login, wrong password and closed account look the same.

    They take the same time too: for an unknown login a hash is checked that nothing fits.
    """
    account = account_named(plain_login(login))
    stored = account.password_hash if account and account.active else _dummy(hashing)
    # Nobody can have set a longer one; the check still runs, so that the time tells nothing.
    fits = _verify(stored, password[:LONGEST], hashing) and len(password) <= LONGEST
    return account.person_id if account and account.active and fits else None


def plain_login(login: str) -> str:
    """A login as it is stored: people type it with capitals and spaces around it."""
    return login.strip().lower()


@cache
def _obvious() -> re.Pattern[str]:
    """Any of the obvious words, the longest first: `qwertyuiop` goes before `qwerty`."""
    lines = FIRST_THOUGHTS.read_text(encoding="utf-8").splitlines()
    words = {word for line in lines if not line.startswith("#") for word in line.split()}
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


@cache
def _most_used() -> frozenset[str]:
    return frozenset(MOST_USED.read_text(encoding="ascii").splitlines())


def _verify(stored: str, password: str, hashing: Hashing) -> bool:
    with _AT_ONCE:
        try:
            return _hasher(hashing).verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False


@lru_cache(maxsize=8)
def _hasher(hashing: Hashing) -> PasswordHasher:
    return PasswordHasher(time_cost=hashing.time_cost, memory_cost=hashing.memory_kib, parallelism=hashing.parallelism)


@lru_cache(maxsize=8)
def _dummy(hashing: Hashing) -> str:
    with _AT_ONCE:
        return _hasher(hashing).hash("")
