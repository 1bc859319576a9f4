"""The employee's own page of the WIA application: from when it is there, and whose it is."""

from portal.actions.dossier import OpenDossier
from portal.rules.wia import prepared_from

APPLICATION = "wia_aanvraag"


def is_prepared(dossier: OpenDossier) -> bool:
    """Whether the employee of this dossier is to prepare the WIA application by now."""
    begin = prepared_from(dossier.situation)
    return begin is not None and begin <= dossier.today
