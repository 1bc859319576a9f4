"""Which event answers which: the first of that day or later, each answering one."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date

from portal.rules.facts import ANSWERS_TO, TOLD, Event
from portal.rules.spells import FOREVER


def told_on(opener: Event) -> date:
    """The day on which something was told; of what is announced for a day ahead that is the earlier one."""
    return min(opener.on, _told(opener))


def told_late_on(opener: Event) -> date | None:
    """The day on which something was told that had happened before; None when it was told in time."""
    told = _told(opener)
    return told if told > opener.on else None


def _told(opener: Event) -> date:
    """The day on which something was told; the day itself when that is not written down."""
    return date.fromisoformat(opener.data.get(TOLD) or opener.on.isoformat())


def paired(
    openers: Iterable[Event],
    settlers: Iterable[Event],
    last_day: Callable[[Event], date] = lambda _: FOREVER,
    answers: Collection[int] = (),
    others: Collection[int] = (),
) -> list[tuple[Event, Event | None]]:
    """Each event that opens a round with the first one, not taken yet, of that day or later that settles it.

    `last_day` gives the last day on which an opener can be settled. What is announced for a day ahead can be answered
    from the day on which it was told; `answers` are the numbers of what does so. `others` are those of what may have
    been answered as well: an answer to one of them settles none of these.
    """
    openers = tuple(openers)
    asked = {*others, *(opener.seq for opener in openers)}
    left = sorted(settlers, key=lambda event: event.place)
    found: list[tuple[Event, Event | None]] = []
    for opener in openers:
        last, told = last_day(opener), told_on(opener)
        settler = next(
            (
                one
                for one in left
                if (told if one.seq in answers else opener.on) <= one.on <= last
                and not _is_of_another(one, opener, asked)
            ),
            None,
        )
        found.append((opener, settler))
        if settler:
            left.remove(settler)
    return found


def named(openers: Iterable[Event], settlers: Iterable[Event]) -> tuple[Event, ...]:
    """The answers, each that does not say what it answers with the number of what it then counts for.

    That is the oldest that was not answered yet: answers were once stored without it.
    """
    settlers = tuple(settlers)
    said = {one.data.get(ANSWERS_TO) for one in settlers}
    left = [one for one in sorted(openers, key=lambda event: event.place) if one.seq not in said]
    pairs = paired(left, [one for one in settlers if ANSWERS_TO not in one.data])
    found = {answer.seq: opener.seq for opener, answer in pairs if answer}
    return tuple(
        replace(one, data={**one.data, ANSWERS_TO: found[one.seq]}) if one.seq in found else one for one in settlers
    )


def _is_of_another(one: Event, opener: Event, asked: Collection[int]) -> bool:
    """Whether something does not settle this round, though it is of that day or later.

    An answer that says which of the `asked` it answers settles that one alone, nothing settles what it opened
    itself, and no paper what a later paper of the same day asked for.
    """
    said = one.data.get(ANSWERS_TO)
    if one.seq == opener.seq or (said in asked and said != opener.seq):
        return True
    return one.on == opener.on and one.paper is not None and opener.paper is not None and one.paper < opener.paper
