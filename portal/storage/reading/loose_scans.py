"""The scan of a signed paper of which the code was not right, kept for its sender alone."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from portal.storage.database import rows
from portal.storage.sealing import opened, opened_text


@dataclass(frozen=True)
class LooseScan:
    """The file; `scanned`: it was looked at for viruses."""

    file_name: str
    content: bytes = field(repr=False)
    scanned: bool


def loose_scan(person_id: int, since: datetime) -> LooseScan | None:
    """What this person sent after `since` and has no place yet, or None."""
    found = rows(
        "SELECT file_name, content, scanned FROM loose_scan WHERE person_id = ? AND sent_at > ?",
        person_id,
        since.astimezone(UTC).isoformat(),
    )
    if not found:
        return None
    [(name, content, scanned)] = found
    return LooseScan(
        opened_text(name, "loose_scan.file_name", person_id),
        opened(content, "loose_scan.content", person_id),
        bool(scanned),
    )
