"""Storing deputies. What a deputy did stays in their place, so a row is ended and never erased."""

from datetime import date, datetime, timedelta

from portal.storage.models import Deputy


def add_deputy(
    absent_id: int, deputy_id: int, dossier_id: int | None, from_on: date, until_on: date, named_at: datetime
) -> int:
    """Someone acts for an absent person from the first to the last day; returns the row's id."""
    return int(
        Deputy.insert(
            absent=absent_id,
            deputy=deputy_id,
            dossier=dossier_id,
            from_on=from_on,
            until_on=until_on,
            named_at=named_at,
        ).execute()
    )


def end_deputy(deputy_row: int, now: datetime) -> None:
    """From this moment the deputy acts no more: the day before was the last."""
    last = now.date() - timedelta(days=1)
    Deputy.update(until_on=last, ended_at=now).where(Deputy.id == deputy_row).execute()
