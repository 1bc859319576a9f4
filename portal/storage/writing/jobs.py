"""Asking for work in the background, taking it up, and leaving what it made. Each runs in a transaction of its caller.

Moments are kept in UTC, so that they compare as text.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from portal.storage import models
from portal.storage.reading.jobs import JobRow, job_about
from portal.storage.sealing import seal

PACKET = "packet"
"""The kind of job that makes a report; its subject begins with the id of the dossier."""
MOST_ATTEMPTS = 2
"""How often a job may be taken up: once more after the portal stopped in the middle of it, then no more."""


def ask_for_job(kind: str, subject: str, files: Mapping[str, bytes], at: datetime) -> None:
    """Put a job at the end of the queue with the files to work on, unless there is one that has not failed."""
    found = job_about(kind, subject)
    if found and found.state != "failed":
        return
    if found:
        forget_job(found.id)
    job_id = models.Job.insert(kind=kind, subject=subject, state="waiting", asked_at=at.astimezone(UTC)).execute()
    _add_files(job_id, files)


def take_job(kind: str, at: datetime, time_limit: timedelta) -> JobRow | None:
    """Take up the oldest job that waits, or that was taken up longer ago than `time_limit`; None: nothing to do.

    A job that stopped the portal twice has failed.
    """
    job = models.Job
    at = at.astimezone(UTC)
    left = (job.kind == kind) & (job.state == "busy") & (job.begun_at < at - time_limit)
    gone = [row.id for row in job.select(job.id).where(left & (job.attempts >= MOST_ATTEMPTS))]
    for job_id in gone:
        end_job(job_id, {}, at, problem="preview_failed")
    found = job.select().where(left | ((job.kind == kind) & (job.state == "waiting"))).order_by(job.id).first()
    if found is None:
        return None
    job.update(state="busy", begun_at=at, attempts=job.attempts + 1).where(job.id == found.id).execute()
    return JobRow(found.id, found.subject, "busy", "")


def take_waiting(kind: str, at: datetime, *, wait: timedelta, busy: timedelta) -> JobRow | None:
    """Take up the oldest job that was never tried, or last tried longer than `wait` ago; None: nothing to do now.

    One that was taken up longer than `busy` ago and not handed on since was left by a portal that stopped.
    """
    job = models.Job
    at = at.astimezone(UTC)
    due = (job.state == "waiting") & (job.begun_at.is_null() | (job.begun_at < at - wait))
    left = (job.state == "busy") & (job.begun_at < at - busy)
    found = job.select().where((job.kind == kind) & (due | left)).order_by(job.id).first()
    if found is None:
        return None
    job.update(state="busy", begun_at=at, attempts=job.attempts + 1).where(job.id == found.id).execute()
    return JobRow(found.id, found.subject, "busy", "", attempt=found.attempts + 1)


def give_back(job: JobRow, at: datetime, state: str = "busy") -> bool:
    """Put a job that did not succeed back, to be tried again later; False when it no longer stands so for us."""
    return _changed(job, state, "waiting", at)


def hand_on(job: JobRow, at: datetime) -> bool:
    """Note that a job is now out of our hands: whatever happens, it is not done a second time.

    False when it is no longer for who took it up: somebody took it up after them, or took it back.
    """
    return _changed(job, "busy", "handed", at)


def _changed(job: JobRow, before: str, after: str, at: datetime) -> bool:
    table = models.Job
    own = (table.id == job.id) & (table.state == before) & (table.attempts == job.attempt)
    return bool(table.update(state=after, begun_at=at.astimezone(UTC)).where(own).execute())


def take_back(kind: str, about: str, but: str) -> tuple[str, ...]:
    """Remove the jobs that were not handed on, of which the subject begins with `about` and not with `but`, if given.

    Returns what they were about.
    """
    job = models.Job
    gone = (job.kind == kind) & job.state.in_(("waiting", "busy")) & job.subject.startswith(about)
    gone = gone & ~job.subject.startswith(but) if but else gone
    subjects = tuple(row.subject for row in job.select(job.subject).where(gone))
    job.delete().where(gone).execute()
    return subjects


def note_progress(job_id: int, done: int, parts: int) -> None:
    """Note how many of the parts of a job are ready."""
    models.Job.update(done=done, parts=parts).where(models.Job.id == job_id).execute()


def forget_job_file(job_id: int, name: str) -> None:
    """Remove one thing that a job made."""
    file = models.JobFile
    file.delete().where((file.job == job_id) & (file.name == name)).execute()


def forget_job(job_id: int) -> None:
    """Remove a job with what it made."""
    models.Job.delete().where(models.Job.id == job_id).execute()


def end_job(job_id: int, made: Mapping[str, bytes], at: datetime, problem: str = "") -> None:
    """Keep what a job made in the place of what it worked on, or the code of the problem that ended it.

    A job that is no longer there is left alone.
    """
    job, file = models.Job, models.JobFile
    state = "failed" if problem else "done"
    changed = job.update(state=state, problem=problem, ended_at=at.astimezone(UTC)).where(job.id == job_id).execute()
    file.delete().where(file.job == job_id).execute()
    if changed:
        _add_files(job_id, made)


def forget_jobs(before: datetime, kind: str) -> int:
    """Remove the jobs of a kind that ended before this moment, or were asked for then and never done."""
    job = models.Job
    moment = before.astimezone(UTC)
    ended = job.state.in_(("done", "failed")) & (job.ended_at < moment)
    old = ended | ((job.state == "waiting") & (job.asked_at < moment))
    return int(job.delete().where((job.kind == kind) & old).execute())


def forget_packets(dossier_id: int) -> int:
    """Remove the reports of a dossier that were made or asked for, whoever for; returns how many."""
    job = models.Job
    of_dossier = (job.kind == PACKET) & job.subject.startswith(f"{dossier_id}/")
    return int(job.delete().where(of_dossier).execute())


def _add_files(job_id: int, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        sealed = seal(content, "job_file.content", job_id, name)
        models.JobFile.insert(job=job_id, name=name, content=sealed).execute()
