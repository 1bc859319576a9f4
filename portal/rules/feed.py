"""What a calendar elsewhere is told of a term: the same entry as long as it lives, with a number for each change."""

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True)
class Entry:
    """A term in someone's calendar: its day, how often it changed, and whether it no longer counts.

    `sequence` and `cancelled` mean what RFC 5545 says of SEQUENCE and STATUS:CANCELLED.
    """

    day: date
    sequence: int = 0
    cancelled: bool = False


def next_entry(known: Entry | None, day: date | None) -> Entry | None:
    """What becomes of an entry now that its step must be done on `day`, or by nobody or not any more when that is None.

    None for a step that was never in the calendar and does not belong there.
    """
    if known is None:
        return Entry(day) if day else None
    if day is None:
        return known if known.cancelled else replace(known, cancelled=True, sequence=known.sequence + 1)
    if known.cancelled or known.day != day:
        return Entry(day, known.sequence + 1)
    return known
