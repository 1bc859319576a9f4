"""Tick a step that is done outside the portal, with the day on which it was."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from portal.actions.dossier import OpenDossier, opened
from portal.actions.fact_checks import check_noted, check_open
from portal.rules.errors import Forbidden, Rejected
from portal.rules.facts import Fact
from portal.rules.step import Step


def tick_step(*, dossier_id: int, actor: int, now: datetime, key: str, round: int, on: date, note: str = "") -> int:
    """Append that step `key`, round `round`, was done on day `on`; only its owner may say so.

    Returns the fact's number. Raises Forbidden for another's step and Rejected for one that cannot be ticked, or that
    asks for a note and gets none.
    """
    with opened(dossier_id, "tick_step", actor=actor, now=now) as dossier:
        step = next((s for s in dossier.steps if (s.key, s.round) == (key, round)), None)
        if step is None or step.action != "tick_step":
            raise Rejected("step_unknown")
        if step.owner not in dossier.roles:
            raise Forbidden(key)
        check_open(dossier, step)
        check_noted(dossier, key, note)
        dossier.check_day(on, "op")
        data = {"stap": key, "ronde": round, "toelichting": note.strip()}
        _check_settles(dossier, step, on, data)
        return dossier.append("gedaan", on, data)


def _check_settles(dossier: OpenDossier, step: Step, on: date, data: Mapping[str, Any]) -> None:
    """Raise Rejected for a day that leaves the step to be done, such as one before the return that is talked about."""
    tick = Fact(dossier.situation.last_seq + 1, "gedaan", on, dossier.now, dossier.actor, data)
    steps = dossier.with_facts((*dossier.facts, tick)).steps
    if not any((s.key, s.round) == (step.key, step.round) and s.done_on for s in steps):
        raise Rejected("tick_does_not_count", field="op", opens_on=step.opens_on)
