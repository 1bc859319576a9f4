"""Keeping files until they can be looked at for viruses. Each runs in a transaction of its caller."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from portal.storage import models
from portal.storage.writing.sealed import add_sealed


def add_held(
    *,
    dossier_id: int,
    person_id: int,
    action: str,
    kind: str,
    answers: Mapping[str, Any],
    file_name: str,
    content: bytes,
    at: datetime,
    problem: str = "",
) -> int:
    """Keep a file that nobody can open, with what was asked about it; returns its id.

    With a `problem` it is for its sender to go on with, and no scanner asks for it.
    """
    return add_sealed(
        models.HeldFile,
        dossier=dossier_id,
        person=person_id,
        action=action,
        kind=kind,
        answers_json=json.dumps(answers, ensure_ascii=False),
        file_name=file_name,
        content=content,
        sent_at=at,
        problem=problem,
    )


def mark_tried(held_id: int, at: datetime) -> None:
    """Note when the scanner was asked: the others get their turn first."""
    models.HeldFile.update(tried_at=at.astimezone(UTC)).where(models.HeldFile.id == held_id).execute()


def refuse_held(held_id: int, problem: str) -> None:
    """Destroy the file, and keep for its sender why, with the answers that came with it."""
    held = models.HeldFile
    held.update(problem=problem, content=b"", file_name="").where(held.id == held_id).execute()


def drop_held(held_id: int) -> bool:
    """Remove the row; says whether it was still there."""
    return bool(models.HeldFile.delete().where(models.HeldFile.id == held_id).execute())
