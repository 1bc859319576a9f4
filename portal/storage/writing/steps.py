"""The projection of steps: what the plan no longer says goes, and what it says anew comes."""

import json
from collections.abc import Iterable
from typing import Any

from portal.rules.step import Step
from portal.storage.database import execute_many, rows
from portal.storage.reading.steps import NAMES

_COLUMNS = ("position", *NAMES)
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM step WHERE dossier_id = ?"
_DELETE = "DELETE FROM step WHERE dossier_id = ? AND key = ? AND round = ?"
_INSERT = f"""
INSERT INTO step (dossier_id, {", ".join(_COLUMNS)}) VALUES (?, {", ".join("?" * len(_COLUMNS))})
"""
_KEY, _ROUND = _COLUMNS.index("key"), _COLUMNS.index("round")


def replace_steps(dossier_id: int, steps: Iterable[Step]) -> None:
    """Make the stored steps of a dossier exactly these.

    Most steps stay as they are when something is recorded, so only rows that differ are written.
    """
    wanted = {(step.key, step.round): _row(position, step) for position, step in enumerate(steps)}
    stored = {(row[_KEY], row[_ROUND]): tuple(row) for row in rows(_SELECT, dossier_id)}
    over = [place for place, row in stored.items() if wanted.get(place) != row]
    new = [row for place, row in wanted.items() if stored.get(place) != row]
    execute_many(_DELETE, ((dossier_id, *place) for place in over))
    execute_many(_INSERT, ((dossier_id, *row) for row in new))


def _row(position: int, step: Step) -> tuple[Any, ...]:
    """The columns of a step as they are stored."""
    return (
        position,
        step.key,
        step.round,
        step.owner,
        step.title,
        step.state,
        step.opens_on.isoformat(),
        step.due_on.isoformat(),
        step.soon_on.isoformat(),
        step.until_on.isoformat() if step.until_on else None,
        step.statutory_on.isoformat() if step.statutory_on else None,
        step.done_on.isoformat() if step.done_on else None,
        step.action,
        step.paper,
        " ".join(step.waits_for),
        step.rule,
        step.source,
        "\n".join(step.why),
        json.dumps([(one.first.isoformat(), one.until.isoformat()) for one in step.idle]) if step.idle else None,
    )
