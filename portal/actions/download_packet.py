"""The re-integration report as one ZIP of Word files: the papers in UWV's order, numbered, behind an overview."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from portal.actions.dossier import OpenDossier, looked_at
from portal.actions.hand_over import OWN_JUDGEMENT, handed_over, report_papers
from portal.actions.packet_cover import KIND, MOST_BYTES, cover_values, file_remarks
from portal.actions.paper_copies import as_seen, file_seen
from portal.actions.paper_values import filled_now, rendered
from portal.actions.settle_paper import stored
from portal.actions.word_forms import form_in_use, form_of
from portal.documents.packet import PacketEntry, packet
from portal.rules.access import may
from portal.rules.errors import Forbidden, Rejected
from portal.storage.catalogue import catalogue
from portal.storage.reading.bsn import bsn_of
from portal.storage.reading.papers import PaperRow, papers_of, scans_of

BSN = "papier.bsn"


@dataclass(frozen=True)
class Contents:
    """What goes into a packet: the overview, and the files behind it in order. `papers` are those that are stored.

    Behind them come the `scans` of the papers that were signed with a pen.
    """

    entries: tuple[PacketEntry, ...]
    papers: tuple[PaperRow, ...]
    scans: tuple[PacketEntry, ...] = ()

    @property
    def files(self) -> tuple[PacketEntry, ...]:
        """Every file, in order."""
        return (*self.entries, *self.scans)


def download_packet(*, dossier_id: int, actor: int, now: datetime) -> bytes:
    """The ZIP with every paper of the report that the actor may read; incomplete is allowed at any moment.

    Number 0 is the overview of this moment, after which come the papers under the numbers that they have in it. What
    is on paper only has a number but no file. Raises Invisible or Forbidden, and Rejected when there is no paper yet.
    """
    return packet(packet_contents(looked_at(dossier_id, actor=actor, now=now)).files, first=0)


def packet_contents(dossier: OpenDossier) -> Contents:
    """The files of the packet for who has the dossier open, with the BSN in each. Raises as `download_packet`."""
    rows = packet_papers(dossier)
    known = bsn_of(dossier.row.id)
    number = known.number if known else ""
    contents = Contents(tuple(_entry(dossier, row, number) for row in rows), rows, _scans(rows))
    return replace(contents, entries=(overview(dossier, contents, large=_too_large(contents)), *contents.entries))


def _too_large(contents: Contents) -> list[int]:
    sizes = [len(entry.data or b"") for entry in contents.entries]
    return [size if size > MOST_BYTES else 0 for size in sizes]


def packet_papers(dossier: OpenDossier) -> tuple[PaperRow, ...]:
    """The stored papers of the packet, in UWV's order; the own judgement and the letter of the hand-over come last.

    The own judgement is there for the employee alone. Raises Forbidden, and Rejected when there is no paper yet.
    """
    if not may(dossier.roles, "download_packet"):
        raise Forbidden(dossier.row.id)
    readable = [row for row in report_papers(dossier) if catalogue()[row.kind].readable_by(dossier.roles)]
    if not readable:
        raise Rejected("no_papers_yet")
    handed = handed_over(dossier)
    return (*readable, *_own_judgement(dossier), *([stored(handed.paper)] if handed else []))


def _own_judgement(dossier: OpenDossier) -> list[PaperRow]:
    counting = {p.paper for p in dossier.situation.readable_papers}
    kind = catalogue()[OWN_JUDGEMENT]
    found = [row for row in papers_of(dossier.row.id) if row.kind == kind.key and row.id in counting]
    return found[-1:] if kind.readable_by(dossier.roles) else []


def _entry(dossier: OpenDossier, row: PaperRow, number: str) -> PacketEntry:
    """The file of a paper; one that the portal made gets the BSN, which the stored one does not have."""
    file = file_seen(dossier, row)
    if file is None and not row.template_sha256:
        return PacketEntry(title=row.title, day=row.on, extension="pdf", data=None)
    if file is None:
        raise Rejected("file_missing", title=row.title)
    content = file.content
    if number and row.template_sha256 and _has_bsn(row):
        seen = as_seen(dossier, row)
        known = replace(seen, values={**seen.values, BSN: number})
        content = rendered(dossier, catalogue()[row.kind], known, dossier.facts)
    return PacketEntry(title=row.title, day=row.on, extension=file.media, data=content)


def _scans(rows: Sequence[PaperRow]) -> tuple[PacketEntry, ...]:
    return tuple(
        PacketEntry(title=f"{row.title}, scan", day=row.on, extension=scan.media, data=scan.content)
        for row in rows
        for scan in scans_of(row.id)
    )


def _has_bsn(row: PaperRow) -> bool:
    return any(field.name == BSN for field in form_of(row).template.fields)


def overview(
    dossier: OpenDossier, contents: Contents, *, large: Sequence[int], pages: Sequence[str] = ()
) -> PacketEntry:
    """The overview as it stands at this moment; it is not stored.

    Of each paper, in order, `pages` says where it begins in a book, and `large` its size when UWV does not take it.
    """
    known = bsn_of(dossier.row.id)
    remarks = file_remarks(contents.papers, contents.entries[-len(contents.papers) :], large, has_bsn=known is not None)
    values = cover_values(dossier, contents.papers, remarks, pages)
    content = filled_now(
        dossier,
        form_in_use(dossier, KIND),
        1,
        title="Re-integratieverslag",
        author=dossier.row.organisation_name,
        values={**values, **({BSN: known.number} if known else {})},
        show_hints=False,
    )
    return PacketEntry(title="Overzicht", day=dossier.today, extension="docx", data=content)
