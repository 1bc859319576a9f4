"""`plan(situation, protocol) → steps`: which step comes when, for whom and why. There is no clock in here.

What depends on today (visible, soon, late) is a comparison with the days a step carries, made in `inbox`.

Decided here, where law and protocol leave room:
- A term counts from the day a paper was settled or a thing was done, not from the last signature: signing
  late gives nobody more time. While a step is not done, what follows counts from its last day.
- Days that do not count (gaps, leave) push every later term; days within a term of working days do not.
- `soon_on` and an unnamed `opens_on` are calendar days before the last day, also when those lie in a pause.
- Rounds that took place stay; the next one is open, those after it are expected. A round that waits for a
  signature keeps the next one closed, because a paper settled meanwhile would replace it.
- A tick settles the step it names, in the spell in which it falls, whatever round it was given for: rounds
  are renumbered when an earlier spell turns up.
- What is done after the take-over of a running case does not settle what had passed by then: the first contact that
  follows is the next one that is asked for, not the one that should have been there in the first week.
- Rounds that a delay of the WIA adds are due two weeks after both agreed, or later: nobody was late before.
- Full recovery takes away every step for which nothing was made, and the request to sign; a relapse brings
  them back. To put the report in SAP stays: that it ended there says nothing of that it was put in.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from portal.rules.calendar import Pause, add_counted_days, long_date, without_cause
from portal.rules.conditions import ADVISED_IN, CONDITIONS, terugkeer_mogelijk_sinds
from portal.rules.counting import Reached, Start, end_of, reached
from portal.rules.ending import until_the_end
from portal.rules.facts import Event, Situation
from portal.rules.mending import adjusts_anew, mending_steps
from portal.rules.pairing import told_late_on
from portal.rules.periods import Named, rounds_held, since_the_delay, sooner
from portal.rules.protocol import ANCHORS, Protocol, Rule, Term
from portal.rules.recalling import remaking_steps
from portal.rules.rounds import Round, counted_rounds, left_undone, opened_rounds
from portal.rules.side_roads import agreed_days, rounds_of
from portal.rules.signing import signature_steps
from portal.rules.spells import FOREVER
from portal.rules.step import State, Step


def plan(situation: Situation, protocol: Protocol) -> tuple[Step, ...]:
    """All steps of the running case, in the order of the rule file and with the signatures last.

    A pure function: the same situation and protocol always give the same steps, each (key, round) once.
    """
    quiet = without_cause(situation.pauses)
    steps = planned(situation, protocol)
    return tuple(_with_idle_days(step, quiet) for step in steps) if quiet else tuple(steps)


def planned(situation: Situation, protocol: Protocol) -> Iterator[Step]:
    """The steps of `plan` one after another, without their idle days: who looks for one need not plan the rest."""
    if situation.spells:
        yield from _Planner(situation, protocol).steps()


def _with_idle_days(step: Step, quiet: tuple[Pause, ...]) -> Step:
    """The step with the days that do not count any more for how late it is."""
    idle = tuple(pause for pause in quiet if pause.until > step.due_on)
    return step._replace(idle=idle) if idle else step


def reached_days(situation: Situation, protocol: Protocol) -> Mapping[tuple[str, int], Reached]:
    """How the last day of each step of the plan was counted, by key and round, before a later day was agreed on.

    The requests to sign are not in it: they count from their paper.
    """
    if not situation.spells:
        return {}
    planner = _Planner(situation, protocol)
    keys = {(step.key, step.round) for step in planner.steps()}
    return {place: placed.due for place, placed in planner.placed.items() if place in keys}


class _Placed(NamedTuple):
    """A step in its place, the event that settles it or waits for signatures, and the day its term gives."""

    step: Step
    event: Event | None
    due: Reached


class _Planner:
    """Walks the rules once; what it has placed serves as an anchor for what comes after."""

    def __init__(self, situation: Situation, protocol: Protocol) -> None:
        self.situation = situation
        self.protocol = protocol
        self.placed: dict[tuple[str, int], _Placed] = {}
        self.due_of_paper: dict[int, date] = {}
        self.held: dict[str, bool] = {}
        self.first = situation.spells[0].first
        self.agreed = agreed_days(situation)
        self.rounds = counted_rounds(situation)

    def steps(self) -> Iterator[Step]:
        ending = self.situation.ending
        for rule in self.protocol.rules:
            found = self._periods(rule) if rule.per == "period" else self._steps_of(rule)
            yield from until_the_end(found, ending, asked="uit_dienst" in rule.when)
        for step in self._signatures():
            # Whoever has left cannot sign in; the other party may still record that there was no signature.
            yield from until_the_end((step,), ending, asked=step.owner != "medewerker")
        placed = {key: one.step for (key, number), one in self.placed.items() if number == 1}
        remaking = remaking_steps(self.situation, self.protocol.remaking)
        for step in (*remaking, *mending_steps(self.situation, self.protocol.report, placed)):
            asked = step.owner != "medewerker" and not adjusts_anew(step, self.situation)
            yield from until_the_end((step,), ending, asked=asked)

    def _signatures(self) -> Iterator[Step]:
        yield from signature_steps(self.situation, self.protocol.signing, self.due_of_paper)

    def _steps_of(self, rule: Rule) -> Iterator[Step]:
        """The step in each of its rounds; one that is not asked is still placed, for what counts from it."""
        for turn in opened_rounds(rule, self.situation) if rule.per == "event" else self.rounds[rule.per]:
            event = self._event(rule, turn)
            due = self._held_to(rule, turn, self._reach(rule.due, turn, event))
            if rule.left_undone and not event:
                earlier = (
                    (one, self.placed[rule.key, one.number].step) for one in self.rounds[rule.per][: turn.number - 1]
                )
                due = due._replace(why=(*due.why, *left_undone(rule, turn, earlier)))
            step = self._place(rule, turn, event, due)
            if event or (turn.asked and self._applies(rule)):
                yield step

    def _held_to(self, rule: Rule, turn: Round, due: Reached) -> Reached:
        """The last day of the step that waits for this one, when that comes first; never a day before it was asked."""
        waiting = self.placed[rule.no_later_than, 1].step if rule.no_later_than else None
        if waiting is None or waiting.done_on or turn.opener is None:
            return due
        day = max(waiting.due_on, turn.opener.on)
        if day >= due.day:
            return due
        return Reached(day, (f"{waiting.title} wacht hierop: uiterlijk {long_date(waiting.due_on)}.",))

    def _periods(self, rule: Rule) -> Iterator[Step]:
        """Again and again, each round counted from the day the last one took place, or else was due."""
        turn = Round(1, self.first, self.first)
        start = self.placed[rule.due.anchor, 1]
        events = rounds_held(rule, start.event, self.situation)
        last_day = self._day(rule.last, turn) if rule.last else FOREVER
        before, number = start, 1
        while True:
            event = events[number - 1] if number <= len(events) else None
            due = self._counted(_after(before, rule.due))
            if before.event:
                due = sooner(due, rule, Named(before.event, before.step.title, event), self.situation)
            if rule.last:
                due = since_the_delay(due, self._start(rule.last, turn, None), self.situation)
            if event is None and (due.day >= last_day or not self._applies(rule)):
                return
            later = event is None and number > 1 and before.step.done_on is None
            turn = Round(number, self.first, self.first)
            step = self._place(rule, turn, event, due, later)
            yield step
            before, number = self.placed[rule.key, number], number + 1

    def _applies(self, rule: Rule) -> bool:
        return all(self._holds(name) for name in rule.when)

    def _holds(self, condition: str) -> bool:
        if condition not in self.held:
            self.held[condition] = CONDITIONS[condition](self.situation)
        return self.held[condition]

    def _place(self, rule: Rule, turn: Round, event: Event | None, due: Reached, later: bool = False) -> Step:
        soon = due.day - timedelta(days=rule.soon_days)
        opens = self._opens(rule.opens, rule.due, turn, event) if rule.opens else soon
        statute = self._day(rule.statute, turn, event) if rule.statute else None
        agreed, counted = self.agreed.get((rule.key, turn.number)) if rule.movable else None, due
        if agreed and agreed.day > due.day:
            statute, due = statute or due.day, Reached(agreed.day, (*due.why, *agreed.why))
        state, waits_for = self._state(rule, turn.number, event, later)
        step = Step(
            key=rule.key,
            round=turn.number,
            owner=rule.owner,
            title=rule.title,
            state=state,
            opens_on=min(opens, due.day),
            due_on=due.day,
            soon_on=soon,
            until_on=self._passed(rule, due.day) or self._until(rule, turn),
            statutory_on=statute,
            done_on=event.done_on if event else None,
            action=rule.action,
            paper=rule.paper or (rule.settled_by if rule.action == "record" else ""),
            waits_for=waits_for,
            rule=rule.rule,
            source=rule.source,
            why=due.why,
        )
        self.placed[rule.key, turn.number] = _Placed(step, event, counted)
        if event and event.paper is not None:
            self.due_of_paper[event.paper] = due.day
        return step

    def _opens(self, term: Term, due: Term, turn: Round, event: Event | None) -> date:
        """The day on which a step can be done first.

        In a pause too, when its last day may lie in one or something happened then that asks for it.
        """
        at_once = not term.days and not term.says
        pauses = () if at_once or due.working_days or due.runs_on else self.situation.pauses
        return end_of(self._start(term, turn, event), pauses, self.situation.delay)

    def _state(self, rule: Rule, number: int, event: Event | None, later: bool) -> tuple[State, tuple[str, ...]]:
        if event:
            return ("done" if event.done_on else "waiting"), event.waits_for
        if rule.milestone or later:
            return "expected", ()
        missing = [key for key in rule.needs if self._is_lacking(key, number)]
        missing += [key for key in rule.needs_if_asked if self._is_asked(key)]
        return ("waiting", tuple(missing)) if missing else ("open", ())

    def _is_lacking(self, key: str, number: int) -> bool:
        """Whether a step is still to be done: one whose moment had passed at the take-over holds nothing up."""
        step, rule = self._found(key, number).step, self.protocol.rule(key)
        return step.done_on is None and not (rule and self._passed(rule, step.due_on))

    def _is_asked(self, key: str) -> bool:
        """Whether something happened that asks for this step, and nothing settled it yet."""
        rule = self.protocol.rule(key)
        return rule is not None and any(settled is None for _, settled in rounds_of(rule, self.situation))

    def _passed(self, rule: Rule, due_on: date) -> date | None:
        """The last day of a step whose moment had passed before the portal took over the running case."""
        taken_over = self.situation.taken_over_on
        return due_on if rule.passes and taken_over and due_on < taken_over else None

    def _until(self, rule: Rule, turn: Round) -> date | None:
        """After this day the step is not asked for; counted from a step, only once that step is done."""
        term = rule.until
        if term is None:
            return None
        ahead = self.protocol.rule(term.anchor)
        if ahead is None:
            return self._day(term, turn)
        event = self._event(ahead, turn)
        if event is None:
            return None
        return add_counted_days(event.on, term.days, self.situation.pauses if term.days else ())

    def _found(self, key: str, number: int) -> _Placed:
        """The step in the same round, or the only one there is."""
        return self.placed.get((key, number)) or self.placed[key, 1]

    def _event(self, rule: Rule, turn: Round) -> Event | None:
        """What settles a step in a stretch of time: a tick, or the first event of its kind that counts.

        While there is none, the newest paper that waits for a signature.
        """
        if turn.opener:
            return turn.settled
        ticked = self._within(f"gedaan:{rule.key}", turn)
        settled = self._within(rule.settled_by, turn) if rule.settled_by != f"gedaan:{rule.key}" else []
        settled += [event for name in rule.or_by for event in self._within(name, turn)]
        if rule.after:
            begin = self._begin(rule.after, turn)
            settled = [event for event in settled if begin and event.on > begin]
        if rule.passes and self._passed(rule, self._day(rule.due, turn)):
            settled = [event for event in settled if event.on < (self.situation.taken_over_on or FOREVER)]
        done = [*ticked[:1], *(event for event in settled[:1] if event.done_on)]
        if done:
            return min(done, key=lambda event: event.place)
        return settled[-1] if settled else None

    def _begin(self, term: Term, turn: Round) -> date | None:
        """The day after which something counts for a step: none while the step before it is to be done."""
        if term.anchor not in ANCHORS:
            before = self._found(term.anchor, turn.number)
            if before.event is None and self._is_lacking(term.anchor, turn.number):
                return None
        return self._day(term, turn)

    def _within(self, name: str, turn: Round) -> list[Event]:
        """The events of a name in a stretch of time, the first that was done first."""
        known = self.situation.events.get(name)
        if not known:
            return []
        found = [e for e in known if turn.since <= e.on < turn.until]
        return sorted(found, key=lambda event: (event.done_on or FOREVER, event.place))

    def _reach(self, term: Term, turn: Round, event: Event | None = None) -> Reached:
        """The day a term falls on in this round, reasoned; `event` is what settled the step, if anything did."""
        return self._counted(self._start(term, turn, event))

    def _day(self, term: Term, turn: Round, event: Event | None = None) -> date:
        """The same day alone."""
        return end_of(self._start(term, turn, event), self.situation.pauses, self.situation.delay)

    def _counted(self, start: Start) -> Reached:
        return reached(start, self.situation.pauses, self.situation.delay)

    def _start(self, term: Term, turn: Round, event: Event | None) -> Start:
        match term.anchor:
            case "eerste_ziektedag":
                return Start(term, self.first, "De eerste ziektedag is ")
            case "gemeld":
                return Start(term, turn.gemeld, "De ziekmelding was op ")
            case "hersteld":
                return Start(term, turn.hersteld, "Volledig aan het werk vanaf ")
            case "terugkeeradvies":
                return self._after_advice(term, event)
            case "gebeurd":
                return self._after_opener(term, turn)
            case step_key:
                return _after(self._found(step_key, turn.number), term)

    def _after_opener(self, term: Term, turn: Round) -> Start:
        """Counted from what the round began with, or from the day that it names; a named day knows no pauses."""
        assert turn.opener, "a rule file lets only rounds of an event count from it"
        said = turn.opener.data.get(term.says) if term.says else None
        if said:
            return Start(term, date.fromisoformat(said), f"{turn.opened_by}: daarin staat ")
        if term.once_told and (told := told_late_on(turn.opener)):
            return Start(term, told, f"{turn.opened_by}: gemeld op ")
        return Start(term.otherwise or term, turn.opener.on, f"{turn.opened_by}: ")

    def _after_advice(self, term: Term, event: Event | None) -> Start:
        """Counted from the advice that return is possible (Regeling procesgang art. 4 lid 1).

        That is the probleemanalyse, or a bijstelling that took back its «nee». What was settled before such a
        bijstelling answered the advice before it.
        """
        begins = terugkeer_mogelijk_sinds(self.situation)
        earlier = [day for day in begins if event is None or day <= event.on]
        analysis = self._found(ADVISED_IN, 1)
        if not earlier or (analysis.event and earlier[-1] <= analysis.event.on):
            return _after(analysis, term)
        return Start(term, earlier[-1], "Volgens het advies van ", " is terugkeer mogelijk.")


def _after(before: _Placed, term: Term) -> Start:
    step = before.step
    if before.event:
        word = "vastgesteld" if before.event.paper is not None else "gedaan"
        return Start(term, before.event.on, f"{step.title}: {word} op ")
    return Start(term, step.due_on, f"{step.title}: nog niet gedaan, uiterlijk ")
