"""What a day in the calendar means for a task: late, this week, or later."""

from datetime import date, timedelta
from typing import Literal

Urgency = Literal["late", "this_week", "later"]

THIS_WEEK = timedelta(days=7)


def urgency(due_on: date, today: date) -> Urgency:
    """A task is late the day after its date; «this week» is today and the seven days that follow."""
    if due_on < today:
        return "late"
    return "this_week" if due_on <= today + THIS_WEEK else "later"
