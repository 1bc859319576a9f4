"""The one clock. In a demonstration it can be moved to another day."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import current_app

HERE = ZoneInfo("Europe/Amsterdam")


def clock_on(moved: date | None) -> Callable[[], datetime]:
    """A clock in the Netherlands; with a day to be on, this time of day on that day."""

    def read() -> datetime:
        real = datetime.now(HERE)
        return datetime.combine(moved, real.timetz()) if moved else real

    return read


def now() -> datetime:
    """The present moment by the clock of this portal."""
    return clock_on(current_app.config["PORTAL"].today)()


def real_now() -> datetime:
    """The moment it really is, also in a demonstration on another day: apps that make codes count by it."""
    return datetime.now(HERE)


def today() -> date:
    """The present day in the Netherlands."""
    return now().date()
