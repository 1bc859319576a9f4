"""The rounds that follow each other at a distance: which took place, and what brings the day of the next one forward.

Each round begins where the one before it was placed; placing them is for the plan (see also `rounds`).
"""

from datetime import date
from typing import NamedTuple

from portal.rules.calendar import long_date
from portal.rules.counting import Reached, Start, end_of, reached
from portal.rules.facts import ADJUSTS, Event, Situation
from portal.rules.protocol import Rule, Term
from portal.rules.spells import FOREVER

TO_TAKE_UP = Term("", days=14)
"""Within these days the rounds go on after a delay of the WIA was agreed. Choice of the portal."""


class Named(NamedTuple):
    """What a round follows, with its title, and what `held` the round itself; None while it was not."""

    before: Event
    title: str
    held: Event | None


def rounds_held(rule: Rule, start: Event | None, situation: Situation) -> list[Event]:
    """The rounds that took place: from the very day on which what they follow was there."""
    begin = start.on if start else FOREVER
    ticked = situation.events.get(f"gedaan:{rule.key}", ())
    settled = situation.events.get(rule.settled_by, ())
    found = {event.seq: event for event in (*settled, *ticked) if event.on >= begin}
    return sorted(found.values(), key=lambda event: event.place)


def sooner(due: Reached, rule: Rule, turn: Named, situation: Situation) -> Reached:
    """The day that was last agreed for a round, when that is earlier than the rule's.

    A day that fell in a leave or a recovery later on does not stand.
    """
    named = _named(rule, turn, situation)
    if not named:
        return due
    agreed, title = named[-1]
    if agreed >= due.day or any(pause.first <= agreed < pause.until for pause in situation.pauses):
        return due
    return Reached(agreed, (f"{title}: afgesproken is {long_date(agreed)}.",))


def _named(rule: Rule, turn: Named, situation: Situation) -> list[tuple[date, str]]:
    """The days named for a round by the round before and by each bijstelling since, until the round was held.

    In the order in which they were named, each with the title of the paper. A bijstelling that waits for an answer
    agrees on nothing, and one of the very day of the round before was about that round.
    """
    if not rule.sooner:
        return []
    begin, until = turn.before.on, turn.held.on if turn.held else FOREVER
    papers = [
        (paper.on, paper.tells, paper.title)
        for paper in situation.papers
        if paper.kind == ADJUSTS + rule.due.anchor and paper.complete_on and begin < paper.on < until
    ]
    return [
        (day, title)
        for on, data, title in ((begin, turn.before.data, turn.title), *papers)
        for day in (date.fromisoformat(data[name]) for name in rule.sooner if data.get(name))
        if day > on
    ]


def since_the_delay(due: Reached, end: Start, situation: Situation) -> Reached:
    """The day of a round that is only there because the WIA was put off: nobody was late before that was agreed.

    `end` is where the rounds stop without a delay. Which agreement it was is the first that reaches to the round: who
    was late since then, stays late with the next one.
    """
    pauses = situation.pauses
    ends = ((None, 0), *((one.agreed_on, one.days) for one in situation.delays))
    agreed = next((on for on, delay in ends if due.day < end_of(end, pauses, delay)), None)
    if agreed is None:
        return due
    taken_up = reached(Start(TO_TAKE_UP, agreed, "Uitstel van de WIA-aanvraag: afgesproken op "), pauses, 0)
    # The round itself is still counted from the one before it: this day only takes the place of its outcome.
    return taken_up._replace(begin=None) if due.day < taken_up.day else due
