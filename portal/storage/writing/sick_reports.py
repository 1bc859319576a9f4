"""Keeping what employees report themselves, until the manager confirms it."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from portal.storage.models import SickReport
from portal.storage.writing.sealed import add_sealed


def add_report(medewerker_id: int, eerste_ziektedag: date, items: Mapping[str, Any], at: datetime) -> int:
    """A report that waits for the manager; returns its id."""
    return add_sealed(
        SickReport,
        medewerker=medewerker_id,
        eerste_ziektedag=eerste_ziektedag,
        reported_at=at,
        items_json=json.dumps(items, ensure_ascii=False, sort_keys=True),
        state="waiting",
    )


def settle_reports(medewerker_id: int, state: str, by: int, at: datetime) -> None:
    """What waits of an employee is confirmed or withdrawn; what stood in it goes."""
    SickReport.update(state=state, items_json="", decided_at=at, decided_by=by).where(
        SickReport.medewerker == medewerker_id, SickReport.state == "waiting"
    ).execute()
