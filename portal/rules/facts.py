"""A dossier is a list of facts; `fold` turns it into the situation as it is now known.

Facts are never edited. A correction is a fact that names the one it corrects, so what was once written stays
readable and the situation follows the newest word.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from portal.rules.calendar import Pause
from portal.rules.spells import Leave, Spell

NOTHING: Mapping[str, Any] = {}
ADJUSTS = "bijstelling_"
TAKEN_OVER = "overgenomen_op"
"""Where a ziekmelding says on which day the portal took over a case that was already running, a tick that it is
of before that day."""
TOLD = "gemeld_op"
"""Where a fact says on which day it was told, when it holds on another day: a ziekmelding, or what lies ahead."""
ANSWERS_TO = "antwoord_op"
"""Under which name an answer keeps the number of the fact that it answers: on one day only that tells which it was."""
RECALLED = "papier_teruggeroepen"
"""The kind of fact by which a paper that holds what it may not (health data) stops opening."""
SCAN_ADDED = "scan_toegevoegd"
"""The kind of fact by which a paper that was on paper only got its file."""
COPY_RECEIVED = "afschrift_ontvangen"
"""The kind of fact by which someone has a copy of a paper: they confirmed it, or it was given to them on paper."""
ON_PAPER = "op_papier"
"""Where a signature says that it was put with a pen, and a paper of before the take-over that it has no file."""
REASON = "reden_correctie"
"""Where a correction says why it was made; it is no part of what the fact says."""


@dataclass(frozen=True)
class Fact:
    """One line of the dossier.

    `on` is the day it holds, `at` the moment it was registered, `author` the person who did so, `corrects`
    the `seq` of the fact it replaces. `data` holds plain JSON values.
    """

    seq: int
    kind: str
    on: date
    at: datetime
    author: int
    data: Mapping[str, Any] = field(default_factory=dict)
    corrects: int | None = None

    @cached_property
    def event(self) -> "Event":
        """What it means for the steps that it may settle: done on the day it holds."""
        return Event(on=self.on, seq=self.seq, done_on=self.on, data=self.data)


@dataclass(frozen=True)
class Event:
    """Something that settles a step, or will once it is signed.

    `on` is the day it happened: later terms count from it, so a signature that comes late moves nothing.
    `done_on` is the day nothing was missing any more, None while the roles in `waits_for` have not answered, or the
    step in it, which makes a recalled paper again, was not done.
    `seq` names the fact, `paper` the paper if it is one. `data` is what the fact says, of a paper what the
    catalogue lets it tell and in which role it was made (`door`).
    """

    on: date
    seq: int
    done_on: date | None
    waits_for: tuple[str, ...] = ()
    paper: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def place(self) -> tuple[date, date, int, str]:
        """Orders events by day, and on one day what is complete first: papers by number, the rest by what they say.

        Never by registration: a fact that was registered or corrected later stands where it would have stood.
        """
        said = "" if self.paper is not None else repr(sorted(item for item in self.data.items() if item[0] != REASON))
        return self.on, self.done_on or date.max, self.paper or 0, said


@dataclass(frozen=True)
class Signature:
    """How someone answered the request to sign: akkoord, gezien_niet_akkoord or niet_ondertekend."""

    role: str
    outcome: str
    name: str
    on: date


@dataclass(frozen=True)
class PaperState:
    """A settled paper and who has answered the request to sign it.

    `number` counts the papers of a kind in the dossier, `version` how often this one was made again. `tells`
    holds the values that rules depend on. `drawn_up_by` names who made a paper of before the take-over of a
    running case; empty for one that was made in the portal. `only_on_paper`: of such a paper there is no file here.
    Since `recalled_on` nobody can open it: its days still count, but it is there no more. `remade_by` is the role that
    is then asked to make it again, empty for a paper that comes with another action. `lacks` names what the report
    for UWV needs to stand in it and what does not.
    """

    paper: int
    kind: str
    title: str
    number: int
    version: int
    on: date
    seq: int
    signers: tuple[str, ...]
    signatures: tuple[Signature, ...] = ()
    tells: Mapping[str, Any] = field(default_factory=dict)
    drawn_up_by: str = ""
    only_on_paper: bool = False
    recalled_on: date | None = None
    remade_by: str = ""
    lacks: frozenset[str] = frozenset()

    @cached_property
    def unsigned(self) -> tuple[str, ...]:
        """The roles that have not answered yet."""
        answered = {signature.role for signature in self.signatures}
        return tuple(role for role in self.signers if role not in answered)

    @cached_property
    def to_sign(self) -> tuple[str, ...]:
        """The roles that did not sign themselves; also those of whom another said so."""
        signed = {signature.role for signature in self.signatures if signature.outcome != "niet_ondertekend"}
        return tuple(role for role in self.signers if role not in signed)

    @cached_property
    def complete_on(self) -> date | None:
        """The day the last signer first answered, or its own day if none was asked; None while one is open.

        «Niet akkoord» and «niet ondertekend» are answers as well: no paper waits for ever.
        """
        if self.unsigned:
            return None
        first_answers = [min(s.on for s in self.signatures if s.role == role) for role in self.signers]
        return max([self.on, *first_answers])


@dataclass(frozen=True)
class PartialRecovery:
    """From `on` the person works `percentage` of the contract, counted in hours and wage value."""

    on: date
    percentage: float


@dataclass(frozen=True)
class Delay:
    """Since `agreed_on` employer and employee put off the WIA by `days`, with what they agreed on before.

    `answered`: UWV said since that it does so.
    """

    agreed_on: date
    days: int
    answered: bool = False


@dataclass(frozen=True)
class Ending:
    """What ends the case besides recovery: `uit_dienst` (its last day is `on`), `overleden` or `vervroegd`.

    «Vervroegd» is a WIA benefit granted early, for which the employer's part ends.
    """

    kind: str
    on: date


@dataclass(frozen=True)
class Situation:
    """What the facts of a dossier come down to for the case that is running (or ended last).

    `spells` are the joined absences of that case, `earlier_cases` those of each case before it, `all_spells` every
    absence as it was reported, whatever case it belongs to, and `leaves` every leave. `delays` are the times that
    employer and employee put off the WIA together, the oldest first. `taken_over_on` is the day on which the portal
    took over a case that was already running.
    """

    spells: tuple[Spell, ...] = ()
    earlier_cases: tuple[tuple[Spell, ...], ...] = ()
    all_spells: tuple[Spell, ...] = ()
    leaves: tuple[Leave, ...] = ()
    pauses: tuple[Pause, ...] = ()
    events: Mapping[str, tuple[Event, ...]] = field(default_factory=dict)
    papers: tuple[PaperState, ...] = ()
    partial: tuple[PartialRecovery, ...] = ()
    ending: Ending | None = None
    delays: tuple[Delay, ...] = ()
    taken_over_on: date | None = None
    last_seq: int = 0

    @property
    def delay(self) -> int:
        """By how many days employer and employee put off the WIA together."""
        return self.delays[-1].days if self.delays else 0

    @property
    def earlier(self) -> tuple[Spell, ...]:
        """The absences of the cases before this one."""
        return tuple(spell for case in self.earlier_cases for spell in case)

    @property
    def eerste_ziektedag(self) -> date | None:
        """D: the first working day not worked, of the first of the joined spells; None before any report."""
        return self.spells[0].first if self.spells else None

    @property
    def hersteld_op(self) -> date | None:
        """The first day at work again when the last spell has ended; None while ill."""
        return self.spells[-1].back_on if self.spells else None

    @property
    def is_ill(self) -> bool:
        """Whether an absence runs: it was reported, and full recovery was not."""
        return bool(self.spells) and self.hersteld_op is None

    def ended_before(self, day: date) -> bool:
        """Whether the employment ended, or the case in another way but recovery, before this day."""
        return self.ending is not None and self.ending.on < day

    @property
    def keeps_consults(self) -> bool:
        """Whether what is planned at the arbodienst still stands: while ill, unless the person died or has a benefit.

        Of who leaves ill, what lies after the last day employed stands until it is called off (see ending).
        """
        return self.is_ill and (self.ending is None or self.ending.kind == "uit_dienst")

    @property
    def readable_papers(self) -> tuple[PaperState, ...]:
        """The papers that were not recalled."""
        return tuple(paper for paper in self.papers if paper.recalled_on is None)

    def to_replace(self, kind: str) -> PaperState | None:
        """The paper of this kind that a new one takes the place of; None when that would be the next of its kind.

        That is one that was recalled, which must be made again first, or else one that waits for signatures or lacks
        something that the report needs.
        """
        newest = {paper.number: paper for paper in sorted(self.papers, key=lambda p: p.version) if paper.kind == kind}
        waiting = [
            paper
            for paper in newest.values()
            if (paper.remade_by if paper.recalled_on else paper.unsigned or paper.lacks)
        ]
        return max(waiting, key=lambda p: (p.recalled_on is not None, p.number), default=None)

    def words(self, kind: str, name: str) -> tuple[tuple[date, Any], ...]:
        """What each paper of a kind says under `name`, with its day, oldest first; None for no word.

        A bijstelling speaks for the paper that it adjusts, and is passed over when it does not speak.
        """
        adjusting = ADJUSTS + kind
        return tuple(
            (paper.on, paper.tells.get(name))
            for paper in self.papers
            if paper.kind == kind or (paper.kind == adjusting and paper.tells.get(name) is not None)
        )

    def told(self, kind: str, name: str) -> Any:
        """The newest word under `name` of a paper of this kind or its bijstellingen; None for no word."""
        words = self.words(kind, name)
        return words[-1][1] if words else None


def effective(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts that still count, in the order of the day they hold.

    A corrected fact gives way to its newest correction, which takes its place in the order; a withdrawal
    (`intrekking`) only takes away, also what was itself a correction.
    """
    facts = tuple(facts)
    if not any(fact.corrects for fact in facts):
        return tuple(
            sorted((fact for fact in facts if fact.kind != "intrekking"), key=lambda fact: (fact.on, fact.seq))
        )
    root: dict[int, int] = {}
    newest: dict[int, Fact] = {}
    for fact in sorted(facts, key=lambda fact: fact.seq):
        place = fact.seq if fact.corrects is None else root.get(fact.corrects, fact.corrects)
        root[fact.seq] = place
        newest[place] = fact
    standing = [(fact.on, place, fact) for place, fact in newest.items() if fact.kind != "intrekking"]
    return tuple(fact for _, _, fact in sorted(standing, key=lambda entry: entry[:2]))


def withdrawn_papers(facts: Iterable[Fact]) -> frozenset[int]:
    """The papers that no longer count because the fact that they were settled was withdrawn."""
    facts = tuple(facts)
    return _settled(facts) - _settled(effective(facts))


def _settled(facts: Iterable[Fact]) -> frozenset[int]:
    return frozenset(fact.data["papier"] for fact in facts if fact.kind == "papier_vastgesteld")


def planned_consults(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The consults that were planned and not called off, in the order of the day they were planned."""
    return consults_among(effective(facts))


def consults_among(standing: Sequence[Fact]) -> tuple[Fact, ...]:
    """The same, of facts that still count."""
    off = {int(fact.data["consult"]) for fact in standing if fact.kind == "consult_vervallen"}
    return tuple(fact for fact in standing if fact.kind == "consult_gepland" and fact.seq not in off)


def called_off(facts: Iterable[Fact]) -> Mapping[int, Fact]:
    """The consults that were planned and do not stand any more, by the paper that invites to them."""
    facts = tuple(facts)
    standing = {fact.seq for fact in planned_consults(facts)}
    planned = (fact for fact in facts if fact.kind == "consult_gepland" and "uitnodiging" in fact.data)
    return {int(fact.data["uitnodiging"]): fact for fact in planned if fact.seq not in standing}


def day_of(fact: Fact, name: str, otherwise: date | None = None) -> date:
    """The day a fact carries under `name`; when it carries none `otherwise`, or else the day the fact holds."""
    value = fact.data.get(name)
    return date.fromisoformat(value) if value else otherwise or fact.on
