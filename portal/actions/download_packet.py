"""The re-integration report as one ZIP: the papers in UWV's order, numbered, behind the inventory."""

from datetime import datetime

from portal.actions.dossier import OpenDossier, looked_at
from portal.actions.hand_over import (
    KIND,
    OWN_JUDGEMENT,
    handed_over,
    is_current,
    overdracht_values,
    report_papers,
)
from portal.actions.paper_copies import file_seen
from portal.actions.paper_values import filled_now
from portal.actions.settle_paper import stored
from portal.actions.word_forms import form_in_use
from portal.documents.packet import PacketEntry, packet
from portal.rules.access import may
from portal.rules.errors import Forbidden, Rejected
from portal.storage.catalogue import catalogue
from portal.storage.reading.papers import PaperRow, papers_of


def download_packet(*, dossier_id: int, actor: int, now: datetime) -> bytes:
    """The ZIP with every paper of the report that the actor may read; incomplete is allowed at any moment.

    Number 0 is the WIA-overdracht, after which the papers have the numbers of its inventory; the employee's own
    judgement comes behind them, and only for the employee. While nothing was handed over, or the inventory is
    no longer true, there is one of this moment. What is on paper only has a number but no file. Raises Invisible or
    Forbidden, and Rejected when there is no paper yet.
    """
    dossier = looked_at(dossier_id, actor=actor, now=now)
    if not may(dossier.roles, "download_packet"):
        raise Forbidden(dossier_id)
    readable = [row for row in report_papers(dossier) if catalogue()[row.kind].readable_by(dossier.roles)]
    if not readable:
        raise Rejected("no_papers_yet")
    papers = [_entry(dossier, row) for row in (*readable, *_own_judgement(dossier))]
    handed = handed_over(dossier)
    cover = stored(handed.paper) if handed else None
    if cover is None:
        return packet([_inventory_now(dossier), *papers], first=0)
    if not is_current(dossier, cover.values):
        papers.append(_inventory_now(dossier))
    return packet([_entry(dossier, cover), *papers], first=0)


def _own_judgement(dossier: OpenDossier) -> list[PaperRow]:
    counting = {p.paper for p in dossier.situation.readable_papers}
    kind = catalogue()[OWN_JUDGEMENT]
    found = [row for row in papers_of(dossier.row.id) if row.kind == kind.key and row.id in counting]
    return found[-1:] if kind.readable_by(dossier.roles) else []


def _inventory_now(dossier: OpenDossier) -> PacketEntry:
    """The inventory as it stands at this moment; it is not stored, so it is called a draft."""
    values = {
        **overdracht_values(dossier),
        "papier.versie": "concept",
        "ondertekening.medewerker.uitkomst": "Nog niet overgedragen",
    }
    content = filled_now(
        dossier,
        form_in_use(dossier, KIND),
        0,
        title="Inventaris",
        author=dossier.row.organisation_name,
        values=values,
        show_hints=False,
    )
    return PacketEntry(title="Inventaris (concept)", day=dossier.today, extension="docx", data=content)


def _entry(dossier: OpenDossier, row: PaperRow) -> PacketEntry:
    file = file_seen(dossier, row)
    if file is None and not row.template_sha256:
        return PacketEntry(title=row.title, day=row.on, extension="pdf", data=None)
    if file is None:
        raise Rejected("file_missing", title=row.title)
    return PacketEntry(title=row.title, day=row.on, extension=file.media, data=file.content)
