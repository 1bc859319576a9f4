"""From frozen rows to what a template shows: words, days and links, decided before the template sees them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from portal.rules.calendar import Pause, long_date
from portal.rules.inbox import days_late, is_late

STANDS_STILL, IS_OVER = "de termijn staat stil", "de dag is voorbij"


def distance(day: date, today: date, pauses: Iterable[Pause] = ()) -> str:
    """How far off a day is: «vandaag», «morgen», «nog 5 dagen», «3 dagen te laat»; none are added in a pause.

    A day that lies in the pause itself is that of a term that runs on: it does not stand still, and nobody is late.
    """
    if day < today and not is_late(day, today, pauses):
        return IS_OVER if any(pause.first <= day < pause.until for pause in pauses) else STANDS_STILL
    days = (day - today).days if day >= today else -days_late(day, today, pauses)
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
