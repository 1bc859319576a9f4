"""How often a step may be asked in a case: once, at every report, at every return, or at each event of a name.

The rounds that follow each other at a distance («period») are not here: each begins where the one before it was placed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from portal.rules.calendar import long_date
from portal.rules.facts import Event, Situation
from portal.rules.protocol import Per, Rule
from portal.rules.side_roads import rounds_of
from portal.rules.spells import FOREVER, known_after
from portal.rules.step import LEFT_UNDONE, Step
from portal.rules.terms import DERIVED, FACT


class Round(NamedTuple):
    """One time that a step may be asked: its number, the days it may count from, and its stretch of time.

    `opener` is the event that a round of an event began with, `opened_by` its name, `settled` what settles it.
    """

    number: int
    gemeld: date
    hersteld: date
    since: date = date.min
    until: date = FOREVER
    asked: bool = True
    opener: Event | None = None
    opened_by: str = ""
    settled: Event | None = None


def counted_rounds(situation: Situation) -> Mapping[Per, Sequence[Round]]:
    """Once for a case, for every report in it, and for every full return to work. The situation has a spell."""
    spells = situation.spells
    once = Round(1, spells[0].reported, spells[0].first)
    found: dict[Per, list[Round]] = {"case": [once], "spell": [], "return": []}
    begins = [date.min, *(known_after(before, spell) for before, spell in pairwise(spells)), FOREVER]
    for number, (spell, (begin, end)) in enumerate(zip(spells, pairwise(begins), strict=True), start=1):
        back_on = spell.back_on
        found["spell"].append(Round(number, spell.reported, spell.first, begin, end, spell is spells[-1]))
        if back_on:
            asked = back_on == situation.hersteld_op
            found["return"].append(Round(number, spell.reported, back_on, back_on, end, asked))
    return found


def left_undone(rule: Rule, turn: Round, earlier: Iterable[tuple[Round, Step]]) -> tuple[str, ...]:
    """What was still asked for in the earlier rounds when this one began, and is now done along with it.

    Nobody can have the talk of a return with someone who is ill again, so it gives way to that of the next return; it
    does not give way unsaid (Verzuimprotocol 4.2.1, 5.2: after every report, after every return).
    """
    left = [before for before, step in earlier if not step.done_on and (step.until_on or FOREVER) >= turn.since]
    days = [before.hersteld if rule.per == "return" else before.gemeld for before in left]
    said = rule.left_undone.format(dagen=" en ".join(long_date(day) for day in days))
    return (f"{LEFT_UNDONE}{said}",) if days else ()


def opened_rounds(rule: Rule, situation: Situation) -> Iterator[Round]:
    """Once for each event of a name that says what the rule wants to hear, with what settles it."""
    first = situation.spells[0].first
    found = rounds_of(rule, situation)
    label = _label(rule.each, situation) if found else ""
    for number, (opener, event) in enumerate(found, start=1):
        yield Round(number, first, first, opener=opener, opened_by=label, settled=event)


def _label(name: str, situation: Situation) -> str:
    kind = name.removeprefix("papier:")
    titles = (paper.title for paper in situation.papers if paper.kind == kind)
    return FACT.get(name) or DERIVED.get(name) or next(titles, kind)
