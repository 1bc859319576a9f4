"""A dossier is a list of facts; `fold` turns it into the situation as it is now known.

Facts are never edited. A correction is a fact that names the one it corrects, so what was once written stays
readable and the situation follows the newest word.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from portal.rules.calendar import Pause
from portal.rules.spells import Spell, cases, known_after, pauses_of, spells_of

NOTHING: Mapping[str, Any] = {}
ADJUSTS = "bijstelling_"


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
    """Something that settles a step, or will once it is signed.

    `on` is the day it happened: later terms count from it, so a signature that comes late moves nothing.
    `done_on` is the day nothing was missing any more, None while the roles in `waits_for` have not answered.
    `seq` names the fact, `paper` the paper if it is one.
    """

    on: date
    seq: int
    done_on: date | None
    waits_for: tuple[str, ...] = ()
    paper: int | None = None

    @property
    def place(self) -> tuple[date, date, int]:
        """Orders events by day; on one day what is complete first, and papers by number, not by registration."""
        return self.on, self.done_on or date.max, self.paper if self.paper is not None else self.seq


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
    holds the values that rules depend on.
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

    @cached_property
    def unsigned(self) -> tuple[str, ...]:
        """The roles that have not answered yet."""
        answered = {signature.role for signature in self.signatures}
        return tuple(role for role in self.signers if role not in answered)

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
class Situation:
    """What the facts of a dossier come down to for the case that is running (or ended last).

    `spells` are the joined absences of that case, `earlier` those of the cases before it, `all_spells` every
    absence as it was reported, whatever case it belongs to.
    """

    spells: tuple[Spell, ...] = ()
    earlier: tuple[Spell, ...] = ()
    all_spells: tuple[Spell, ...] = ()
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
    root: dict[int, int] = {}
    newest: dict[int, Fact] = {}
    for fact in sorted(facts, key=lambda fact: fact.seq):
        place = fact.seq if fact.corrects is None else root.get(fact.corrects, fact.corrects)
        root[fact.seq] = place
        newest[place] = fact
    standing = [(fact.on, place, fact) for place, fact in newest.items() if fact.kind != "intrekking"]
    return tuple(fact for _, _, fact in sorted(standing, key=lambda entry: entry[:2]))


def fold(facts: Iterable[Fact]) -> Situation:
    """The situation that the facts describe, whatever order they were registered in.

    With one case in the dossier every fact belongs to it, also one from before a first sick day that was
    corrected to a later day. With several, the last case begins with its first sick day or its report.
    """
    facts = tuple(facts)
    standing = effective(facts)
    leaves = _leaves(standing)
    reports = [(f.on, day_of(f, "gemeld_op")) for f in standing if f.kind == "ziekmelding"]
    returns = [f.on for f in standing if f.kind == "herstelmelding" and f.data["percentage"] >= 100]
    all_cases = cases(reports, returns, leaves)
    last_seq = max((f.seq for f in facts), default=0)
    if not all_cases:
        return Situation(last_seq=last_seq)
    spells = all_cases[-1]
    begin = known_after(all_cases[-2][-1], spells[0]) if len(all_cases) > 1 else date.min
    current = [f for f in standing if f.on >= begin]
    papers = _papers(current)
    return Situation(
        spells=spells,
        earlier=tuple(spell for case in all_cases[:-1] for spell in case),
        all_spells=spells_of(reports, returns),
        pauses=pauses_of(spells, [(first, until) for first, until, _ in leaves]),
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

    The bedrijfsarts answers about the last leave that had begun on the day of the answer, or else about the
    first that is known.
    """
    facts = tuple(facts)
    taken = [f for f in facts if f.kind == "verlof" and day_of(f, "laatste_dag") >= f.on]
    other: dict[date, bool] = {}
    for answer in (f for f in facts if f.kind == "andere_oorzaak"):
        begun = [leave.on for leave in taken if leave.on <= answer.on]
        if taken:
            other[max(begun) if begun else taken[0].on] = bool(answer.data["anders"])
    return [(f.on, day_of(f, "laatste_dag") + timedelta(days=1), other.get(f.on, False)) for f in taken]


def _papers(facts: Iterable[Fact]) -> tuple[PaperState, ...]:
    """The settled papers with their signatures, oldest first and a bijstelling after what it adjusts.

    A version that was replaced before everyone had signed it never counted and is left out.
    """
    facts = tuple(facts)
    signatures: dict[int, list[Signature]] = defaultdict(list)
    for fact in facts:
        if fact.kind == "ondertekend":
            data = fact.data
            answer = Signature(data["rol"], data["uitkomst"], data.get("naam", ""), fact.on)
            signatures[data["papier"]].append(answer)
    settled = [f for f in facts if f.kind == "papier_vastgesteld"]
    replaced = {f.data.get("vervangt") for f in settled}
    papers = [_paper(f, tuple(signatures[f.data["papier"]])) for f in settled]
    counting = [p for p in papers if p.complete_on or p.paper not in replaced]
    return tuple(sorted(counting, key=lambda p: (p.on, p.kind.startswith(ADJUSTS), p.number, p.version)))


def _paper(fact: Fact, signatures: tuple[Signature, ...]) -> PaperState:
    data = fact.data
    return PaperState(
        paper=data["papier"],
        kind=data["soort"],
        title=data["titel"],
        number=data["nummer"],
        version=data["versie"],
        on=fact.on,
        seq=fact.seq,
        signers=tuple(data["ondertekenaars"]),
        signatures=signatures,
        tells=data.get("zegt") or NOTHING,
    )


def _events(facts: Iterable[Fact], papers: Iterable[PaperState]) -> Mapping[str, tuple[Event, ...]]:
    """Everything that can settle a step, by name, each list in order of day.

    Names: the kind of fact; `papier:<kind>` for a paper; `gedaan:<step>` for a tick; `ontvangen:<kind>` for a
    receipt; `consult_gepland` and `consult` for consults before and after the probleemanalyse.
    """
    papers = tuple(papers)
    events: dict[str, list[Event]] = defaultdict(list)
    analysed_on = min((p.on for p in papers if p.kind == "probleemanalyse"), default=date.max)
    for fact in facts:
        match fact.kind:
            case "gedaan":
                events[f"gedaan:{fact.data['stap']}"].append(_event(fact))
            case "ontvangen":
                events[f"ontvangen:{fact.data['soort']}"].append(_event(fact))
            case "consult_gepland":
                for name, event in _consult(fact, analysed_on):
                    events[name].append(event)
            case "papier_vastgesteld" | "ondertekend":
                pass  # they speak through the papers
            case _:
                events[fact.kind].append(_event(fact))
    for event, kind in _paper_events(papers):
        events[f"papier:{kind}"].append(event)
    return {name: tuple(sorted(found, key=lambda event: event.place)) for name, found in events.items()}


def _event(fact: Fact) -> Event:
    return Event(on=fact.on, seq=fact.seq, done_on=fact.on)


def _consult(fact: Fact, analysed_on: date) -> Iterable[tuple[str, Event]]:
    """A planned consult serves the probleemanalyse, or the six-weekly rounds after it, or both.

    What was planned or held before there was a probleemanalyse served to make it; what is held after it is a
    round, which counts for the day of the consult itself. Both are consults with the bedrijfsarts: one with
    someone else of the arbodienst is neither (Verzuimprotocol 4.5, 4.7.1).
    """
    if fact.data.get("met", "bedrijfsarts") != "bedrijfsarts":
        return
    day = day_of(fact, "dag")
    if fact.on < analysed_on or day <= analysed_on:
        yield "consult_gepland", _event(fact)
    if day > analysed_on:
        yield "consult", Event(on=day, seq=fact.seq, done_on=day)


def _paper_events(papers: Iterable[PaperState]) -> Iterable[tuple[Event, str]]:
    """One event for every numbered paper, whatever number of versions it went through.

    It is the version that was complete first: making a complete paper again does not make it late.
    """
    versions: dict[tuple[str, int], list[PaperState]] = defaultdict(list)
    for paper in papers:
        versions[paper.kind, paper.number].append(paper)
    for (kind, _), found in versions.items():
        best = min(found, key=lambda p: (p.complete_on or date.max, -p.version))
        yield Event(best.on, best.seq, best.complete_on, best.unsigned, best.paper), kind
