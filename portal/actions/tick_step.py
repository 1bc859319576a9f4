"""Tick a step that is done outside the portal, with the day on which it was."""

from datetime import date, datetime

from portal.actions.dossier import opened
from portal.actions.fact_checks import check_noted, check_open, check_settles
from portal.rules.errors import Forbidden, Rejected


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
        check_settles(dossier, key, on, round)
        return dossier.append("gedaan", on, {"stap": key, "ronde": round, "toelichting": note.strip()})
