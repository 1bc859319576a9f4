"""The request to make a recalled paper again, without health data, to the role that made it."""

from collections.abc import Iterable, Iterator

from portal.rules.calendar import Pause, add_counted_days, long_date
from portal.rules.conditions import ziek
from portal.rules.facts import PaperState, Situation
from portal.rules.protocol import Asking
from portal.rules.step import REMAKING, Step


def to_make_again(situation: Situation) -> tuple[PaperState, ...]:
    """The recalled papers of which there is no newer version."""
    return tuple(versions[-1] for versions in _versions(situation) if versions[-1].recalled_on)


def remaking_steps(situation: Situation, remaking: Asking | None) -> Iterator[Step]:
    """One step for each paper of which a version was recalled and that someone must make again.

    It is done once there is a version that was not recalled: signing that is asked as of any paper. Once the person
    is at work again nobody is asked any more.
    """
    for versions in _versions(situation) if remaking else ():
        recalled = [paper for paper in versions if paper.recalled_on and paper.remade_by]
        done = versions[-1] if versions[-1].recalled_on is None else None
        if remaking and recalled and (done or ziek(situation)):
            yield _step(recalled[-1], done, remaking, situation.pauses)


def _versions(situation: Situation) -> list[list[PaperState]]:
    """The versions of each paper, oldest first."""
    found: dict[tuple[str, int], list[PaperState]] = {}
    for paper in sorted(situation.papers, key=lambda p: p.version):
        found.setdefault((paper.kind, paper.number), []).append(paper)
    return list(found.values())


def _step(paper: PaperState, done: PaperState | None, remaking: Asking, pauses: Iterable[Pause]) -> Step:
    assert paper.recalled_on, "only what was recalled is made again"
    due = add_counted_days(paper.recalled_on, remaking.days, pauses)
    skipped = " Dagen van herstel of verlof tellen niet mee." if (due - paper.recalled_on).days > remaking.days else ""
    return Step(
        key=f"{REMAKING}{paper.kind}",
        round=paper.number,
        owner=paper.remade_by,
        title=f"{paper.title} opnieuw maken",
        state="done" if done else "open",
        opens_on=paper.recalled_on,
        due_on=due,
        soon_on=paper.recalled_on,
        until_on=None,
        statutory_on=None,
        done_on=max(done.on, paper.recalled_on) if done else None,
        action="settle_paper",
        paper=paper.kind,
        waits_for=(),
        rule=remaking.rule,
        source=remaking.source,
        why=(
            f"Het stuk is teruggeroepen op {long_date(paper.recalled_on)}.",
            f"Opnieuw maken: {remaking.days} dagen.{skipped}",
        ),
    )
