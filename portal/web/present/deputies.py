"""Deputies as their page shows them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import url_for

from portal.actions.deputies import running
from portal.rules.calendar import long_date
from portal.storage.reading.deputies import DeputyRow


def named(rows: Iterable[DeputyRow], today: date) -> list[dict[str, Any]]:
    """Whom the person named, those whose time is over last, and where each can be ended."""
    return [
        {
            **_line(row, today),
            "name": row.deputy_name,
            "end": url_for("deputies.end", deputy_id=row.id) if running(row, today) else "",
        }
        for row in _running_first(rows, today)
    ]


def acting_for(rows: Iterable[DeputyRow], today: date) -> list[dict[str, Any]]:
    """For whom the person acts, acted or will act."""
    return [{**_line(row, today), "name": row.absent_name, "end": ""} for row in _running_first(rows, today)]


def _running_first(rows: Iterable[DeputyRow], today: date) -> list[DeputyRow]:
    return sorted(rows, key=lambda row: not running(row, today))


def _line(row: DeputyRow, today: date) -> dict[str, Any]:
    where = f"Dossier {row.dossier_number}, {row.medewerker_name}" if row.dossier_number else "Alle dossiers"
    if not running(row, today):
        state, words = "neutral", "Gestopt" if row.ended else "Voorbij"
    elif row.from_on > today:
        state, words = "later", "Begint nog"
    else:
        state, words = "done", "Loopt"
    period = f"{long_date(row.from_on)} tot en met {long_date(row.until_on)}"
    if row.until_on < row.from_on:
        period = f"vanaf {long_date(row.from_on)}, niet begonnen of dezelfde dag gestopt"
    return {"where": where, "period": period, "state": state, "words": words}
