"""How long a dossier is kept: on which day the re-integration ended, and until when it must be there after that.

Source: Autoriteit Persoonsgegevens, De zieke werknemer, and AVG art. 5 lid 1 onder e: not longer than is needed, in
principle two years after the re-integration ended. The selection lists of government (Archiefwet 1995 art. 5) may
ask for longer: three years after an absence of six weeks at most, fifteen after a longer one. A dossier holds every
absence of one person, so it is kept until the last of these terms is over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.rules.facts import Event, Situation
from portal.rules.spells import Spell, joins_until
from portal.rules.waiting_time import end_of_waiting_time

SHORT = 42
"""Days that a short absence lasts at most: six weeks."""
SANCTION = 364
"""Days that a loonsanctie lasts at most: 52 weeks (Wet WIA art. 25 lid 9)."""
NEVER = date.max
LOGIN_EVENTS_KEPT = timedelta(days=365)
"""How long it is kept what happened with logins. Our choice: long enough to look into misuse, and no longer."""
OVERLEG_YEARS = 2
"""How many years after an overleg its minutes and agreements are kept, and why a word stayed in them. Our choice: as
long as a dossier without terms of its own; trends and agreements older than that say nothing about the year."""


@dataclass(frozen=True)
class Terms:
    """How many years an organisation keeps a dossier after an absence of six weeks at most, and after a longer one.

    `basis` is the law or selection list that says so; `objection_days` is how long someone can object before what is
    over is destroyed.
    """

    short_years: int = 2
    long_years: int = 2
    objection_days: int = 30
    basis: str = "AVG art. 5 lid 1 onder e: twee jaar na het einde van de re-integratie"


@dataclass(frozen=True)
class Kept:
    """The day the last re-integration `ended`, and the last day `until` which the dossier must be kept."""

    ended: date
    until: date


def kept(situation: Situation, terms: Terms, on: date, last_said: date) -> Kept | None:
    """Until when a dossier is kept, as it is known on a day; None while the re-integration goes on.

    `last_said` is the day on which the last fact was registered: it counts when no absence is left, because the only
    report was withdrawn.
    """
    ended = reintegration_ended(situation, on, last_said)
    if ended is None:
        return None
    untils = [_until(case, case[-1].back_on or ended, terms) for case in situation.earlier_cases]
    own = _until(situation.spells, ended, terms) if situation.spells else _years_after(ended, terms.short_years)
    return Kept(ended, max(own, *untils) if untils else own)


def reintegration_ended(situation: Situation, on: date, last_said: date) -> date | None:
    """The day on which the re-integration of the last case ended, as it is known on a day; None while it goes on.

    The first of: full recovery that four weeks later had not been followed by a relapse (art. 7:629 lid 10 BW), the
    last day of the employment, death, a WIA benefit granted early, and the end of the waiting time with what was
    added to it (Wet WIA art. 23, 24 and 25 lid 9).
    """
    if not situation.spells:
        return last_said
    back_on, ending = situation.hersteld_op, situation.ending
    ends = [_end_of_paying(situation)]
    if back_on and joins_until(back_on, situation.leaves) < on:
        ends.append(back_on)
    if ending:
        ends.append(ending.on)
    first = min(ends)
    return first if first <= on else None


def _end_of_paying(situation: Situation) -> date:
    """The end of the waiting time, of the delay both asked for, or of the loonsanctie that UWV gave."""
    end = end_of_waiting_time(situation)
    assert end is not None
    given, shortened = (situation.events.get(f"loonsanctie_{word}", ()) for word in ("opgelegd", "bekort"))
    if not given:
        return end
    longest = end + timedelta(days=SANCTION)
    return max(end, _last_day((*given, *shortened), longest))


def _last_day(events: Sequence[Event], otherwise: date) -> date:
    """Until when the newest word about the loonsanctie lets it last."""
    said = max(events, key=lambda event: (event.on, event.seq)).data.get("tot")
    return date.fromisoformat(said) if said else otherwise


def _until(case: Sequence[Spell], ended: date, terms: Terms) -> date:
    """The last day on which a case must be kept that ended on a day."""
    ill = sum((min(spell.back_on or NEVER, ended) - spell.first).days for spell in case if spell.first < ended)
    return _years_after(ended, terms.short_years if ill <= SHORT else terms.long_years)


def overleg_forgotten_before(today: date) -> date:
    """An overleg that was held before this day is kept no longer."""
    return _years_after(today, -OVERLEG_YEARS)


def _years_after(day: date, years: int) -> date:
    """The same day so many years later; of 29 February the first day after it, when there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
