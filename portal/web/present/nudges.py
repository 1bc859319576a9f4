"""Reminders of the manager one level up, in words for who gets them and for who sent them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from portal.rules.calendar import long_date
from portal.rules.step import Step
from portal.storage.reading.nudges import NudgeRow
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
            "step": title_of(steps[row.key, row.round]) if (row.key, row.round) in steps else "een eerdere stap",
        }
        for row in rows
    ]
