"""A dossier is a list of facts; `fold` turns it into the situation as it is now known.

Facts are never edited. A correction is a fact that names the one it corrects, so what was once written stays
readable and the situation follows the newest word.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from portal.rules.calendar import Pause
from portal.rules.spells import Spell, cases, pauses_of

NOTHING: Mapping[str, Any] = {}


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


@dataclass(frozen=True)
class Event:
    """Something that can settle a step: the day it counts for, and the fact that says so."""

    on: date
    seq: int
    round: int | None = None


@dataclass(frozen=True)
class Signature:
    """How someone answered the request to sign: akkoord, gezien_niet_akkoord or niet_ondertekend."""

    role: str
    outcome: str
    name: str
    on: date


@dataclass(frozen=True)
class PaperState:
    """A settled paper and who has answered the request to sign it."""

    paper: int
    kind: str
    version: int
    on: date
    seq: int
    signers: tuple[str, ...]
    signatures: tuple[Signature, ...] = ()
    tells: Mapping[str, Any] = field(default_factory=dict)

    @property
    def unsigned(self) -> tuple[str, ...]:
        """The roles that have not answered yet."""
        answered = {signature.role for signature in self.signatures}
        return tuple(role for role in self.signers if role not in answered)

    @property
    def complete_on(self) -> date | None:
        """The day the last signature came, or the paper's own day if none was needed; None while one is open."""
        if self.unsigned:
            return None
        return max([self.on, *(signature.on for signature in self.signatures)])


@dataclass(frozen=True)
class PartialRecovery:
    """From `on` the person works `percentage` of the contract, counted in hours and wage value."""

    on: date
    percentage: float


@dataclass(frozen=True)
class Situation:
    """What the facts of a dossier come down to for the case that is running (or ended last)."""

    spells: tuple[Spell, ...] = ()
    earlier_cases: tuple[date, ...] = ()
    pauses: tuple[Pause, ...] = ()
    events: Mapping[str, tuple[Event, ...]] = field(default_factory=dict)
    papers: tuple[PaperState, ...] = ()
    partial: tuple[PartialRecovery, ...] = ()
    last_seq: int = 0

    @property
    def eerste_ziektedag(self) -> date | None:
        """D: the first working day not worked, of the first of the joined spells; None before any report."""
        return self.spells[0].first if self.spells else None

    @property
    def hersteld_op(self) -> date | None:
        """The first day at work again when the last spell has ended; None while ill."""
        return self.spells[-1].back_on if self.spells else None

    def told(self, kind: str, name: str) -> Any:
        """What the newest paper of a kind says under `name`; None when there is no such paper or word."""
        for paper in reversed(self.papers):
            if paper.kind == kind:
                return paper.tells.get(name)
        return None


def effective(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts that still count, in the order of the day they hold.

    A corrected fact gives way to its correction, which takes its place in the order; a withdrawal
    (`intrekking`) only takes away.
    """
    ordered = sorted(facts, key=lambda fact: fact.seq)
    place = {fact.seq: fact.seq for fact in ordered}
    for fact in ordered:
        if fact.corrects is not None:
            place[fact.seq] = place[fact.corrects]
    gone = {fact.corrects for fact in ordered}
    standing = [f for f in ordered if f.seq not in gone and f.kind != "intrekking"]
    return tuple(sorted(standing, key=lambda fact: (fact.on, place[fact.seq])))


def fold(facts: Iterable[Fact]) -> Situation:
    """The situation that the facts describe, whatever order they were registered in."""
    facts = tuple(facts)
    standing = effective(facts)
    all_cases = cases(
        reports=[(f.on, day_of(f, "gemeld_op")) for f in standing if f.kind == "ziekmelding"],
        returns=[f.on for f in standing if f.kind == "herstelmelding" and f.data["percentage"] >= 100],
        leaves=_leaves(standing),
    )
    last_seq = max((f.seq for f in facts), default=0)
    if not all_cases:
        return Situation(last_seq=last_seq)
    spells = all_cases[-1]
    current = [f for f in standing if f.on >= spells[0].first]
    papers = _papers(current)
    return Situation(
        spells=spells,
        earlier_cases=tuple(case[0].first for case in all_cases[:-1]),
        pauses=pauses_of(spells, [(first, until) for first, until, _ in _leaves(standing)]),
        events=_events(current, papers),
        papers=papers,
        partial=tuple(
            PartialRecovery(f.on, f.data["percentage"])
            for f in current
            if f.kind == "herstelmelding" and f.data["percentage"] < 100
        ),
        last_seq=last_seq,
    )


def day_of(fact: Fact, name: str) -> date:
    """The day a fact carries under `name`; the day the fact holds when it carries none."""
    value = fact.data.get(name)
    return date.fromisoformat(value) if value else fact.on


def _leaves(facts: Iterable[Fact]) -> list[tuple[date, date, bool]]:
    """Pregnancy and birth leaves as (first day, day after the last, illness after it has another cause).

    The bedrijfsarts answers about the last leave that had begun on the day of the answer.
    """
    facts = tuple(facts)
    taken = [f for f in facts if f.kind == "verlof"]
    other: dict[date, bool] = {}
    for answer in (f for f in facts if f.kind == "andere_oorzaak"):
        begun = [leave.on for leave in taken if leave.on <= answer.on]
        if begun:
            other[max(begun)] = answer.data["anders"]
    return [(f.on, day_of(f, "laatste_dag") + timedelta(days=1), other.get(f.on, False)) for f in taken]


def _papers(facts: Iterable[Fact]) -> tuple[PaperState, ...]:
    """The settled papers with their signatures; a version that was replaced before it counted is left out."""
    facts = tuple(facts)
    signatures: dict[int, list[Signature]] = defaultdict(list)
    for fact in facts:
        if fact.kind == "ondertekend":
            data = fact.data
            signatures[data["papier"]].append(
                Signature(data["rol"], data["uitkomst"], data.get("naam", ""), fact.on)
            )
    settled = [f for f in facts if f.kind == "papier_vastgesteld"]
    replaced = {f.data.get("vervangt") for f in settled}
    return tuple(
        PaperState(
            paper=f.data["papier"],
            kind=f.data["soort"],
            version=f.data["versie"],
            on=f.on,
            seq=f.seq,
            signers=tuple(f.data["ondertekenaars"]),
            signatures=tuple(signatures[f.data["papier"]]),
            tells=f.data.get("zegt", NOTHING),
        )
        for f in settled
        if f.data["papier"] not in replaced
    )


def _events(facts: Iterable[Fact], papers: Iterable[PaperState]) -> Mapping[str, tuple[Event, ...]]:
    """Everything that can settle a step, by name, each list in order of day.

    Names: the kind of fact; `papier:<kind>` for a paper that is complete; `gedaan:<step>` for a tick;
    `ontvangen:<kind>` for a receipt; `consult` for the day of the consult itself.
    """
    events: dict[str, list[Event]] = defaultdict(list)
    for fact in facts:
        match fact.kind:
            case "gedaan":
                events[f"gedaan:{fact.data['stap']}"].append(Event(fact.on, fact.seq, fact.data.get("ronde")))
            case "ontvangen":
                events[f"ontvangen:{fact.data['soort']}"].append(Event(fact.on, fact.seq))
            case "consult_gepland":
                events["consult_gepland"].append(Event(fact.on, fact.seq))
                events["consult"].append(Event(day_of(fact, "dag"), fact.seq))
            case _:
                events[fact.kind].append(Event(fact.on, fact.seq))
    for paper in papers:
        if paper.complete_on:
            events[f"papier:{paper.kind}"].append(Event(paper.complete_on, paper.seq))
    return {name: tuple(sorted(found, key=lambda e: (e.on, e.seq))) for name, found in events.items()}
