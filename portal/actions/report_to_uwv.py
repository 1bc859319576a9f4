"""Record that the employee was reported sick to UWV (week 42)."""

from datetime import date, datetime

from portal.actions.dossier import opened
from portal.actions.fact_checks import check_fact, check_open
from portal.rules.errors import Rejected, check_all


def report_to_uwv(*, dossier_id: int, actor: int, now: datetime, on: date, reference: str) -> int:
    """Append the proof that the report was sent: its day and the reference that UWV gave.

    Source: art. 38 Ziektewet; Verzuimprotocol 4.7.3. Returns the fact's number. Raises Rejected or RejectedForm.
    """
    with opened(dossier_id, "report_to_uwv", actor=actor, now=now) as dossier:
        step = next((s for s in dossier.steps if s.action == "report_to_uwv"), None)
        if step is None:
            raise Rejected("not_ill")
        check_open(dossier, step)
        data = {"kenmerk": reference.strip()}
        check_all(lambda: dossier.check_day(on, "op"), lambda: check_fact(dossier, "uwv_gemeld", on, data))
        return dossier.append("uwv_gemeld", on, data)
