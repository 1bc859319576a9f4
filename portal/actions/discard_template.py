"""Throw away a template that was never published."""

from datetime import datetime

from portal.actions.template_keepers import template_place
from portal.rules.errors import Rejected
from portal.storage.database import transaction
from portal.storage.writing.templates import drop_template_version


def discard_template(*, organisation_id: int, kind: str, version_id: int, actor: int, now: datetime) -> None:
    """Throw away a concept. Raises Invisible, and Rejected for another's concept and for what was published."""
    with transaction():
        place = template_place(organisation_id=organisation_id, kind=kind, actor=actor, on=now.date())
        row = place.version(version_id)
        if row.from_on is not None:
            raise Rejected("template_published")
        if row.uploaded_by_id != actor:
            raise Rejected("template_of_other", name=row.uploaded_by)
        drop_template_version(version_id)
