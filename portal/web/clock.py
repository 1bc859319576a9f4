"""The one clock. In a demonstration it can be moved to another day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import current_app

HERE = ZoneInfo("Europe/Amsterdam")


def now() -> datetime:
    """The present moment in the Netherlands; with a moved clock, this time of day on that day."""
    real = datetime.now(HERE)
    moved: date | None = current_app.config["PORTAL"].today
    return datetime.combine(moved, real.timetz()) if moved else real


def today() -> date:
    """The present day in the Netherlands."""
    return now().date()
