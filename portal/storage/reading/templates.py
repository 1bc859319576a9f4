"""The templates of papers: the bytes of each version ever used, and which one an organisation uses when."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.storage.catalogue import template_bytes
from portal.storage.database import rows

COLUMNS = """
    v.id, v.organisation_id, v.kind, v.template_sha256, v.file_name, u.name, v.uploaded_at, v.from_on, p.name,
    v.published_at
"""
TABLES = """
    template_version v JOIN person u ON u.id = v.uploaded_by_id LEFT JOIN person p ON p.id = v.published_by_id
"""


@dataclass(frozen=True)
class TemplateVersionRow:
    """A template that an organisation made of its own; `from_on` is None until it is published."""

    id: int
    organisation_id: int
    kind: str
    sha256: str
    file_name: str
    uploaded_by: str
    uploaded_at: datetime
    from_on: date | None
    published_by: str
    published_at: datetime | None


def template_file(sha256: str, kind: str) -> bytes | None:
    """The bytes of a template version of this kind that is kept, or None."""
    found = rows("SELECT content FROM template_file WHERE sha256 = ? AND kind = ?", sha256, kind)
    return bytes(found[0][0]) if found else None


def template_in_use(kind: str, organisation_id: int, on: date) -> bytes:
    """The template with which an organisation begins papers of this kind on a day.

    The newest one that it published for that day or earlier, else the one that comes with the portal. KeyError:
    there is no such kind.
    """
    found = rows(
        """
        SELECT f.content FROM template_version v JOIN template_file f ON f.sha256 = v.template_sha256
        WHERE v.organisation_id = ? AND v.kind = ? AND v.from_on <= ? ORDER BY v.from_on DESC, v.id DESC LIMIT 1
        """,
        organisation_id,
        kind,
        on.isoformat(),
    )
    return bytes(found[0][0]) if found else template_bytes(kind)


def template_versions(organisation_id: int, kind: str = "") -> tuple[TemplateVersionRow, ...]:
    """The own templates of an organisation, of one kind or of all, the newest upload first."""
    condition, values = ("AND v.kind = ?", (kind,)) if kind else ("", ())
    sql = f"SELECT {COLUMNS} FROM {TABLES} WHERE v.organisation_id = ? {condition} ORDER BY v.id DESC"
    return tuple(_row(found) for found in rows(sql, organisation_id, *values))


def template_version(version_id: int) -> TemplateVersionRow | None:
    """One version, or None."""
    found = rows(f"SELECT {COLUMNS} FROM {TABLES} WHERE v.id = ?", version_id)
    return _row(found[0]) if found else None


def _row(found: tuple[Any, ...]) -> TemplateVersionRow:
    values = list(found)
    values[6] = datetime.fromisoformat(values[6])
    values[7] = date.fromisoformat(values[7]) if values[7] else None
    values[8] = values[8] or ""
    values[9] = datetime.fromisoformat(values[9]) if values[9] else None
    return TemplateVersionRow(*values)
