"""A protocol: the steps of a case with their owners and terms.

It holds data only. A term is a distance from an anchor; a condition is the name of a predicate in `conditions`. See
`protocol_file` for how a rule file becomes one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from portal.rules.access import ROLES
from portal.rules.report import Report
from portal.rules.step import REMAKING, SIGNING

# The days a term may be counted from, besides the steps themselves, and the rounds that know such a day.
ANCHORS: Mapping[str, frozenset[str]] = {
    "eerste_ziektedag": frozenset({"case", "spell", "return", "period"}),
    "gemeld": frozenset({"spell"}),
    "hersteld": frozenset({"return"}),
    # What the round began with; «gebeurd.tot» is the day that it says under `tot`, else its own.
    "gebeurd": frozenset({"event"}),
    "terugkeeradvies": frozenset({"case"}),
}
OWNERS = frozenset({*ROLES, "uwv"})

Per = Literal["case", "spell", "return", "period", "event"]


class Term(NamedTuple):
    """A distance from `anchor`: calendar days that count, or working days, never both.

    `anchor` is one of ANCHORS or the key of a step: the day of that step or, while not done, its due day. `says`
    is the name under which what happened says another day to count from; when it says none, `otherwise` holds.
    `delayed`: it moves along when employer and employee ask to delay the WIA. `runs_on`: days of recovery and leave
    count in it, because it is UWV's time or a day in the calendar. `once_told`: what was told later than it happened
    counts from the day on which it was told.
    """

    anchor: str
    days: int = 0
    working_days: int = 0
    says: str = ""
    otherwise: "Term | None" = None
    delayed: bool = False
    runs_on: bool = False
    once_told: bool = False


@dataclass(frozen=True)
class Rule:
    """One step of a protocol; see the head of the rule files for what each field means."""

    key: str
    owner: str
    title: str
    due: Term
    opens: Term | None
    until: Term | None
    last: Term | None
    statute: Term | None
    soon_days: int
    settled_by: str
    or_by: tuple[str, ...]
    after: Term | None
    per: Per
    each: str
    only: Mapping[str, tuple[str, ...]]
    settled_only: Mapping[str, tuple[str, ...]]
    sooner: tuple[str, ...]
    no_later_than: str
    needs: tuple[str, ...]
    needs_if_asked: tuple[str, ...]
    when: tuple[str, ...]
    action: str
    paper: str
    rule: str
    left_undone: str
    source: str
    milestone: bool
    movable: bool
    private: bool
    passes: bool
    any_day: bool
    noted: bool
    chosen: bool
    of_spell: bool
    after_first_day: bool
    escalate_days: int | None

    @property
    def ends_by(self) -> str:
        """The name under which what opens a round says the last day on which the step is asked; empty without one."""
        return self.until.says if self.until else ""


@dataclass(frozen=True)
class Asking:
    """How long someone has for what a paper asks of them: to sign it, or to make one that was recalled again.

    Of an escalation: how many days after its last day the manager one level up is told of a step.
    """

    days: int
    rule: str
    source: str


@dataclass(frozen=True)
class Protocol:
    """A rule set with the day from which an organisation may choose it, and what UWV asks of the report.

    `own_papers` are the kinds of paper that only the employee reads.
    """

    key: str
    title: str
    valid_from: date
    convention: str
    signing: Asking
    rules: tuple[Rule, ...]
    remaking: Asking | None = None
    report: Report | None = None
    escalation: Asking | None = None
    own_papers: frozenset[str] = frozenset()

    def rule(self, key: str) -> Rule | None:
        """The rule of a step, or None when this protocol does not have it."""
        return self._by_key.get(key)

    @cached_property
    def private(self) -> frozenset[str]:
        """The steps that nobody may know of who only follows the progress: the step itself says too much."""
        return self.own | {rule.key for rule in self.rules if rule.private}

    @cached_property
    def own(self) -> frozenset[str]:
        """The steps that nobody but the employee may know of: of the papers that the employee alone adds or reads."""
        added = [paper for paper in self.report.papers if paper.private] if self.report else []
        kinds = {*self.own_papers, *(paper.key for paper in added)}
        made = (key for kind in kinds for key in (f"{REMAKING}{kind}", f"{SIGNING}{kind}:medewerker"))
        return frozenset((*made, *(paper.step for paper in added)))

    @cached_property
    def _by_key(self) -> Mapping[str, Rule]:
        return {rule.key: rule for rule in self.rules}

    def has_place_for(self, paper: str) -> bool:
        """Whether the main road asks for this kind of paper; what only an event asks for can be made at any time."""
        return any(rule.paper == paper for rule in self.rules if rule.per != "event")
