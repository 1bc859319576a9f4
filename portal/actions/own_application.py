"""The employee's own page of the WIA application: from when it is there, and whose it is."""

from datetime import datetime

from portal.actions.dossier import looked_at
from portal.rules.errors import Invisible
from portal.rules.wia import prepared_from

APPLICATION = "wia_aanvraag"


def own_application(*, dossier_id: int, actor: int, now: datetime) -> str:
    """The number of this dossier when the actor, its employee, is to prepare the WIA application by now; else empty."""
    try:
        dossier = looked_at(dossier_id, actor=actor, now=now)
    except Invisible:
        # The dossier goes along to another organisation today, and its employee under another number.
        return ""
    begin = prepared_from(dossier.situation)
    return dossier.row.number if begin and begin <= dossier.today else ""
