"""From frozen rows to what a template shows: words, days and links, decided before the template sees them."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from portal.rules.calendar import long_date


def distance(day: date, today: date) -> str:
    """How far off a day is: «vandaag», «morgen», «nog 5 dagen», «3 dagen te laat»."""
    days = (day - today).days
    match days:
        case 0:
            return "vandaag"
        case 1:
            return "morgen"
        case -1:
            return "1 dag te laat"
        case _:
            return f"nog {days} dagen" if days > 0 else f"{-days} dagen te laat"


def comma(value: float) -> str:
    """A number as the Dutch write it: 27,5."""
    return f"{value:g}".replace(".", ",")


FILTERS: Mapping[str, Callable[..., Any]] = {"long_date": long_date, "comma": comma}
