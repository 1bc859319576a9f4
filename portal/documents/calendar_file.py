"""An iCalendar file (RFC 5545) of days on which something must be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

REFRESH = timedelta(hours=4)
"""How long a calendar may wait before it looks again, as far as it listens."""


@dataclass(frozen=True)
class WholeDay:
    """A day in the calendar; `changed_at` has a zone. See `rules/feed.py` for what changes."""

    uid: str
    day: date
    title: str
    sequence: int
    cancelled: bool
    changed_at: datetime


def calendar_file(days: Iterable[WholeDay], *, name: str, address: str) -> bytes:
    """The file, to be read under this name; each day leads to `address`."""
    calendar = Calendar()
    calendar.add("prodid", "-//portaal//taken//NL")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    for one in days:
        calendar.add_component(_event(one, address))
    return bytes(calendar.to_ical())


def _event(one: WholeDay, address: str) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", one.changed_at.astimezone(UTC))
    event.add("last-modified", one.changed_at.astimezone(UTC))
    event.add("sequence", one.sequence)
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    event.add("dtstart", one.day)
    event.add("dtend", one.day + timedelta(days=1))
    event.add("summary", one.title)
    event.add("url", address)
    # Nobody is busy because of it, and whoever shares a calendar need not show it.
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event
