"""Remind whoever must act: the manager one level up follows the steps and cannot read what is in them."""

from datetime import date, datetime

from portal.actions.dossier import OpenDossier, opened
from portal.rules.errors import Rejected
from portal.rules.step import Step
from portal.storage.reading.involvements import people_of
from portal.storage.reading.nudges import nudges_of
from portal.storage.writing.nudges import append_nudge


def remind(*, dossier_id: int, actor: int, now: datetime, key: str, round: int) -> tuple[str, ...]:
    """Remind the people who must do step `key`, round `round`; at most once a day for each step.

    Returns their names. Raises Rejected when the step is not there, is not asked for now, has nobody to do it, is
    the sender's own, or when it was reminded of that day.
    """
    with opened(dossier_id, "remind", actor=actor, now=now) as dossier:
        step = next((one for one in dossier.shown_steps if (one.key, one.round) == (key, round)), None)
        if step is None:
            raise Rejected("step_unknown")
        _check_asked(step, dossier.today)
        _check_first_today(dossier, step)
        holders = [row for row in people_of(dossier_id, dossier.today) if row.role == step.owner]
        if step.owner in dossier.roles or actor in (row.person_id for row in holders):
            raise Rejected("reminder_to_self")
        if not holders:
            raise Rejected("reminder_to_nobody")
        append_nudge(dossier_id, step, sender=actor, at=now)
        return tuple(row.name for row in holders)


def _check_asked(step: Step, today: date) -> None:
    if step.done_on:
        raise Rejected("step_done")
    if not step.asked_on(today):
        raise Rejected("reminder_not_now")


def _check_first_today(dossier: OpenDossier, step: Step) -> None:
    for row in nudges_of(dossier.row.id):
        if (row.key, row.round, row.on) == (step.key, step.round, dossier.today):
            raise Rejected("reminded_today", name=row.sender_name)
