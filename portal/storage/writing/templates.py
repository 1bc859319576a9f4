"""Keeping the versions of templates, and publishing those that an organisation made of its own."""

from datetime import date, datetime

from portal.storage import models
from portal.storage.hashing import sha256


def keep_template(kind: str, content: bytes) -> str:
    """Keep this version of a template, so that a paper made with it can be made again; returns its SHA-256."""
    digest = sha256(content)
    models.TemplateFile.insert(sha256=digest, kind=kind, content=content).on_conflict_ignore().execute()
    return digest


def add_template_version(
    *, organisation_id: int, kind: str, content: bytes, file_name: str, person_id: int, at: datetime
) -> int:
    """Store an uploaded template that is not in use yet; returns its id."""
    return int(
        models.TemplateVersion.insert(
            organisation=organisation_id,
            kind=kind,
            template_sha256=keep_template(kind, content),
            file_name=file_name,
            uploaded_by=person_id,
            uploaded_at=at,
        ).execute()
    )


def publish_template_version(version_id: int, from_on: date, person_id: int, at: datetime) -> None:
    """Use this version for papers that are begun on `from_on` or later."""
    version = models.TemplateVersion
    version.update(from_on=from_on, published_by=person_id, published_at=at).where(version.id == version_id).execute()
