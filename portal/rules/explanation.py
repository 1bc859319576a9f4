"""Why a step falls on its day: what the day was counted from, which days did not count, and what moved it.

Everything here follows from the facts and the rule file; it holds days, never what anyone wrote.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from portal.rules.calendar import Pause
from portal.rules.conditions import ADVISED_IN
from portal.rules.counting import Reached
from portal.rules.delay import REQUEST
from portal.rules.facts import ADJUSTS, Fact, Situation
from portal.rules.fold import fold
from portal.rules.mending import MENDING
from portal.rules.plan import planned, reached_days
from portal.rules.protocol import ANCHORS, Protocol, Rule
from portal.rules.step import SIGNING, Step

Place = tuple[str, int]

ALWAYS_PAPERS = (ADVISED_IN, ADJUSTS + ADVISED_IN, REQUEST, "eerstejaarsevaluatie")
"""The papers that say something about more steps than the one that they settle."""


@dataclass(frozen=True)
class Move:
    """A fact with whose registration the last day of a step changed; `before` is None when the step came with it."""

    fact: Fact
    before: date | None
    after: date

    @property
    def days(self) -> int:
        """By how many days the last day came later; less than nothing when it came earlier."""
        return (self.after - self.before).days if self.before else 0


@dataclass(frozen=True)
class Explanation:
    """The reasoning behind the last day of a step.

    `counted` is how the protocol's term reached its day, None for a request to sign. `pauses` are the parts of the
    case's pauses that lie in the term. `moves` are oldest first. `leads` names the step that this one counts from.
    """

    step: Step
    counted: Reached | None
    pauses: tuple[Pause, ...]
    moves: tuple[Move, ...]
    leads: Step | None

    @property
    def agreed_on(self) -> date | None:
        """The later day on which employer and employee agreed, if they did."""
        later = self.counted is not None and self.step.due_on > self.counted.day
        return self.step.due_on if later else None

    @property
    def late_by(self) -> int:
        """By how many days a done step was late; nothing for one that was on time or is not done."""
        return self.step.days_late(self.step.done_on) if self.step.done_on else 0


def explain(
    facts: Sequence[Fact], situation: Situation, steps: Iterable[Step], protocol: Protocol, place: Place
) -> Explanation | None:
    """The explanation of one step of the plan; None when the plan does not have it.

    `facts` are those of the dossier in the order of registration, `situation` and `steps` what follows from them.
    """
    every = {(step.key, step.round): step for step in steps}
    step = every.get(place)
    if step is None:
        return None
    rule = protocol.rule(step.key)
    needed = _needed_for(step, protocol)
    counted = reached_days(situation, needed).get(place) if rule else None
    return Explanation(
        step=step,
        counted=counted,
        pauses=_pauses_in(counted, situation.pauses),
        moves=tuple(_moves(_bearing_on(needed, facts), needed, place)),
        leads=_lead(rule, step, every, counted),
    )


def _needed_for(step: Step, protocol: Protocol) -> Protocol:
    """The protocol with only the rules that a step's days hang on; a request to sign hangs on its paper's step.

    A request to mend a paper hangs on all that the report is made of; no other step hangs on what the report lacks.
    """
    if step.key.startswith(MENDING):
        return protocol
    kind = step.key.split(":")[1] if ":" in step.key else ""
    left = [one for one in protocol.rules if one.key == step.key or (kind and one.paper == kind)]
    keys = set[str]()
    while left:
        one = left.pop()
        if one.key not in keys:
            keys.add(one.key)
            left += [found for key in _names(one) if (found := protocol.rule(key))]
    return replace(protocol, rules=tuple(one for one in protocol.rules if one.key in keys), report=None)


def _names(rule: Rule) -> list[str]:
    """The steps that a rule names."""
    terms = [term for term in (rule.due, rule.opens, rule.until, rule.last, rule.statute, rule.after) if term]
    anchors = [ADVISED_IN if term.anchor == "terugkeeradvies" else term.anchor for term in terms]
    return [*rule.needs, *filter(None, [rule.no_later_than]), *(one for one in anchors if one not in ANCHORS)]


def _pauses_in(counted: Reached | None, pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """The days that a term passed over. A term in working days, or one that runs on, passes over none (see plan)."""
    if counted is None or counted.begin is None or counted.working_days or counted.runs_on:
        return ()
    begin, end = counted.begin, counted.day
    inside = [pause for pause in pauses if pause.until > begin and pause.first < end]
    return tuple(replace(pause, first=max(pause.first, begin)) for pause in inside)


def _bearing_on(needed: Protocol, facts: Iterable[Fact]) -> list[Fact]:
    """Without the facts that cannot touch a step with these rules: telling the story fact by fact takes time."""
    names = {name for rule in needed.rules for name in (rule.settled_by, *rule.or_by, rule.each)}
    papers = {*ALWAYS_PAPERS, *(rule.paper for rule in needed.rules), *(name.partition(":")[2] for name in names)}
    papers |= {ADJUSTS + rule.due.anchor for rule in needed.rules if rule.sooner}
    facts = tuple(facts)
    told = {fact.data["papier"] for fact in facts if fact.kind == "papier_vastgesteld" and fact.data["soort"] in papers}
    if "niet_akkoord" in names:
        told |= {fact.data["papier"] for fact in facts if fact.data.get("uitkomst") == "gezien_niet_akkoord"}
    return [fact for fact in facts if _bears_on(fact, names, told)]


def _bears_on(fact: Fact, names: Collection[str], told: Collection[int]) -> bool:
    """`names` are the events, `told` the papers on which the step's days hang."""
    match fact.kind:
        case "papier_vastgesteld" | "ondertekend":
            return fact.data["papier"] in told
        case "gedaan":
            return any(name == f"gedaan:{fact.data['stap']}" for name in names)
        case "contact" | "vraagstelling" | "ander_verblijf":
            return fact.kind in names
        case "consult_gepland":
            return not {"consult", "consult_gepland", "consult_na_einde"}.isdisjoint(names)
    return True


def _moves(facts: Sequence[Fact], protocol: Protocol, place: Place) -> Iterable[Move]:
    """Tell the story fact by fact, as it was registered, and keep what changed the day."""
    known: date | None = None
    for index in range(_begins(facts, place), len(facts)):
        steps = planned(fold(facts[: index + 1]), protocol)
        step = next((s for s in steps if (s.key, s.round) == place), None)
        if step and step.due_on != known:
            yield Move(facts[index], known, step.due_on)
            known = step.due_on


def _begins(facts: Sequence[Fact], place: Place) -> int:
    """Where among the facts the step can come at the earliest: no paper is to be signed before it is there."""
    key, number = place
    if not key.startswith(SIGNING):
        return 0
    settled = {"soort": key.split(":")[1], "nummer": number}
    return next((at for at, fact in enumerate(facts) if settled.items() <= fact.data.items()), 0)


def _lead(rule: Rule | None, step: Step, every: dict[Place, Step], counted: Reached | None) -> Step | None:
    """The step whose day this one is counted from, when there is one: later advice is no step of its own."""
    if rule is None:
        return None
    if rule.per == "period" and step.round > 1:
        return every.get((step.key, step.round - 1))
    if rule.due.anchor == "terugkeeradvies":
        lead = every.get((ADVISED_IN, 1))
        return lead if lead and counted and counted.begin == (lead.done_on or lead.due_on) else None
    return every.get((rule.due.anchor, step.round)) or every.get((rule.due.anchor, 1))
