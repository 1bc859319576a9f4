"""Whose turn it is and for how long, in words."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from portal.rules.calendar import long_date
from portal.rules.facts import Situation
from portal.rules.protocol import Protocol
from portal.rules.turns import Held, Turn, turn_of
from portal.storage.reading.progress import OpenStep
from portal.web.present.steps import role_label

Clock = Mapping[tuple[int, str, int], Turn]
"""The running turns, by dossier, step and round."""


def lasted(turn: Turn) -> str:
    """«12 dagen (8 werkdagen)»."""
    return _length(turn.days, turn.working_days)


def since(turn: Turn, held_from: date | None) -> str:
    """«sinds 3 maart 2026, 12 dagen (8 werkdagen)», on the first day without a length.

    A turn is that of a role. Who has the role only since `held_from`, after the turn began, was not late before that.
    """
    length = f", {lasted(turn)}" if turn.days else ""
    later = f"; in deze rol vanaf {long_date(held_from)}" if held_from and held_from > turn.since else ""
    return f"sinds {long_date(turn.since)}{length}{later}"


def on_turn(turn: Turn, held_from: date | None) -> str:
    """«Aan zet sinds 3 maart 2026, 12 dagen (8 werkdagen)»."""
    return f"Aan zet {since(turn, held_from)}"


def running(
    open_steps: Mapping[int, Iterable[OpenStep]],
    done: Mapping[int, Mapping[tuple[str, int], date]],
    situations: Mapping[int, Situation],
    protocols: Mapping[int, Protocol],
    opened: Mapping[int, date],
    today: date,
) -> Clock:
    """The turns for the open steps of many dossiers, each by its dossier's id; `opened` when it was opened."""
    found: dict[tuple[int, str, int], Turn] = {}
    for dossier_id, steps in open_steps.items():
        pauses = situations[dossier_id].pauses
        for one in steps:
            past = done.get(dossier_id, {})
            turn = turn_of(one.step, past, protocols[dossier_id], pauses, today, opened[dossier_id])
            if turn:
                found[dossier_id, one.step.key, one.step.round] = turn
    return found


def balance(totals: Iterable[Held]) -> list[dict[str, str]]:
    """How long each role had the ball in a case, as the rows of a table."""
    return [
        {
            "role": role_label(one.role),
            "length": _length(one.days, one.working_days),
            "steps": f"{one.turns} {'stap' if one.turns == 1 else 'stappen'}",
            "now": f"nu {one.running}" if one.running else "",
        }
        for one in totals
    ]


def turn_line(turn: Turn) -> dict[str, Any]:
    """One turn as a row: who, since when, until when, how long."""
    return {
        "role": role_label(turn.role),
        "what": turn.step.title,
        "since": long_date(turn.since),
        "until": long_date(turn.until) if turn.until else "nu",
        "length": lasted(turn),
    }


def _length(days: int, working_days: int) -> str:
    calendar = "1 dag" if days == 1 else f"{days} dagen"
    work = "1 werkdag" if working_days == 1 else f"{working_days} werkdagen"
    return f"{calendar} ({work})"
