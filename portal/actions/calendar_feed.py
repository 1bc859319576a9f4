"""A calendar with one's own terms, for a calendar elsewhere to look at: at a secret address, without logging in.

It says the number of a dossier and a day, and only of what its owner must do. It is brought up to date when it is asked
for, from the same steps as the inbox, so a term that moved or fell away is told as such at the next look.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from portal.actions.tries import count_asking
from portal.documents.calendar_file import WholeDay, calendar_file
from portal.rules.errors import Invisible
from portal.rules.feed import Entry, next_entry
from portal.storage.database import transaction
from portal.storage.reading.calendars import FeedRow, KnownEntry, Place, entries_of, feed_with
from portal.storage.reading.steps import own_terms
from portal.storage.writing import calendars as writing
from portal.storage.writing.logins import record_event

NAME = "Taken in het portaal"
KEPT = timedelta(days=60)
"""So long a calendar can read that a term fell away."""
MOST_WRONG = 60
"""Wrong addresses from one place in a quarter of an hour."""


def make_feed(*, person_id: int, now: datetime, origin: str) -> str:
    """Make the secret part of an address for someone's calendar, which is shown once; an earlier one stops working."""
    with transaction():
        token = writing.make_feed(person_id, now)
        record_event("feed_made", "done", now, origin=origin, person_id=person_id)
    return token


def end_feed(*, person_id: int, now: datetime, origin: str) -> None:
    """Let the address of someone's calendar work no longer."""
    with transaction():
        writing.drop_feed(person_id)
        record_event("feed_ended", "done", now, origin=origin, person_id=person_id)


def feed_at(*, token: str, origin: str, now: datetime) -> FeedRow:
    """The calendar at a secret address. Raises Invisible, and Rejected("asked_too_often") after many wrong ones."""
    found = feed_with(token)
    if found is None:
        count_asking(origin, now, what="agenda", most=MOST_WRONG)
        raise Invisible("calendar")
    return found


def calendar(feed: FeedRow, *, portal: str, now: datetime) -> bytes:
    """The calendar as it stands now, as a file; `portal` is where the portal stands (https://…)."""
    if _changes(feed.person_id, now.date()) or feed.fetched_on != now.date():
        with transaction():
            _bring_up_to_date(feed.person_id, now)
    told = entries_of(feed.person_id).values()
    return calendar_file(map(_whole_day, told), name=NAME, address=f"{portal}/")


def _bring_up_to_date(person_id: int, now: datetime) -> None:
    for place, entry in _changes(person_id, now.date()).items():
        writing.keep_entry(person_id, place, entry, now)
    writing.forget_cancelled(person_id, now - KEPT)
    writing.note_fetched(person_id, now.date())


def _changes(person_id: int, today: date) -> Mapping[Place, Entry]:
    """What the calendar must be told anew, by step."""
    known, terms = entries_of(person_id), own_terms(person_id, today)
    before = {place: one.entry for place, one in known.items()}
    found = {place: next_entry(before.get(place), terms.get(place)) for place in [*before, *terms]}
    return {place: entry for place, entry in found.items() if entry and entry != before.get(place)}


def _whole_day(one: KnownEntry) -> WholeDay:
    return WholeDay(
        uid=one.uid,
        day=one.entry.day,
        title=f"Actie dossier {one.number}",
        sequence=one.entry.sequence,
        cancelled=one.entry.cancelled,
        changed_at=one.changed_at,
    )
