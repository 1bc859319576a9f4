"""Record that the employee was reported sick to UWV (week 42)."""

from datetime import date, datetime

from portal.actions.dossier import opened
from portal.rules.errors import Rejected


def report_to_uwv(*, dossier_id: int, actor: int, now: datetime, on: date, reference: str) -> int:
    """Append the proof that the report was sent: its day and the reference that UWV gave.

    Source: art. 38 Ziektewet; Verzuimprotocol 4.7.3. Returns the fact's number. Raises Rejected.
    """
    with opened(dossier_id, "report_to_uwv", actor=actor, now=now) as dossier:
        dossier.check_day(on, "op")
        if not reference.strip():
            raise Rejected("field_empty", field="kenmerk")
        if "uwv_gemeld" in dossier.situation.events:
            raise Rejected("step_done")
        return dossier.append("uwv_gemeld", on, {"kenmerk": reference.strip()})
