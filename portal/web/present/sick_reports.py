"""The reports of employees that wait for a manager, as the inbox shows them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import url_for

from portal.rules.calendar import long_date
from portal.storage.reading.sick_reports import ReportRow
from portal.web.clock import HERE


def waiting_reports(rows: Iterable[ReportRow], today: date) -> list[dict[str, Any]]:
    """One action for each report: it must be confirmed on the day itself."""
    return [_report(row, today) for row in rows]


def _report(row: ReportRow, today: date) -> dict[str, Any]:
    at = row.reported_at.astimezone(HERE)
    late = at.date() < today
    return {
        "label": f"Ziekmelding bevestigen: {row.medewerker_name}",
        "href": url_for("report_sick.confirm", report_id=row.id),
        "text": f"Zelf gemeld op {long_date(at.date())} om {at:%H.%M} uur. Bevestig dezelfde dag.",
        "state": "late" if late else "soon",
        "badge_text": "te laat" if late else "vandaag",
    }
