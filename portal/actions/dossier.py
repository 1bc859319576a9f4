"""The frame that every action on a dossier stands in: one transaction that allows, checks, appends and re-plans."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any

from portal.rules.access import ARBO, acting_roles, may
from portal.rules.completeness import Meter, measure
from portal.rules.conditions import in_leven
from portal.rules.errors import Changed, Forbidden, Invisible, Rejected
from portal.rules.facts import RECALLED, Fact, Situation, effective
from portal.rules.fold import fold
from portal.rules.granted import REASSIGNED, grants
from portal.rules.moves import ANSWERED, moves
from portal.rules.plan import plan
from portal.rules.protocol import Protocol
from portal.rules.repairs import Repair, repairs_of
from portal.rules.step import Step
from portal.storage.database import transaction
from portal.storage.protocols import protocol
from portal.storage.reading.colleagues import appointed_as
from portal.storage.reading.dossiers import (
    DossierRow,
    SeenRow,
    dossier,
    dossier_of,
    dossier_on,
    due_to_move,
    move_ahead,
    seen_by,
)
from portal.storage.reading.facts import facts_of, facts_since, last_fact
from portal.storage.reading.people import person
from portal.storage.writing.dossiers import keep_ill, move_dossier, plan_move
from portal.storage.writing.employments import link_as_same
from portal.storage.writing.facts import append_fact
from portal.storage.writing.involvements import derive_for, follow_agreed
from portal.storage.writing.papers import mark_recalled
from portal.storage.writing.steps import replace_steps

ON_BEHALF_OF = "namens"
"""Where a fact says in whose place its author worked."""

TWICE = timedelta(minutes=10)
"""The same fact again within this time is a button that was pressed twice, not a second event."""


ALWAYS = ("correct_fact", "recall_paper")
"""What can be done in a dossier that closed after a death."""

KEPT = 256
"""Of so many dossiers what was read last is kept in memory."""


@dataclass(frozen=True, eq=False)
class _Reading:
    """What the facts of a dossier come down to; the plan is made when it is first asked for.

    `last` and `digest` are the number and the hash of the last fact, which stand for all of them.
    """

    facts: tuple[Fact, ...]
    protocol: Protocol
    last: int = 0
    digest: str = ""

    @cached_property
    def standing(self) -> tuple[Fact, ...]:
        """The facts that still count."""
        return effective(self.facts)

    @cached_property
    def situation(self) -> Situation:
        """The facts, folded."""
        return fold(self.facts)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """What follows from the situation by the rules."""
        return plan(self.situation, self.protocol)

    @cached_property
    def meter(self) -> Meter:
        """What the re-integration report lacks."""
        return measure(self.situation, self.steps, self.protocol.report)


@dataclass(frozen=True)
class OpenDossier:
    """A dossier while someone works on it: what it says now, and who is working with which roles."""

    row: DossierRow
    actor: int
    roles: frozenset[str]
    now: datetime
    reading: _Reading
    on_behalf_of: int | None = None
    """In whose place the actor works, when that is by being their deputy."""

    @property
    def today(self) -> date:
        """The day on which the action is done."""
        return self.now.date()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact, corrected ones included, as they stood when the action began."""
        return self.reading.facts

    @property
    def standing(self) -> tuple[Fact, ...]:
        """The facts that still count, in the order of their days."""
        return self.reading.standing

    @property
    def situation(self) -> Situation:
        """What the facts come down to."""
        return self.reading.situation

    @property
    def protocol(self) -> Protocol:
        """The rules that the dossier began with."""
        return self.reading.protocol

    @property
    def steps(self) -> tuple[Step, ...]:
        """The plan as it stood when the action began."""
        return self.reading.steps

    @property
    def meter(self) -> Meter:
        """What the re-integration report lacks, for whoever it may be; each gap says whether it is private."""
        return self.reading.meter

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """What must still be done for what is missing."""
        return _repairs(self.reading, self.today)

    @property
    def shown_steps(self) -> tuple[Step, ...]:
        """The steps that the actor may know of: the employee's own are for the employee alone.

        Who only follows the progress does not see the private ones either.
        """
        if "medewerker" in self.roles:
            return self.steps
        private = self.protocol.own if may(self.roles, "read_dossier") else self.protocol.private
        known = (step for step in self.steps if step.key not in private or step.owner in self.roles)
        return tuple(step._replace(waits_for=tuple(n for n in step.waits_for if n not in private)) for step in known)

    def append(self, kind: str, on: date, data: Mapping[str, Any], corrects: int | None = None) -> int:
        """Add a fact by the actor; returns its number. A deputy's fact says in whose place it was made."""
        said = _without_absent(data)
        if self.on_behalf_of is not None:
            said[ON_BEHALF_OF] = self.on_behalf_of
        return append_fact(self.row.id, kind=kind, on=on, at=self.now, author=self.actor, data=said, corrects=corrects)

    def with_facts(self, facts: tuple[Fact, ...]) -> "OpenDossier":
        """The same dossier if these were its facts."""
        return replace(self, reading=_Reading(facts, self.protocol))

    def check_new(self, kind: str, on: date, data: Mapping[str, Any]) -> None:
        """Raise Rejected when the actor recorded the very same thing just before: a button pressed twice."""
        for fact in self.standing:
            same = (fact.kind, fact.on, fact.author, _without_absent(fact.data)) == (kind, on, self.actor, data)
            if same and self.now - fact.at < TWICE:
                raise Rejected("recorded_twice")

    def check_running(self) -> None:
        """Raise Rejected when nobody is ill, or when the case has ended."""
        if not self.situation.is_ill:
            raise Rejected("not_ill")
        if self.situation.ended_before(self.today):
            raise Rejected("case_is_over")

    def check_before_ending(self, on: date, field: str) -> None:
        """Raise Rejected when a day lies after the last one of the employment, or of the case."""
        ending = self.situation.ending
        if ending and ending.on < on:
            raise Rejected("day_after_ending", field=field, last=ending.on)

    def check_day(self, on: date, field: str) -> None:
        """Raise Rejected when a day lies ahead, or before the first sick day."""
        first = self.situation.eerste_ziektedag
        if on > self.today:
            raise Rejected("day_in_future", field=field)
        if first and on < first:
            raise Rejected("day_before_first_sick_day", field=field, first=first)


@contextmanager
def opened(
    dossier_id: int, action: str, *, actor: int, now: datetime, seen: int | None = None
) -> Iterator[OpenDossier]:
    """Open a dossier for one action; what is appended inside is stored and re-planned together, or not at all.

    `seen` is the number of the last fact that the person saw. Raises Invisible when the dossier does not exist
    for this person, Forbidden when it does but not for this action, Changed when there are newer facts.
    """
    with transaction():
        found = _open(dossier_id, actor, now)
        if not may(found.roles, action):
            raise Forbidden(action)
        if seen is not None and seen != found.situation.last_seq:
            raise Changed(dossier_id)
        if action not in ALWAYS and not in_leven(found.situation):
            raise Rejected("dossier_closed")
        yield found
        _replan(found.row, found.today)


def looked_at(dossier_id: int, *, actor: int, now: datetime) -> OpenDossier:
    """The dossier for someone who may only look. Raises Invisible."""
    return _open(dossier_id, actor, now)


def as_seen(found: SeenRow, *, actor: int, now: datetime) -> OpenDossier:
    """The same for a dossier that was just looked up for this actor. Raises Invisible."""
    roles = frozenset(role for role, _ in found.held)
    if not may(roles, "read_progress"):
        raise Invisible(found.row.id)
    if "medewerker" in roles:
        # Whoever this is about works here as the employee of this employment, whatever they are in another.
        actor = found.row.medewerker_id
    return OpenDossier(
        row=found.row,
        actor=actor,
        roles=acting_roles(roles),
        now=now,
        reading=_reading(found.row, found.last, found.digest),
        on_behalf_of=_absent(found.held),
    )


def replan(dossier_id: int, today: date) -> None:
    """Fold the facts anew and store what follows from them, such as the steps and the roles that were agreed."""
    row = dossier(dossier_id)
    if row is None:
        raise Invisible(dossier_id)
    _replan(row, today)


def carry_out_moves(today: date) -> None:
    """Bring every dossier that moved to another organisation by today to where it is.

    The roles follow by their dates, so nothing has to run on the day itself; this makes the organisation that the
    dossier is stored in follow at the first occasion.
    """
    for dossier_id in due_to_move(today):
        with transaction():
            replan(dossier_id, today)


def _replan(row: DossierRow, today: date) -> None:
    """Store what follows from the facts: the steps, who is ill, recalled papers, where the dossier is, the roles."""
    read = _read(row)
    replace_steps(row.id, read.steps)
    keep_ill(row.id, read.situation.is_ill)
    if any(fact.kind == RECALLED for fact in read.facts):
        mark_recalled(row.id, {f.data["papier"]: f.at for f in read.standing if f.kind == RECALLED})
    moved = _follow_move(row.id, read.facts, today)
    if moved:
        row = dossier_on(row.id, today) or row
    agreed = {
        (g.person, g.role, g.from_on): g.until_on
        for g in grants(read.facts, read.situation)
        if g.role not in ARBO or (g.role, row.organisation_id) in appointed_as(g.person, today)
    }
    follow_agreed(row.id, agreed, today)
    if moved or any(fact.kind == REASSIGNED for fact in read.facts):
        derive_for(row.id, today)


def _follow_move(dossier_id: int, facts: Iterable[Fact], today: date) -> bool:
    """Let the dossier move as was agreed: now, or on the day that lies ahead. Says whether that changed anything."""
    stored = dossier(dossier_id) if any(fact.kind == ANSWERED for fact in facts) else None
    if stored is None:
        return False
    move = next((one for one in moves(facts)[-1:] if one.person != stored.medewerker_id), None)
    if (move and (move.person, move.from_on)) == move_ahead(dossier_id) and not (move and move.from_on <= today):
        return False
    # Nothing may keep the others from working: a move that cannot be carried out leaves the dossier where it is.
    there = person(move.person) if move and not dossier_of(move.person) else None
    if move is None or there is None or there.organisation_id is None:
        plan_move(dossier_id, None, None)
        return True
    link_as_same(stored.medewerker_id, move.person)
    if move.from_on <= today:
        move_dossier(dossier_id, move.person, there.organisation_id)
    else:
        plan_move(dossier_id, move.person, move.from_on)
    return True


def with_what_came(dossier: OpenDossier) -> OpenDossier:
    """The same dossier with what this action has appended so far."""
    return replace(dossier, reading=_read(dossier.row))


def _read(row: DossierRow) -> _Reading:
    """What the dossier says now: nothing is read again that was read before."""
    return _reading(row, *last_fact(row.id))


def _reading(row: DossierRow, last: int, digest: str) -> _Reading:
    kept = _kept(row.id, row.protocol)
    reading = kept.reading
    if (reading.last, reading.digest) != (last, digest):
        # Another thread may keep an older or a newer one meanwhile; whoever asked gets what was asked.
        kept.reading = reading = _read_on(row.id, reading, last, digest)
    return reading


@lru_cache(maxsize=KEPT)
def _repairs(reading: _Reading, today: date) -> tuple[Repair, ...]:
    return repairs_of(reading.facts, reading.protocol, today)


class _Kept:
    """Holds the newest reading of a dossier."""

    def __init__(self, reading: _Reading) -> None:
        self.reading = reading


@lru_cache(maxsize=KEPT)
def _kept(_dossier_id: int, rules: str) -> _Kept:
    return _Kept(_Reading((), protocol(rules)))


def _read_on(dossier_id: int, before: _Reading, last: int, digest: str) -> _Reading:
    """The reading up to the fact `last`: `before` with what came after it, or all anew when it tells another story."""
    new = facts_since(dossier_id, before.last, before.digest)
    known = (*before.facts, *new) if new else facts_of(dossier_id)
    # Someone else may have added a fact since `last` was looked up.
    return _Reading(tuple(fact for fact in known if fact.seq <= last), before.protocol, last, digest)


def _open(dossier_id: int, actor: int, now: datetime) -> OpenDossier:
    found = seen_by(actor, now.date(), dossier_id=dossier_id)
    if found is None:
        raise Invisible(dossier_id)
    return as_seen(found, actor=actor, now=now)


def _absent(held: Iterable[tuple[str, int | None]]) -> int | None:
    """In whose place someone works who holds these roles; None when the own roles allow all that is asked here."""
    held = tuple(held)
    own = acting_roles(role for role, absent in held if absent is None)
    return next((absent for role, absent in held if absent is not None and role not in own), None)


def _without_absent(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != ON_BEHALF_OF}
