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
from portal.actions.download_packet import overview, packet_papers, packet_pieces, with_its_lines
from portal.actions.packet_pieces import Piece, inventory_numbers
from portal.documents.errors import RefusedFile
from portal.documents.marking import as_pages
from portal.documents.office import MAX_PAGES, drawing_found, office_found, pdfs_of, scanned_pages
from portal.documents.packet import PacketEntry, packet
from portal.documents.pdf_book import book, has_words, kept_form, pages_in
from portal.documents.pdf_figures import with_figures
from portal.rules.errors import Forbidden, Invisible, PortalError, Rejected
from portal.storage.database import connection, transaction
from portal.storage.reading.bsn import bsn_of
from portal.storage.reading.jobs import JobRow, job_about, job_file_sizes, jobs_ahead, jobs_to_see_to
from portal.storage.reading.jobs import job_file as read_file
from portal.storage.writing.jobs import (
    PACKET,
    ask_for_job,
    end_job,
    forget_job,
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
    of what can still be fetched by extension, `made_at` says when.
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


def ask_packet(*, dossier_id: int, actor: int, now: datetime, again: bool = False) -> None:
    """Ask for the packet of the actor as it is now.

    Asking again changes nothing, unless it failed or all of it was fetched; with `again` it is made anew although
    something is left to fetch. Raises Invisible, Forbidden, Rejected when there is no paper yet, and RefusedFile when
    LibreOffice is missing.
    """
    dossier = looked_at(dossier_id, actor=actor, now=now)
    packet_papers(dossier)
    if not can_make():
        raise RefusedFile("preview_office_missing")
    with transaction():
        forget_jobs(now - KEPT, PACKET)
        job = job_about(PACKET, _subject(dossier))
        if job and job.state == "done" and (again or not job_file_sizes(job.id)):
            forget_job(job.id)
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


def fetch_packet(*, dossier_id: int, actor: int, now: datetime, kind: str) -> bytes | None:
    """What was made for the actor, which is then gone; None when it is not there any more, or no longer true.

    Raises Invisible for what is never made.
    """
    dossier = looked_at(dossier_id, actor=actor, now=now)
    packet_papers(dossier)
    if kind not in MADE:
        raise Invisible(kind)
    with transaction():
        forget_jobs(now - KEPT, PACKET)
        job = job_about(PACKET, _subject(dossier))
        content = read_file(job.id, MADE[kind]) if job and job.state == "done" else None
        if job and content is not None:
            # That it was made stays known for a day: then the page can say that it was fetched.
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
        pieces = packet_pieces(dossier)
        cover = overview(dossier, pieces)

    def told(done: int) -> None:
        with connection(), transaction():
            note_progress(job.id, done, len(pieces) + 1)

    told(0)
    first, *files = _as_pdfs([cover, *(_printable(piece.entry) for piece in pieces)], told)
    finished = [replace(piece, entry=entry) for piece, entry in zip(pieces, files, strict=True)]
    entries = (_paged_overview(dossier, finished, _pages_of(first)), *files)
    names = inventory_numbers(piece.entry for piece in finished)
    titles = ("Overzicht", *(f"{name}. {file.title}" for name, file in zip(names, files, strict=True)))
    named = zip(titles, entries, strict=True)
    chapters = [(title, one.data) for title, one in named if one.data and one.extension == "pdf"]
    whole = book(chapters, title=f"Re-integratieverslag {dossier.row.medewerker_name}")
    return {MADE["zip"]: packet(entries, first=0), MADE["pdf"]: whole}


def _paged_overview(dossier: OpenDossier, pieces: Sequence[Piece], own: int) -> PacketEntry:
    """The overview with the pages of the book on which each paper stands.

    `own` is how many pages it took without those numbers. With them it seldom takes more, and then once is enough.
    """
    foreign = {place: words for place, piece in enumerate(pieces) if (words := _foreign(piece.entry))}
    for _ in range(2):
        pages, page = [], own + 1
        for piece in pieces:
            count = _pages_of(piece.entry)
            pages.append(f"{page}–{page + count - 1}" if count > 1 else f"{page}" if count else "")
            page += count
        with connection():
            cover = overview(dossier, pieces, pages=pages, foreign=foreign)
        [made] = _as_pdfs([cover], lambda _: None)
        if _pages_of(made) == own:
            break
        own = _pages_of(made)
    return made


def _pages_of(entry: PacketEntry) -> int:
    return pages_in(entry.data) if entry.data and entry.extension == "pdf" else 0


def _foreign(entry: PacketEntry) -> str:
    """What there is to say of a PDF that LibreOffice did not make: it stays in the form that it had."""
    if not entry.data or entry.extension != "pdf":
        return ""
    has_tags, is_pdf_a = kept_form(entry.data)
    if is_pdf_a:
        return ""
    spoken = "" if has_tags else " Een voorleesprogramma vindt er geen koppen in."
    return f"Deze PDF is buiten het portaal gemaakt. Het portaal kan er geen PDF/A van maken.{spoken}"


def _as_pdfs(entries: Sequence[PacketEntry], told: Callable[[int], None]) -> list[PacketEntry]:
    """The same entries, with those in Word as PDF; one that LibreOffice could not read stays as it is."""
    words = [entry.data if entry.extension == "docx" else None for entry in entries]
    ready = words.count(None)
    pdfs = iter(pdfs_of([one for one in words if one], lambda done: told(done + ready)))
    found = [next(pdfs) if one else None for one in words]
    return [
        replace(entry, extension="pdf", data=with_figures(pdf)) if pdf else entry
        for entry, pdf in zip(entries, found, strict=True)
    ]


def _printable(entry: PacketEntry) -> PacketEntry:
    """An entry with its lines above each page; a PDF without words is a scan, of which each page becomes a picture."""
    try:
        if entry.data and entry.extension == "pdf" and drawing_found() and _is_scan(entry.data):
            return as_pages(entry, scanned_pages(entry.data))
    except RefusedFile:
        # Then it goes along as it came.
        pass
    return with_its_lines(entry)


def _is_scan(pdf: bytes) -> bool:
    return pages_in(pdf) <= MAX_PAGES and not has_words(pdf)
