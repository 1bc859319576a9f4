"""Reminders of the manager one level up, in words for who gets them and for who sent them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from portal.rules.calendar import long_date
from portal.rules.step import Step
from portal.storage.reading.nudges import NudgeRow
from portal.storage.reading.reminders import EscalationRow
from portal.web.clock import HERE
from portal.web.present.steps import role_label, title_of


def reminder(reminded: tuple[date, str] | None, *, employee: bool) -> str:
    """The sentence at a task of which somebody was reminded: on which day and by whom; nothing without a reminder."""
    if reminded is None:
        return ""
    day, sender = reminded
    if employee:
        return (
            f"Vriendelijke herinnering van {sender} op {long_date(day)}: deze stap staat nog open. "
            "Lukt het niet? Bespreek het met uw leidinggevende."
        )
    return f"Herinnering van {sender} op {long_date(day)}"


def sent(row: NudgeRow | None, reader: int) -> str:
    """What the sender, or who follows along, sees at a step."""
    if row is None:
        return ""
    who = "u" if row.sender == reader else row.sender_name
    return f"Herinnerd door {who} op {long_date(row.on)}"


def may_again(row: NudgeRow | None, today: date) -> bool:
    """Whether the step may be reminded of today: once a day."""
    return row is None or row.on < today


def listed(rows: Iterable[NudgeRow], steps: Mapping[tuple[str, int], Step]) -> list[dict[str, Any]]:
    """The reminders of a dossier: when, by whom, to which role, about which step."""
    return [
        {
            "day": long_date(row.on),
            "sender": row.sender_name,
            "role": role_label(row.owner),
            "step": _step_title(row, steps),
        }
        for row in rows
    ]


def told_late(rows: Iterable[EscalationRow], steps: Mapping[tuple[str, int], Step]) -> list[dict[str, str]]:
    """Who was told when that which step of a dossier was still not done."""
    return [
        {"day": long_date(row.at.astimezone(HERE).date()), "name": row.name, "step": _step_title(row, steps)}
        for row in rows
    ]


def _step_title(row: NudgeRow | EscalationRow, steps: Mapping[tuple[str, int], Step]) -> str:
    step = steps.get((row.key, row.round))
    return title_of(step) if step else "een eerdere stap"
