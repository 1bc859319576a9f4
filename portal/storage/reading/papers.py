"""Papers of a dossier: what they say, and their bytes.

This is the one place that gives them out, so a paper that was recalled says nothing and has no bytes, whoever asks.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.storage.database import Question, answer, rows
from portal.storage.sealing import opened, opened_text

COLUMNS = """
    p.id, p.dossier_id, p.kind, p.number, p.version, p.title, p.on_day, p.settled_at, p.author_id, a.name,
    p.author_role, p.template_sha256, p.values_json, p.parent_id,
    p.recalled_at
"""


_PAPERS = f"SELECT {COLUMNS} FROM paper p JOIN person a ON a.id = p.author_id WHERE {{condition}} ORDER BY p.id"
_DRAFT = """
SELECT values_json, template_sha256, screen, place, saved_at FROM draft
WHERE dossier_id = ? AND kind = ? AND person_id = ?
"""
ALL_FILES = "FROM paper_file f JOIN paper p ON p.id = f.paper_id WHERE f.paper_id = ? AND p.recalled_at IS NULL"
FILES = f"{ALL_FILES} AND f.is_scan IS NULL"


@dataclass(frozen=True)
class PaperRow:
    """A settled paper: the `number`-th of its kind, made `version` times before it was signed.

    `values` are what was filled in; `template_sha256` is empty for an uploaded file. Of a paper
    that was recalled, at `recalled_at`, there are no values.
    """

    id: int
    dossier_id: int
    kind: str
    number: int
    version: int
    title: str
    on: date
    settled_at: datetime
    author_id: int
    author_name: str
    author_role: str
    template_sha256: str
    values: Mapping[str, Any]
    parent_id: int | None
    recalled_at: datetime | None = None


@dataclass(frozen=True)
class DraftRow:
    """A draft: the SHA-256 of the template it was begun with (empty: none), and the name of the screen it was last kept
    on (empty: none, as when it came from Word). `place`: the part of the form where it was left, from 1; 0: the whole.
    """

    template_sha256: str
    screen: str
    place: int
    saved_at: datetime


@dataclass(frozen=True)
class FileRow:
    """The bytes of a paper as they stand after its last signature; `media` is the file's extension."""

    media: str
    content: bytes
    sha256: str


@dataclass(frozen=True)
class ScanRow:
    """A scan of a paper that was signed with a pen: the `seq`-th file of that paper."""

    seq: int
    media: str
    content: bytes
    sha256: str
    stored_at: datetime


@dataclass(frozen=True)
class ScanLine:
    """That there is a scan: as `ScanRow`, without its bytes."""

    seq: int
    media: str
    stored_at: datetime


def papers_of(dossier_id: int) -> tuple[PaperRow, ...]:
    """The papers of a dossier, oldest first."""
    return tuple(_row(row) for row in answer(papers_asked(dossier_id)))


def papers_asked(dossier_id: int) -> Question:
    """What `papers_of` asks."""
    return Question(15, _PAPERS.format(condition="p.dossier_id = ?"), (dossier_id,))


def paper(paper_id: int) -> PaperRow | None:
    """One paper, or None."""
    found = rows(_PAPERS.format(condition="p.id = ?"), paper_id)
    return _row(found[0]) if found else None


def newest(dossier_id: int, kind: str) -> PaperRow | None:
    """The newest paper of a kind in a dossier, or None."""
    found = [row for row in papers_of(dossier_id) if row.kind == kind]
    return found[-1] if found else None


def newest_of(author_id: int, kind: str) -> PaperRow | None:
    """The newest paper of a kind that someone wrote in any dossier and that was not recalled, or None."""
    mine = "SELECT id FROM paper WHERE author_id = ? AND kind = ? AND recalled_at IS NULL ORDER BY id DESC LIMIT 1"
    found = rows(_PAPERS.format(condition=f"p.id = ({mine})"), author_id, kind)
    return _row(found[0]) if found else None


def file_of(paper_id: int) -> FileRow | None:
    """The newest bytes of a paper, or None when it does not exist, has no file here, or was recalled."""
    found = _files(paper_id, "DESC LIMIT 1")
    return found[0] if found else None


def rendering_of(paper_id: int) -> tuple[str, str] | None:
    """The extension and the SHA-256 of the bytes that `file_of` gives, or None when there are none."""
    made = [(media, digest) for _, media, digest, is_scan, _ in answer(files_asked(paper_id)) if not is_scan]
    return made[-1] if made else None


def hash_as_settled(paper_id: int) -> str:
    """The SHA-256 of a paper as it was settled, before anyone signed it; empty when it cannot be opened or has no file.

    By this every signature says what was signed.
    """
    made = [digest for _, _, digest, is_scan, _ in answer(files_asked(paper_id)) if not is_scan]
    return str(made[0]) if made else ""


def scans_listed(paper_id: int) -> tuple[ScanLine, ...]:
    """Which scans `scans_of` gives."""
    found = answer(files_asked(paper_id))
    return tuple(ScanLine(seq, media, datetime.fromisoformat(at)) for seq, media, _, is_scan, at in found if is_scan)


def files_asked(paper_id: int) -> Question:
    """What `rendering_of`, `hash_as_settled` and `scans_listed` ask: the files of a paper without their bytes."""
    return Question(
        5, f"SELECT f.seq, f.media, f.sha256, f.is_scan, f.stored_at {ALL_FILES} ORDER BY f.seq", (paper_id,)
    )


def files_of(paper_id: int) -> tuple[FileRow, ...]:
    """Every version of the bytes that the portal made of a paper, oldest first."""
    return _files(paper_id, "ASC")


def scans_of(paper_id: int) -> tuple[ScanRow, ...]:
    """The scans of a paper that was signed with a pen, oldest first; none of one that was recalled."""
    found = rows(
        f"SELECT f.seq, f.media, f.content, f.sha256, f.stored_at {ALL_FILES} AND f.is_scan = 1 ORDER BY f.seq",
        paper_id,
    )
    return tuple(
        ScanRow(seq, media, opened(content, "paper_file.content", paper_id, seq), digest, datetime.fromisoformat(at))
        for seq, media, content, digest, at in found
    )


def draft(dossier_id: int, kind: str, person_id: int) -> Mapping[str, Any] | None:
    """What the person has typed so far in this form, or None."""
    found = answer(draft_asked(dossier_id, kind, person_id))
    return json.loads(opened_text(found[0][0], "draft.values_json", dossier_id, kind, person_id)) if found else None


def draft_about(dossier_id: int, kind: str, person_id: int) -> DraftRow | None:
    """What is known of this draft besides what was typed, or None."""
    for _, template, screen, place, at in answer(draft_asked(dossier_id, kind, person_id)):
        return DraftRow(template or "", screen or "", place or 0, datetime.fromisoformat(at))
    return None


def draft_asked(dossier_id: int, kind: str, person_id: int) -> Question:
    """What `draft` and `draft_about` ask."""
    return Question(5, _DRAFT, (dossier_id, kind, person_id))


def drafts_of(dossier_id: int, person_id: int) -> frozenset[str]:
    """The kinds of which this person has a draft in this dossier."""
    return frozenset(kind for (kind,) in answer(drafts_asked(dossier_id, person_id)))


def drafts_asked(dossier_id: int, person_id: int) -> Question:
    """What `drafts_of` asks."""
    return Question(1, "SELECT kind FROM draft WHERE dossier_id = ? AND person_id = ?", (dossier_id, person_id))


def _files(paper_id: int, order: str) -> tuple[FileRow, ...]:
    sql = f"SELECT f.seq, f.media, f.content, f.sha256 {FILES} ORDER BY f.seq {order}"
    return tuple(
        FileRow(media, opened(content, "paper_file.content", paper_id, seq), digest)
        for seq, media, content, digest in rows(sql, paper_id)
    )


def _row(row: tuple[Any, ...]) -> PaperRow:
    values = list(row)
    values[6] = date.fromisoformat(values[6])
    values[7] = datetime.fromisoformat(values[7])
    values[11] = values[11] or ""
    values[14] = datetime.fromisoformat(values[14]) if values[14] else None
    # The dossier, the kind, the number and the version.
    values[12] = {} if values[14] else json.loads(opened_text(values[12], "paper.values_json", *values[1:5]))
    return PaperRow(*values)
