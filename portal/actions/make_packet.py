"""The report as PDF, made in the background: a ZIP with a PDF of each paper, and one PDF of all with bookmarks.

What is made is bound to who asked for it: what that person may read decides what is in it, also at the moment of
making, and nobody else finds it. Once it is fetched it is removed, and otherwise after a day. When the dossier, the
roles or the BSN changed it is another packet, to be made anew.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, TypeAlias, cast

from portal.actions.dossier import OpenDossier, looked_at
from portal.actions.download_packet import Contents, overview, packet_contents, packet_papers
from portal.actions.packet_cover import MOST_BYTES
from portal.documents.errors import RefusedFile
from portal.documents.office import office_found, pdfs_of
from portal.documents.packet import PacketEntry, packet
from portal.documents.pdf_book import book, pages_in
from portal.documents.picture_page import picture_page
from portal.rules.errors import Forbidden, Invisible, PortalError, Rejected
from portal.storage.database import connection, transaction
from portal.storage.reading.bsn import bsn_of
from portal.storage.reading.jobs import JobRow, job_about, job_file_sizes, jobs_ahead, jobs_to_see_to
from portal.storage.reading.jobs import job_file as read_file
from portal.storage.writing.jobs import (
    PACKET,
    ask_for_job,
    end_job,
    forget_job_file,
    forget_jobs,
    note_progress,
    take_job,
)

State: TypeAlias = Literal["none", "waiting", "busy", "done", "failed"]

MADE = {"zip": "re-integratieverslag.zip", "pdf": "re-integratieverslag.pdf"}
"""What is made, by extension."""

KEPT = timedelta(days=1)
TIME_LIMIT = timedelta(minutes=6)
"""After this long a job that is busy was left by a portal that stopped: both runs of LibreOffice together get five."""


@dataclass(frozen=True)
class Making:
    """How the making of a packet stands.

    `ahead` counts the packets that come first, `done` of `parts` are the files that are ready, `sizes` are the bytes
    of what can be fetched by extension, `large` names the files above what UWV takes, `made_at` says when.
    """

    state: State
    ahead: int = 0
    done: int = 0
    parts: int = 0
    problem: str = ""
    sizes: tuple[tuple[str, int], ...] = ()
    made_at: datetime | None = None

    @property
    def moving(self) -> bool:
        """Whether it is worth looking again."""
        return self.state in ("waiting", "busy")


def can_make() -> bool:
    """Whether LibreOffice is there to make PDFs with."""
    return office_found() is not None


def ask_packet(*, dossier_id: int, actor: int, now: datetime) -> None:
    """Ask for the packet of the actor as it is now; asking again changes nothing, unless it failed.

    Raises Invisible, Forbidden, Rejected when there is no paper yet, and RefusedFile when LibreOffice is missing.
    """
    dossier = looked_at(dossier_id, actor=actor, now=now)
    packet_papers(dossier)
    if not can_make():
        raise RefusedFile("preview_office_missing")
    with transaction():
        forget_jobs(now - KEPT, PACKET)
        ask_for_job(PACKET, _subject(dossier), {}, now)


def making(dossier: OpenDossier) -> Making:
    """How the packet stands of who has the dossier open."""
    job = job_about(PACKET, _subject(dossier))
    if job is None or (job.ended_at and job.ended_at < dossier.now - KEPT):
        return Making("none")
    state = cast(State, job.state)
    sizes = {name: size for name, size in job_file_sizes(job.id)}
    return Making(
        state,
        ahead=jobs_ahead(job.id) if state == "waiting" else 0,
        done=job.done,
        parts=job.parts,
        problem=job.problem,
        sizes=tuple((kind, sizes[name]) for kind, name in MADE.items() if name in sizes),
        made_at=job.ended_at,
    )


def fetch_packet(*, dossier_id: int, actor: int, now: datetime, kind: str) -> bytes:
    """What was made for the actor, which is then gone. Raises Invisible when it is not there, or no longer true."""
    dossier = looked_at(dossier_id, actor=actor, now=now)
    packet_papers(dossier)
    with transaction():
        forget_jobs(now - KEPT, PACKET)
        job = job_about(PACKET, _subject(dossier))
        content = read_file(job.id, MADE[kind]) if job and kind in MADE and job.state == "done" else None
        if job is None or content is None:
            raise Invisible(kind)
        forget_job_file(job.id, MADE[kind])
    return content


def do_next_packet(clock: Callable[[], datetime]) -> bool:
    """Make the packet that waits longest, and remove the old ones; returns whether there was anything to make.

    `clock` gives the present moment. Opens connections of its own, and holds none while LibreOffice runs.
    """
    with connection():
        job = _taken(clock()) if jobs_to_see_to(PACKET, clock() - KEPT) else None
    if job is None:
        return False
    made: dict[str, bytes] = {}
    problem = "packet_failed"
    try:
        made, problem = _made(job, clock), ""
    except (RefusedFile, Rejected) as refusal:
        problem = problem if refusal.details else refusal.code
    except PortalError:
        # Who asked for it may not have it any more.
        problem = "packet_failed"
    finally:
        with connection(), transaction():
            end_job(job.id, made, clock(), problem)
    return True


def _taken(now: datetime) -> JobRow | None:
    with transaction():
        forget_jobs(now - KEPT, PACKET)
        return take_job(PACKET, now, TIME_LIMIT)


def _subject(dossier: OpenDossier) -> str:
    """What a packet is of: the dossier, the person, and what decides what is in it."""
    known = bsn_of(dossier.row.id)
    decides = [dossier.reading.digest, *sorted(dossier.roles), known.given_at if known else ""]
    digest = hashlib.sha256("\n".join(decides).encode()).hexdigest()
    return f"{dossier.row.id}/{dossier.actor}/{digest}"


def _made(job: JobRow, clock: Callable[[], datetime]) -> dict[str, bytes]:
    dossier_id, actor = (int(part) for part in job.subject.split("/")[:2])
    with connection():
        dossier = looked_at(dossier_id, actor=actor, now=clock())
        if _subject(dossier) != job.subject:
            raise Forbidden(job.id)
        contents = packet_contents(dossier)

    def told(done: int) -> None:
        with connection(), transaction():
            note_progress(job.id, done, len(contents.files))

    told(0)
    first, *files = _as_pdfs(contents.files, told)
    papers = files[: len(contents.papers)]
    entries = (_paged_overview(dossier, contents, papers, _pages_of(first)), *files)
    titles = ("Overzicht", *(f"{number}. {file.title}" for number, file in enumerate(files, 1)))
    named = zip(titles, entries, strict=True)
    chapters = [(title, one.data) for title, one in named if one.data and one.extension == "pdf"]
    whole = book(chapters, title=f"Re-integratieverslag {dossier.row.medewerker_name}")
    return {MADE["zip"]: packet(entries, first=0), MADE["pdf"]: whole}


def _paged_overview(dossier: OpenDossier, contents: Contents, papers: Sequence[PacketEntry], own: int) -> PacketEntry:
    """The overview with the page of the book on which each paper begins.

    `own` is how many pages it took without those numbers. With them it seldom takes more, and then once is enough.
    """
    for _ in range(2):
        pages, page = [], own + 1
        for paper in papers:
            pages.append(str(page) if _pages_of(paper) else "")
            page += _pages_of(paper)
        with connection():
            cover = overview(dossier, contents, large=_too_large(papers), pages=pages)
        [made] = _as_pdfs([cover], lambda _: None)
        if _pages_of(made) == own:
            break
        own = _pages_of(made)
    return made


def _pages_of(entry: PacketEntry) -> int:
    return pages_in(entry.data) if entry.data and entry.extension == "pdf" else 0


def _too_large(papers: Sequence[PacketEntry]) -> list[int]:
    return [len(paper.data) if paper.data and len(paper.data) > MOST_BYTES else 0 for paper in papers]


def _as_pdfs(entries: Sequence[PacketEntry], told: Callable[[int], None]) -> list[PacketEntry]:
    """The same entries as PDF; one that LibreOffice could not read stays as it is."""
    words = [_word_of(entry) for entry in entries]
    pdfs = iter(pdfs_of([one for one in words if one], told))
    found = [next(pdfs) if one else None for one in words]
    return [
        replace(entry, extension="pdf", data=pdf) if pdf else entry for entry, pdf in zip(entries, found, strict=True)
    ]


def _word_of(entry: PacketEntry) -> bytes | None:
    """The Word file to print an entry with; None for what is a PDF, or is not here."""
    if entry.data is None or entry.extension == "pdf":
        return None
    return entry.data if entry.extension == "docx" else picture_page(entry.data, entry.title)
