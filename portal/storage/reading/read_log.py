"""Who looked at a dossier."""

from dataclasses import dataclass
from datetime import datetime

from portal.storage.database import rows


@dataclass(frozen=True)
class LookRow:
    """One look: at what moment, by whom (with the job), at what, and whether it was allowed."""

    at: datetime
    name: str
    job: str
    action: str
    paper_title: str
    result: str


def looks_at(dossier_id: int, limit: int = 100, offset: int = 0) -> tuple[LookRow, ...]:
    """Who looked at a dossier or one of its papers, the newest first."""
    found = rows(
        """
        SELECT l.at, p.name, p.job, l.action, a.title, l.result
        FROM read_log l LEFT JOIN person p ON p.id = l.person LEFT JOIN paper a ON a.id = l.paper
        WHERE l.dossier = ? ORDER BY l.id DESC LIMIT ? OFFSET ?
        """,
        dossier_id,
        limit,
        offset,
    )
    return tuple(
        LookRow(datetime.fromisoformat(at), name or "", job or "", action, title or "", result)
        for at, name, job, action, title, result in found
    )
