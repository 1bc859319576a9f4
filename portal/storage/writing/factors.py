"""Storing what someone proves with who they are, besides a password."""

from collections.abc import Iterable
from datetime import UTC, datetime

from portal.storage.database import transaction
from portal.storage.hashing import sha256
from portal.storage.models import CodeApp, LoginChallenge, Passkey, RecoveryCode
from portal.storage.reading.factors import factors_of
from portal.storage.sealing import seal_text


def store_code_app(person_id: int, secret: str, used_step: int, now: datetime) -> None:
    """Give someone this app instead of the one they had; the code of `used_step` has been used."""
    with transaction():
        CodeApp.delete().where(CodeApp.person == person_id).execute()
        sealed = seal_text(secret, "code_app.secret", person_id)
        CodeApp.insert(person=person_id, secret=sealed, last_step=used_step, since=now.astimezone(UTC)).execute()


def use_step(person_id: int, step: int) -> bool:
    """Note that the code of this half minute was used; False when that one or a later one was used before."""
    used = CodeApp.update(last_step=step).where((CodeApp.person == person_id) & (CodeApp.last_step < step))
    return bool(used.execute())


def store_passkey(
    person_id: int, *, handle: str, credential: str, public_key: bytes, sign_count: int, name: str, now: datetime
) -> None:
    """Add a passkey to those of someone. The credential must be new to the portal."""
    Passkey.insert(
        person=person_id,
        handle=handle,
        credential=credential,
        public_key=public_key,
        sign_count=sign_count,
        name=name,
        since=now.astimezone(UTC),
    ).execute()


def use_passkey(passkey_id: int, before: int, sign_count: int, now: datetime) -> bool:
    """Note that a passkey was used and what its device counts now; False when another use came `before` this one."""
    same = (Passkey.id == passkey_id) & (Passkey.sign_count == before)
    changed = {"sign_count": sign_count, "used_at": now.astimezone(UTC)}
    return bool(Passkey.update(changed).where(same).execute())


def replace_recovery_codes(person_id: int, codes: Iterable[str]) -> None:
    """Give someone these recovery codes; all earlier ones are worth nothing from then on."""
    with transaction():
        RecoveryCode.delete().where(RecoveryCode.person == person_id).execute()
        RecoveryCode.insert_many([{"person": person_id, "code_hash": sha256(c.encode())} for c in codes]).execute()


def use_recovery_code(person_id: int, code: str, now: datetime) -> bool:
    """Use one of someone's recovery codes up; False when it is not theirs or was used before."""
    unused = (RecoveryCode.code_hash == sha256(code.encode())) & RecoveryCode.used_at.is_null()
    used = RecoveryCode.update(used_at=now.astimezone(UTC)).where((RecoveryCode.person == person_id) & unused)
    return bool(used.execute())


def remove_code_app(person_id: int) -> bool:
    """Take away someone's app; False when they had none."""
    gone = CodeApp.delete().where(CodeApp.person == person_id).execute()
    _remove_idle_codes(person_id)
    return bool(gone)


def remove_passkey(person_id: int, passkey_id: int) -> bool:
    """Take away one of someone's passkeys; False when there is no such passkey of theirs."""
    gone = Passkey.delete().where((Passkey.person == person_id) & (Passkey.id == passkey_id)).execute()
    _remove_idle_codes(person_id)
    return bool(gone)


def remove_all_factors(person_id: int) -> None:
    """Take away everything but the password, and what was being added."""
    for table in (CodeApp, Passkey, RecoveryCode, LoginChallenge):
        table.delete().where(table.person == person_id).execute()


def _remove_idle_codes(person_id: int) -> None:
    """Recovery codes stand in for an app or a passkey: without any there is nothing to recover."""
    if not factors_of(person_id).any:
        RecoveryCode.delete().where(RecoveryCode.person == person_id).execute()
