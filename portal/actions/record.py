"""Record what happens beside the main road: the answers to a few questions, as data says which."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from portal.actions.colleagues import asked_for, check_free
from portal.actions.dossier import OpenDossier, opened
from portal.actions.mail import take_back_morning
from portal.actions.record_options import OPINION, asked_by, options_of, question_answered, waiting
from portal.rules.calendar import week_of
from portal.rules.conditions import in_leven, ziek
from portal.rules.delay import DECIDED, FROM, OTHER_DAY
from portal.rules.errors import Forbidden, Invisible, Rejected, RejectedForm
from portal.rules.facts import ANSWERS_TO, TOLD, Event, Situation, day_of, planned_consults
from portal.rules.granted import ASKED, FRESH_EYES, reader_on
from portal.rules.moves import ANSWERED, CARRIED_ALONG
from portal.rules.records import CONTRACT_HOURS, DAY, Question, RecordKind
from portal.rules.spells import FOREVER
from portal.rules.step import Step
from portal.rules.terms import FACT
from portal.rules.waiting_time import end_of_waiting_time
from portal.storage.protocols import records
from portal.storage.reading.people import person

LONGEST_BEFORE = timedelta(days=365)
"""How long before the first sick day something may lie that need not be part of the illness, such as a leave."""


def record(
    *,
    dossier_id: int,
    kind: str,
    actor: int,
    now: datetime,
    on: date | None = None,
    answers: Mapping[str, str],
    about: int | None = None,
) -> int:
    """Append a record of this kind that holds on day `on`, or today where the kind asks for no day.

    `answers` are by the names of its questions; `about` is the number of what the actor saw as that which is answered,
    or None when nobody looked. Returns the fact's number. Raises Invisible for an unknown kind,
    Forbidden for one that is not the actor's to record, Rejected when the case has no place for it now,
    RejectedForm for answers that are missing or cannot be.
    """
    with opened(dossier_id, "record", actor=actor, now=now) as dossier:
        found = recordable(dossier, kind)
        asked = question_answered(dossier, found)
        if about is not None and about != (asked.seq if asked else None):
            raise Rejected("question_changed")
        day = on if found.day and on else dossier.today
        data = {question.name: answers.get(question.name, "").strip() for question in found.questions}
        check_record(dossier, found, day, data)
        data = filled_in(dossier, found, data)
        data["rol"] = next(role for role in found.written_by if role in dossier.roles)
        data |= {TOLD: dossier.today.isoformat()} if found.ahead and day != dossier.today else {}
        dossier.check_new(kind, day, data)
        seq = dossier.append(kind, day, data)
        if kind == "overleden":
            take_back_morning(dossier.today)
        return seq


def recordable(dossier: OpenDossier, kind: str) -> RecordKind:
    """The kind of record, if the actor may make one now. Raises Invisible, Forbidden or Rejected."""
    found = records().get(kind)
    if found is None:
        raise Invisible(kind)
    if not found.writable_by(dossier.roles):
        raise Forbidden(kind)
    if found.for_step and not any(_asks_for(step, found, dossier.today) for step in dossier.steps):
        raise _not_asked(dossier, found)
    if not found.has_place(dossier.situation):
        not_ill = "ziek" in found.when and in_leven(dossier.situation) and not ziek(dossier.situation)
        raise Rejected("not_ill") if not_ill else Rejected("record_without_place", title=found.title)
    if problem := _not_now(dossier, found):
        raise problem
    return found


def recordables(dossier: OpenDossier) -> tuple[RecordKind, ...]:
    """Every kind that the actor can record now of their own accord, in the order of the file."""
    return tuple(
        kind
        for kind in records().values()
        if kind.writable_by(dossier.roles) and kind.has_place(dossier.situation)
        if not kind.for_step or _is_other_answer(dossier, kind)
        # What was done in its weeks can be recorded after them, but nobody is led there: it cannot be done any more.
        if _not_now(dossier, kind) is None and _outside_weeks(dossier, kind, dossier.today) is None
    )


def _is_other_answer(dossier: OpenDossier, kind: RecordKind) -> bool:
    """Whether a step that is asked now can also be answered in this way, to which its own button does not lead."""
    rule = dossier.protocol.rule(kind.for_step)
    asked = any(_asks_for(step, kind, dossier.today) for step in dossier.steps)
    return asked and rule is not None and kind.key in rule.or_by


def filled_in(dossier: OpenDossier, kind: RecordKind, data: Mapping[str, Any]) -> dict[str, Any]:
    """The answers, with each colleague as the portal knows them (name and number to read, and the id), and with the
    number of what they answer to; an answer that is corrected goes on answering the same."""
    known = dict(data)
    asked = question_answered(dossier, kind)
    if asked is not None:
        known.setdefault(ANSWERS_TO, asked.seq)
    for question in kind.questions:
        if question.options_from == "opinions":
            known[ANSWERS_TO] = int(data[question.name])
        if question.kind == "colleague":
            found = asked_for(dossier, data[question.name], question.who, question.name, data)
            known |= {question.name: found.shown, f"{question.name}_id": found.id}
    if kind.key == ANSWERED:
        known |= _agreed_with(dossier, kind, data["antwoord"])
    if kind.key == FRESH_EYES:
        known["door"] = data.get("door") or _name_and_job(dossier.actor)
    return known


def _agreed_with(dossier: OpenDossier, kind: RecordKind, word: str) -> dict[str, Any]:
    """What the employee answers to, repeated in the answer. Raises Rejected for a yes that cannot be carried out."""
    asked = question_answered(dossier, kind)
    if asked is None:
        raise Rejected("record_without_step", title=kind.title)
    if word == "ja":
        check_free(asked.data["persoon_id"], "antwoord", asked.data["organisatie"])
    return {"voorstel": asked.seq, **{name: asked.data[name] for name in CARRIED_ALONG}}


def _name_and_job(person_id: int) -> str:
    """Who wrote a note that goes into a paper, as it stood on that day."""
    found = person(person_id)
    return ", ".join(part for part in (found.name, found.job) if part) if found else ""


def check_record(dossier: OpenDossier, kind: RecordKind, on: date, data: Mapping[str, Any]) -> None:
    """Raise RejectedForm for every answer that is missing or cannot be, and for a day that cannot be."""
    if problems := wrong_answers(dossier, kind, on, data):
        raise RejectedForm(tuple(problems))


def wrong_answers(dossier: OpenDossier, kind: RecordKind, on: date | None, data: Mapping[str, Any]) -> list[Rejected]:
    """Every answer that is missing or cannot be, and a day that cannot be; without a day only what is missing."""
    if on is None:
        return [problem for question in kind.questions for problem in _missing(question, data)]
    problems = [problem for question in kind.questions for problem in _problems(dossier, question, on, data)]
    problems += _day_problems(dossier, kind, on) or _consult_problems(dossier, on, data)
    problems += _answer_problems(dossier, kind, on, data) if not problems else []
    problems += _overlap(dossier, kind, on, data) if not problems else []
    same = kind.one_for_each
    if same and any(asked.data.get(same) == data.get(same) for asked in waiting(dossier, kind)):
        problems.append(Rejected("proposal_waits", field=same))
    return problems


def _not_now(dossier: OpenDossier, kind: RecordKind) -> Rejected | None:
    """What keeps a kind from being recorded today: what waits, its weeks, no step to move, or a reader already."""
    asked = any((s.action, s.paper) == ("record", kind.key) and s.asked_on(dossier.today) for s in dossier.steps)
    if "ziek" in kind.when and not asked and dossier.situation.ended_before(dossier.today):
        return Rejected("case_is_over")
    moves = next((one for one in kind.questions if one.options_from == "movable_steps"), None)
    if moves and not options_of(dossier, moves):
        return Rejected("no_step_to_move")
    if kind.one_at_a_time and not kind.one_for_each and waiting(dossier, kind):
        return Rejected("record_waits", title=FACT[kind.key])
    if not kind.day and (problem := _outside_weeks(dossier, kind, dossier.today)):
        return problem
    if kind.from_step:
        step = _step(dossier, kind.from_step)
        if step is None:
            return Rejected("record_without_place", title=kind.title)
        if dossier.today < step.opens_on:
            return Rejected("step_not_open", opens_on=step.opens_on)
    reader = reader_on(dossier.facts, dossier.situation, dossier.today) if kind.key == ASKED else None
    return Rejected("reader_already", name=reader.name, until=reader.until_on) if reader else None


def _not_asked(dossier: OpenDossier, kind: RecordKind) -> Rejected:
    """Why nobody asks for a record now: something must be done first, or there is nothing to answer."""
    needed = {key for step in dossier.steps if step.key == kind.for_step for key in step.waits_for}
    titles = [rule.title for rule in dossier.protocol.rules if rule.key in needed]
    return Rejected("step_waits", waits_for=titles) if titles else Rejected("record_without_step", title=kind.title)


def _outside_weeks(dossier: OpenDossier, kind: RecordKind, on: date, field: str | None = None) -> Rejected | None:
    first, (begin, last) = dossier.situation.eerste_ziektedag, kind.weeks
    if not first or not last or begin <= week_of(first, on, dossier.situation.pauses) <= last:
        return None
    return Rejected("outside_weeks", field=field, first=begin, last=last)


def _asks_for(step: Step, kind: RecordKind, today: date) -> bool:
    return step.key == kind.for_step and step.asked_on(today)


def _missing(question: Question, data: Mapping[str, Any]) -> list[Rejected]:
    other, _, answers = question.needed_when.partition("=")
    needed = question.required or (other and data.get(other) in answers.split("|"))
    return [Rejected("field_empty", field=question.name)] if needed and not data.get(question.name) else []


def _problems(dossier: OpenDossier, question: Question, on: date, data: Mapping[str, Any]) -> list[Rejected]:
    value = data.get(question.name, "")
    if not value:
        return _missing(question, data)
    if question.kind == "choice" and value not in dict(options_of(dossier, question)):
        return [Rejected("choice_unknown", field=question.name)]
    if question.kind == "number":
        return _number_problems(dossier, question, value)
    if question.kind == "date":
        earliest, last = _earliest(dossier, question, on, data), _last(dossier, question)
        return _date_problems(question, date.fromisoformat(value), earliest, last)
    if question.kind == "colleague":
        try:
            asked_for(dossier, value, question.who, question.name, data)
        except Rejected as problem:
            return [problem]
    return []


def _number_problems(dossier: OpenDossier, question: Question, value: str) -> list[Rejected]:
    most = question.most
    if question.most_from == CONTRACT_HOURS:
        most = dossier.row.hours or most
    number = float(value.replace(",", "."))
    if question.least <= number <= most:
        return []
    return [Rejected("number_outside", field=question.name, least=float(question.least), most=float(most))]


def _earliest(dossier: OpenDossier, question: Question, on: date, data: Mapping[str, Any]) -> date | None:
    """The first day that a question about a day can be answered with; None when it can be any."""
    if question.after_step:
        step = _step(dossier, question.after_step)
        return max(step.due_on, on if question.after else date.min) if step else None
    if question.after in ("", DAY):
        return on if question.after else None
    moved = next((step for step in dossier.steps if f"{step.key}#{step.round}" == data.get(question.after)), None)
    if moved:
        return max(on, moved.due_on + timedelta(days=1))
    return date.fromisoformat(data[question.after] or on.isoformat())


def _last(dossier: OpenDossier, question: Question) -> date:
    """The last day that a question about a day can be answered with, because of what it makes shorter."""
    longer = [event.data.get(question.name) for event in dossier.situation.events.get(question.shortens, ())]
    return date.fromisoformat(longer[-1]) - timedelta(days=1) if longer and longer[-1] else FOREVER


def _date_problems(question: Question, day: date, earliest: date | None, last: date) -> list[Rejected]:
    if earliest and question.most_days:
        last = min(last, earliest + timedelta(days=question.most_days - 1))
    if day > last:
        return [Rejected("day_too_far_ahead", field=question.name, last=last)]
    before = earliest and day < earliest
    return [Rejected("day_before_other", field=question.name, other=earliest)] if before else []


def _consult_problems(dossier: OpenDossier, on: date, data: Mapping[str, Any]) -> list[Rejected]:
    """A consult is called off before it is over, and missed on its own day."""
    planned = next((fact for fact in planned_consults(dossier.facts) if str(fact.seq) == data.get("consult")), None)
    if planned is None:
        return []
    day = day_of(planned, "dag")
    if data.get("wat") == "niet_verschenen":
        return [Rejected("consult_missed_then", field=DAY, day=day)] if on != day else []
    return [Rejected("consult_was_then", field=DAY, day=day)] if on > day else []


def _answer_problems(dossier: OpenDossier, kind: RecordKind, on: date, data: Mapping[str, Any]) -> list[Rejected]:
    """What UWV answers is not of before it was asked, and a delay of the WIA does not end before it begins."""
    opinions = (one for one in waiting(dossier, records()[OPINION]) if str(one.seq) == data.get("aanvraag"))
    asked = asked_by(dossier, kind) or next(opinions, None)
    if asked is None or not kind.day:
        return []
    if on < asked.on:
        return [Rejected("day_before_other", field=DAY, other=asked.on)]
    return _delay_problems(dossier.situation, asked, data) if kind.key == DECIDED else []


def _delay_problems(situation: Situation, asked: Event, data: Mapping[str, Any]) -> list[Rejected]:
    """Only with another day than that of the request an end is named, or the log would say two things."""
    until, begins = data.get("tot", ""), asked.data[FROM]
    if ends := end_of_waiting_time(situation):
        # After a «no» to an earlier request the waiting time ends sooner than this one thought.
        begins = min(begins, ends.isoformat())
    if until and data.get("besluit") != OTHER_DAY:
        return [Rejected("other_day_unsaid", field="tot")]
    if "" < until < begins:
        return [Rejected("day_before_other", field="tot", other=date.fromisoformat(begins))]
    return []


def _overlap(dossier: OpenDossier, kind: RecordKind, on: date, data: Mapping[str, Any]) -> list[Rejected]:
    """Two leaves on one day would be counted once and asked about twice."""
    if kind.key != "verlof":
        return []
    last = date.fromisoformat(data["laatste_dag"])
    for leave in dossier.situation.events.get("verlof", ()):
        until = date.fromisoformat(leave.data["laatste_dag"])
        if leave.on <= last and on <= until:
            return [Rejected("leave_overlaps", field=DAY, first=leave.on, last=until)]
    return []


def _step(dossier: OpenDossier, key: str) -> Step | None:
    return next((step for step in dossier.steps if step.key == key), None)


def _day_problems(dossier: OpenDossier, kind: RecordKind, on: date) -> list[Rejected]:
    field = DAY if kind.day else None
    situation = dossier.situation
    first = situation.eerste_ziektedag
    if on > dossier.today + timedelta(days=kind.ahead):
        last = dossier.today + timedelta(days=kind.ahead)
        code = "day_too_far_ahead" if kind.ahead else "day_in_future"
        return [Rejected(code, field=field, last=last)]
    if kind.from_today and on < dossier.today:
        return [Rejected("day_passed", field=field)]
    if first and on < first - (timedelta() if kind.when else LONGEST_BEFORE):
        return [Rejected("day_before_first_sick_day", field=field, first=first)]
    if problem := _outside_weeks(dossier, kind, on, field):
        return [problem]
    step = _step(dossier, kind.from_step)
    return [Rejected("step_not_open", field=field, opens_on=step.opens_on)] if step and on < step.opens_on else []
