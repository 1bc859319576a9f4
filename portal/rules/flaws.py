"""What is wrong with the papers of the report that are there: the named predicates of its rule file, applied.

Decided here: of several papers of one kind one that is as it should be is enough, and of each paper one version; of
the bijstellingen the report needs each.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from portal.rules.conditions import terugkeer_mogelijk
from portal.rules.facts import ADJUSTS, PaperState, Situation
from portal.rules.report import Demand, Element, Report

NOT_IN_IT = "staat_er_niet_in"
"""What an element lacks when the paper is there without it."""

ANSWERS: Mapping[str, str] = {"plan_van_aanpak": "probleemanalyse"}
"""A paper that must answer the newest word of another: the plan follows the advice (Regeling procesgang art. 4)."""


@dataclass(frozen=True)
class Flaw:
    """Something that `paper` lacks; `place` is its kind, or the element of the report that does not stand in it.

    It is so `since` the day of the paper, or of what came after it.
    """

    place: str
    title: str
    paper: PaperState
    lack: str
    source: str
    since: date

    @property
    def made_good_by(self) -> str:
        """The kind of paper that mends it: the same again, or a bijstelling when it is only too old."""
        adjusts = self.lack == "ouder_dan_ouder" and not self.paper.kind.startswith(ADJUSTS)
        return ADJUSTS + self.paper.kind if adjusts else self.paper.kind


def flaws(situation: Situation, report: Report) -> tuple[Flaw, ...]:
    """The flaws in the papers that are there, in the order of the report."""
    found: list[Flaw] = []
    for part in report.papers:
        for kind in (part.key, ADJUSTS + part.key):
            found += _of_kind(situation, report, kind)
    for element in report.elements:
        found += _of_element(situation, element)
    return tuple(found)


def is_herkenbaar(paper: PaperState, _situation: Situation, demand: Demand) -> bool:
    """There is a file, and it says which paper it is."""
    return not paper.only_on_paper and demand.seen.keys().isdisjoint(paper.lacks)


def staat_erop(paper: PaperState, _situation: Situation, demand: Demand) -> bool:
    """Everything that the demand names stands on it."""
    return demand.marks.keys().isdisjoint(paper.lacks)


def is_ondertekend(paper: PaperState, _situation: Situation, demand: Demand) -> bool:
    """Everyone who was asked has answered, «niet akkoord» and «niet ondertekend, met reden» too."""
    return not paper.unsigned and demand.seen.keys().isdisjoint(paper.lacks)


def volgt_zijn_ouder(paper: PaperState, situation: Situation, _demand: Demand) -> bool:
    """It is not older than what it adjusts or must answer; of a plan or bijstelling the newest word counts.

    An advice that return is not possible asks for no plan (Verzuimprotocol 4.6), so for no answer either.
    """
    parent = _parent_day(situation, paper.kind)
    if parent is None:
        return True
    if paper.kind.startswith(ADJUSTS):
        return parent <= paper.on or paper.on != _last_day(situation, paper.kind)
    return not terugkeer_mogelijk(situation) or parent <= max(
        paper.on, _last_day(situation, ADJUSTS + paper.kind) or date.min
    )


def _parent_day(situation: Situation, kind: str) -> date | None:
    """The newest day of what a kind adjusts, or of the advice that it must answer; None without one."""
    asked = ANSWERS.get(kind)
    kinds = (asked, ADJUSTS + asked) if asked else (kind.removeprefix(ADJUSTS),)
    return max((day for one in kinds if (day := _last_day(situation, one))), default=None)


PREDICATES: Mapping[str, Callable[[PaperState, Situation, Demand], bool]] = {
    predicate.__name__: predicate for predicate in (is_herkenbaar, staat_erop, is_ondertekend, volgt_zijn_ouder)
}


def _of_kind(situation: Situation, report: Report, kind: str) -> Iterable[Flaw]:
    """The flaws of the newest version of a paper of which no version is as it should be."""
    numbers: dict[int, list[list[Flaw]]] = {}
    for paper in sorted(papers_of(situation, kind), key=lambda p: (p.number, p.version)):
        found = list(_of_paper(situation, report, paper))
        numbers.setdefault(paper.number, []).append(found)
    flawed = [versions[-1] if all(versions) else [] for versions in numbers.values()]
    if kind.startswith(ADJUSTS):
        return [flaw for found in flawed for flaw in found]
    return flawed[-1] if flawed and all(flawed) else []


def _of_paper(situation: Situation, report: Report, paper: PaperState) -> Iterator[Flaw]:
    for demand in report.demands:
        if demand.asks(paper.kind, paper.on) and not PREDICATES[demand.holds](paper, situation, demand):
            after = _parent_day(situation, paper.kind) if demand.holds == volgt_zijn_ouder.__name__ else None
            yield Flaw(paper.kind, paper.title, paper, demand.lack, demand.source, after or paper.on)


def _of_element(situation: Situation, element: Element) -> Iterator[Flaw]:
    """One for each paper that is there without the element, when no other paper that may hold it does."""
    flawed: set[int] = set()
    for choice in element.stands_in:
        there = [(paper, name) for kind, name in choice for paper in papers_of(situation, kind)]
        if not there or any(name not in paper.lacks for paper, name in there):
            continue
        paper = there[-1][0]
        if paper.paper not in flawed:
            flawed.add(paper.paper)
            yield Flaw(element.key, element.title, paper, NOT_IN_IT, element.source, paper.on)


def papers_of(situation: Situation, kind: str) -> list[PaperState]:
    """The papers of a kind that can be read, oldest first."""
    return [paper for paper in situation.readable_papers if paper.kind == kind]


def _last_day(situation: Situation, kind: str) -> date | None:
    """The day of the newest paper of a kind. One that was made again keeps the day it was first made."""
    first: dict[int, date] = {}
    for paper in situation.papers:
        if paper.kind == kind:
            first[paper.number] = min(paper.on, first.get(paper.number, paper.on))
    return max(first.values(), default=None)
