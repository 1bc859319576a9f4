"""Keeping the scan of which the code was not right. Call inside `transaction()`."""

from datetime import UTC, datetime

from portal.storage import models
from portal.storage.sealing import seal, seal_text


def keep_loose_scan(person_id: int, file_name: str, content: bytes, at: datetime, *, scanned: bool) -> None:
    """Keep this file in the place of what this person sent before."""
    models.LooseScan.insert(
        person=person_id,
        file_name=seal_text(file_name, "loose_scan.file_name", person_id),
        content=seal(content, "loose_scan.content", person_id),
        scanned=scanned,
        sent_at=at.astimezone(UTC),
    ).on_conflict_replace().execute()


def drop_loose_scan(person_id: int) -> None:
    """Remove what this person sent; nothing happens when there is nothing."""
    models.LooseScan.delete().where(models.LooseScan.person == person_id).execute()


def drop_loose_scans_before(moment: datetime) -> None:
    """Remove what has waited since before this moment."""
    models.LooseScan.delete().where(models.LooseScan.sent_at < moment.astimezone(UTC)).execute()
