"""Correct or withdraw an earlier fact. The old one stays readable; the plan follows the new one."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from portal.actions.dossier import OpenDossier, opened
from portal.actions.fact_checks import check_fact
from portal.actions.record import filled_in
from portal.actions.settle_paper import store_rendering, stored
from portal.rules.access import RECORDED_BY, acting_roles, may
from portal.rules.errors import Forbidden, Invisible, Rejected, check_all
from portal.rules.facts import COPY_RECEIVED, ON_PAPER, REASON, RECALLED, TAKEN_OVER, TOLD, Fact, effective
from portal.rules.fold import fold
from portal.rules.granted import PROPOSED, grants
from portal.rules.moves import ANSWERED, moves_on
from portal.rules.side_roads import rounds_of
from portal.storage.catalogue import catalogue
from portal.storage.protocols import records
from portal.storage.reading.employments import is_same_human
from portal.storage.reading.involvements import roles_ever


def correct_fact(
    *, dossier_id: int, seq: int, actor: int, now: datetime, on: date, changes: Mapping[str, Any], reason: str
) -> int:
    """Append a fact that replaces fact `seq`: it holds on `on`, with `changes` over the data of the old one.

    Whoever may record such a fact may correct it; `reason` says why. Returns the new fact's number. Raises
    Rejected for a fact that no longer counts, cannot be corrected this way, or would make the story impossible, and
    RejectedForm for several answers that cannot be.
    """
    with opened(dossier_id, "correct_fact", actor=actor, now=now) as dossier:
        old = correctable(dossier, seq)
        data = corrected(old, changes)
        check_all(lambda: check_fact(without(dossier, old), old.kind, on, data), lambda: _check_reason(reason, REASON))
        if kind := records().get(old.kind):
            data = filled_in(without(dossier, old), kind, data)
            # What was told on its own day and turns out to be of another one, was still told when it was told.
            data = {TOLD: old.on.isoformat(), **data} if kind.ahead and on != old.on else data
        new = dossier.append(old.kind, on, {**data, REASON: reason.strip()}, corrects=seq)
        _check_story(dossier, Fact(new, old.kind, on, now, actor, data, seq))
        _print_again(dossier, old)
        return new


def corrected(old: Fact, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a fact with these changes, as far as it says such things."""
    kind = records().get(old.kind)
    # A record of before a question was asked gets its answer now.
    told = {*old.data, *(question.name for question in (kind.questions if kind else ()))}
    return {**old.data, **{name: value for name, value in changes.items() if name in told}}


CORRECTED_AFTER_ANSWER = ("verlof",)
"""The days of a leave can be wrong whatever the bedrijfsarts answered; that answer is about the cause alone."""


def without(dossier: OpenDossier, old: Fact) -> OpenDossier:
    """The dossier as it would be without a fact: a record that is corrected does not stand in its own way."""
    taken_away = Fact(dossier.situation.last_seq + 1, "intrekking", old.on, dossier.now, dossier.actor, {}, old.seq)
    return dossier.with_facts((*dossier.facts, taken_away))


def withdraw_fact(*, dossier_id: int, seq: int, actor: int, now: datetime, reason: str) -> int:
    """Append a fact that takes fact `seq` away without replacing it. Raises Rejected as `correct_fact` does."""
    with opened(dossier_id, "correct_fact", actor=actor, now=now) as dossier:
        old = correctable(dossier, seq)
        _check_reason(reason)
        said = {"reden": reason.strip()}
        for signature in _signatures_on(dossier, old):
            dossier.append("intrekking", dossier.today, said, corrects=signature.seq)
        new = dossier.append("intrekking", dossier.today, said, corrects=seq)
        _check_story(dossier, Fact(new, "intrekking", dossier.today, now, actor, {}, old.seq))
        _print_again(dossier, old)
        return new


def correctable(dossier: OpenDossier, seq: int) -> Fact:
    """Fact `seq`, if the actor may correct or withdraw it.

    Raises Invisible when it does not exist, Rejected for a kind that is corrected in another way or a fact that no
    longer counts, Forbidden when the fact, or the step that it ticks, belongs to someone else.
    """
    fact = next((f for f in dossier.facts if f.seq == seq and f.kind != "intrekking"), None)
    if fact is None:
        raise Invisible(seq)
    kind = records().get(fact.kind)
    if kind is None and fact.kind not in RECORDED_BY and not _is_earlier(fact):
        raise Rejected("fact_not_correctable")
    if not _may_correct(dossier, fact) or not _owns_tick(dossier, fact):
        raise Forbidden(fact.kind)
    if fact not in dossier.standing:
        raise Rejected("fact_changed")
    if fact.kind == RECALLED:
        _check_recall(dossier, fact)
    if fact.kind == COPY_RECEIVED and fact.author != dossier.actor and not _gave_in_own_role(dossier, fact):
        raise Forbidden(fact.kind)
    if fact.kind == PROPOSED and any(grant.asked == fact.seq for grant in grants(dossier.facts, dossier.situation)):
        raise Rejected("proposal_agreed")
    if fact.kind == ANSWERED and moves_on(fact) <= dossier.today:
        raise Rejected("move_carried_out")
    if fact.kind not in CORRECTED_AFTER_ANSWER and _is_answered(dossier, fact):
        raise Rejected("record_answered")
    return fact


def _check_recall(dossier: OpenDossier, fact: Fact) -> None:
    """Only who recalled a paper lets it open again, and not once there is a new version of it."""
    if fact.author != dossier.actor:
        raise Forbidden(fact.kind)
    if any(f.kind == "papier_vastgesteld" and f.data["vervangt"] == fact.data["papier"] for f in dossier.facts):
        raise Rejected("recall_answered")


def _gave_in_own_role(dossier: OpenDossier, fact: Fact) -> bool:
    """Whether it says that a copy was given on paper, by someone in a role that the actor holds now or stands in for.

    What someone said that they received, only they take back.
    """
    day = fact.at.date()
    held = {
        role
        for person_id, role, begin, end in roles_ever(dossier.row.id)
        if person_id == fact.author and begin <= day and (end is None or day <= end)
    }
    gave = acting_roles(held)
    return fact.data["wijze"] == ON_PAPER and may(gave & dossier.roles, "give_on_paper")


def _may_correct(dossier: OpenDossier, fact: Fact) -> bool:
    """Whether the fact is the actor's to correct: who may record such a fact may, and each their own answer.

    What the employee answered on a paper with a pen, nobody else takes away; what another recorded as their answer,
    they can.
    """
    if fact.kind in records():
        return _is_own_party(dossier, fact)
    if fact.kind == "ondertekend":
        own = fact.author == dossier.actor or fact.data["rol"] in dossier.roles
        theirs = is_same_human(fact.author, dossier.row.medewerker_id)
        return own or (not theirs and may(dossier.roles, "file_earlier_paper"))
    return may(dossier.roles, RECORDED_BY.get(fact.kind, "file_earlier_paper"))


def _is_earlier(fact: Fact) -> bool:
    """Whether it is a paper of before the take-over of a running case, or a signature on one."""
    return bool(fact.data.get("opgesteld_door" if fact.kind == "papier_vastgesteld" else ON_PAPER))


def _signatures_on(dossier: OpenDossier, old: Fact) -> list[Fact]:
    """What was answered on a paper, if the fact is one: without the paper that says nothing."""
    if old.kind != "papier_vastgesteld":
        return []
    return [f for f in dossier.standing if f.kind == "ondertekend" and f.data["papier"] == old.data["papier"]]


def _is_own_party(dossier: OpenDossier, fact: Fact) -> bool:
    """Whether the record was made by the actor, or in a role that the actor holds or stands in for.

    What the other party recorded stays theirs: whoever sees it otherwise records that.
    """
    writes = records()[fact.kind].writable_by(dossier.roles)
    return writes and (fact.author == dossier.actor or fact.data.get("rol") in dossier.roles)


def _is_answered(dossier: OpenDossier, fact: Fact) -> bool:
    """Whether another record answers this one: an agreement is not changed behind the back of who agreed."""
    return any(
        opener.seq == fact.seq and answer is not None
        for rule in dossier.protocol.rules
        if rule.each == fact.kind and rule.action in ("record", "record_recovery")
        for opener, answer in rounds_of(rule, dossier.situation)
    )


def _owns_tick(dossier: OpenDossier, fact: Fact) -> bool:
    """Whether a tick, if it is one, is of a step of the actor's own."""
    if fact.kind != "gedaan":
        return True
    rule = dossier.protocol.rule(fact.data["stap"])
    earlier = TAKEN_OVER in fact.data and may(dossier.roles, "tick_earlier_step")
    return earlier or (rule is not None and rule.owner in dossier.roles)


def _check_reason(reason: str, field: str = "reden") -> None:
    if not reason.strip():
        raise Rejected("field_empty", field=field)


def _print_again(dossier: OpenDossier, old: Fact) -> None:
    """A paper that shows the fact is made anew, so that it never says what no longer holds."""
    if old.kind in ("ontvangen", "ondertekend"):
        row = stored(old.data["papier"])
    else:
        return
    if row.template_sha256:
        store_rendering(dossier, catalogue()[row.kind], row)


def _check_story(dossier: OpenDossier, new: Fact) -> None:
    """Every report and every return must still mean something once the correction counts."""
    facts = (*dossier.facts, new)
    standing = effective(facts)
    reports = sum(f.kind == "ziekmelding" for f in standing)
    returns = sum(f.kind == "herstelmelding" and f.data["percentage"] >= 100 for f in standing)
    spells = fold(facts).all_spells
    if not reports and any(f.kind == "papier_vastgesteld" for f in standing):
        raise Rejected("no_report_left")
    if len(spells) != reports or sum(s.back_on is not None for s in spells) != returns:
        raise Rejected("story_impossible", field="op")
