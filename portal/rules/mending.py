"""The request to mend a paper of the report that is not as UWV asks, and to hand over what came after the hand-over."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from portal.rules.calendar import Pause, add_counted_days, counted_days, long_date
from portal.rules.conditions import ziek
from portal.rules.facts import ADJUSTS, PaperState, Situation
from portal.rules.flaws import Flaw, flaws
from portal.rules.report import Report
from portal.rules.step import Step
from portal.rules.terms import LACK

MENDING = "aanvullen:"
"""How the keys of these requests begin; the kind of paper that mends follows, and the round is its number."""

SOON = timedelta(days=14)

Place = tuple[str, int]


def mending_steps(situation: Situation, report: Report | None, placed: Mapping[str, Step]) -> Iterator[Step]:
    """One step for each paper with flaws, one for what was not handed over, and one for its receipt.

    Each goes once it is mended.

    `placed` has the steps of the plan by key. The own papers of the employee are not among them: that they are there
    is nobody else's business. Missing signatures have a request of their own.
    """
    if report is None or not ziek(situation):
        return
    found: dict[Place, list[Flaw]] = {}
    for flaw in flaws(situation, report):
        part, place = report.paper_of(flaw.paper.kind), mended_at(flaw, situation)
        if place and part and not part.private:
            found.setdefault(place, []).append(flaw)
    for place, together in found.items():
        part = report.paper_of(together[0].paper.kind)
        if part and part.ready in placed and part.step in placed:
            yield _step(place, together, placed[part.ready], placed[part.step].owner, report)
    later = came_after(situation, report)
    if later and report.handed_over in placed:
        yield _hand_over_again(later, placed[report.handed_over])
    handed, got = handed_over_last(situation, report), placed.get(report.received)
    if handed and got and got.done_on and not is_received(handed, situation, report):
        yield _confirm_again(handed, got, receipt_due(handed, placed[report.handed_over], got, situation.pauses))


def adjusts_anew(step: Step, situation: Situation) -> bool:
    """Whether a step asks for a bijstelling that is not there yet, and not for what is there to be completed.

    Once the employment has ended there are no agreements left to adjust; what was made goes to UWV as it should be.
    """
    there = {(paper.kind, paper.number) for paper in situation.papers}
    return step.paper.startswith(ADJUSTS) and (step.paper, step.round) not in there


def mended_at(flaw: Flaw, situation: Situation) -> Place | None:
    """The step that asks to mend a flaw; None when it is a signature, for which there is a request already."""
    if flaw.lack == "niet_ondertekend" and flaw.paper.unsigned:
        return None
    kind = flaw.made_good_by
    number = flaw.paper.number
    if flaw.lack == "ouder_dan_ouder":
        number = 1 + max((paper.number for paper in situation.papers if paper.kind == kind), default=0)
    return f"{MENDING}{kind}", number


def handed_over_last(situation: Situation, report: Report) -> PaperState | None:
    """The last hand-over to the employee; None before the first."""
    found = [paper for paper in situation.readable_papers if paper.kind == report.handed_over]
    return max(found, key=lambda paper: paper.paper, default=None)


def is_received(handed: PaperState, situation: Situation, report: Report) -> bool:
    """Whether the employee has the papers of this hand-over, by their own word or given on paper."""
    events = situation.events.get(f"ontvangen:{report.handed_over}", ())
    return any(event.data["papier"] == handed.paper for event in events)


def receipt_due(handed: PaperState, given: Step, got: Step, pauses: Sequence[Pause]) -> date:
    """By when a hand-over is confirmed: whatever comes later gets as many days as what was handed over first.

    `pauses` are the days of the case that do not count.
    """
    if given.done_on is None:
        return got.due_on
    return add_counted_days(handed.on, counted_days(given.done_on, got.due_on, pauses), pauses)


def came_after(situation: Situation, report: Report) -> tuple[PaperState, ...]:
    """The employer's papers of the report that were made after the last hand-over."""
    handed = handed_over_last(situation, report)
    if handed is None:
        return ()
    return tuple(
        paper
        for paper in situation.readable_papers
        if paper.paper > handed.paper and (part := report.paper_of(paper.kind)) and not part.private
    )


def _step(place: Place, together: Sequence[Flaw], ready: Step, owner: str, report: Report) -> Step:
    """Whoever makes the paper mends it; one of before the take-over, who holds it."""
    key, number = place
    paper, kind = together[0].paper, together[0].made_good_by
    sent_in = bool(paper.drawn_up_by) and kind == paper.kind
    adjusts = kind != paper.kind
    opens = min(flaw.since for flaw in together)
    due = max(ready.due_on, opens)
    return _due_by(ready, due)._replace(
        key=key,
        round=number,
        owner="leidinggevende" if sent_in else owner,
        title=f"{paper.title} {'bijstellen' if adjusts else 'aanvullen'}",
        state="open",
        opens_on=opens,
        soon_on=due - SOON,
        until_on=None,
        done_on=None,
        action="file_earlier_paper" if sent_in else "settle_paper",
        paper=str(paper.paper) if paper.only_on_paper and sent_in else kind,
        waits_for=(),
        rule=report.mending,
        source=together[0].source,
        why=tuple(_sentence(flaw) for flaw in together),
    )


def _due_by(step: Step, due: date) -> Step:
    """The step by another day; a day of the law that this day has reached tells nobody more."""
    later = step.statutory_on and step.statutory_on > due
    return step._replace(due_on=due, statutory_on=step.statutory_on if later else None)


def _sentence(flaw: Flaw) -> str:
    """«Probleemanalyse van 3 maart 2026: zonder datum.» An element is named before what it is with it."""
    lack = LACK[flaw.lack].lower()
    named = lack if flaw.place == flaw.paper.kind else f"{flaw.title.lower()} {lack}"
    return f"{flaw.paper.title} van {long_date(flaw.paper.on)}: {named}."


def _hand_over_again(later: Sequence[PaperState], before: Step) -> Step:
    """By the last day of the hand-over itself; what came after that day, at once."""
    opens = min(paper.on for paper in later)
    return _due_by(before, max(before.due_on, opens))._replace(
        key=f"{MENDING}{before.key}",
        title=f"{before.title}: wat erbij kwam",
        state="open",
        opens_on=opens,
        until_on=None,
        done_on=None,
        waits_for=(),
        why=tuple(f"{paper.title} van {long_date(paper.on)} kwam na de overdracht." for paper in later),
    )


def _confirm_again(handed: PaperState, got: Step, due: date) -> Step:
    return _due_by(got, due)._replace(
        key=f"{MENDING}{got.key}",
        title=f"{got.title}: wat erbij kwam",
        state="open",
        opens_on=handed.on,
        soon_on=handed.on,
        until_on=None,
        done_on=None,
        waits_for=(),
        why=(f"Op {long_date(handed.on)} is overgedragen wat erbij kwam.",),
    )
