"""Questions about what someone proves with who they are, besides a password."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.storage.database import rows
from portal.storage.sealing import opened_text

_FACTORS = """
SELECT (SELECT since FROM code_app WHERE person_id = ?),
       (SELECT COUNT(*) FROM passkey WHERE person_id = ?),
       (SELECT COUNT(*) FROM recovery_code WHERE person_id = ? AND used_at IS NULL)
"""
_PASSKEY = "SELECT id, person_id, handle, credential, public_key, sign_count, name, since, used_at FROM passkey"


@dataclass(frozen=True)
class FactorsRow:
    """What someone has: an app since some day, so many passkeys, and so many recovery codes that were not used."""

    app_since: datetime | None
    passkeys: int
    codes_left: int

    @property
    def any(self) -> bool:
        """Whether a password alone is not enough for this person."""
        return self.app_since is not None or self.passkeys > 0


@dataclass(frozen=True)
class CodeAppRow:
    """Someone's app: its secret, and the half minute of the last code that was used."""

    secret: str
    last_step: int


@dataclass(frozen=True)
class PasskeyRow:
    """A passkey: what checks it, and what its owner calls it. `handle` is what the device calls the owner."""

    id: int
    person_id: int
    handle: str
    credential: str
    public_key: bytes
    sign_count: int
    name: str
    since: datetime
    used_at: datetime | None


def factors_of(person_id: int) -> FactorsRow:
    """What someone can prove who they are with, besides a password."""
    [(since, passkeys, codes)] = rows(_FACTORS, person_id, person_id, person_id)
    return FactorsRow(datetime.fromisoformat(since) if since else None, passkeys, codes)


def code_app_of(person_id: int) -> CodeAppRow | None:
    """The app of someone, or None."""
    found = rows("SELECT secret, last_step FROM code_app WHERE person_id = ?", person_id)
    return next((CodeAppRow(opened_text(sealed, "code_app.secret", person_id), step) for sealed, step in found), None)


def passkeys_of(person_id: int) -> tuple[PasskeyRow, ...]:
    """The passkeys of someone, the oldest first."""
    return tuple(_passkey(row) for row in rows(f"{_PASSKEY} WHERE person_id = ? ORDER BY id", person_id))


def passkey_named(credential: str) -> PasskeyRow | None:
    """The passkey that a device calls this."""
    return next((_passkey(row) for row in rows(f"{_PASSKEY} WHERE credential = ?", credential)), None)


def _passkey(row: tuple[Any, ...]) -> PasskeyRow:
    number, person_id, handle, credential, key, count, name, since, used_at = row
    moments = datetime.fromisoformat(since), datetime.fromisoformat(used_at) if used_at else None
    return PasskeyRow(number, person_id, handle, credential, key, count, name, *moments)
