"""Report that an employee works again, wholly or in part."""

from datetime import date, datetime
from typing import Any

from portal.actions.dossier import OpenDossier, opened
from portal.actions.fact_checks import check_fact
from portal.actions.record_options import question_answered
from portal.rules.errors import Rejected, check_all
from portal.rules.percentages import FULL, Worth, recovered_percentage
from portal.storage.protocols import records

NOT_SO = "herstel_niet_doorgegaan"
"""The record that says of what the employee reported that it is not so; the recovery itself is the other answer."""


def record_recovery(
    *,
    dossier_id: int,
    actor: int,
    now: datetime,
    on: date,
    hours: float,
    worth: Worth = FULL,
    assessed_by: str = "",
    about: int | None = None,
) -> int:
    """Append a herstelmelding; `on` is the first day of work, at most one working day ahead.

    `hours` are the hours a week that will be worked, `worth` what the work is worth and `assessed_by` who judged that.
    `about` is the number of the employee's own report that the actor saw, or None when there was none.
    Full hours at full value end the spell; anything less does not interrupt it (art. 7:629 lid 10 BW). Returns the
    fact's number. Raises Rejected or RejectedForm.
    """
    with opened(dossier_id, "record_recovery", actor=actor, now=now) as dossier:
        told = question_answered(dossier, records()[NOT_SO])
        if about is not None and about != (told.seq if told else None):
            raise Rejected("return_told_otherwise")
        check_all(lambda: check_recovery(dossier, on), lambda: check_worth(dossier, hours, worth, assessed_by))
        data = recovery(dossier, hours, worth, assessed_by)
        dossier.check_new("herstelmelding", on, data)
        return dossier.append("herstelmelding", on, data)


def check_recovery(dossier: OpenDossier, on: date) -> None:
    """Raise Rejected when nobody is ill, or nobody can have returned on day `on`."""
    check_ill(dossier, "op")
    situation = dossier.situation
    dossier.check_before_ending(on, "op")
    check_fact(dossier, "herstelmelding", on, {})
    if on <= situation.spells[-1].first:
        raise Rejected("recovery_before_sick", field="op", first=situation.spells[-1].first)


def check_worth(dossier: OpenDossier, hours: float, worth: Worth, assessed_by: str) -> None:
    """Raise Rejected for hours that cannot be worked, or for work that counts in part and that nobody assessed."""
    check_all(lambda: recovery(dossier, hours, worth, assessed_by), lambda: check_assessed(worth, assessed_by))


def check_assessed(worth: Worth, assessed_by: str) -> None:
    """Raise Rejected for work that counts in part when nobody is said to have assessed that."""
    if worth.value < 1 and not worth.therapy and not assessed_by:
        raise Rejected("assessor_missing", field="beoordeeld_door")


def check_ill(dossier: OpenDossier, field: str | None = None) -> None:
    """Raise Rejected when nobody is ill, and say since when somebody works again."""
    situation = dossier.situation
    if situation.hersteld_op:
        raise Rejected("recovered_already", field=field, back_on=situation.hersteld_op)
    if not situation.spells:
        raise Rejected("not_ill", field=field)


def recovery(dossier: OpenDossier, hours: float, worth: Worth, assessed_by: str) -> dict[str, Any]:
    """What a herstelmelding of these hours would say: the percentage, and each part of it. Raises Rejected."""
    contract = dossier.row.hours or 0.0
    parts = {"taken": worth.tasks, "tempo": worth.pace, "kwaliteit": worth.quality}
    data = {
        "percentage": recovered_percentage(hours, contract, worth.value),
        "uren": hours,
        "contracturen": contract,
        "loonwaarde": worth.value,
        "beoordeeld_door": assessed_by,
    }
    if worth.therapy:
        return {**data, "arbeidstherapie": True}
    return {**data, **parts} if worth.value < 1 else data
