"""The employee tells that the WIA application was sent."""

from datetime import date, datetime

from portal.actions.dossier import opened
from portal.actions.fact_checks import check_fact
from portal.actions.own_application import APPLICATION
from portal.rules.errors import Rejected


def mark_sent(*, dossier_id: int, actor: int, now: datetime, on: date) -> int:
    """Append that the application was sent to UWV on day `on` (Verzuimprotocol 4.8); returns the fact's number."""
    with opened(dossier_id, "mark_sent", actor=actor, now=now) as dossier:
        step = next((s for s in dossier.steps if s.key == APPLICATION), None)
        if step is not None and step.state == "done":
            raise Rejected("step_done")
        check_fact(dossier, "wia_verstuurd", on, {})
        return dossier.append("wia_verstuurd", on, {})
