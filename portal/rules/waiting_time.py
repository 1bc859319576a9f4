"""The waiting time for the WIA: how long it lasts, and when it is over."""

from datetime import date

from portal.rules.calendar import add_counted_days
from portal.rules.facts import Situation

WEEKS = 104
"""Source: Wet WIA art. 23 lid 1."""


def end_of_waiting_time(situation: Situation) -> date | None:
    """The day on which it is over: 104 weeks that count, and what both sides put it off. None without a ziekmelding.

    Source: Wet WIA art. 23 and 24.
    """
    first = situation.eerste_ziektedag
    if first is None:
        return None
    return add_counted_days(first, WEEKS * 7 + situation.delay, situation.pauses)
