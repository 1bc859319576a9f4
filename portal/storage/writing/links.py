"""Storing links with which someone chooses a password. Each runs in a transaction of its caller."""

import secrets
from datetime import UTC, datetime, timedelta

from portal.storage.models import PasswordLink
from portal.storage.reading.logins import token_hash
from portal.storage.writing.logins import TOKEN_BYTES


def add_link(person_id: int, kind: str, now: datetime, lasts: timedelta) -> str:
    """Make a link that works until `now + lasts`; returns its token, of which only a hash is stored."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    moment = now.astimezone(UTC)
    link = {"token_hash": token_hash(token), "person": person_id, "kind": kind, "at": moment}
    PasswordLink.insert(link | {"until": moment + lasts}).execute()
    return token


def use_link(token: str) -> bool:
    """Strike a link; False when that was done before: it works once."""
    return bool(PasswordLink.delete().where(PasswordLink.token_hash == token_hash(token)).execute())


def drop_links(person_id: int) -> None:
    """Let no link of someone work any more."""
    PasswordLink.delete().where(PasswordLink.person == person_id).execute()


def forget_old_links(now: datetime) -> None:
    """Remove the links that no longer work."""
    PasswordLink.delete().where(PasswordLink.until < now.astimezone(UTC)).execute()
