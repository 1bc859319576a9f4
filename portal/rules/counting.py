"""Counting a term: the day on which it falls, and, for who asks, the sentences that lead to that day.

Most days of a plan are only compared, so the words come apart from the day.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from portal.rules.calendar import Pause, add_counted_days, add_working_days, long_date
from portal.rules.protocol import Term

KEPT = 4096
"""So many days are kept with their reasoning."""


class Start(NamedTuple):
    """From which day a term is counted, with the words around that day in a sentence."""

    term: Term
    day: date
    before: str
    after: str = "."


class Reached(NamedTuple):
    """A day, and the sentences that lead to it.

    `begin` is the day it was counted from, `days` or `working_days` how far, `delay` the days of a delayed WIA in it;
    a day that somebody named was not counted. `runs_on`: it passed over no day of recovery or leave.
    """

    day: date
    why: tuple[str, ...]
    begin: date | None = None
    days: int = 0
    working_days: int = 0
    delay: int = 0
    runs_on: bool = False


def end_of(start: Start, pauses: Iterable[Pause], delay: int) -> date:
    """The day on which the term falls; `delay` is that of the WIA, for the terms that move along with it."""
    term = start.term
    if term.working_days:
        return add_working_days(start.day, term.working_days)
    return add_counted_days(start.day, term.days + (delay if term.delayed else 0), () if term.runs_on else pauses)


@lru_cache(maxsize=KEPT)
def reached(start: Start, pauses: tuple[Pause, ...], delay: int) -> Reached:
    """The same day with its reasoning; kept, because most days of a dossier are the same at the next fact."""
    term, day = start.term, start.day
    end = end_of(start, pauses, delay)
    begin = f"{start.before}{long_date(day)}{start.after}"
    if term.working_days:
        unit = "werkdag" if term.working_days == 1 else "werkdagen"
        why_day = f"{term.working_days} {unit} later is {long_date(end)}."
        return Reached(end, (begin, why_day), day, working_days=term.working_days)
    delay = delay if term.delayed else 0
    skipped = (end - day).days - term.days - delay
    why = [begin]
    if delay:
        why.append(f"Er is {length_of(delay)} uitstel van de WIA-aanvraag afgesproken.")
    if term.runs_on and end_of(start._replace(term=term._replace(runs_on=False)), pauses, delay) != end:
        why.append("Dagen van herstel of verlof tellen hier mee.")
    if skipped:
        verb = "telt" if skipped in (1, 7) else "tellen"
        why.append(f"{length_of(skipped)} herstel of verlof {verb} niet mee.")
    if end != day:
        later = f"{length_of(term.days)} later is" if term.days else "Dan is het"
        why.append(f"{later} {long_date(end)}.")
    return Reached(end, tuple(why), day, days=term.days, delay=delay, runs_on=term.runs_on)


def length_of(days: int) -> str:
    """A number of days in words, in weeks where that comes out whole."""
    if days and days % 7 == 0:
        return "1 week" if days == 7 else f"{days // 7} weken"
    return "1 dag" if days == 1 else f"{days} dagen"
