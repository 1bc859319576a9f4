"""Reminders: who sent one, when, and of which step."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from portal.storage.database import Question, answer, marks, rows

_COLUMNS = "d.number, n.key, n.round, n.owner, n.on_day, n.sender_id, p.name"
_TABLES = "nudge n JOIN dossier d ON d.id = n.dossier_id JOIN person p ON p.id = n.sender_id"


@dataclass(frozen=True)
class NudgeRow:
    """A reminder of step `key` and `round` to whoever holds role `owner`, sent on a day by `sender`."""

    dossier_number: str
    key: str
    round: int
    owner: str
    on: date
    sender: int
    sender_name: str


Last = Mapping[tuple[str, str, int], NudgeRow]
"""The newest reminder of each step, by dossier number, key and round."""


def nudges_of(dossier_id: int, limit: int = 50) -> tuple[NudgeRow, ...]:
    """The reminders in a dossier, the newest first."""
    return tuple(_row(found) for found in answer(nudges_asked(dossier_id, limit)))


def nudges_asked(dossier_id: int, limit: int = 50) -> Question:
    """What `nudges_of` asks."""
    sql = f"SELECT {_COLUMNS} FROM {_TABLES} WHERE n.dossier_id = ? ORDER BY n.id DESC LIMIT ?"
    return Question(7, sql, (dossier_id, limit))


def last_nudges(numbers: Collection[str]) -> Last:
    """The newest reminder of each step of the dossiers with these numbers. One query, none without numbers."""
    if not numbers:
        return {}
    found = rows(f"SELECT {_COLUMNS} FROM {_TABLES} WHERE d.number IN ({marks(numbers)}) ORDER BY n.id", *numbers)
    return {(row.dossier_number, row.key, row.round): row for row in map(_row, found)}


def _row(columns: tuple[str, str, int, str, str, int, str]) -> NudgeRow:
    number, key, turn, owner, on, sender, name = columns
    return NudgeRow(number, key, turn, owner, date.fromisoformat(on), sender, name)
