"""Storing the secret address of someone's calendar, and what it was told. Each runs in a transaction of its caller."""

import secrets
from datetime import UTC, date, datetime
from uuid import uuid4

from portal.rules.feed import Entry
from portal.storage.models import CalendarEntry, CalendarFeed
from portal.storage.reading.calendars import Place
from portal.storage.reading.logins import token_hash
from portal.storage.writing.logins import TOKEN_BYTES


def make_feed(person_id: int, now: datetime) -> str:
    """Give the calendar of someone an address, in the place of an earlier one; returns its secret part.

    What the calendar was told stays: whoever subscribes anew sees the same entries.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    values = {"token_hash": token_hash(token), "since": now.astimezone(UTC), "fetched_on": None}
    CalendarFeed.insert(person=person_id, **values).on_conflict(
        conflict_target=[CalendarFeed.person], update=values
    ).execute()
    return token


def drop_feed(person_id: int) -> None:
    """Let no address of someone's calendar work any more, and forget what it was told."""
    CalendarFeed.delete().where(CalendarFeed.person == person_id).execute()
    CalendarEntry.delete().where(CalendarEntry.person == person_id).execute()


def note_fetched(person_id: int, on: date) -> None:
    """Note on which day someone's calendar was asked for."""
    CalendarFeed.update(fetched_on=on).where(CalendarFeed.person == person_id).execute()


def keep_entry(person_id: int, place: Place, entry: Entry, now: datetime) -> None:
    """Keep what the calendar of someone is told of a step from now on."""
    dossier_id, key, turn = place
    values = {
        "day": entry.day,
        "sequence": entry.sequence,
        "cancelled": entry.cancelled,
        "changed_at": now.astimezone(UTC),
    }
    CalendarEntry.insert(
        person=person_id, dossier=dossier_id, key=key, round=turn, uid=f"{uuid4()}@portaal", **values
    ).on_conflict(
        conflict_target=[CalendarEntry.person, CalendarEntry.dossier, CalendarEntry.key, CalendarEntry.round],
        update=values,
    ).execute()


def forget_cancelled(person_id: int, before: datetime) -> None:
    """Forget the entries that were cancelled before this moment: every calendar heard of it."""
    entry = CalendarEntry
    moment = before.astimezone(UTC)
    gone = (entry.person == person_id) & entry.cancelled & (entry.changed_at < moment)
    entry.delete().where(gone).execute()
