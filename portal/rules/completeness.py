"""The meter: what UWV would send back of the re-integration report if it were handed in as it now is.

There is no clock in here. Each gap carries the two days after which it hurts, by the protocol and by the law, both
taken from the plan; what lies ahead and what is late is a comparison with today, made where it is shown.

Decided here, where law and protocol leave room:
- A gap is named once: at the paper while the paper is missing, at the element when the paper is there without it.
- A missing paper hurts after its own term; a paper that is not as it should be, when the report must be ready.
- Without a step that asks for a paper it is not missing: no plan van aanpak when return is not possible
  (Verzuimprotocol 4.6). Once the person is at work again nothing is asked.
- «Niet akkoord» and «niet ondertekend, met reden» are answers: neither is a gap.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from portal.rules.conditions import in_leven, ziek
from portal.rules.facts import ADJUSTS, Situation
from portal.rules.flaws import Flaw, flaws, papers_of
from portal.rules.mending import MENDING, Place, came_after, handed_over_last, is_received, mended_at, receipt_due
from portal.rules.recalling import to_make_again
from portal.rules.report import Report, ReportPaper
from portal.rules.step import REMAKING, SIGNING, Step

FORMALITIES = ("niet_overgedragen", "niet_bevestigd")
"""What says nothing of the papers themselves, but of whether the employee has them."""


@dataclass(frozen=True)
class Gap:
    """Something that UWV would send the report back for.

    `place` is the kind of paper, the element or the step where it is; `lack` one of terms.LACK; `owners` the roles
    that must act, in one of the steps `at`. It hurts after `protocol_on` and after `law_on`; None when the plan has
    no such day. A `private` one is for nobody to know but the employee.
    """

    place: str
    title: str
    lack: str
    owners: tuple[str, ...]
    at: tuple[Place, ...]
    protocol_on: date | None
    law_on: date | None
    source: str
    private: bool = False


@dataclass(frozen=True)
class Line:
    """A paper, a moment or an element of the report with its gaps.

    `there`: it is in the report; `asked`: it belongs in it. `comes_with` are the papers with which an element will
    come, `on` the day of the paper.
    """

    key: str
    title: str
    source: str
    gaps: tuple[Gap, ...] = ()
    there: bool = False
    asked: bool = True
    private: bool = False
    on: date | None = None
    comes_with: tuple[str, ...] = ()


@dataclass(frozen=True)
class Meter:
    """The report as it now is: its papers with the hand-over behind them, and the elements of the law."""

    papers: tuple[Line, ...] = ()
    elements: tuple[Line, ...] = ()

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Every gap, in the order of the report."""
        return tuple(gap for line in (*self.papers, *self.elements) for gap in line.gaps)

    def known_to(self, roles: Iterable[str]) -> tuple[Gap, ...]:
        """The gaps that someone with these roles in the dossier may know of."""
        own = "medewerker" in frozenset(roles)
        return tuple(gap for gap in self.gaps if own or not gap.private)

    @property
    def of_employer(self) -> tuple[Gap, ...]:
        """The gaps in the papers that the employer hands over."""
        return tuple(gap for gap in self.gaps if not gap.private and gap.lack not in FORMALITIES)


def measure(situation: Situation, steps: Iterable[Step], report: Report | None) -> Meter:
    """The meter of the running case; empty when no report is asked for. `steps` are its plan.

    A pure function of what is known: the same facts and rules always give the same meter.
    """
    if report is None or not situation.spells or not ziek(situation) or not in_leven(situation):
        return Meter()
    return _Measuring(situation, steps, report).meter()


@dataclass
class _Measuring:
    """Holds the steps by their place while the lines are made."""

    situation: Situation
    all_steps: Iterable[Step]
    report: Report
    steps: Mapping[Place, Step] = field(init=False)

    def __post_init__(self) -> None:
        self.steps = {(step.key, step.round): step for step in self.all_steps}
        self.flaws = flaws(self.situation, self.report)

    def meter(self) -> Meter:
        return Meter(
            papers=(*(self.paper(part) for part in self.report.papers), *self.hand_over()),
            elements=tuple(self.elements()),
        )

    def paper(self, part: ReportPaper) -> Line:
        step = self.steps.get((part.step, 1))
        if part.outside:
            there, on = bool(step and step.done_on), step.done_on if step else None
        else:
            days = [paper.on for paper in papers_of(self.situation, part.key)]
            there, on = bool(days), max(days, default=None)
        gaps = [*self.recalled(part)]
        stale = there and step is not None and step.state == "open"
        if step and (stale or not there) and not gaps:
            gaps.append(self.missing(part, step, "niet_actueel" if stale else "ontbreekt"))
        gaps += [self.flaw(flaw) for flaw in self.flaws if flaw.place.removeprefix(ADJUSTS) == part.key]
        gaps += self.not_handed_over(part)
        asked = there or bool(step)
        return Line(part.key, part.title, part.source, tuple(gaps), there, asked, part.private, on)

    def missing(self, part: ReportPaper, step: Step, lack: str) -> Gap:
        """A paper that is not there, or that is too old to settle the step which asks for it."""
        return self.gap(part, part.key, lack, (step.owner,), [(step.key, step.round)], step.due_on, part.law)

    def recalled(self, part: ReportPaper) -> Iterator[Gap]:
        for paper in to_make_again(self.situation):
            if paper.kind.removeprefix(ADJUSTS) == part.key:
                place = (f"{REMAKING}{paper.kind}", paper.number)
                step = self.steps.get(place)
                owners = (paper.remade_by or "leidinggevende",)
                due = step.due_on if step else self.due(part.ready)
                yield self.gap(part, paper.kind, "teruggeroepen", owners, [place], due, part.ready, paper.title)

    def flaw(self, flaw: Flaw) -> Gap:
        part = self.report.paper_of(flaw.paper.kind)
        assert part, "only papers of the report have flaws"
        place = mended_at(flaw, self.situation)
        at = [place] if place else [(f"{SIGNING}{flaw.paper.kind}:{r}", flaw.paper.number) for r in flaw.paper.unsigned]
        found = [self.steps[one] for one in at if one in self.steps]
        due = min((step.due_on for step in found), default=self.due(part.ready))
        owners = () if place else flaw.paper.unsigned
        owners = owners or tuple(step.owner for step in found) or (self.maker(part),)
        return self.gap(part, flaw.place, flaw.lack, owners, at, due, part.ready, flaw.title, flaw.source)

    def not_handed_over(self, part: ReportPaper) -> Iterator[Gap]:
        again = [(f"{MENDING}{self.report.handed_over}", 1)]
        for paper in came_after(self.situation, self.report):
            if paper.kind.removeprefix(ADJUSTS) == part.key:
                due = self.due(self.report.handed_over)
                owner = (self.steps[again[0]].owner,) if again[0] in self.steps else ("leidinggevende",)
                yield self.gap(part, paper.kind, "niet_overgedragen", owner, again, due, part.ready, paper.title)

    def hand_over(self) -> Iterator[Line]:
        """The hand-over itself and the employee's receipt of it."""
        report = self.report
        given, got = (self.steps.get((key, 1)) for key in (report.handed_over, report.received))
        if given is None or got is None:
            return
        handed = handed_over_last(self.situation, report)
        received = bool(handed and is_received(handed, self.situation, report))
        late = self.formality(given, "niet_overgedragen", report.handed_over)
        yield self.moment(given, () if handed else (late,), bool(handed))
        unconfirmed = self.formality(got, "niet_bevestigd", report.sent)
        if handed and given.done_on:
            again = (f"{MENDING}{got.key}", 1)
            unconfirmed = replace(
                unconfirmed,
                at=(again,) if again in self.steps else unconfirmed.at,
                protocol_on=receipt_due(handed, given, got, self.situation.pauses),
            )
        line = self.moment(got, (unconfirmed,) if handed and not received else (), received)
        yield line if handed else replace(line, comes_with=(given.title,))

    def formality(self, step: Step, lack: str, law: str) -> Gap:
        place = (step.key, step.round)
        return Gap(step.key, step.title, lack, (step.owner,), (place,), step.due_on, self.law_day(law), step.source)

    def moment(self, step: Step, gaps: tuple[Gap, ...], there: bool) -> Line:
        return Line(step.key, step.title, step.source, gaps, there, on=step.done_on)

    def elements(self) -> Iterator[Line]:
        """An element is there when all its places are; it comes with the papers that are not there yet."""
        for element in self.report.elements:
            gaps = tuple(self.flaw(flaw) for flaw in self.flaws if flaw.place == element.key)
            kinds = {kind for choice in element.stands_in for kind, _ in choice}
            parts = [part for part in self.report.papers if part.key in kinds]
            ahead = [
                kind
                for choice in element.stands_in
                if not any(papers_of(self.situation, kind) for kind, _ in choice)
                for kind in (choice[0][0],)
                if self.steps.get((self.part(kind).step, 1))
            ]
            yield Line(
                element.key,
                element.title,
                element.source,
                gaps,
                there=not gaps and not ahead,
                private=all(part.private for part in parts),
                comes_with=tuple(dict.fromkeys(self.part(kind).title for kind in ahead)),
            )

    def part(self, kind: str) -> ReportPaper:
        part = self.report.paper_of(kind)
        assert part, "an element stands in papers of the report"
        return part

    def gap(
        self,
        part: ReportPaper,
        place: str,
        lack: str,
        owners: tuple[str, ...],
        at: Iterable[Place],
        due: date | None,
        law: str,
        title: str = "",
        source: str = "",
    ) -> Gap:
        known = tuple(one for one in at if one in self.steps)
        law_on = self.law_day(law)
        return Gap(place, title or part.title, lack, owners, known, due, law_on, source or part.source, part.private)

    def maker(self, part: ReportPaper) -> str:
        step = self.steps.get((part.step, 1))
        return step.owner if step else "leidinggevende"

    def due(self, key: str) -> date | None:
        step = self.steps.get((key, 1))
        return step.due_on if step else None

    def law_day(self, key: str) -> date | None:
        """The day that the law gives for a step, which is the protocol's unless it names another."""
        step = self.steps.get((key, 1))
        return (step.statutory_on or step.due_on) if step else None
