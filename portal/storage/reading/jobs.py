"""Work in the background: how it stands, and what it made."""

from dataclasses import dataclass
from datetime import UTC, datetime

from portal.storage.database import rows
from portal.storage.sealing import opened


@dataclass(frozen=True)
class JobRow:
    """A job: what it is about, how it stands (waiting, busy, handed, done or failed) and the code of its problem.

    `done` of its `parts` are ready, for a job that tells; it `ended_at` some moment, or not yet. `attempt` tells
    whoever took it up from who takes it up after them.
    """

    id: int
    subject: str
    state: str
    problem: str
    done: int = 0
    parts: int = 0
    ended_at: datetime | None = None
    attempt: int = 0


def job_about(kind: str, subject: str) -> JobRow | None:
    """The job of a kind about a subject, or None."""
    sql = "SELECT id, subject, state, problem, done, parts, ended_at FROM job WHERE kind = ? AND subject = ?"
    found = rows(sql, kind, subject)
    if not found:
        return None
    [(job_id, subject, state, problem, done, parts, ended_at)] = found
    return JobRow(
        job_id, subject, state, problem, done or 0, parts or 0, datetime.fromisoformat(ended_at) if ended_at else None
    )


def jobs_to_see_to(kind: str, old: datetime) -> bool:
    """Whether there is a job of this kind that is not done, or one that ended or was asked for before `old`."""
    moment = old.astimezone(UTC).isoformat()
    sql = "SELECT 1 FROM job WHERE kind = ? AND (state IN ('waiting', 'busy') OR ended_at < ? OR asked_at < ?) LIMIT 1"
    return bool(rows(sql, kind, moment, moment))


def jobs_ahead(job_id: int) -> int:
    """How many jobs have to be done before this one."""
    [(count,)] = rows("SELECT COUNT(*) FROM job WHERE state IN ('waiting', 'busy') AND id < ?", job_id)
    return int(count)


def count_jobs(kind: str, state: str) -> int:
    """How many jobs of a kind stand in this state."""
    [(count,)] = rows("SELECT COUNT(*) FROM job WHERE kind = ? AND state = ?", kind, state)
    return int(count)


def job_file(job_id: int, name: str) -> bytes | None:
    """One file of a job, or None."""
    found = rows("SELECT content FROM job_file WHERE job_id = ? AND name = ?", job_id, name)
    return opened(found[0][0], "job_file.content", job_id, name) if found else None


def job_file_names(job_id: int) -> frozenset[str]:
    """The names of the files of a job."""
    return frozenset(name for (name,) in rows("SELECT name FROM job_file WHERE job_id = ?", job_id))


def job_file_sizes(job_id: int) -> tuple[tuple[str, int], ...]:
    """The files of a job by name, with about how many bytes each has: sealing adds less than a hundred."""
    return tuple(rows("SELECT name, LENGTH(content) FROM job_file WHERE job_id = ? ORDER BY name", job_id))
