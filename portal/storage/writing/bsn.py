"""Keeping the BSN of the employee of a dossier. Call inside `transaction()`."""

from datetime import datetime

from portal.storage import models
from portal.storage.sealing import seal_text


def keep_bsn(
    dossier_id: int, number: str, at: datetime, *, imported: bool, entered_by: int | None = None, reason: str = ""
) -> None:
    """Keep this number in the place of what was kept; `entered_by` filled it in for the employee, for `reason`."""
    models.Bsn.insert(
        dossier=dossier_id,
        number=seal_text(number, "bsn.number", dossier_id),
        imported=imported,
        given_at=at,
        entered_by=entered_by,
        reason=seal_text(reason, "bsn.reason", dossier_id) if reason else None,
    ).on_conflict_replace().execute()


def forget_bsn(dossier_id: int) -> None:
    """Keep no number any more; nothing happens when there was none."""
    models.Bsn.delete().where(models.Bsn.dossier == dossier_id).execute()
