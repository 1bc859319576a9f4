"""What a record answers, and what its questions leave to choose from in this case."""

from portal.actions.dossier import OpenDossier
from portal.rules.calendar import long_date
from portal.rules.facts import Event, Fact, day_of, planned_consults
from portal.rules.records import Question, RecordKind
from portal.rules.side_roads import rounds_of
from portal.rules.spells import FOREVER
from portal.rules.terms import ROLE
from portal.storage.protocols import records
from portal.storage.reading.people import organisations

Options = tuple[tuple[str, str], ...]

OPINION = "deskundigenoordeel_gevraagd"
"""The record that UWV was asked for an opinion: each gets its own answer."""


def question_answered(dossier: OpenDossier, kind: RecordKind) -> Fact | None:
    """The fact to which a record of this kind is now the answer; None when it answers nothing."""
    asked = asked_by(dossier, kind)
    return next((fact for fact in dossier.facts if asked and fact.seq == asked.seq), None)


def asked_by(dossier: OpenDossier, kind: RecordKind) -> Event | None:
    """What asks for a record of this kind now: the first that waits; None when nothing does.

    What must go to UWV first, such as the request for a delay, is not answered while it lies here.
    """
    rule = dossier.protocol.rule(kind.for_step) if kind.for_step else None
    if rule is None or not rule.each:
        return None
    held = {step.round for step in dossier.steps if step.key == rule.key and step.state == "waiting"}
    rounds = enumerate(rounds_of(rule, dossier.situation), start=1)
    waits = (opener for number, (opener, answer) in rounds if answer is None and number not in held)
    day = dossier.today.isoformat()
    return next((one for one in waits if day <= (one.data.get(rule.ends_by) or day)), None)


def waiting(dossier: OpenDossier, kind: RecordKind) -> tuple[Event, ...]:
    """The records of this kind that wait for an answer."""
    rules = [rule for rule in dossier.protocol.rules if rule.each == kind.key]
    return tuple(asked for rule in rules for asked, answer in rounds_of(rule, dossier.situation) if answer is None)


def options_of(dossier: OpenDossier, question: Question) -> Options:
    """The (value, label) pairs of a choice, also where they are steps or consults of this case."""
    match question.options_from:
        case "movable_steps":
            return _movable_steps(dossier)
        case "consults":
            return _consults(dossier)
        case "opinions":
            return _opinions(dossier)
        case "organisations":
            others = (one.name for one in organisations() if one.id != dossier.row.organisation_id)
            return tuple((name, name) for name in others)
    return question.options


def _movable_steps(dossier: OpenDossier) -> Options:
    movable = {rule.key for rule in dossier.protocol.rules if rule.movable}
    open_steps = [
        step
        for step in dossier.steps
        if step.key in movable and step.state in ("open", "waiting") and (step.until_on or FOREVER) >= dossier.today
    ]
    by_day = sorted(open_steps, key=lambda step: step.due_on)
    return tuple((f"{s.key}#{s.round}", f"{s.title} (nu uiterlijk {long_date(s.due_on)})") for s in by_day)


def _consults(dossier: OpenDossier) -> Options:
    """The consults that are still to come, or that may not have taken place, the last day first."""
    found = sorted(planned_consults(dossier.facts), key=lambda fact: day_of(fact, "dag"), reverse=True)
    return tuple((str(fact.seq), _consult(fact)) for fact in found)


def _consult(fact: Fact) -> str:
    """A consult as one chooses it: «2 februari 2026 om 10.00 uur, bij de bedrijfsarts»."""
    time, host = fact.data["tijd"].replace(":", "."), ROLE[fact.data["met"]].label.lower()
    return f"{long_date(day_of(fact, 'dag'))} om {time} uur, bij de {host}"


def _opinions(dossier: OpenDossier) -> Options:
    """What UWV was asked, by whom and when, as far as it did not answer yet."""
    asked = sorted(waiting(dossier, records()[OPINION]), key=lambda one: one.place)
    words = {name: label for question in records()[OPINION].questions for name, label in question.options}
    return tuple(
        (
            str(one.seq),
            f"{long_date(one.on)}, door de {ROLE[one.data['rol']].label.lower()}: {words[one.data['vraag']]}",
        )
        for one in asked
    )
