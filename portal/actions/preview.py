"""Show a paper as it looks when it is printed: as PDF and as pictures of its pages, made in the background.

What is made is a copy of a paper that few may read. It is found by the SHA-256 of the bytes that it shows, so
whoever may read those bytes may read it; after a day it is removed. The same bytes are made only once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias, cast

from portal.documents.errors import RefusedFile
from portal.documents.office import missing_programs, pages_of, pdf_of
from portal.storage.database import connection, transaction
from portal.storage.hashing import sha256
from portal.storage.reading.jobs import JobRow, job_about, job_file, job_file_names, jobs_ahead, jobs_to_see_to
from portal.storage.writing.jobs import ask_for_job, end_job, forget_jobs, take_job

State: TypeAlias = Literal["none", "waiting", "busy", "done", "failed"]

KIND = "preview"
SHOWN: tuple[str, ...] = ("docx", "pdf")
"""The kinds of file that can be shown."""

KEPT = timedelta(days=1)
TIME_LIMIT = timedelta(minutes=3)
"""After this long a job that is busy was left by a portal that stopped: both programs together get 90 seconds."""

_PDF = "pdf"
_SOURCE = "bron."


@dataclass(frozen=True)
class Preview:
    """How the preview of some bytes stands.

    `ahead` counts the papers that come first while it waits; `pages` how many pictures there are when it is done;
    `problem` is the code of the sentence when it failed.
    """

    state: State
    ahead: int = 0
    pages: int = 0
    problem: str = ""

    @property
    def moving(self) -> bool:
        """Whether it is worth looking again."""
        return self.state in ("waiting", "busy")


def needed_programs(media: str) -> tuple[str, ...]:
    """What has to be installed on the server to show a file with this extension; empty: nothing, it can be shown."""
    return missing_programs(media)


def ask_preview(*, content: bytes, media: str, now: datetime) -> str:
    """Ask for the preview of a .docx or .pdf, and return the SHA-256 under which it is found.

    Asking again changes nothing, unless it failed. The caller has checked that the person may read `content`,
    and that it passed the guard. Raises RefusedFile("preview_office_missing") when a program is missing, and
    ValueError for another kind of file.
    """
    if media not in SHOWN:
        raise ValueError(f"cannot be shown: {media}")
    if missing_programs(media):
        raise RefusedFile("preview_office_missing")
    digest = sha256(content)
    with transaction():
        forget_jobs(now - KEPT, KIND)
        ask_for_job(KIND, digest, {_SOURCE + media: content}, now)
    return digest


def preview_of(digest: str) -> Preview:
    """How the preview of the bytes with this SHA-256 stands."""
    job = job_about(KIND, digest)
    if job is None:
        return Preview("none")
    state = cast(State, job.state)
    ahead = jobs_ahead(job.id) if state == "waiting" else 0
    pages = len(job_file_names(job.id) - {_PDF}) if state == "done" else 0
    return Preview(state, ahead, pages, job.problem)


def preview_page(digest: str, page: int) -> bytes | None:
    """The picture (PNG) of a page, counted from 1, or None when it is not there."""
    return _made(digest, str(page))


def preview_pdf(digest: str) -> bytes | None:
    """The whole as PDF, or None when it is not there."""
    return _made(digest, _PDF)


def do_next_preview(clock: Callable[[], datetime]) -> bool:
    """Make the preview that waits longest, and remove the old ones; returns whether there was anything to make.

    `clock` gives the present moment. Opens connections of its own, and holds none while the programs run.
    """
    with connection():
        # Looking first: a transaction would make writers wait, twice a second, for nothing.
        job, source = _taken(clock()) if jobs_to_see_to(KIND, clock() - KEPT) else (None, None)
    if job is None:
        return False
    made: dict[str, bytes] = {}
    problem = "preview_failed"
    try:
        if source:
            made, problem = _drawn(*source), ""
    except RefusedFile as refusal:
        # A job keeps no details, such as which link: the sentence with them is for who sends a file.
        problem = problem if refusal.details else refusal.code
    finally:
        # A fault of ours goes on to whoever called; the person who waits is told that it failed.
        with connection(), transaction():
            end_job(job.id, made, clock(), problem)
    return True


def _taken(now: datetime) -> tuple[JobRow | None, tuple[str, bytes] | None]:
    with transaction():
        forget_jobs(now - KEPT, KIND)
        job = take_job(KIND, now, TIME_LIMIT)
        return job, _source(job) if job else None


def _drawn(media: str, content: bytes) -> dict[str, bytes]:
    pdf = content if media == "pdf" else pdf_of(content)
    pages = pages_of(pdf)
    return {_PDF: pdf} | {str(number): picture for number, picture in enumerate(pages, 1)}


def _source(job: JobRow) -> tuple[str, bytes] | None:
    for media in SHOWN:
        content = job_file(job.id, _SOURCE + media)
        if content is not None:
            return media, content
    return None


def _made(digest: str, name: str) -> bytes | None:
    job = job_about(KIND, digest)
    return job_file(job.id, name) if job and job.state == "done" else None
