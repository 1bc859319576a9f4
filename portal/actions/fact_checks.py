"""What must hold for a fact of each kind. The action that records it asks, and so does its correction."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from portal.actions.dossier import OpenDossier
from portal.actions.own_application import APPLICATION
from portal.actions.record import check_record
from portal.rules.calendar import add_working_days, last_working_day
from portal.rules.errors import Rejected, RejectedForm, check_all
from portal.rules.facts import TAKEN_OVER, Fact
from portal.rules.step import Step
from portal.storage.protocols import records

WAYS = ("telefoon", "gesprek_op_werk", "huisbezoek", "videogesprek", "bericht")

LONGEST_AGO = timedelta(days=3 * 366)
"""How long ago a first sick day can lie: beyond the end of the waiting time and a wage sanction after it."""

EARLY = timedelta(weeks=8)
"""So long before a step is asked it can have been done: earlier is a slip of the pen. Choice of the portal."""

MADE_ANEW = {
    "papier_vastgesteld": "earlier_paper_not_correctable",
    "ondertekend": "earlier_paper_not_correctable",
    "papier_teruggeroepen": "recall_not_correctable",
    "consult_gepland": "consult_not_correctable",
    "afschrift_ontvangen": "copy_not_correctable",
}
"""The kinds of fact that are withdrawn and made anew, never corrected, with the code of the refusal."""


def check_fact(dossier: OpenDossier, kind: str, on: date, data: Mapping[str, Any]) -> None:
    """Raise Rejected when a fact cannot hold on that day with this data, RejectedForm with all that is wrong."""
    if kind in records():
        check_record(dossier, records()[kind], on, data)
        return
    match kind:
        case "ziekmelding":
            check_report(on, date.fromisoformat(data["gemeld_op"]), dossier.today, field="op")
        case "herstelmelding":
            _check_return(dossier, on)
        case "contact":
            check_all(
                lambda: _check_day(dossier, on),
                lambda: _check_choice(data["wijze"], WAYS, "wijze"),
                lambda: _check_text(data["verslag"], "verslag"),
            )
        case "uwv_gemeld":
            check_all(lambda: _check_day(dossier, on), lambda: _check_text(data["kenmerk"], "kenmerk"))
        case "ontvangen":
            _check_receipt(dossier, on, data["papier"])
        case "wia_verstuurd":
            _check_sent(dossier, on)
        case _ if kind in MADE_ANEW:
            raise Rejected(MADE_ANEW[kind])
        case _:
            check_all(
                lambda: _check_tick_day(dossier, kind, on, data),
                lambda: check_noted(dossier, data.get("stap", ""), data.get("toelichting", "")),
            )


def _check_tick_day(dossier: OpenDossier, kind: str, on: date, data: Mapping[str, Any]) -> None:
    _check_day(dossier, on)
    if kind == "gedaan" and TAKEN_OVER not in data:
        check_settles(dossier, on, data)


def _check_receipt(dossier: OpenDossier, on: date, paper: int) -> None:
    handed = next(state.on for state in dossier.situation.papers if state.paper == paper)
    if on < handed:
        raise Rejected("day_before_paper", field="op", paper_on=handed)
    _check_day(dossier, on)


def _check_sent(dossier: OpenDossier, on: date) -> None:
    """The application goes out once it is asked for, and not in the future (Verzuimprotocol 4.8)."""
    dossier.check_day(on, "op")
    step = next((one for one in dossier.steps if one.key == APPLICATION), None)
    if step is None:
        raise Rejected("not_ill")
    if on < step.opens_on:
        raise Rejected("step_not_open", field="op", opens_on=step.opens_on)


def _check_return(dossier: OpenDossier, on: date) -> None:
    """The day before is the normal moment to tell it (Verzuimprotocol 5.1); for a Monday that is the Friday."""
    if on > add_working_days(dossier.today, 1):
        raise Rejected("recovery_too_far_ahead", field="op", since=recordable_from(on))
    first = dossier.situation.all_spells[0].first
    if on <= first:
        raise Rejected("recovery_before_sick", field="op", first=first)


def recordable_from(back_on: date) -> date:
    """The first day on which a return on `back_on` can be recorded."""
    return last_working_day(back_on - timedelta(days=1))


def check_report(eerste_ziektedag: date, gemeld_op: date, today: date, *, field: str = "eerste_ziektedag") -> None:
    """Raise RejectedForm for days of a ziekmelding that cannot be: in the future, in the wrong order, or long ago.

    `field` is where the first sick day was asked.
    """
    wrong = []
    if eerste_ziektedag > gemeld_op:
        wrong.append(Rejected("sick_after_report", field=field))
    elif eerste_ziektedag < today - LONGEST_AGO:
        wrong.append(Rejected("sick_long_ago", field=field))
    if gemeld_op > today:
        wrong.append(Rejected("day_in_future", field="gemeld_op"))
    if wrong:
        raise RejectedForm(tuple(wrong))


def check_noted(dossier: OpenDossier, key: str, note: str) -> None:
    """Raise Rejected for a tick without the note that its step asks for."""
    rule = dossier.protocol.rule(key)
    if rule and rule.noted:
        _check_text(note, "toelichting")


def check_settles(dossier: OpenDossier, on: date, data: Mapping[str, Any], number: int | None = None) -> None:
    """Raise Rejected for a tick with this data that cannot have been done on that day, or settles nothing.

    `number` is the round that it must settle, where that is known.
    """
    check_not_too_early(dossier, data["stap"], on)
    tick = Fact(dossier.situation.last_seq + 1, "gedaan", on, dossier.now, dossier.actor, data)
    check_counts(dossier, dossier.with_facts((*dossier.facts, tick)), data["stap"], number)


def check_counts(before: OpenDossier, after: OpenDossier, key: str, number: int | None = None) -> None:
    """Raise Rejected when a tick leaves the step to be done, in round `number` where that is known.

    Such as one of a day before the return or the paper that is talked about.
    """
    undone = [step for step in before.steps if step.key == key and step.done_on is None]
    left = [step.round for step in after.steps if step.key == key and step.done_on is None]
    if undone and (number in left or _times_done(key, after.steps) <= _times_done(key, before.steps)):
        raise Rejected("tick_does_not_count", field="op", opens_on=undone[0].opens_on)


def check_not_too_early(dossier: OpenDossier, key: str, on: date) -> None:
    """Raise Rejected for a tick of a day long before the step is asked, or before what comes first.

    UWV does not answer before it was told. What comes first as a paper has no say here: it holds on its own day and is
    complete on another.
    """
    rule = dossier.protocol.rule(key)
    steps = [step for step in dossier.steps if step.key == key and step.done_on is None]
    if rule is None or not steps:
        return
    first = [one.done_on for one in dossier.steps if one.key in rule.needs and one.done_on and not one.paper]
    if rule.opens and rule.per == "case" and not rule.any_day:
        first.append(steps[0].opens_on - timedelta(days=dossier.situation.delay) - EARLY)
    if first and on < max(first):
        raise Rejected("day_before_other", field="op", other=max(first))


def _times_done(key: str, steps: Iterable[Step]) -> int:
    """How often a step is done; what is left to do says less, because a talk that was held can ask for a next one."""
    return sum(step.key == key and step.done_on is not None for step in steps)


def check_open(dossier: OpenDossier, step: Step) -> None:
    """Raise Rejected when a step cannot be done today: it is done, waits for another, or is not asked."""
    if step.state == "done":
        raise Rejected("step_done")
    if waits_for := titles_before(dossier, step):
        raise Rejected("step_waits", waits_for=waits_for)
    if dossier.today < step.opens_on:
        raise Rejected("step_not_open", opens_on=step.opens_on)
    if step.state != "open":
        raise Rejected("record_without_step", title=step.title)


def titles_before(dossier: OpenDossier, step: Step) -> list[str]:
    """What must be done before a step that waits, as people call it."""
    titles = {rule.key: rule.title for rule in dossier.protocol.rules}
    return [titles[key] for key in step.waits_for if key in titles] if step.state == "waiting" else []


def _check_day(dossier: OpenDossier, on: date) -> None:
    """Not in the future, and not before the first absence in the dossier."""
    if on > dossier.today:
        raise Rejected("day_in_future", field="op")
    first = dossier.situation.all_spells[0].first if dossier.situation.all_spells else on
    if on < first:
        raise Rejected("day_before_first_sick_day", field="op", first=first)


def _check_choice(value: str, choices: tuple[str, ...], field: str) -> None:
    if value not in choices:
        raise Rejected("choice_unknown", field=field)


def _check_text(value: str, field: str) -> None:
    if not value.strip():
        raise Rejected("field_empty", field=field)
