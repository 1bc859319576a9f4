"""Hand in the scan of a paper that was signed with a pen: first the file, then what was answered on it.

In between the file waits sealed for its sender, who sees to which paper it belongs and says who signed on which day.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.actions.attach_advice import safe_file
from portal.actions.dossier import OpenDossier
from portal.actions.file_signed_paper import MEDIA, paper_of_code
from portal.actions.send_file import LOOSE_AT_MOST, Sending, hold, take_in
from portal.documents.errors import RefusedFile
from portal.documents.guard import check_upload
from portal.rules.errors import Invisible, Rejected
from portal.storage.database import transaction
from portal.storage.reading.held_files import NOT_CONFIRMED, HeldRow, held_content, held_for
from portal.storage.reading.loose_scans import LooseScan, loose_scan
from portal.storage.reading.papers import PaperRow
from portal.storage.writing.held_files import add_held, drop_held
from portal.storage.writing.loose_scans import drop_loose_scan, keep_loose_scan

ACTION = "file_signed_paper"


def hand_in_scan(
    *, code: str, file_name: str, content: bytes, scanned: bool, actor: int, now: datetime
) -> tuple[OpenDossier, PaperRow]:
    """Keep a scan until its sender has said who signed; returns the dossier and the paper that its code names.

    `code` is what was typed, else the code stands in the name of the file. `scanned`: it was looked at for viruses.
    An earlier scan of the same paper that still waits for this sender gives way. Raises as `paper_of_code`, after which
    the file waits for another code (see `scan_without_place`), and RefusedFile.
    """
    try:
        dossier, row = paper_of_code(code.strip() or file_name, actor=actor, now=now)
    except Rejected:
        _keep(file_name, content, scanned, actor, now)
        raise
    safe_file(dossier, file_name, content, MEDIA)
    with transaction():
        drop_loose_scan(actor)
        for old in _waiting(actor, row.id):
            drop_held(old.id)
        add_held(
            dossier_id=dossier.row.id,
            person_id=actor,
            action=ACTION,
            kind=row.kind,
            answers={"papier": row.id, "nagekeken": scanned},
            file_name=file_name,
            content=content,
            at=now,
            problem=NOT_CONFIRMED,
        )
    return dossier, row


def scan_without_place(actor: int, now: datetime) -> LooseScan | None:
    """The file that this person handed in with a code that was not right; None after a day."""
    return loose_scan(actor, now - LOOSE_AT_MOST)


def _keep(file_name: str, content: bytes, scanned: bool, actor: int, now: datetime) -> None:
    """Keep a file that can be a scan of a paper, so that its sender need not choose it again."""
    try:
        if check_upload(file_name, content).kind not in MEDIA:
            return
    except RefusedFile:
        return
    with transaction():
        keep_loose_scan(actor, file_name, content, now, scanned=scanned)


def scan_to_confirm(paper_id: int, actor: int) -> HeldRow:
    """The scan of this paper that waits for its sender. Raises Invisible."""
    found = _waiting(actor, paper_id)
    if not found:
        raise Invisible(paper_id)
    return found[-1]


def confirm_scan(*, dossier_id: int, paper_id: int, actor: int, now: datetime, answers: Mapping[str, Any]) -> bool:
    """File the scan with these answers; returns whether that is done: one that was not looked at for viruses waits.

    Raises Invisible when nothing waits for this sender, and as `file_signed_paper`.
    """
    held = scan_to_confirm(paper_id, actor)
    name, content = held_content(held.id)
    sending = Sending(ACTION, held.kind, {**answers, "papier": paper_id}, name, content)
    with transaction():
        drop_held(held.id)
        act = take_in if held.answers["nagekeken"] else hold
        act(sending, dossier_id=dossier_id, actor=actor, now=now)
    return bool(held.answers["nagekeken"])


def _waiting(actor: int, paper_id: int) -> list[HeldRow]:
    return [
        one
        for one in held_for(actor)
        if one.problem == NOT_CONFIRMED and one.action == ACTION and one.answers["papier"] == paper_id
    ]
