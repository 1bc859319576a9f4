"""`plan(situation, protocol) → steps`: which step comes when, for whom and why. There is no clock in here.

What depends on today (visible, soon, late) is a comparison with the days a step carries, made in `inbox`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from portal.rules.calendar import add_counted_days, add_working_days, counted_days, long_date
from portal.rules.conditions import CONDITIONS
from portal.rules.facts import Event, PaperState, Situation
from portal.rules.protocol import Protocol, Rule, Term
from portal.rules.spells import FOREVER

State = Literal["done", "open", "waiting", "expected"]

LAST_DAYS_OF_ROUNDS = 609
"""Recurring steps run until week 87 (D+609) (Verzuimprotocol 4.7)."""


@dataclass(frozen=True)
class Step:
    """One thing that must happen in a case.

    `state`: done; open (can be done from `opens_on`); waiting (for the steps or signatures in `waits_for`);
    expected (a milestone, or a later round). `statutory_on` is the day of the law where that differs from the
    protocol's. After `until_on` the step is no longer asked for. `why` explains the due day in sentences.
    """

    key: str
    round: int
    owner: str
    title: str
    state: State
    opens_on: date
    due_on: date
    soon_on: date
    until_on: date | None
    statutory_on: date | None
    done_on: date | None
    action: str
    paper: str
    waits_for: tuple[str, ...]
    rule: str
    source: str
    why: tuple[str, ...]


def plan(situation: Situation, protocol: Protocol) -> tuple[Step, ...]:
    """All steps of the running case, in the order of the rule file, signatures after the paper they belong to.

    A pure function: the same situation and protocol always give the same steps.
    """
    if not situation.spells:
        return ()
    planner = _Planner(situation, protocol)
    return tuple(planner.steps())


@dataclass(frozen=True)
class _Reached:
    """A day, and the sentences that lead to it."""

    day: date
    why: tuple[str, ...]


class _Planner:
    """Walks the rules once; what it has placed serves as an anchor for what comes after."""

    def __init__(self, situation: Situation, protocol: Protocol) -> None:
        self.situation = situation
        self.protocol = protocol
        self.placed: dict[str, Step] = {}
        self.due_of_paper: dict[str, date] = {}
        self.first = situation.spells[0].first
        self.last_round_on = add_counted_days(self.first, LAST_DAYS_OF_ROUNDS, situation.pauses)

    def steps(self) -> Iterator[Step]:
        for rule in self.protocol.rules:
            for step in self._steps_of(rule):
                yield step
                self.placed[rule.key] = step
                if step.state == "waiting":
                    self.due_of_paper[rule.paper] = step.due_on
        yield from self._signatures()

    def _steps_of(self, rule: Rule) -> Iterator[Step]:
        match rule.per:
            case "case":
                yield from self._once(rule, self._event(rule, rule.nth), 1, self.first)
            case "spell":
                yield from self._per_spell(rule)
            case "return":
                yield from self._per_return(rule)
            case "period":
                yield from self._per_period(rule)

    def _per_spell(self, rule: Rule) -> Iterator[Step]:
        """Once for every report; what settles it must lie between that report and the next."""
        spells = self.situation.spells
        for index, spell in enumerate(spells):
            until = spells[index + 1].first if index + 1 < len(spells) else FOREVER
            found = self._event(rule, rule.nth, index + 1, spell.first, until)
            running = spell.back_on is None
            if found or running:
                yield from self._once(rule, found, index + 1, spell.reported)

    def _per_return(self, rule: Rule) -> Iterator[Step]:
        """Once for every full return to work."""
        for index, spell in enumerate(self.situation.spells):
            if spell.back_on:
                found = self._event(rule, 1, index + 1, spell.back_on)
                if found or spell.back_on == self.situation.hersteld_op:
                    yield from self._once(rule, found, index + 1, spell.back_on)

    def _per_period(self, rule: Rule) -> Iterator[Step]:
        """Again and again, each round counted from the day the last one was done, or else was due."""
        start = self.placed.get(rule.due.anchor)
        if start is None:
            return
        begin = start.done_on or FOREVER
        found = [e for e in self._events(rule) if e.on > begin]
        before, number = start, 1
        while True:
            event = found[number - 1] if number <= len(found) else None
            step = self._step(rule, event, number, self._after(before, rule.due))
            if event is None and (step.due_on >= self.last_round_on or not self._applies(rule)):
                return
            if before.state != "done" and before is not start:
                step = replace(step, state="expected")
            yield step
            before, number = step, number + 1

    def _once(self, rule: Rule, event: Event | None, number: int, anchor_day: date) -> Iterator[Step]:
        if event is None and not self._applies(rule):
            return
        reached = self._reach(rule.due, anchor_day)
        if reached:
            yield self._step(rule, event, number, reached, anchor_day)

    def _applies(self, rule: Rule) -> bool:
        return all(CONDITIONS[name](self.situation) for name in rule.when)

    def _step(
        self, rule: Rule, event: Event | None, number: int, due: _Reached, anchor_day: date | None = None
    ) -> Step:
        soon = due.day - timedelta(days=rule.soon_days)
        opens = self._reach(rule.opens, anchor_day) if rule.opens else None
        until = self._reach(rule.until, anchor_day) if rule.until else None
        statute = self._reach(rule.statute, anchor_day) if rule.statute else None
        state, waits_for = self._state(rule, event)
        return Step(
            key=rule.key,
            round=number,
            owner=rule.owner,
            title=rule.title,
            state=state,
            opens_on=min(opens.day if opens else soon, due.day),
            due_on=due.day,
            soon_on=soon,
            until_on=until.day if until else None,
            statutory_on=statute.day if statute else None,
            done_on=event.on if event else None,
            action=rule.action,
            paper=rule.paper,
            waits_for=waits_for,
            rule=rule.rule,
            source=rule.source,
            why=due.why,
        )

    def _state(self, rule: Rule, event: Event | None) -> tuple[State, tuple[str, ...]]:
        if event:
            return "done", ()
        if rule.milestone:
            return "expected", ()
        paper = self._awaiting_signature(rule)
        if paper:
            return "waiting", paper.unsigned
        missing = tuple(key for key in rule.needs if not self._done(key))
        return ("waiting", missing) if missing else ("open", ())

    def _done(self, key: str) -> bool:
        step = self.placed.get(key)
        return step is not None and step.done_on is not None

    def _awaiting_signature(self, rule: Rule) -> PaperState | None:
        if not rule.paper:
            return None
        papers = [p for p in self.situation.papers if p.kind == rule.paper and p.unsigned]
        return papers[-1] if papers else None

    def _events(self, rule: Rule) -> tuple[Event, ...]:
        ticked = self.situation.events.get(f"gedaan:{rule.key}", ())
        settled = () if rule.settled_by == f"gedaan:{rule.key}" else self.situation.events.get(rule.settled_by, ())
        return tuple(sorted((*settled, *ticked), key=lambda event: (event.on, event.seq)))

    def _event(
        self, rule: Rule, nth: int, number: int = 1, since: date = date.min, until: date = FOREVER
    ) -> Event | None:
        """The event that settles a step: the tick that names its round, or the `nth` one in its stretch of time."""
        events = self._events(rule)
        named = [event for event in events if event.round == number]
        counted = [event for event in events if event.round is None and since <= event.on < until]
        return named[0] if named else counted[nth - 1] if len(counted) >= nth else None

    def _reach(self, term: Term, anchor_day: date | None) -> _Reached | None:
        """The day a term falls on, or None when its anchor does not exist in this case."""
        match term.anchor:
            case "eerste_ziektedag":
                return self._count(term, self.first, f"De eerste ziektedag is {long_date(self.first)}.")
            case "gemeld":
                day = anchor_day or self.first
                return self._count(term, day, f"De ziekmelding was op {long_date(day)}.")
            case "hersteld":
                day = anchor_day or self.first
                return self._count(term, day, f"Volledig aan het werk vanaf {long_date(day)}.")
            case step_key:
                before = self.placed.get(step_key)
                return self._after(before, term) if before else None

    def _after(self, before: Step, term: Term) -> _Reached:
        if before.done_on:
            return self._count(term, before.done_on, f"{before.title}: gedaan op {long_date(before.done_on)}.")
        sentence = f"{before.title}: nog niet gedaan, uiterlijk {long_date(before.due_on)}."
        return self._count(term, before.due_on, sentence)

    def _count(self, term: Term, day: date, begin: str) -> _Reached:
        if term.working_days:
            end = add_working_days(day, term.working_days)
            unit = "werkdag" if term.working_days == 1 else "werkdagen"
            return _Reached(end, (begin, f"{term.working_days} {unit} later is {long_date(end)}."))
        end = add_counted_days(day, term.days, self.situation.pauses)
        skipped = (end - day).days - counted_days(day, end, self.situation.pauses)
        why = [begin]
        if skipped:
            why.append(f"{_days(skipped)} herstel of verlof {'telt' if skipped == 1 else 'tellen'} niet mee.")
        why.append(f"{_days(term.days)} later is {long_date(end)}." if term.days else f"Dat is {long_date(end)}.")
        return _Reached(end, tuple(why))

    def _signatures(self) -> Iterator[Step]:
        signing = self.protocol.signing
        for paper in self.situation.papers:
            limit = paper.on + timedelta(days=signing.days)
            due = max(paper.on, min(limit, self.due_of_paper.get(paper.kind, limit)))
            for role in paper.signers:
                signed = next((s for s in paper.signatures if s.role == role), None)
                yield Step(
                    key=f"ondertekenen:{paper.kind}:{role}",
                    round=paper.version,
                    owner=role,
                    title="Ondertekenen",
                    state="done" if signed else "open",
                    opens_on=paper.on,
                    due_on=due,
                    soon_on=paper.on,
                    until_on=None,
                    statutory_on=None,
                    done_on=signed.on if signed else None,
                    action="sign_paper",
                    paper=str(paper.paper),
                    waits_for=(),
                    rule=signing.rule,
                    source=signing.source,
                    why=(f"Het stuk is vastgesteld op {long_date(paper.on)}.", f"Tekenen kan tot {long_date(due)}."),
                )


def _days(count: int) -> str:
    return f"{count} dag" if count == 1 else f"{count} dagen"
