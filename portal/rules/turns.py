"""The clock of who has the ball: since when somebody must act, and for how long that was so.

A turn begins on the first day on which the step could be done: it opened, and what it waits for was done. It ends
when the step is done. It never begins before the dossier was opened in the portal, however long ago the illness
began. A paper that waits for signatures is no longer its maker's turn but that of each who was asked to sign. Days on
which the person was recovered or on leave are nobody's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from portal.rules.access import ROLES
from portal.rules.calendar import Pause, is_working_day
from portal.rules.facts import Situation
from portal.rules.protocol import Protocol
from portal.rules.step import REMAKING, Step

Done = Mapping[tuple[str, int], date | None]


@dataclass(frozen=True)
class Turn:
    """The time in which a role had to do a step: from `since` until `until`, or until now when that is None."""

    step: Step
    role: str
    since: date
    until: date | None
    counting: tuple[date, ...]

    @property
    def days(self) -> int:
        """Calendar days, without those that do not count."""
        return len(self.counting)

    @property
    def working_days(self) -> int:
        """The working days among them."""
        return sum(map(is_working_day, self.counting))


@dataclass(frozen=True)
class Held:
    """How long a role had the ball in one case: days on which it was its turn for one step or more."""

    role: str
    days: int
    working_days: int
    turns: int
    running: int


def turns(
    steps: Iterable[Step], situation: Situation, protocol: Protocol, today: date, opened_on: date = date.min
) -> tuple[Turn, ...]:
    """Every turn there was or is on day `today` in a dossier opened on `opened_on`, in the order of the steps."""
    steps = tuple(steps)
    done = {(step.key, step.round): step.done_on for step in steps}
    settled = _settled(situation)
    found = (turn_of(step, done, protocol, situation.pauses, today, opened_on, settled) for step in steps)
    return tuple(turn for turn in found if turn)


def turn_of(
    step: Step,
    done: Done,
    protocol: Protocol,
    pauses: Iterable[Pause],
    today: date,
    opened_on: date = date.min,
    settled: Mapping[tuple[str, date | None], date] | None = None,
) -> Turn | None:
    """The turn for one step; None when it is or was nobody's on day `today`.

    `done` are the days on which steps of the case were done, by key and round, `opened_on` is the day on which the
    dossier was opened; `settled` says when a paper was settled, by kind and the day on which it was complete (None
    while a signature is missing).
    """
    if step.owner not in ROLES or step.state == "expected" or (step.state == "waiting" and not _made(step, settled)):
        return None
    end = (settled or {}).get((step.paper, step.done_on)) if step.state != "open" else None
    end = end or step.done_on
    since = max(_since(step, done, protocol), opened_on)
    if end is None and (since > today or (step.until_on and step.until_on < today)):
        return None
    # What was done before it was asked for took nobody any time.
    since = min(since, end or today)
    return Turn(step, step.owner, since, end, _counting(since, end or today, tuple(pauses)))


def held(found: Iterable[Turn]) -> tuple[Held, ...]:
    """How long each role had the ball in a case, the longest first; a day with two steps at once is one day."""
    by_role: dict[str, list[Turn]] = {}
    for turn in found:
        by_role.setdefault(turn.role, []).append(turn)
    totals = [_total(role, own) for role, own in by_role.items()]
    return tuple(sorted(totals, key=lambda one: (-one.days, one.role)))


def _total(role: str, own: list[Turn]) -> Held:
    days = {day for turn in own for day in turn.counting}
    return Held(
        role=role,
        days=len(days),
        working_days=sum(map(is_working_day, days)),
        turns=len(own),
        running=sum(turn.until is None for turn in own),
    )


def _settled(situation: Situation) -> Mapping[tuple[str, date | None], date]:
    return {(paper.kind, paper.complete_on): paper.on for paper in situation.papers if paper.signers}


def _made(step: Step, settled: Mapping[tuple[str, date | None], date] | None) -> bool:
    """Whether a step waits for signatures on its paper, or for what takes its place, and not for another step."""
    made = all(name in ROLES or name.startswith(REMAKING) for name in step.waits_for)
    return made and (step.paper, None) in (settled or {})


def _since(step: Step, done: Done, protocol: Protocol) -> date:
    """When a step could be done: it opened, and the last of what it needs was there."""
    rule = protocol.rule(step.key)
    needed = [done.get((key, step.round)) or done.get((key, 1)) for key in rule.needs] if rule else []
    return max([step.opens_on, *(day for day in needed if day)])


def _counting(since: date, end: date, pauses: tuple[Pause, ...]) -> tuple[date, ...]:
    """The days after `since` up to and including `end` that lie outside every pause."""
    days = map(date.fromordinal, range(since.toordinal() + 1, end.toordinal() + 1))
    near = [pause for pause in pauses if pause.first <= end and pause.until > since]
    if not near:
        return tuple(days)
    return tuple(day for day in days if not any(pause.first <= day < pause.until for pause in near))
