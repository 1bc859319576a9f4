"""What is missing in a running case, and a short list of repairs.

There is no second set of rules in here. Each repair is tried out in the plan: «suppose this were done today, what
would still be missing?» So one evaluation mends all the rounds that were missed, and a probleemanalyse also the
steps that lead to it, exactly because the plan says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from portal.rules.facts import Fact
from portal.rules.fold import fold
from portal.rules.plan import plan
from portal.rules.protocol import Protocol
from portal.rules.step import SIGNING, Step

Place = tuple[str, int]
"""The key and the round of a step."""


@dataclass(frozen=True)
class Repair:
    """Something that must still be done: `step` as it is to be done, and the missing steps that it mends.

    `by` is the last day that the protocol then gives; None when every day for it has passed, so that it is to be done
    as soon as possible. The first of `mends` is the missing step itself.
    """

    step: Step
    by: date | None
    mends: tuple[Step, ...]


def missing_steps(steps: Iterable[Step], protocol: Protocol, today: date) -> tuple[Step, ...]:
    """The steps of a plan whose last day has passed without them, and that are still asked, in the plan's order.

    Rounds that were missed are among them, and the signatures for which one waits; milestones are not.
    """
    milestones = {rule.key for rule in protocol.rules if rule.milestone}
    asked = [
        step
        for step in steps
        if step.done_on is None and step.key not in milestones and (step.until_on is None or step.until_on >= today)
    ]
    late = [step for step in asked if step.due_on < today]
    signing = {f"{SIGNING}{step.paper}:{role}" for step in late if step.state == "waiting" for role in step.waits_for}
    return tuple(step for step in asked if step in late or step.key in signing)


def repairs_of(facts: Iterable[Fact], protocol: Protocol, today: date) -> tuple[Repair, ...]:
    """Repairs after which nothing is missing, in the order in which they can be done.

    Each time the open step is taken whose doing leaves the least missing; what is then mended along with it needs no
    repair of its own. That makes a short list, which need not be the shortest. A step that is done once stays missing
    until it is done or no longer asked, however far its last day moves; a missed round is mended when the plan asks
    for it no longer.
    """
    facts = tuple(facts)
    at = datetime.combine(today, time(), UTC)
    left = {_place(step): step for step in missing_steps(plan(fold(facts), protocol), protocol, today)}
    found: list[Repair] = []
    while left:
        now = {_place(step): step for step in plan(fold(facts), protocol)}
        tried = [
            (step, _still(left, (*facts, fact), protocol, today), fact)
            for step in (now[place] for place in left if place in now)
            if step.state == "open"
            for fact in [_done(step, len(facts), at)]
        ]
        tried = [one for one in tried if len(one[1]) < len(left)]
        if not tried:
            break
        step, still, fact = min(tried, key=lambda one: len(one[1]))
        mended = tuple(one for place, one in left.items() if place not in still)
        found.append(Repair(step, step.due_on if step.due_on >= today else None, _first(step, mended)))
        facts, left = (*facts, fact), {place: one for place, one in left.items() if place in still}
    return tuple(found)


def _place(step: Step) -> Place:
    return step.key, step.round


def _first(step: Step, mended: tuple[Step, ...]) -> tuple[Step, ...]:
    return tuple(sorted(mended, key=lambda one: _place(one) != _place(step)))


def _done(step: Step, last: int, at: datetime) -> Fact:
    """A fact that says that a step was done today: its tick, or the signature it asks for."""
    seq = last + 1
    if not step.key.startswith(SIGNING):
        return Fact(seq, "gedaan", at.date(), at, 0, {"stap": step.key, "ronde": step.round})
    role = step.key.rpartition(":")[2]
    return Fact(seq, "ondertekend", at.date(), at, 0, {"papier": int(step.paper), "rol": role, "uitkomst": "akkoord"})


def _still(left: Mapping[Place, Step], facts: tuple[Fact, ...], protocol: Protocol, today: date) -> frozenset[Place]:
    """Which of the missing steps would still be missing with these facts, once this day is over."""
    asked = [one for one in plan(fold(facts), protocol) if one.until_on is None or one.until_on > today]
    late = {_place(step) for step in missing_steps(asked, protocol, today)}
    rounds = {rule.key for rule in protocol.rules if rule.per == "period"}
    once = {_place(step) for step in asked if step.done_on is None and step.key not in rounds}
    return frozenset(left.keys() & (late | once))
