"""Tick what was done without a paper before the portal took over a running case, whoever did it."""

from datetime import date, datetime

from portal.actions.dossier import OpenDossier, opened
from portal.actions.file_earlier_paper import check_earlier_day
from portal.rules.errors import Rejected, check_all
from portal.rules.facts import TAKEN_OVER
from portal.rules.protocol import Rule

PAPERLESS = ("tick_step", "record_contact", "ask_arbodienst", "plan_consult", "report_to_uwv")
"""The actions of steps that leave no paper, or whose paper the leidinggevende does not hold."""


def earlier_steps(dossier: OpenDossier) -> tuple[Rule, ...]:
    """The steps of the main road that can have been done without a paper, but for those of the employee."""
    return tuple(
        rule
        for rule in dossier.protocol.rules
        if rule.action in PAPERLESS
        and rule.per in ("case", "spell", "period")
        and rule.owner != "medewerker"
        and not rule.milestone
    )


def tick_earlier_step(*, dossier_id: int, actor: int, now: datetime, key: str, on: date, note: str = "") -> int:
    """Append that step `key` was done on day `on`, before the take-over; returns the fact's number.

    A step that comes back can be ticked for every day on which it was done. Raises Rejected for another step, a day
    outside the case of before the take-over, or what is ticked already; RejectedForm for more than one of these.
    """
    with opened(dossier_id, "tick_earlier_step", actor=actor, now=now) as dossier:
        check_earlier_tick(dossier, key, on)
        data = {"stap": key, "ronde": 1, "toelichting": note.strip(), TAKEN_OVER: dossier.today.isoformat()}
        return dossier.append("gedaan", on, data)


def check_earlier_tick(dossier: OpenDossier, key: str, on: date) -> None:
    """Raise as `tick_earlier_step` does."""
    check_all(lambda: _check_step(dossier, key, on), lambda: check_earlier_day(dossier, on))


def _check_step(dossier: OpenDossier, key: str, on: date) -> None:
    rule = next((one for one in earlier_steps(dossier) if one.key == key), None)
    if rule is None:
        raise Rejected("step_unknown", field="stap")
    ticked = dossier.situation.events.get(f"gedaan:{key}", ())
    if (ticked and rule.per == "case") or any(event.on == on for event in ticked):
        raise Rejected("already_ticked", field="stap", title=rule.title)
