"""Which absences ask for a talk about frequent absence, and that one such talk stands open at a time.

Three absences or more in twelve months are frequent, and ask for a talk (Verzuimprotocol 1.2, 5.3). Decided here: while
that talk was not held a further absence asks for no second one, also when that began a new case; the talk that stands
open is about it as well. After the talk a further absence asks for a new one.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from portal.rules.facts import Event, Fact
from portal.rules.spells import Spell

FREQUENT = 3
TALK = "frequent_verzuimgesprek"


def frequent_absences(
    spells: Iterable[Spell], facts: Collection[Fact], begin: date, taken_over: date | None
) -> tuple[Event, ...]:
    """The reports that ask for a talk in the case that began on `begin`, one of before it whose talk is still open too.

    `facts` are those that stand, of every case. Of what was reported before the portal took over the case, it does not
    know whether there was a talk: that keeps no later talk away.
    """
    talks = [fact.on for fact in facts if fact.kind == "gedaan" and fact.data["stap"] == TALK]
    asking: list[Event] = []
    for event in _third_or_later(spells, facts):
        open_since = asking[-1].on if asking else None
        known = open_since is not None and (taken_over is None or open_since >= taken_over)
        if open_since is None or not known or _held(talks, open_since, event.on):
            asking.append(event)
    return tuple(event for event in asking if event.on >= begin or not _held(talks, event.on, begin))


def _held(talks: Iterable[date], since: date, until: date) -> bool:
    """Whether a talk was held before the report of day `until`; one on that very day is about that absence too."""
    return any(since <= talk < until for talk in talks)


def _third_or_later(spells: Iterable[Spell], facts: Iterable[Fact]) -> Iterator[Event]:
    """Each report that makes the third absence, or a later one, in twelve months; the absences are in order of day."""
    told = {fact.on: fact for fact in facts if fact.kind == "ziekmelding"}
    begins = [spell.first for spell in spells]
    for earlier, first in zip(begins, begins[FREQUENT - 1 :], strict=False):
        if first in told and earlier > _year_before(first):
            yield told[first].event


def _year_before(day: date) -> date:
    """The same day a year ago; of 29 February the last day of that month."""
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)
