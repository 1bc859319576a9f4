"""What a day in the calendar means for a task: late, this week, or later."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from portal.rules.calendar import Pause, counted_days

Urgency = Literal["late", "this_week", "later"]

DAY = timedelta(days=1)
THIS_WEEK = timedelta(days=7)


def urgency(due_on: date, today: date, pauses: Iterable[Pause] = ()) -> Urgency:
    """A task is late the day after its date; «this week» is today and the seven days that follow.

    What its day has passed of is not urgent while the case is paused: then nobody is late.
    """
    if due_on < today:
        return "late" if is_late(due_on, today, pauses) else "later"
    return "this_week" if due_on <= today + THIS_WEEK else "later"


def is_late(due_on: date, day: date, pauses: Iterable[Pause]) -> bool:
    """Whether something that was to be done by a day is late on another; never on a day that does not count."""
    return due_on < day and not any(pause.first <= day < pause.until for pause in pauses)


def days_late(due_on: date, day: date, pauses: Iterable[Pause]) -> int:
    """By how many days it is late, or was when it was done; days that do not count add none."""
    return max(0, counted_days(due_on + DAY, day + DAY, pauses))
