"""Keeping papers that someone took along to Word, and the files that came back."""

from datetime import datetime

from portal.storage import models
from portal.storage.hashing import sha256
from portal.storage.writing.sealed import add_sealed


def add_copy(
    *,
    dossier_id: int,
    kind: str,
    person_id: int,
    number: int,
    version: int,
    template_sha256: str,
    content: bytes,
    at: datetime,
) -> int:
    """Keep a copy as it was given out; returns its id."""
    return add_sealed(
        models.WordCopy,
        dossier=dossier_id,
        kind=kind,
        person=person_id,
        number=number,
        version=version,
        template_sha256=template_sha256,
        content=content,
        issued_at=at,
    )


def add_received(copy_id: int, file_name: str, content: bytes, at: datetime) -> int:
    """Keep a file as it came back, with its SHA-256; returns its id."""
    digest = sha256(content)
    named = {"file_name": file_name, "sha256": digest}
    return add_sealed(models.ReceivedFile, copy=copy_id, content=content, received_at=at, **named)


def mark_taken_over(received_id: int, at: datetime) -> None:
    """Note when something of this file was taken over."""
    file = models.ReceivedFile
    file.update(taken_over_at=at).where(file.id == received_id).execute()
