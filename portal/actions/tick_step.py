"""Tick a step that is done outside the portal, with the day on which it was."""

from datetime import date, datetime
from typing import Any

from portal.actions.dossier import OpenDossier, opened
from portal.actions.fact_checks import check_noted, check_open, check_settles
from portal.rules.errors import Forbidden, Rejected, check_all
from portal.rules.facts import ANSWERS_TO
from portal.rules.side_roads import rounds_of
from portal.rules.step import Step


def tick_step(*, dossier_id: int, actor: int, now: datetime, key: str, round: int, on: date, note: str = "") -> int:
    """Append that step `key`, round `round`, was done on day `on`; only its owner may say so.

    Returns the fact's number. Raises Forbidden for another's step and Rejected for one that cannot be ticked, or that
    asks for a note and gets none; RejectedForm when the day is wrong as well.
    """
    with opened(dossier_id, "tick_step", actor=actor, now=now) as dossier:
        step = next((s for s in dossier.steps if (s.key, s.round) == (key, round)), None)
        if step is None or step.action != "tick_step":
            raise Rejected("step_unknown")
        if step.owner not in dossier.roles:
            raise Forbidden(key)
        check_open(dossier, step)
        check_all(lambda: check_tick_day(dossier, step, on), lambda: check_noted(dossier, key, note))
        return dossier.append("gedaan", on, _ticked(dossier, step) | {"toelichting": note.strip()})


def check_tick_day(dossier: OpenDossier, step: Step, on: date) -> None:
    """Raise Rejected for a day on which this step cannot have been done, or with which a tick does not count for it."""
    dossier.check_day(on, "op")
    check_settles(dossier, on, _ticked(dossier, step), step.round)


def _ticked(dossier: OpenDossier, step: Step) -> dict[str, Any]:
    return {"stap": step.key, "ronde": step.round, **_asked_by(dossier, step.key, step.round)}


def _asked_by(dossier: OpenDossier, key: str, round: int) -> dict[str, int]:
    """What asked for a step that comes with each event: of two that are open a tick settles the one it is for."""
    rule = dossier.protocol.rule(key)
    if rule is None or rule.per != "event":
        return {}
    opener, _ = rounds_of(rule, dossier.situation)[round - 1]
    return {ANSWERS_TO: opener.seq}
