"""Papers in progress that someone took along to Word, and the files that came back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.storage.database import rows
from portal.storage.sealing import opened, opened_text


@dataclass(frozen=True)
class CopyRow:
    """A paper in progress as someone took it along.

    It was to become the `number`-th paper of its kind in the dossier, in its `version`-th version.
    """

    id: int
    dossier_id: int
    kind: str
    person_id: int
    number: int
    version: int
    template_sha256: str
    issued_at: datetime
    content: bytes


@dataclass(frozen=True)
class ReceivedRow:
    """A file that came back, untouched, with the copy that it is read beside; `taken_over_at` is None so far."""

    id: int
    copy: CopyRow
    file_name: str
    sha256: str
    received_at: datetime
    taken_over_at: datetime | None
    content: bytes


COPY = "c.id, c.dossier_id, c.kind, c.person_id, c.number, c.version, c.template_sha256, c.issued_at"


STANDS = """
    NOT EXISTS (
        SELECT 1 FROM paper p WHERE p.dossier_id = c.dossier_id AND p.kind = c.kind AND p.number = c.number
        AND p.version = c.version AND p.recalled_at IS NOT NULL
    )
"""
"""What was taken along or came back of a paper that was recalled is there no more, just as the paper itself."""


def copies_of(dossier_id: int, kind: str) -> tuple[CopyRow, ...]:
    """Every copy of this kind that anyone took along from a dossier, the newest first, without its bytes."""
    sql = f"SELECT {COPY}, NULL FROM word_copy c WHERE c.dossier_id = ? AND c.kind = ? ORDER BY c.id DESC"
    return tuple(_copy(found) for found in rows(sql, dossier_id, kind))


def copy(copy_id: int) -> CopyRow | None:
    """One copy, or None."""
    found = rows(f"SELECT {COPY}, c.content FROM word_copy c WHERE c.id = ? AND {STANDS}", copy_id)
    return _copy(found[0]) if found else None


def copies_by(person_id: int, dossier_id: int) -> tuple[CopyRow, ...]:
    """What someone took along from a dossier, oldest first."""
    sql = f"SELECT {COPY}, c.content FROM word_copy c WHERE c.person_id = ? AND c.dossier_id = ? AND {STANDS}"
    return tuple(_copy(found) for found in rows(f"{sql} ORDER BY c.id", person_id, dossier_id))


def received_from(copy_id: int) -> tuple[ReceivedRow, ...]:
    """The files that came back of a copy, oldest first."""
    found = rows("SELECT id FROM received_file WHERE copy_id = ? ORDER BY id", copy_id)
    return tuple(row for (number,) in found if (row := received_file(number)))


def received_file(received_id: int) -> ReceivedRow | None:
    """One file that came back, or None."""
    found = rows(
        f"""
        SELECT r.id, r.file_name, r.sha256, r.received_at, r.taken_over_at, r.content, {COPY}, c.content
        FROM received_file r JOIN word_copy c ON c.id = r.copy_id WHERE r.id = ? AND {STANDS}
        """,
        received_id,
    )
    if not found:
        return None
    number, file_name, sha256, received_at, taken_over_at, content, *of_copy = found[0]
    return ReceivedRow(
        number,
        _copy(tuple(of_copy)),
        opened_text(file_name, "received_file.file_name", number),
        sha256,
        datetime.fromisoformat(received_at),
        datetime.fromisoformat(taken_over_at) if taken_over_at else None,
        opened(content, "received_file.content", number),
    )


def _copy(found: tuple[Any, ...]) -> CopyRow:
    values = list(found)
    values[7] = datetime.fromisoformat(values[7])
    values[8] = opened(values[8], "word_copy.content", values[0]) if values[8] else b""
    return CopyRow(*values)
