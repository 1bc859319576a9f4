"""The delay of the WIA that employee and employer ask for together.

Once both agreed the terms move (Verzuimprotocol 4.10). It is UWV that lengthens the time in which the pay goes on, on
their joint request and until the day that it names (Wet WIA art. 24 lid 1 and 2): the day of the request holds until
UWV answers, and with a refusal the terms are what they were.

A day that is named is one of the calendar, worked out from what was known then; the delay is how many days of the
illness it lies past the 104 weeks. So days that do not count and become known later move it on, and those that were
known then are in it already. A leave is known once it was told, also while it lies ahead, or else once it began; a
recovery once it is over, because only then the case goes on. The day of a request was worked out when both agreed, and
a yes of UWV gives what was asked; another day that UWV names was worked out when it answered. When the request does not
begin where the waiting time ended by what was known then, it was worked out at the nearest time by which it does. A day
that lies in a leave that was known comes after it, as every term does.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from portal.rules.calendar import Pause, add_counted_days, counted_days
from portal.rules.facts import Delay, Event, PaperState, Situation
from portal.rules.pairing import paired
from portal.rules.spells import Leave, Spell, pauses_of
from portal.rules.waiting_time import WEEKS

REQUEST = "verzoek_uitstel_wia"
AGREED, DECIDED = "uitstel_afgesproken", "uitstel_besloten"
REFUSED, OTHER_DAY = "afgewezen", "andere_dag"
FROM, UNTIL = "uitstel_vanaf", "uitstel_tot"

DAY = timedelta(days=1)

Events = Mapping[str, Iterable[Event]]


class _Told(NamedTuple):
    """What UWV answered to a request, None while it did not, and the delay that it comes to, None while it does not.

    `asked` are the days that the delay would come to if UWV gives what was asked.
    """

    answer: Event | None
    delay: Delay | None
    asked: int


def agreed_requests(papers: Iterable[PaperState]) -> tuple[Event, ...]:
    """The requests that both agreed with, each on the day of the second yes, in the order of their papers.

    One that was made again is the same request: it keeps its day and says what its newest version says. It is done on
    the day on which both agreed with the days that it now names.
    """
    found: dict[int, Event] = {}
    for paper in papers:
        on = paper.complete_on
        agreed = all(signature.outcome == "akkoord" for signature in paper.signatures)
        if paper.kind == REQUEST and on and agreed and paper.tells.get(FROM) and paper.tells.get(UNTIL):
            before = found.get(paper.number) or Event(on, paper.seq, on, data=paper.tells)
            same = all(before.data[name] == paper.tells[name] for name in (FROM, UNTIL))
            found[paper.number] = replace(
                before, done_on=before.done_on if same else on, paper=paper.paper, data=paper.tells
            )
    return tuple(found.values())


class _Wait(NamedTuple):
    """The waiting time without a delay: from the first sick day, past the days that do not count."""

    spells: Sequence[Spell]
    leaves: Sequence[Leave]

    def known_on(self, day: date) -> tuple[Pause, ...]:
        """The days that do not count, as far as they were known on a day."""
        return pauses_of(self.spells, self.leaves, day)

    def end(self, delay: int, day: date) -> date:
        """The day on which it is over with a delay of so many days, by what was known on a day."""
        return add_counted_days(self.spells[0].first, WEEKS * 7 + delay, self.known_on(day))

    def between(self, first: date, last: date, day: date) -> int:
        """The days from the one to the other that count, by what was known on a day; below 0 when `last` is first."""
        known = self.known_on(day)
        return counted_days(first, last, known) if first <= last else -counted_days(last, first, known)

    def times(self, on: date) -> Iterator[date]:
        """A day and the other ones on which more or less was known: those after it, and then those before it."""
        told = sorted({*(leave.known_on for leave in self.leaves), *(spell.first for spell in self.spells[1:])})
        yield on
        yield from (day for day in told if day > on)
        yield from (day - DAY for day in reversed(told) if day <= on)


def delays(events: Events, spells: Sequence[Spell], leaves: Sequence[Leave]) -> tuple[Delay, ...]:
    """By how many days the end is put off since each request, all together; one that does not count is not there.

    `spells` are those of the case, `leaves` those of the dossier.
    """
    return tuple(told.delay for told in _followed(events, _Wait(spells, leaves)) if told.delay)


def refusal(situation: Situation) -> Event | None:
    """The «no» of UWV that is the last word on the delay; None when there was none, or what came after it counts."""
    last = None
    for told in _told(situation):
        last = None if told.delay else told.answer or last
    return last


def is_held_back(situation: Situation) -> bool:
    """Whether a request only counts once UWV grants it: it goes on from a delay that UWV did not give, or not whole."""
    return any(told.delay is None and told.answer is None for told in _told(situation))


def _told(situation: Situation) -> Iterator[_Told]:
    wait = _Wait(situation.spells, situation.leaves)
    yield from _followed(situation.events, wait) if situation.spells else ()


def _followed(events: Events, wait: _Wait) -> Iterator[_Told]:
    """Each request with its answer and what it comes to.

    A request begins where the waiting time then ends: a later one goes on from that day, and adds to what was agreed.
    When UWV refuses or shortens what it goes on from, there is nothing to lengthen at that day: what UWV decided
    holds, and the later request only counts once UWV grants it (the strict side: who waits for that applies too late).
    """
    reaches: dict[date, int] = {}
    found: list[_Told] = []
    days = 0
    for request, answer in paired(events.get(AGREED, ()), events.get(DECIDED, ())):
        said = answer.data if answer else {}
        begin, until = (date.fromisoformat(request.data[name]) for name in (FROM, UNTIL))
        start, then = _start(begin, request.done_on or request.on, wait, reaches, found)
        asked = end = max(0, start + wait.between(begin, until, then))
        reaches[until] = asked
        if answer and (said_until := said.get("tot")):
            named, then = date.fromisoformat(said_until), max(then, request.on, answer.on)
            end = max(0, start + wait.between(wait.end(start, then), named, then))
            reaches[named] = end
        counts = said.get("besluit") != REFUSED if answer else start <= days
        days = end if counts else days
        found.append(_Told(answer, Delay(request.on, days, answer is not None) if counts else None, asked))
        yield found[-1]


def _start(
    begin: date, on: date, wait: _Wait, reaches: Mapping[date, int], earlier: Sequence[_Told]
) -> tuple[int, date]:
    """The delay from which a request of a day goes on, and the day by what was known on which it was worked out.

    `begin` is where the waiting time then ended, with a delay of before or without one; a day that an earlier request
    or answer named, when a leave was recorded since; or else what stood on the day of the request.
    """
    for day in wait.times(on):
        for delay in (*reversed(tuple(reaches.values())), 0):
            if wait.end(delay, day) == begin:
                return delay, day
    return reaches[begin] if begin in reaches else _stood(on, earlier), on


def _stood(on: date, earlier: Iterable[_Told]) -> int:
    """The delay that stood on a day, by what UWV had answered then to the earlier requests."""
    days = 0
    for told in earlier:
        if told.answer is None or told.answer.on > on:
            days = told.asked
        elif told.delay:
            days = told.delay.days
    return days
