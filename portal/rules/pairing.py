"""Which event answers which: the first of that day or later, each answering one."""

from collections.abc import Callable, Collection, Iterable
from datetime import date

from portal.rules.facts import TOLD, Event
from portal.rules.spells import FOREVER


def told_on(opener: Event) -> date:
    """The day on which something was told; of what is announced for a day ahead that is the earlier one."""
    return min(opener.on, date.fromisoformat(opener.data.get(TOLD) or opener.on.isoformat()))


def paired(
    openers: Iterable[Event],
    settlers: Iterable[Event],
    last_day: Callable[[Event], date] = lambda _: FOREVER,
    answers: Collection[int] = (),
) -> list[tuple[Event, Event | None]]:
    """Each event that opens a round with the first one, not taken yet, of that day or later that settles it.

    A paper settles nothing that a later paper of the same day asked for. `last_day` gives the last day on which an
    opener can be settled. What is announced for a day ahead can be answered from the day on which it was told;
    `answers` are the numbers of what does so.
    """
    left = sorted(settlers, key=lambda event: event.place)
    found: list[tuple[Event, Event | None]] = []
    for opener in openers:
        last, told = last_day(opener), told_on(opener)
        settler = next(
            (
                one
                for one in left
                if (told if one.seq in answers else opener.on) <= one.on <= last
                and one.seq != opener.seq
                and not _is_paper_before(one, opener)
            ),
            None,
        )
        found.append((opener, settler))
        if settler:
            left.remove(settler)
    return found


def _is_paper_before(one: Event, other: Event) -> bool:
    """Whether both are papers of one day, and this one was made first."""
    return one.on == other.on and one.paper is not None and other.paper is not None and one.paper < other.paper
