"""Who looked at a dossier."""

from dataclasses import dataclass
from datetime import datetime

from portal.storage.database import rows


@dataclass(frozen=True)
class LookRow:
    """One look: at what moment, by whom (with the job), at what, and whether it was allowed, and in whose place."""

    at: datetime
    name: str
    job: str
    action: str
    paper_title: str
    result: str
    on_behalf_of: str


def looks_at(dossier_id: int, limit: int = 100, offset: int = 0) -> tuple[LookRow, ...]:
    """Who looked at a dossier or one of its papers, the newest first."""
    found = rows(
        """
        SELECT l.at, p.name, p.job, l.action, a.title, l.result, q.name
        FROM read_log l LEFT JOIN person p ON p.id = l.person LEFT JOIN person q ON q.id = l.absent
        LEFT JOIN paper a ON a.id = l.paper
        WHERE l.dossier = ? ORDER BY l.id DESC LIMIT ? OFFSET ?
        """,
        dossier_id,
        limit,
        offset,
    )
    return tuple(
        LookRow(datetime.fromisoformat(at), name or "", job or "", action, title or "", result, absent or "")
        for at, name, job, action, title, result, absent in found
    )


def looked_since(moment: datetime, person_id: int, action: str, dossier_id: int, paper_id: int) -> bool:
    """Whether this person was let in to this paper, for this action, at this moment or later."""
    found = rows(
        """
        SELECT 1 FROM read_log
        WHERE dossier = ? AND person = ? AND paper = ? AND action = ? AND result = 'allowed' AND at >= ? LIMIT 1
        """,
        dossier_id,
        person_id,
        paper_id,
        action,
        moment.isoformat(),
    )
    return bool(found)
