"""Prepare a sociaal-medisch overleg: the trends of the directorate and the steps that are stuck, without a name."""

from datetime import date

from portal.actions.smo_seats import Overleg
from portal.rules.trends import Trends, trends
from portal.storage.reading.directorates import employees_below, late_steps, tree_below


def smo_trends(overleg: Overleg, today: date) -> Trends:
    """The figures for an overleg in which someone has a seat."""
    where, unit_id = overleg.organisation_id, overleg.unit.id
    tree = tree_below(where, unit_id)
    return trends(unit_id, tree, employees_below(where, tree), late_steps(where, today), today)
