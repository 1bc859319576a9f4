"""Tick a step that is done outside the portal, with the day on which it was."""

from datetime import date, datetime

from portal.actions.dossier import OpenDossier, opened, with_what_came
from portal.actions.fact_checks import check_counts, check_not_too_early, check_noted, check_open
from portal.rules.errors import Forbidden, Rejected
from portal.rules.facts import ANSWERS_TO
from portal.rules.side_roads import rounds_of


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
        data = {"stap": key, "ronde": round, "toelichting": note.strip(), **_asked_by(dossier, key, round)}
        check_not_too_early(dossier, key, on)
        number = dossier.append("gedaan", on, data)
        check_counts(dossier, with_what_came(dossier), key, round)
        return number


def _asked_by(dossier: OpenDossier, key: str, round: int) -> dict[str, int]:
    """What asked for a step that comes with each event: of two that are open a tick settles the one it is for."""
    rule = dossier.protocol.rule(key)
    if rule is None or rule.per != "event":
        return {}
    opener, _ = rounds_of(rule, dossier.situation)[round - 1]
    return {ANSWERS_TO: opener.seq}
