"""The employee tells that the WIA application was sent."""

from datetime import date, datetime

from portal.actions.dossier import opened
from portal.rules.errors import Rejected


def mark_sent(*, dossier_id: int, actor: int, now: datetime, on: date) -> int:
    """Append that the application was sent to UWV on day `on` (Verzuimprotocol 4.8); returns the fact's number."""
    with opened(dossier_id, "mark_sent", actor=actor, now=now) as dossier:
        dossier.check_day(on, "op")
        step = next((s for s in dossier.steps if s.key == "wia_aanvraag"), None)
        if step is None:
            raise Rejected("not_ill")
        if step.state == "done":
            raise Rejected("step_done")
        if on < step.opens_on:
            raise Rejected("step_not_open", field="op", opens_on=step.opens_on)
        return dossier.append("wia_verstuurd", on, {})
