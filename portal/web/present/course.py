"""How a case runs, in words: ill, partly recovered or recovered, and in which of the 104 weeks."""

from datetime import date
from typing import Any

from portal.rules.calendar import long_date, week_of
from portal.rules.facts import Ending, PartialRecovery, Situation
from portal.rules.waiting_time import WEEKS
from portal.web.present import comma


def course(situation: Situation, today: date, *, content: bool) -> dict[str, Any]:
    """The state of a case as a badge, and its week.

    Without `content` only whether the case runs: how far someone has recovered is for the dossier's own people.
    """
    first, end = situation.eerste_ziektedag, situation.hersteld_op
    if first is None:
        return {"state": "neutral", "text": "Geen ziekmelding", "since": "", "week": "", "number": 0}
    over, until = end is not None and end <= today, end or today
    if situation.ending:
        # The last day employed is the employer's; after it UWV goes on with the person (Ziektewet art. 38).
        over, until = over or _has_ended(situation.ending, today), min(until, situation.ending.on)
    number = week_of(first, min(today, until), situation.pauses)
    badge = _badge(situation, today) if content else _running(over)
    return {**badge, "week": _week(number, over, situation.delay), "number": number}


def _running(over: bool) -> dict[str, str]:
    return {"state": "done" if over else "neutral", "text": "Afgesloten" if over else "Loopt", "since": ""}


def _has_ended(ending: Ending, today: date) -> bool:
    return ending.on < today or (ending.kind != "uit_dienst" and ending.on == today)


def _badge(situation: Situation, today: date) -> dict[str, str]:
    back_on, ending = situation.hersteld_op, situation.ending
    if ending and _has_ended(ending, today):
        text = {"overleden": "Gesloten", "uit_dienst": "Uit dienst", "vervroegd": "Vervroegde uitkering"}[ending.kind]
        begins = {"overleden": "", "uit_dienst": "na", "vervroegd": "sinds"}[ending.kind]
        since = f"{begins} {long_date(ending.on)}" if begins else ""
        return {"state": "done", "text": text, "since": since}
    if back_on:
        return {"state": "done", "text": "Hersteld", "since": f"vanaf {long_date(back_on)}"}
    partial = partial_now(situation, today)
    if partial:
        text = f"{comma(partial.percentage)} procent hersteld"
        return {"state": "soon", "text": text, "since": f"sinds {long_date(partial.on)}"}
    return {"state": "neutral", "text": "Ziek", "since": f"sinds {long_date(situation.spells[-1].first)}"}


def partial_now(situation: Situation, today: date) -> PartialRecovery | None:
    """The partial recovery that holds on a day in the running absence; None when there is none."""
    begun = situation.spells[-1].first
    found = [partial for partial in situation.partial if begun <= partial.on <= today]
    return found[-1] if found and found[-1].percentage > 0 else None


def _week(number: int, over: bool, delay: int) -> str:
    """`delay`: the days by which the WIA was put off. Why a week lies past the 104th is content, so it is not said."""
    if over:
        return f"afgesloten in week {number}"
    if number <= WEEKS:
        return f"week {number} van {WEEKS}"
    return f"week {number}" if number <= WEEKS + delay // 7 else f"week {number}, na het einde van de wachttijd"
