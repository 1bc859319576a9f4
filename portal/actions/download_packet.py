"""The re-integration report as one ZIP of Word files: the papers in UWV's order, numbered, behind an overview."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from portal.actions.dossier import OpenDossier, looked_at
from portal.actions.hand_over import OWN_JUDGEMENT, handed_over, report_papers
from portal.actions.packet_cover import KIND, cover_values, file_remarks
from portal.actions.packet_pieces import Piece, inventory_numbers, lines_of, scan_pieces
from portal.actions.paper_copies import as_seen, file_seen
from portal.actions.paper_values import filled_now, rendered
from portal.actions.settle_paper import stored
from portal.actions.word_forms import form_in_use, form_of
from portal.documents.errors import RefusedFile
from portal.documents.marking import marked
from portal.documents.packet import PacketEntry, packet
from portal.rules.access import may
from portal.rules.errors import Forbidden, Rejected
from portal.storage.catalogue import catalogue
from portal.storage.reading.bsn import bsn_of
from portal.storage.reading.papers import PaperRow, papers_of

BSN = "papier.bsn"


def download_packet(*, dossier_id: int, actor: int, now: datetime) -> bytes:
    """The ZIP with every paper of the report that the actor may read; incomplete is allowed at any moment.

    Number 0 is the overview of this moment, after which come the papers under the numbers that they have in it. What
    is on paper only has a number but no file. Raises Invisible or Forbidden, and Rejected when there is no paper yet.
    """
    dossier = looked_at(dossier_id, actor=actor, now=now)
    pieces = [replace(piece, entry=with_its_lines(piece.entry)) for piece in packet_pieces(dossier)]
    return packet((overview(dossier, pieces), *(piece.entry for piece in pieces)), first=0)


def packet_pieces(dossier: OpenDossier) -> tuple[Piece, ...]:
    """The files of the packet for who has the dossier open, each scan behind its paper. Raises as `download_packet`.

    They have the BSN in its place; the lines above each page are still to be written in.
    """
    rows = packet_papers(dossier)
    known = bsn_of(dossier.row.id)
    bsn = known.number if known else ""
    found = [piece for row in rows for piece in (_paper(dossier, row, bsn), *scan_pieces(dossier, row))]
    names = inventory_numbers(piece.entry for piece in found)
    return tuple(
        replace(piece, entry=replace(piece.entry, lines=lines_of(dossier, piece, name, bsn)))
        for piece, name in zip(found, names, strict=True)
    )


def with_its_lines(entry: PacketEntry) -> PacketEntry:
    """The copy of a file with its lines on each page; without lines when it cannot be written in."""
    try:
        return marked(entry)
    except RefusedFile:
        return replace(entry, lines=())


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


def _paper(dossier: OpenDossier, row: PaperRow, bsn: str) -> Piece:
    """The file of a paper; one that the portal made gets the BSN, which the stored one does not have."""
    file = file_seen(dossier, row)
    if file is None and not row.template_sha256:
        return Piece(row, PacketEntry(title=row.title, day=row.on, extension="pdf", data=None))
    if file is None:
        raise Rejected("file_missing", title=row.title)
    content = file.content
    if bsn and row.template_sha256 and _has_bsn(row):
        seen = as_seen(dossier, row)
        known = replace(seen, values={**seen.values, BSN: bsn})
        content = rendered(dossier, catalogue()[row.kind], known, dossier.facts)
    return Piece(row, PacketEntry(title=row.title, day=row.on, extension=file.media, data=content))


def _has_bsn(row: PaperRow) -> bool:
    return any(field.name == BSN for field in form_of(row).template.fields)


def overview(
    dossier: OpenDossier,
    pieces: Sequence[Piece],
    *,
    pages: Sequence[str] = (),
    foreign: Mapping[int, str] | None = None,
) -> PacketEntry:
    """The overview as it stands at this moment; it is not stored.

    `pieces` are the files as they go along, `pages` where each stands in a book, and `foreign` says by its place what
    there is to say of the form of a file that was made elsewhere.
    """
    known = bsn_of(dossier.row.id)
    remarks = file_remarks(pieces, has_bsn=known is not None, foreign=foreign)
    values = cover_values(dossier, pieces, remarks, pages)
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
