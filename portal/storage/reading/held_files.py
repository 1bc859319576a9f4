"""Files that wait until they can be looked at for viruses, and those that were refused after that."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from portal.storage.database import Question, answer, rows
from portal.storage.sealing import opened, opened_text

_COLUMNS = "h.id, h.dossier_id, d.number, h.person_id, h.action, h.kind, h.answers_json, h.sent_at, h.problem"
_FROM = "FROM held_file h JOIN dossier d ON d.id = h.dossier_id"


NOT_CONFIRMED = "not_confirmed"
"""The `problem` of a file that waits for its sender: to say what it is."""


@dataclass(frozen=True)
class HeldRow:
    """A file that waits, or was refused for `problem`: who sent it, and the answers that came with it.

    `action` and `kind` say what it is to become.
    """

    id: int
    dossier_id: int
    number: str
    person_id: int
    action: str
    kind: str
    answers: Mapping[str, Any]
    sent_at: datetime
    problem: str


def held_for(person_id: int) -> tuple[HeldRow, ...]:
    """What this person sent that waits or was refused, oldest first."""
    return tuple(_row(*row) for row in answer(held_asked(person_id)))


def held_asked(person_id: int) -> Question:
    """What `held_for` asks."""
    return Question(9, f"SELECT {_COLUMNS} {_FROM} WHERE h.person_id = ? ORDER BY h.id", (person_id,))


def held_in(dossier_id: int) -> tuple[HeldRow, ...]:
    """What waits in a dossier or was refused, whoever sent it, oldest first."""
    return _held("h.dossier_id = ?", dossier_id)


def held_file(held_id: int) -> HeldRow | None:
    """One of them, or None."""
    return next(iter(_held("h.id = ?", held_id)), None)


def held_content(held_id: int) -> tuple[str, bytes]:
    """The name and the bytes of a file that waits, for the scanner and for what it is to become."""
    [(name, content)] = rows("SELECT file_name, content FROM held_file WHERE id = ?", held_id)
    return opened_text(name, "held_file.file_name", held_id), opened(content, "held_file.content", held_id)


def next_held(at: datetime, wait: timedelta) -> HeldRow | None:
    """The file to scan now: the one that was not tried for the longest time, and not since `wait` ago."""
    before = (at - wait).astimezone(UTC).isoformat()
    due = "h.problem = '' AND (h.tried_at IS NULL OR h.tried_at < ?)"
    return next(iter(_held(due, before, order="COALESCE(h.tried_at, ''), h.id LIMIT 1")), None)


def held_since(moment: datetime) -> tuple[HeldRow, ...]:
    """What was sent before this moment and still waits, for the scanner or for its sender."""
    return tuple(one for one in _held("h.problem IN ('', ?)", NOT_CONFIRMED) if one.sent_at < moment)


def count_held() -> int:
    """How many files wait."""
    [(count,)] = rows("SELECT COUNT(*) FROM held_file WHERE problem = ''")
    return int(count)


def _held(condition: str, *values: Any, order: str = "h.id") -> tuple[HeldRow, ...]:
    sql = f"SELECT {_COLUMNS} {_FROM} WHERE {condition} ORDER BY {order}"
    return tuple(_row(*row) for row in rows(sql, *values))


def _row(held_id: int, dossier_id: int, number: str, person_id: int, *said: str) -> HeldRow:
    action, kind, answers, sent_at, problem = said
    told = json.loads(opened_text(answers, "held_file.answers_json", held_id))
    return HeldRow(held_id, dossier_id, number, person_id, action, kind, told, datetime.fromisoformat(sent_at), problem)
