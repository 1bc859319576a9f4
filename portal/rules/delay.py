"""The delay of the WIA that employee and employer ask for together.

Once both agreed the terms move (Verzuimprotocol 4.10). It is UWV that lengthens the time in which the pay goes on, on
their joint request and until the day that it names (Wet WIA art. 24 lid 1 and 2): the day of the request holds until
UWV answers, and with a refusal the terms are what they were.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from portal.rules.facts import Delay, Event, PaperState
from portal.rules.pairing import paired

REQUEST = "verzoek_uitstel_wia"
AGREED, DECIDED = "uitstel_afgesproken", "uitstel_besloten"
REFUSED, OTHER_DAY = "afgewezen", "andere_dag"
FROM, UNTIL = "uitstel_vanaf", "uitstel_tot"


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


def delays(events: Mapping[str, Iterable[Event]]) -> tuple[Delay, ...]:
    """By how many days the end is put off since each request, all together; one that UWV refused is not there.

    A request begins where the waiting time then ends: a later one goes on from that day, and adds to what was agreed.
    """
    found: list[Delay] = []
    days, until = 0, date.max
    for request, answer in paired(events.get(AGREED, ()), events.get(DECIDED, ())):
        said = answer.data if answer else {}
        if said.get("besluit") != REFUSED:
            begin = date.fromisoformat(request.data[FROM])
            end = date.fromisoformat(said.get("tot") or request.data[UNTIL])
            days = max(0, (end - begin).days) + (days if begin >= until else 0)
            until = end
            found.append(Delay(request.on, days, answer is not None))
    return tuple(found)
