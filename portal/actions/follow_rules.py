"""Bring the stored steps in line with the rules as they now are: a new rule re-plans what is there already."""

from datetime import date

from portal.actions.dossier import replan
from portal.storage.database import transaction
from portal.storage.planned_by import keep_planned_by, planned_by
from portal.storage.protocols import rules_mark
from portal.storage.reading.dossiers import every_dossier


def follow_rules(today: date) -> int:
    """Plan every dossier anew when the rules are others than those it was last planned with; returns how many.

    Without this the inbox would ask by the old rules until the next fact of a dossier.
    """
    mark = rules_mark()
    if planned_by() == mark:
        return 0
    dossiers = every_dossier()
    for dossier_id in dossiers:
        with transaction():
            replan(dossier_id, today)
    keep_planned_by(mark)
    return len(dossiers)
