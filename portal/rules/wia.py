"""From when the employee prepares the own WIA application, and what stands beside its days."""

from datetime import date

from portal.rules.calendar import add_counted_days
from portal.rules.conditions import in_leven
from portal.rules.facts import Situation

FROM_WEEK = 80
"""In this week of the illness the page of the application opens. Source: keuze van het portaal, ruim voor §4.8."""


def prepared_from(situation: Situation) -> date | None:
    """The first day of week 80, days of recovery and leave not counted; None without a report, or after a death."""
    first = situation.eerste_ziektedag
    if first is None or not in_leven(situation):
        return None
    return add_counted_days(first, 7 * (FROM_WEEK - 1), situation.pauses)
