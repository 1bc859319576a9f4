"""What happens beside the main road: which event settles which, and the later days that both parties agreed on."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import pairwise

from portal.rules.calendar import add_counted_days, long_date
from portal.rules.counting import Reached
from portal.rules.facts import Event, Situation
from portal.rules.pairing import paired, told_on
from portal.rules.protocol import Rule
from portal.rules.spells import FOREVER, known_after
from portal.rules.step import AGREED_LATER

DAY = timedelta(days=1)
ANSWERS_LATER = ("latere_datum_antwoord", "latere_datum_antwoord_leiding")
"""The answers to a proposal for a later day: of the employee, or of the manager when the employee proposed it."""


def agreed_days(situation: Situation) -> Mapping[tuple[str, int], Reached]:
    """The later days on which both parties agreed, by step and round: the newest one counts.

    Source: Regeling procesgang eerste en tweede ziektejaar (employer and employee may deviate from a term, with a
    reason). The reason itself stands in the record, because not everyone who sees the step may read it.

    It is a day of the calendar: a leave before it does not move it on. One that lies in a leave or a recovery gives way
    to the first day after that, as the day of every term does: nobody can do the step then, and nobody is late then.
    """
    found = {}
    for place, proposal in agreements(situation).items():
        agreed = date.fromisoformat(proposal.data["tot"])
        day = add_counted_days(agreed, 0, situation.pauses)
        why = [f"{AGREED_LATER}medewerker en leidinggevende spraken {long_date(agreed)} af."]
        if day != agreed:
            why.append(f"Dat is in herstel of verlof; de eerste dag daarna is {long_date(day)}.")
        found[place] = Reached(day, tuple(why))
    return found


def agreements(situation: Situation) -> Mapping[tuple[str, int], Event]:
    """The newest proposal for a later day that the other party agreed with, by step and round; it holds the reason."""
    found = {}
    proposals = situation.events.get("latere_datum", ())
    answers = [answer for name in ANSWERS_LATER for answer in situation.events.get(name, ())]
    for proposal, answer in paired(proposals, answers):
        if answer and answer.data.get("antwoord") == "ja":
            key, _, number = proposal.data["stap"].rpartition("#")
            found[key, int(number)] = proposal
    return found


def rounds_of(rule: Rule, situation: Situation) -> list[tuple[Event, Event | None]]:
    """The rounds of a step that comes with each event: what opened each one, and what settled it, None while open.

    A round that belongs to one absence and was not settled in it is gone with the next: nobody can answer it any more.
    """
    events = situation.events
    # Only an illness of before a leave can have the same cause as the one after it (art. 7:629 lid 10 BW).
    begin = (situation.eerste_ziektedag if rule.after_first_day else None) or date.min
    openers = [event for event in events.get(rule.each, ()) if event.on > begin and says_all(event, rule.only)]
    if not openers:
        return []
    settled = [event for event in events.get(rule.settled_by, ()) if says_all(event, rule.settled_only)]
    others = [event for name in (*rule.or_by, f"gedaan:{rule.key}") for event in events.get(name, ())]
    settlers = {event.seq: event for event in (*settled, *others)}.values()
    ends = _ends_with(rule, situation)

    def last_day(opener: Event) -> date:
        said = opener.data.get(rule.ends_by)
        return min(date.fromisoformat(said) if said else FOREVER, ends(opener))

    asked = frozenset(event.seq for event in events[rule.each])
    found = paired(openers, settlers, last_day, frozenset(event.seq for event in others), asked)
    return [(opener, settler) for opener, settler in found if settler or ends(opener) == FOREVER]


def _ends_with(rule: Rule, situation: Situation) -> Callable[[Event], date]:
    """The last day of the absence in which something was told, where a round belongs to that; otherwise FOREVER."""
    begins = [known_after(*two) for two in pairwise(situation.spells)] if rule.of_spell else []
    return lambda opener: min((begin - DAY for begin in begins if begin > told_on(opener)), default=FOREVER)


def says_all(event: Event, wanted: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether an event gives, under each name, one of the wanted answers; of a list, whether one of its rows does."""
    return all(_says(event, name, answers) for name, answers in wanted.items())


def _says(event: Event, name: str, answers: tuple[str, ...]) -> bool:
    said = event.data.get(name)
    return any(answer in said for answer in answers) if isinstance(said, list) else said in answers
