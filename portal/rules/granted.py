"""The roles that people hold because of what was agreed in the dossier itself, for as long as the facts say.

Decided here, where the protocol leaves room:
- An agreed casemanager begins on the day the employee says yes, and stays until one of them ends it, until the
  next one is agreed, or until the case is over: 28 days after full recovery, leave not counted, nothing can join it any
  more.
- Who takes a dossier over at the arbodienst has it from the day that is named, but never from before it was recorded,
  until the next one does.
- Who reads along with fresh eyes does so from the day of the request to the last day that it names.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from portal.rules.facts import Fact, Situation, day_of, effective
from portal.rules.moves import Move, moves
from portal.rules.spells import joins_until

CASEMANAGER = "casemanager"
FRESH_EYES = "frisse_blik"
PROPOSED, ANSWERED, ENDED = "casemanager_voorgesteld", "casemanager_antwoord", "casemanager_beeindigd"
ASKED = "frisse_blik_gevraagd"
REASSIGNED = "arbo_overgedragen"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Grant:
    """Someone holds a role from the first to the last day; `until_on` None is without an end as yet.

    `asked` is the number of the fact that named the person, `agreed` of the one by which the role began.
    """

    person: int
    role: str
    name: str
    from_on: date
    until_on: date | None
    asked: int
    agreed: int


def grants(facts: Iterable[Fact], situation: Situation) -> tuple[Grant, ...]:
    """Every role that was agreed in the dossier, past ones included, in the order of their first day.

    Sources: Verzuimprotocol 4.6.3 (both agree on a casemanager), 4.7.5 (one reader with fresh eyes).
    """
    standing = effective(facts)
    agreed = [*_casemanagers(standing, situation), *_readers(standing), *_reassigned(standing)]
    moved = moves(standing)
    found = [_within_organisation(grant, moved) for grant in agreed]
    return tuple(sorted(found, key=lambda grant: (grant.from_on, grant.agreed)))


def _within_organisation(grant: Grant, moved: Iterable[Move]) -> Grant:
    """What was agreed in an organisation ends there when the dossier moves to another one."""
    last = min((move.last_day for move in moved if move.from_on > grant.from_on), default=None)
    if last is None or (grant.until_on is not None and grant.until_on <= last):
        return grant
    return replace(grant, until_on=last)


def reader_on(facts: Iterable[Fact], situation: Situation, day: date) -> Grant | None:
    """Who reads along with fresh eyes on a day, or None."""
    held = [g for g in grants(facts, situation) if g.role == FRESH_EYES and _holds(g, day)]
    return held[-1] if held else None


def _holds(grant: Grant, day: date) -> bool:
    return grant.from_on <= day and (grant.until_on is None or grant.until_on >= day)


def _casemanagers(facts: tuple[Fact, ...], situation: Situation) -> Iterator[Grant]:
    agreed: list[Grant] = []
    proposal: Fact | None = None
    for fact in facts:
        if fact.kind == PROPOSED:
            proposal = fact
        elif fact.kind == ANSWERED and proposal and fact.data.get("antwoord") == "ja":
            agreed.append(_grant(proposal, CASEMANAGER, fact, None))
    endings = [(f.on, f.seq) for f in facts if f.kind == ENDED]
    for grant, following in pairwise([*agreed, None]):
        if grant is None:
            continue
        last = [day - DAY for day, seq in endings if (day, seq) > (grant.from_on, grant.agreed)]
        last += [following.from_on - DAY] if following else []
        last += _over(grant.from_on, situation)
        until = min(last, default=None)
        if until is None or until >= grant.from_on:
            yield replace(grant, until_on=until)


def _over(begin: date, situation: Situation) -> list[date]:
    """The last day on which an absence can still join the case that ran on a day; none while it runs."""
    spells = situation.all_spells
    for index, spell in enumerate(spells):
        following = spells[index + 1].first if index + 1 < len(spells) else date.max
        if spell.back_on and spell.back_on > begin:
            last = joins_until(spell.back_on, situation.leaves)
            if following > last:
                return [last]
    return []


def _readers(facts: tuple[Fact, ...]) -> Iterator[Grant]:
    for fact in facts:
        if fact.kind == ASKED:
            yield _grant(fact, FRESH_EYES, fact, day_of(fact, "tot"))


def _reassigned(facts: tuple[Fact, ...]) -> Iterator[Grant]:
    """Who was given the dossier in a function of the arbodienst, one after the other (Verzuimprotocol 2.6)."""
    latest: dict[str, Grant] = {}
    begun = sorted((max(fact.on, fact.at.date()), fact.seq, fact) for fact in facts if fact.kind == REASSIGNED)
    for from_on, _, fact in begun:
        role = str(fact.data["functie"])
        before = latest.get(role)
        if before and before.from_on < from_on:
            yield replace(before, until_on=from_on - DAY)
        latest[role] = replace(_grant(fact, role, fact, None), from_on=from_on)
    yield from latest.values()


def _grant(asked: Fact, role: str, agreed: Fact, until_on: date | None) -> Grant:
    person, name = int(asked.data["persoon_id"]), str(asked.data["persoon"])
    return Grant(person, role, name, agreed.on, until_on, asked.seq, agreed.seq)
