"""Days as they are written on Dutch paper."""

import re
from datetime import date

from portal.rules.calendar import MONTHS, long_date

__all__ = ["MONTHS", "dutch_date", "iso_date", "long_date"]

_ISO = re.compile(r"([1-9]\d{3})-(\d{2})-(\d{2})", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*([1-9]\d{3}|\d{2})", re.ASCII)
_LONG = re.compile(r"(?:[a-z]+dag\s+)?(\d{1,2})\s+([a-z]+)\.?\s+([1-9]\d{3})", re.ASCII)
_MONTH_NUMBERS = {name[:length]: i for i, name in enumerate(MONTHS, 1) for length in (3, len(name))}
_MONTH_NUMBERS |= {"mrt": 3, "sept": 9}


def iso_date(text: str) -> date | None:
    """Return the day that «2026-01-05» stands for, or None when it is not written exactly so."""
    found = _ISO.fullmatch(text)
    return _day(found[1], int(found[2]), found[3]) if found else None


def dutch_date(text: str) -> date | None:
    """Return the day that a person wrote: «5 januari 2026», «5 jan. 2026», «5-1-2026», «5-1-26» or «2026-01-05».

    None when it is none of these, or a day that does not exist.
    """
    words = " ".join(text.lower().split())
    if found := _NUMBERS.fullmatch(words):
        return _day(_whole(found[3]), int(found[2]), found[1])
    if found := _LONG.fullmatch(words):
        return _day(found[3], _MONTH_NUMBERS.get(found[2], 0), found[1])
    return iso_date(words)


def _whole(year: str) -> str:
    """The year of two figures lies in this century: nobody in these papers looks further."""
    return year if len(year) == 4 else f"20{year}"


def _day(year: str, month: int, day: str) -> date | None:
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None
