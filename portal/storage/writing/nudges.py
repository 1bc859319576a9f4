"""Writing down that somebody was reminded of a step."""

from datetime import datetime

from portal.rules.step import Step
from portal.storage import models


def append_nudge(dossier_id: int, step: Step, *, sender: int, at: datetime) -> int:
    """Store a reminder of a step on the day of `at`; returns its id. The database refuses a second one that day."""
    return int(
        models.Nudge.insert(
            dossier=dossier_id,
            key=step.key,
            round=step.round,
            owner=step.owner,
            sender=sender,
            on_day=at.date(),
            at=at,
        ).execute()
    )
