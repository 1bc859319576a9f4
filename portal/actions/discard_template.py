"""Throw away a template that was never published."""

from datetime import datetime

from portal.actions.template_keepers import TemplatePlace, template_place
from portal.rules.errors import Rejected
from portal.storage.database import transaction
from portal.storage.reading.templates import TemplateVersionRow
from portal.storage.writing.templates import drop_template_version


def discard_template(*, organisation_id: int, kind: str, version_id: int, actor: int, now: datetime) -> None:
    """Throw away a concept. Raises as `own_concept` does."""
    with transaction():
        place = template_place(organisation_id=organisation_id, kind=kind, actor=actor, on=now.date())
        drop_template_version(own_concept(place, version_id, actor).id)


def own_concept(place: TemplatePlace, version_id: int, actor: int) -> TemplateVersionRow:
    """The concept with this number. Raises Invisible, and Rejected for another's and for what was published."""
    row = place.version(version_id)
    if row.from_on is not None:
        raise Rejected("template_published")
    if row.uploaded_by_id != actor:
        raise Rejected("template_of_other", name=row.uploaded_by)
    return row
