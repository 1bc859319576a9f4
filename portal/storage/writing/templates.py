"""Keeping the versions of templates, and publishing those that an organisation made of its own."""

from datetime import UTC, date, datetime

from portal.storage import models
from portal.storage.catalogue import template_bytes
from portal.storage.database import rows
from portal.storage.hashing import sha256

_USERS = ("template_version", "paper", "draft", "word_copy")
"""The tables that say with which template something was made."""


def keep_template(kind: str, content: bytes) -> str:
    """Keep this version of a template, so that a paper made with it can be made again; returns its SHA-256."""
    digest = sha256(content)
    models.TemplateFile.insert(sha256=digest, kind=kind, content=content).on_conflict_ignore().execute()
    return digest


def add_template_version(
    *, organisation_id: int, kind: str, sha256: str, file_name: str, person_id: int, at: datetime
) -> int:
    """Note a template that is kept already (or with "" the delivered one) as not in use yet; returns its id."""
    return int(
        models.TemplateVersion.insert(
            organisation=organisation_id,
            kind=kind,
            template_sha256=sha256,
            file_name=file_name,
            uploaded_by=person_id,
            uploaded_at=at,
        ).execute()
    )


def publish_template_version(version_id: int, from_on: date, person_id: int, at: datetime) -> None:
    """Use this version for papers that are begun on `from_on` or later."""
    # In UTC, because of two versions for the same day the one published last holds.
    _change(version_id, from_on=from_on, published_by=person_id, published_at=at.astimezone(UTC))


def withdraw_template_version(version_id: int) -> None:
    """Make a published version a concept again."""
    _change(version_id, from_on=None, published_by=None, published_at=None)


def drop_template_version(version_id: int) -> None:
    """Forget a version, and its bytes too when nothing else was made with them; those delivered stay for screens."""
    version = models.TemplateVersion
    [(digest, kind)] = rows("SELECT template_sha256, kind FROM template_version WHERE id = ?", version_id)
    version.delete().where(version.id == version_id).execute()
    used = digest == sha256(template_bytes(kind)) or any(
        rows(f"SELECT 1 FROM {table} WHERE template_sha256 = ? LIMIT 1", digest) for table in _USERS
    )
    if not used:
        file = models.TemplateFile
        file.delete().where((file.sha256 == digest) & (file.kind == kind)).execute()


def _change(version_id: int, **values: object) -> None:
    version = models.TemplateVersion
    version.update(**values).where(version.id == version_id).execute()
