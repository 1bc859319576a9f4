"""Storing logins: sessions, what a browser is asked, wrong tries, and what happened."""

import secrets
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from peewee import fn

from portal.storage.database import transaction
from portal.storage.models import KnownBrowser, LoginChallenge, LoginEvent, LoginFailure, Session, log_database
from portal.storage.reading.accounts import functions_of
from portal.storage.reading.logins import PASSING, failures_since, subject_hash, token_hash
from portal.storage.sealing import seal_text

TOKEN_BYTES = 32


def start_session(person_id: int, now: datetime, *, proof: str, origin: str = "", device: str = "") -> str:
    """Begin a login; returns the token for the cookie, of which only a hash is stored.

    `proof` says how the person proved who they are; give `now` in local time, for the functions of the day.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    moment = now.astimezone(UTC)
    Session.insert(
        token_hash=token_hash(token),
        person=person_id,
        created_at=moment,
        seen_at=moment,
        proof=proof,
        proved_at=moment,
        functions=" ".join(sorted(functions_of(person_id, now.date()) - PASSING)),
        origin=origin,
        device=device,
    ).execute()
    return token


def renew_session(token: str, now: datetime, *, proof: str | None = None) -> str:
    """Let a login go on under a new token, which is returned; the old one is dead.

    `proof` says how the person proved once more who they are; None: they did not. The longest life of the login
    still counts from its start.
    """
    fresh = secrets.token_urlsafe(TOKEN_BYTES)
    moment = now.astimezone(UTC)
    changed: dict[str, Any] = {"token_hash": token_hash(fresh), "seen_at": moment}
    changed |= {"proof": proof, "proved_at": moment} if proof else {}
    Session.update(changed).where(Session.token_hash == token_hash(token)).execute()
    return fresh


def touch(token: str, now: datetime) -> None:
    """Note that the login is in use, so that the idle limit counts from now."""
    Session.update(seen_at=now.astimezone(UTC)).where(Session.token_hash == token_hash(token)).execute()


def end_session(token: str) -> None:
    """End one login; the cookie that still holds the token is worth nothing from then on."""
    Session.delete().where(Session.token_hash == token_hash(token)).execute()


def end_one_session(person_id: int, session_id: int) -> bool:
    """End one of someone's own logins; False when there is no such login of theirs."""
    return bool(Session.delete().where((Session.person == person_id) & (Session.id == session_id)).execute())


def end_sessions(person_id: int, *, but: str = "") -> None:
    """End every login of someone, on every device, but for the one with the token `but`.

    What a browser was asked on the way to a login ends too: half of it may be proved already.
    """
    Session.delete().where((Session.person == person_id) & (Session.token_hash != token_hash(but))).execute()
    LoginChallenge.delete().where(LoginChallenge.person == person_id).execute()


def know_browser(browser: str, person_id: int, now: datetime, lasts: timedelta) -> None:
    """Note that someone logged in in the browser with this token; those not used for so long are forgotten."""
    moment = now.astimezone(UTC)
    known = KnownBrowser.insert(token_hash=token_hash(browser), person=person_id, since=moment)
    target = [KnownBrowser.token_hash, KnownBrowser.person]
    known.on_conflict(conflict_target=target, update={"since": moment}).execute()
    old = KnownBrowser.since < moment - lasts
    KnownBrowser.delete().where((KnownBrowser.person == person_id) & old).execute()


def forget_browsers(person_id: int) -> None:
    """Take every browser of someone for that of a stranger from now on."""
    KnownBrowser.delete().where(KnownBrowser.person == person_id).execute()


def ask(kind: str, content: str, now: datetime, *, person_id: int | None = None) -> str:
    """Keep what a browser is asked; returns the token by which it is found again."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    hashed = token_hash(token)
    sealed = seal_text(content, "login_challenge.content", hashed)
    asked = {"token_hash": hashed, "kind": kind, "person": person_id, "content": sealed}
    LoginChallenge.insert(asked | {"at": now.astimezone(UTC)}).execute()
    return token


def answered(token: str) -> bool:
    """Strike what a browser was asked; False when that was done before: an answer counts once."""
    return bool(LoginChallenge.delete().where(LoginChallenge.token_hash == token_hash(token)).execute())


def count_try(most: Mapping[str, int], since: datetime, now: datetime) -> tuple[int, ...] | None:
    """Count a try for each subject before it is judged, so that many at once are no more than one by one.

    None when a subject had its `most` failures since `since`; else the ids, for `give_back` when the try was right.
    """
    with transaction():
        if any(failures_since(subject, since) >= limit for subject, limit in most.items()):
            return None
        return tuple(_failure(subject, now) for subject in most)


def count_requests(person_id: int, minute: int, more: int) -> int:
    """Count so many more requests of someone; returns how many that makes in this minute.

    Through the connection of the read log: pages are read with every write refused.
    """
    counted = log_database.execute_sql(_COUNTED.replace("?", log_database.param), (person_id, minute, more))
    # All of it, though it is one: what is not read to its end stays open.
    [(count,)] = counted.fetchall()
    return int(count)


_COUNTED = """
INSERT INTO request_count (person_id, minute, count) VALUES (?, ?, ?)
ON CONFLICT (person_id) DO UPDATE
SET count = excluded.count + CASE WHEN minute = excluded.minute THEN count ELSE 0 END, minute = excluded.minute
RETURNING count
"""


def give_back(ids: Collection[int]) -> None:
    """Take back tries that turned out to be right."""
    LoginFailure.delete().where(LoginFailure.id.in_(ids)).execute()


def _failure(subject: str, now: datetime) -> int:
    return int(LoginFailure.insert(subject=subject_hash(subject), at=now.astimezone(UTC)).execute())


def clear_failures(subject: str) -> None:
    """Forget the failed logins of a subject, after a login that succeeded."""
    LoginFailure.delete().where(LoginFailure.subject == subject_hash(subject)).execute()


def record_event(
    what: str,
    result: str,
    now: datetime,
    *,
    origin: str,
    proof: str = "",
    person_id: int | None = None,
    by: int | None = None,
) -> None:
    """Write down what happened with a login. Never what was typed: people type passwords in every field."""
    row: dict[str, Any] = {"what": what, "result": result, "at": now.astimezone(UTC), "origin": origin}
    LoginEvent.insert(row | {"proof": proof, "person": person_id, "by": by}).execute()


def forget_old_events(before: datetime) -> int:
    """Remove what happened with logins before a moment; returns how many rows that were.

    The database keeps every row for a year by its own clock: one that a demonstration moved ahead does not count.
    """
    a_year_ago = fn.date("now", "-1 year")
    old = (LoginEvent.at < before.astimezone(UTC)) & (LoginEvent.at < a_year_ago)
    return int(LoginEvent.delete().where(old).execute())


def forget_old_sessions(person_id: int, before: datetime) -> None:
    """Remove what is left of someone's logins that began before a moment."""
    old = Session.created_at < before.astimezone(UTC)
    Session.delete().where((Session.person == person_id) & old).execute()


def forget_unanswered(now: datetime, *, asked: timedelta, failed: timedelta) -> None:
    """Remove what was asked longer ago than `asked`, and failures older than `failed`."""
    moment = now.astimezone(UTC)
    LoginChallenge.delete().where(LoginChallenge.at < moment - asked).execute()
    LoginFailure.delete().where(LoginFailure.at < moment - failed).execute()
