"""What a paper must be before it is settled: in its place in the plan, filled in, and on a day that can be right."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from portal.actions.dossier import OpenDossier
from portal.actions.fact_checks import titles_before
from portal.actions.word_forms import WordForm
from portal.rules.access import ARBO
from portal.rules.calendar import add_counted_days
from portal.rules.conditions import in_leven, terugkeer_mogelijk
from portal.rules.errors import Forbidden, Invisible, Rejected, RejectedForm
from portal.rules.paper_days import contradictions, impossible_days, periods_too_long, unmet_needs
from portal.rules.papers import PaperKind
from portal.storage.catalogue import catalogue

EARLY = timedelta(weeks=6)
"""How long before its step opens a paper may be made that is made once: six weeks. Choice of the portal.

One that comes back every round may not be made before its step opens: several on one day would evaluate nothing.
"""

DECLARED = "verklaring"
"""Under which name a form asks for the declaration that a paper holds nothing medical, and its fact remembers it."""

ADVICE = "adviezen"
"""The list with the advice of the bedrijfsarts, and in the papers of the others their answer to each."""


def must_declare(dossier: OpenDossier, entry: PaperKind) -> bool:
    """Whether the actor writes such a paper for the arbodienst, which knows what may not be in it (art. 30 UAVG)."""
    return not ARBO.isdisjoint(dossier.roles.intersection(entry.written_by))


def writable_kind(dossier: OpenDossier, kind: str) -> PaperKind:
    """The catalogue's entry, if the actor may write such a paper here. Raises Invisible or Forbidden."""
    entry = catalogue().get(kind)
    if entry is None:
        raise Invisible(kind)
    if not entry.writable_by(dossier.roles):
        raise Forbidden(kind)
    return entry


def check_place_in_plan(dossier: OpenDossier, entry: PaperKind) -> None:
    """Raise Rejected when the protocol has no place for this paper now, or asks for something else first.

    A paper that no step asks for and that adjusts nothing, such as a report of a conversation, always has one.
    """
    if not dossier.situation.spells:
        raise Rejected("not_ill")
    if not in_leven(dossier.situation):
        raise Rejected("dossier_closed")
    _check_week(dossier, entry)
    planned = dossier.protocol.has_place_for(entry.key)
    if not planned and not entry.parent:
        return
    if dossier.situation.hersteld_op is not None:
        raise Rejected("not_ill")
    if entry.parent and not is_mended(dossier, entry) and dossier.situation.ended_before(dossier.today):
        raise Rejected("case_is_over")
    if entry.parent and not any(p.kind == entry.parent for p in dossier.situation.papers):
        raise Rejected("parent_missing", parent=catalogue()[entry.parent].title)
    if planned and not is_mended(dossier, entry):
        _check_step(dossier, entry)


def is_recalled(dossier: OpenDossier, entry: PaperKind) -> bool:
    """Whether a new paper of this kind takes the place of one that was recalled: that can be made at once."""
    replaced = dossier.situation.to_replace(entry.key)
    return replaced is not None and replaced.recalled_on is not None


def is_mended(dossier: OpenDossier, entry: PaperKind) -> bool:
    """Whether it takes the place of one that was recalled or that lacks something the report needs."""
    replaced = dossier.situation.to_replace(entry.key)
    return replaced is not None and bool(replaced.recalled_on or replaced.lacks)


def _check_week(dossier: OpenDossier, entry: PaperKind) -> None:
    first = dossier.situation.eerste_ziektedag
    if first and entry.from_week:
        begin = add_counted_days(first, 7 * (entry.from_week - 1), dossier.situation.pauses)
        if dossier.today < begin:
            raise Rejected("paper_too_early", opens_on=begin)


def _check_step(dossier: OpenDossier, entry: PaperKind) -> None:
    steps = [step for step in dossier.steps if step.paper == entry.key]
    undone = next((step for step in steps if step.state != "done"), None)
    if not steps:
        rules = [rule for rule in dossier.protocol.rules if rule.paper == entry.key]
        hopeful = any("terugkeer_mogelijk" in rule.when for rule in rules)
        waits = hopeful and not terugkeer_mogelijk(dossier.situation)
        raise Rejected("return_not_expected" if waits else "paper_not_in_plan")
    if undone is None:
        raise Rejected("paper_settled", title=entry.title)
    if waits_for := titles_before(dossier, undone):
        raise Rejected("step_waits", waits_for=waits_for)
    rule = dossier.protocol.rule(undone.key)
    early = timedelta() if rule and rule.per == "period" else EARLY
    if dossier.today < undone.opens_on - early:
        raise Rejected("paper_too_early", opens_on=undone.opens_on)


def check_after(dossier: OpenDossier, entry: PaperKind) -> None:
    """Raise Rejected while the paper that this one rests on was not made: its advice must come first."""
    for refusal in _needed_first(dossier, entry):
        raise refusal


def _needed_first(dossier: OpenDossier, entry: PaperKind) -> Iterator[Rejected]:
    if entry.after and not any(paper.kind == entry.after for paper in dossier.situation.papers):
        yield Rejected("paper_needed_first", paper=catalogue()[entry.after].title)


def unfit(dossier: OpenDossier, entry: PaperKind, values: Mapping[str, Any]) -> Iterator[Rejected]:
    """What does not fit in the case.

    That is a paper that must be there first, a day that the plan says otherwise, a period that goes on too long, the
    answer that a step waits for and that stays away, and a late paper without its reason.
    """
    yield from _needed_first(dossier, entry)
    last_days = {step.key: step.due_on for step in dossier.steps}
    for name, key in entry.on_step.items():
        if values.get(name) and key in last_days and values[name] != last_days[key].isoformat():
            yield Rejected("day_of_step", field=name, title=_rule_title(dossier, key), day=last_days[key])
    yield from periods_too_long(entry, values, _told_before(dossier, entry))
    yield from _unsaid(dossier, entry, values)
    yield from _unexplained(dossier, entry, values)


def _unsaid(dossier: OpenDossier, entry: PaperKind, values: Mapping[str, Any]) -> Iterator[Rejected]:
    """Each question without an answer that a step, which can be done now, needs from this paper to be settled."""
    for step in dossier.steps:
        rule = dossier.protocol.rule(step.key)
        if rule and step.paper == entry.key and step.state == "open" and step.opens_on <= dossier.today:
            for name in rule.settled_only:
                if name in entry.tells and not values.get(name):
                    yield Rejected("step_needs_answer", field=name, title=step.title, due_on=step.due_on)


def _told_before(dossier: OpenDossier, entry: PaperKind) -> list[Mapping[str, Any]]:
    """What the papers tell that this one builds on, without the one whose place it takes."""
    replaced = dossier.situation.to_replace(entry.key)
    number = replaced.number if replaced else 0
    papers = [p for p in dossier.situation.papers if p.kind in (entry.parent, entry.key)]
    return [p.tells for p in papers if (p.kind, p.number) != (entry.key, number)]


def _rule_title(dossier: OpenDossier, key: str) -> str:
    rule = dossier.protocol.rule(key)
    return rule.title if rule else key


def _unexplained(dossier: OpenDossier, entry: PaperKind, values: Mapping[str, Any]) -> Iterator[Rejected]:
    """The reason that is missing of a paper that comes after its last day, if its kind then asks for one."""
    if not entry.late_reason or values.get(entry.late_reason):
        return
    undone = next((step for step in dossier.steps if step.paper == entry.key and step.state != "done"), None)
    before = dossier.situation.to_replace(entry.key)
    first_made = before.on if before else dossier.today
    if undone and undone.days_late(first_made):
        yield Rejected("late_unexplained", field=entry.late_reason, due_on=undone.due_on)


def tidy(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without spaces around texts and without rows in which nothing stands."""
    return {name: _tidy(value) for name, value in values.items()}


def _tidy(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list | tuple):
        rows = [tidy(row) if isinstance(row, Mapping) else row for row in value]
        return [row for row in rows if not isinstance(row, Mapping) or any(row.values())]
    return value


def check_values(entry: PaperKind, form: WordForm, values: Mapping[str, Any], *, today: date | None = None) -> None:
    """Raise RejectedForm for everything that is wrong with the values by themselves."""
    problems = tuple(wrong_values(entry, form, values, today=today))
    if problems:
        raise RejectedForm(problems)


def wrong_values(
    entry: PaperKind, form: WordForm, values: Mapping[str, Any], *, today: date | None = None
) -> Iterator[Rejected]:
    """Every required field that is empty and every unknown one.

    With `today`, the day of settlement, also every day that cannot be right then.
    """
    known = [field.name for field in form.asked]
    empty = set(entry.empty_of(values))
    labels = {field.name: field.label for field in form.asked}
    one_of = {first: rest[-1] for first, *rest in (names.split("|") for names in entry.required) if rest}
    for name in known:
        if name in empty and name in one_of:
            yield Rejected("one_of_empty", field=name, last=labels.get(one_of[name], one_of[name]))
        elif name in empty:
            yield Rejected("field_empty", field=name)
    for name in sorted(set(values) - set(known)):
        yield Rejected("field_unknown", field=name)
    yield from _unanswered(values)
    yield from unmet_needs(entry, values, labels)
    yield from contradictions(entry, values, labels)
    if today is not None:
        yield from impossible_days(entry, values, today)


def _unanswered(values: Mapping[str, Any]) -> list[Rejected]:
    """Every advice that is taken over gets an answer, and a deviation its reason (Verzuimprotocol 4.6.2)."""
    problems = []
    for index, row in enumerate(values.get(ADVICE) or []):
        if row.get("advies") and row.get("antwoord", "volgen") == "":
            problems.append(Rejected("advice_unanswered", field=f"{ADVICE}.{index}.antwoord"))
        if row.get("antwoord") == "afwijken" and not row.get("toelichting"):
            problems.append(Rejected("deviation_unexplained", field=f"{ADVICE}.{index}.toelichting"))
    return problems
