"""The request to sign a paper, to each of its signers."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from portal.rules.calendar import add_counted_days, long_date
from portal.rules.conditions import ziek
from portal.rules.facts import PaperState, Situation
from portal.rules.protocol import Asking
from portal.rules.spells import FOREVER
from portal.rules.step import SIGNING, Step
from portal.rules.terms import ROLE


def signature_steps(situation: Situation, signing: Asking, due_of_paper: Mapping[int, date]) -> Iterator[Step]:
    """The request to each signer of each paper, in its newest version.

    Each signs within the days that the protocol gives, and by the last day of the paper's own step. `due_of_paper` has
    the last day of the step that a paper settles, by the paper's id.
    """
    newest: dict[tuple[str, int], list[PaperState]] = {}
    for paper in situation.papers:
        newest.setdefault((paper.kind, paper.number), []).append(paper)
    for versions in newest.values():
        ends = {p.paper: add_counted_days(p.on, signing.days, situation.pauses) for p in versions}
        due = min(min(ends[p.paper], due_of_paper.get(p.paper, FOREVER)) for p in versions)
        paper = max(versions, key=lambda p: p.version)
        own = {due_of_paper[p.paper] for p in versions if p.paper in due_of_paper}
        reason = _why(paper, due, ends[paper.paper], signing, own)
        for role in paper.signers:
            if role not in paper.unsigned or (ziek(situation) and paper.recalled_on is None):
                step = _signature(paper, role, max(paper.on, due), reason, signing)
                yield _on_paper(step, role) if paper.drawn_up_by and role in paper.unsigned else step


def _on_paper(step: Step, role: str) -> Step:
    """A paper of before the take-over is signed where it is: on paper. The leidinggevende records that.

    Whose signature it is stands in the title, because all of them are for the leidinggevende to record.
    """
    title = f"{step.title} (op papier, {ROLE[role].label.lower()})"
    return step._replace(owner="leidinggevende", action="sign_on_paper", title=title)


def _why(paper: PaperState, due: date, end: date, signing: Asking, own: Collection[date]) -> str:
    """What the day to sign follows from: the last day of the paper's own step, or the days to sign up to `end`."""
    if due in own and due < paper.on:
        return f"Met alle handtekeningen moest het klaar zijn op {long_date(due)}. Die dag was al voorbij."
    if due in own:
        return f"Met alle handtekeningen moet het klaar zijn op {long_date(due)}."
    counted = "" if due == end else ", geteld vanaf de eerste versie"
    skipped = " Dagen van herstel of verlof tellen niet mee." if end > paper.on + timedelta(days=signing.days) else ""
    return f"Daarna zijn er {signing.days} dagen om te ondertekenen{counted}.{skipped}"


def _signature(paper: PaperState, role: str, due: date, reason: str, signing: Asking) -> Step:
    answers = [signature.on for signature in paper.signatures if signature.role == role]
    return Step(
        key=f"{SIGNING}{paper.kind}:{role}",
        round=paper.number,
        owner=role,
        title=f"{paper.title} ondertekenen",
        state="done" if answers else "open",
        opens_on=paper.on,
        due_on=due,
        soon_on=paper.on,
        until_on=None,
        statutory_on=None,
        done_on=min(answers) if answers else None,
        action="sign_paper",
        paper=str(paper.paper),
        waits_for=(),
        rule=signing.rule,
        source=signing.source,
        why=(
            f"Het stuk is vastgesteld op {long_date(paper.on)}.",
            reason,
            f"Ondertekenen: uiterlijk {long_date(due)}.",
        ),
    )
