"""The templates of papers: the bytes of each version ever used, and which one an organisation uses when."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from portal.storage.catalogue import template_bytes
from portal.storage.database import Question, answer, marks, rows

COLUMNS = """
    v.id, v.organisation_id, v.kind, v.template_sha256, v.file_name, v.uploaded_by_id, u.name, v.uploaded_at,
    v.from_on, p.name, v.published_at
"""
TABLES = """
    template_version v JOIN person u ON u.id = v.uploaded_by_id LEFT JOIN person p ON p.id = v.published_by_id
"""
# Of two versions for the same day the one that was published last holds, whichever was uploaded first.
NEWEST_FIRST = "v.from_on DESC, v.published_at DESC, v.id DESC"
_IN_USE = f"""
SELECT v.kind, v.template_sha256 FROM template_version v
WHERE v.organisation_id = ? AND v.from_on <= ? ORDER BY {NEWEST_FIRST}
"""
KEPT = 100
"""Of so many template versions the bytes are kept in memory."""


@dataclass(frozen=True)
class TemplateVersionRow:
    """A template that an organisation uploaded or took into use; `from_on` is None until it is published.

    Without `sha256` it is the step back to the template that comes with the portal.
    """

    id: int
    organisation_id: int
    kind: str
    sha256: str
    file_name: str
    uploaded_by_id: int
    uploaded_by: str
    uploaded_at: datetime
    from_on: date | None
    published_by: str
    published_at: datetime | None


def template_file(sha256: str, kind: str) -> bytes | None:
    """The bytes of a template version of this kind that is kept, or was when they were read before; or None."""
    try:
        return _kept_file(sha256, kind)
    except LookupError:
        return None


@lru_cache(maxsize=KEPT)
def _kept_file(sha256: str, kind: str) -> bytes:
    """The bytes that belong to this hash, so never others. Raises LookupError when they are not kept (yet)."""
    return bytes(rows("SELECT content FROM template_file WHERE sha256 = ? AND kind = ?", sha256, kind)[0][0])


def template_in_use(kind: str, organisation_id: int, on: date) -> bytes:
    """The template with which an organisation begins papers of this kind on a day.

    The newest one that it published for that day or earlier, else the one that comes with the portal. KeyError:
    there is no such kind.
    """
    found = answer(templates_asked(organisation_id, on))
    published = next((sha256 for one, sha256 in found if one == kind), None)
    kept = template_file(published, kind) if published else None
    return template_bytes(kind) if kept is None else kept


def templates_asked(organisation_id: int, on: date) -> Question:
    """What `template_in_use` asks, for every kind at once."""
    return Question(2, _IN_USE, (organisation_id, on.isoformat()))


def was_in_use(sha256: str, kind: str, organisation_id: int) -> bool:
    """Whether an organisation could begin papers with this template: it came with the portal, or was published there.

    What is kept and was never uploaded came with the portal. What is kept no more was thrown away, though its bytes may
    still be in memory.
    """
    sql = """
        SELECT v.organisation_id, v.from_on FROM template_file f
        LEFT JOIN template_version v ON v.template_sha256 = f.sha256 AND v.kind = f.kind
        WHERE f.sha256 = ? AND f.kind = ?
    """
    found = rows(sql, sha256, kind)
    return any(owner is None or (int(owner) == organisation_id and from_on is not None) for owner, from_on in found)


def template_versions(organisation_id: int, kind: str = "") -> tuple[TemplateVersionRow, ...]:
    """The own templates of an organisation, of one kind or of all, the newest upload first."""
    condition, values = ("AND v.kind = ?", (kind,)) if kind else ("", ())
    sql = f"SELECT {COLUMNS} FROM {TABLES} WHERE v.organisation_id = ? {condition} ORDER BY v.id DESC"
    return tuple(_row(found) for found in rows(sql, organisation_id, *values))


def template_version(version_id: int) -> TemplateVersionRow | None:
    """One version, or None."""
    found = rows(f"SELECT {COLUMNS} FROM {TABLES} WHERE v.id = ?", version_id)
    return _row(found[0]) if found else None


def published_in_order(versions: Iterable[TemplateVersionRow]) -> tuple[TemplateVersionRow, ...]:
    """Those of the versions of one kind that are published, in the order in which they replace each other."""
    found = [row for row in versions if row.from_on]
    return tuple(sorted(found, key=lambda row: (row.from_on, row.published_at, row.id)))


def version_bytes(row: TemplateVersionRow) -> bytes:
    """The template that a version stands for."""
    kept = template_file(row.sha256, row.kind) if row.sha256 else None
    return template_bytes(row.kind) if kept is None else kept


def organisations_with_function(person_id: int, roles: Collection[str], on: date) -> tuple[tuple[int, str], ...]:
    """The organisations (id, name) in which someone holds one of these functions on a day, in any unit, by name."""
    sql = f"""
        SELECT DISTINCT o.id, o.name FROM appointment a JOIN organisation o ON o.id = a.organisation_id
        WHERE a.person_id = ? AND a.role IN ({marks(roles)})
            AND a.from_on <= ? AND (a.until_on IS NULL OR a.until_on >= ?)
        ORDER BY o.name
    """
    return tuple((int(key), str(name)) for key, name in rows(sql, person_id, *roles, on.isoformat(), on.isoformat()))


def _row(found: tuple[Any, ...]) -> TemplateVersionRow:
    values = list(found)
    values[7] = datetime.fromisoformat(values[7])
    values[8] = date.fromisoformat(values[8]) if values[8] else None
    values[9] = values[9] or ""
    values[10] = datetime.fromisoformat(values[10]) if values[10] else None
    return TemplateVersionRow(*values)
