"""Storing papers, their bytes, and drafts."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from portal.storage import models
from portal.storage.database import insert, rows
from portal.storage.hashing import sha256
from portal.storage.sealing import seal, seal_text


def add_paper(
    *,
    dossier_id: int,
    kind: str,
    title: str,
    on: date,
    at: datetime,
    author: int,
    author_role: str,
    values: Mapping[str, Any],
    number: int,
    version: int,
    template_sha256: str | None = None,
    parent: int | None = None,
) -> int:
    """Store what a settled paper says, the `number`-th of its kind, in its `version`-th version; returns its id."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return insert(
        "paper",
        {
            "dossier_id": dossier_id,
            "kind": kind,
            "number": number,
            "version": version,
            "title": title,
            "on_day": on.isoformat(),
            "settled_at": at.isoformat(),
            "author_id": author,
            "author_role": author_role,
            "template_sha256": template_sha256,
            "values_json": seal_text(text, "paper.values_json", dossier_id, kind, number, version),
            "parent_id": parent,
        },
    )


def mark_recalled(dossier_id: int, recalled: Mapping[int, datetime]) -> None:
    """Let the papers of a dossier that were recalled, by id with the moment, open for nobody, and the others again."""
    known = dict(rows("SELECT id, recalled_at FROM paper WHERE dossier_id = ?", dossier_id))
    for paper_id, marked in known.items():
        at = recalled.get(paper_id)
        if marked != (at.isoformat() if at else None):
            models.Paper.update(recalled_at=at).where(models.Paper.id == paper_id).execute()


def add_file(paper_id: int, content: bytes, media: str, at: datetime, *, is_scan: bool = False) -> str:
    """Store the bytes of a paper as they stand now, or a scan of it signed with a pen; returns their SHA-256."""
    [(last,)] = rows("SELECT COALESCE(MAX(seq), 0) FROM paper_file WHERE paper_id = ?", paper_id)
    digest = sha256(content)
    sealed = seal(content, "paper_file.content", paper_id, last + 1)
    stored = {"content": sealed, "sha256": digest, "stored_at": at.isoformat()}
    insert("paper_file", {"paper_id": paper_id, "seq": last + 1, "media": media, "is_scan": is_scan or None, **stored})
    return digest


def save_draft(
    dossier_id: int,
    kind: str,
    person_id: int,
    values: Mapping[str, Any],
    now: datetime,
    template_sha256: str | None = None,
    screen: str = "",
    place: int = 0,
) -> None:
    """Keep what the person has typed so far, with which template, on which screen, and at which part of the form."""
    drop_draft(dossier_id, kind, person_id)
    text = json.dumps(values, ensure_ascii=False)
    models.Draft.insert(
        dossier=dossier_id,
        kind=kind,
        person=person_id,
        values_json=seal_text(text, "draft.values_json", dossier_id, kind, person_id),
        saved_at=now,
        template_sha256=template_sha256,
        screen=screen,
        place=place or None,
    ).execute()


def drop_draft(dossier_id: int, kind: str, person_id: int) -> None:
    """Forget a draft; nothing happens when there is none."""
    draft = models.Draft
    draft.delete().where((draft.dossier == dossier_id) & (draft.kind == kind) & (draft.person == person_id)).execute()
