"""The delay of the WIA that employee and employer ask for together.

Once both agreed the terms move (Verzuimprotocol 4.10). It is UWV that lengthens the time in which the pay goes on, on
their joint request and until the day that it names (Wet WIA art. 24 lid 1 and 2): the day of the request holds until
UWV answers, and with a refusal the terms are what they were.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from portal.rules.facts import Delay, Event, PaperState
from portal.rules.pairing import paired

REQUEST = "verzoek_uitstel_wia"
AGREED, DECIDED = "uitstel_afgesproken", "uitstel_besloten"
REFUSED, OTHER_DAY = "afgewezen", "andere_dag"
FROM, UNTIL = "uitstel_vanaf", "uitstel_tot"

Events = Mapping[str, Iterable[Event]]


class _Told(NamedTuple):
    """What UWV answered to a request, None while it did not, and the delay that it comes to, None while it does not."""

    answer: Event | None
    delay: Delay | None


def agreed_requests(papers: Iterable[PaperState]) -> tuple[Event, ...]:
    """The requests that both agreed with, each on the day of the second yes, in the order of their papers.

    One that was made again is the same request: it keeps its day and says what its newest version says.
    """
    found: dict[int, Event] = {}
    for paper in papers:
        on = paper.complete_on
        agreed = all(signature.outcome == "akkoord" for signature in paper.signatures)
        if paper.kind == REQUEST and on and agreed and paper.tells.get(FROM) and paper.tells.get(UNTIL):
            first = found.get(paper.number)
            on, seq = (first.on, first.seq) if first else (on, paper.seq)
            found[paper.number] = Event(on, seq, on, paper=paper.paper, data=paper.tells)
    return tuple(found.values())


def delays(events: Events) -> tuple[Delay, ...]:
    """By how many days the end is put off since each request, all together; one that does not count is not there."""
    return tuple(told.delay for told in _followed(events) if told.delay)


def refusal(events: Events) -> Event | None:
    """The «no» of UWV that is the last word on the delay; None when there was none, or what came after it counts."""
    last = None
    for told in _followed(events):
        last = None if told.delay else told.answer or last
    return last


def is_held_back(events: Events) -> bool:
    """Whether a request only counts once UWV grants it: it goes on from a delay that UWV did not give, or not whole."""
    return any(told.delay is None and told.answer is None for told in _followed(events))


def _followed(events: Events) -> Iterator[_Told]:
    """Each request with its answer and what it comes to.

    A request begins where the waiting time then ends: a later one goes on from that day, and adds to what was agreed.
    When UWV refuses or shortens what it goes on from, there is nothing to lengthen at that day: what UWV decided
    holds, and the later request only counts once UWV grants it (the strict side: who waits for that applies too late).
    """
    reaches: dict[date, int] = {}
    days, until = 0, date.max
    for request, answer in paired(events.get(AGREED, ()), events.get(DECIDED, ())):
        said = answer.data if answer else {}
        begin, asked = (date.fromisoformat(request.data[name]) for name in (FROM, UNTIL))
        end = date.fromisoformat(said.get("tot") or asked.isoformat())
        # A leave that was recorded since moved the end on: then it goes on from what stands.
        start = reaches.get(begin, days if begin >= until else 0)
        total = {day: max(0, start + (day - begin).days) for day in (asked, end)}
        reaches |= total
        counts = said.get("besluit") != REFUSED if answer else start <= days
        if counts:
            days, until = total[end], end
        yield _Told(answer, Delay(request.on, days, answer is not None) if counts else None)
