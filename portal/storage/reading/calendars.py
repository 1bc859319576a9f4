"""The secret address of someone's calendar, and what that calendar was told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from portal.rules.feed import Entry
from portal.storage.database import rows
from portal.storage.reading.logins import token_hash

Place = tuple[int, str, int]
"""A step, as its dossier, key and round."""


@dataclass(frozen=True)
class FeedRow:
    """Whose calendar it is, since when it has this address, and the last day on which it was asked for."""

    person_id: int
    since: datetime
    fetched_on: date | None


@dataclass(frozen=True)
class KnownEntry:
    """What a calendar was told of a step, and when that last changed."""

    uid: str
    number: str
    entry: Entry
    changed_at: datetime


def feed_of(person_id: int) -> FeedRow | None:
    """The calendar of someone, or None."""
    return _feed("f.person_id = ?", person_id)


def feed_with(token: str) -> FeedRow | None:
    """The calendar at a secret address, while its owner has an open account and is at work."""
    open_account = "EXISTS (SELECT 1 FROM account c WHERE c.person_id = f.person_id AND c.active)"
    at_work = "EXISTS (SELECT 1 FROM person p WHERE p.id = f.person_id AND p.active)"
    return _feed(f"f.token_hash = ? AND {open_account} AND {at_work}", token_hash(token))


def entries_of(person_id: int) -> Mapping[Place, KnownEntry]:
    """What the calendar of someone was told so far, in the order in which it was."""
    sql = """
        SELECT e.dossier_id, e.key, e.round, e.uid, d.number, e.day, e.sequence, e.cancelled, e.changed_at
        FROM calendar_entry e JOIN dossier d ON d.id = e.dossier_id WHERE e.person_id = ? ORDER BY e.id
    """
    return {
        (dossier, key, turn): KnownEntry(
            uid,
            number,
            Entry(date.fromisoformat(day), sequence, bool(cancelled)),
            datetime.fromisoformat(changed_at),
        )
        for dossier, key, turn, uid, number, day, sequence, cancelled, changed_at in rows(sql, person_id)
    }


def _feed(condition: str, value: int | str) -> FeedRow | None:
    found = rows(f"SELECT f.person_id, f.since, f.fetched_on FROM calendar_feed f WHERE {condition}", value)
    if not found:
        return None
    person_id, since, fetched_on = found[0]
    return FeedRow(person_id, datetime.fromisoformat(since), date.fromisoformat(fetched_on) if fetched_on else None)
