"""Report that an employee works again, wholly or in part."""

from datetime import date, datetime

from portal.actions.dossier import opened
from portal.actions.fact_checks import check_fact
from portal.rules.errors import Rejected
from portal.rules.percentages import recovered_percentage


def record_recovery(
    *,
    dossier_id: int,
    actor: int,
    now: datetime,
    on: date,
    hours: float,
    wage_value: float = 1.0,
    assessed_by: str = "",
) -> int:
    """Append a herstelmelding; `on` is the first day of work, at most one day ahead.

    `hours` are the hours a week that will be worked, `wage_value` their value as a share (0–1) and
    `assessed_by` who judged that. Full hours at full value end the spell; anything less does not interrupt it
    (art. 7:629 lid 10 BW). Returns the fact's number. Raises Rejected.
    """
    with opened(dossier_id, "record_recovery", actor=actor, now=now) as dossier:
        situation = dossier.situation
        if not situation.spells or situation.hersteld_op is not None:
            raise Rejected("not_ill", field="op")
        check_fact(dossier, "herstelmelding", on, {})
        if on <= situation.spells[-1].first:
            raise Rejected("recovery_before_sick", field="op", first=situation.spells[-1].first)
        contract = dossier.row.hours or 0.0
        percentage = recovered_percentage(hours, contract, wage_value)
        if percentage < 100 and wage_value < 1 and not assessed_by:
            raise Rejected("assessor_missing", field="beoordeeld_door")
        data = {
            "percentage": percentage,
            "uren": hours,
            "contracturen": contract,
            "loonwaarde": wage_value,
            "beoordeeld_door": assessed_by,
        }
        dossier.check_new("herstelmelding", on, data)
        return dossier.append("herstelmelding", on, data)
