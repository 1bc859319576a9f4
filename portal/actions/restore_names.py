"""Restore the names that a program lost, from the template in use: LibreOffice before version 24 saves none."""

from datetime import datetime

from portal.actions.known_fields import known_fields
from portal.actions.template_keepers import template_place
from portal.actions.upload_template import keep_concept
from portal.documents.template_mending import mended
from portal.documents.template_names import lost_names, with_names
from portal.documents.template_review import check_template
from portal.rules.errors import Rejected
from portal.storage.database import transaction
from portal.storage.reading.templates import template_in_use, version_bytes

ALONG = ("list", "numbers")
"""What goes along without asking: the rows of a list around names that were just put back, and control ids."""


def restore_names(*, organisation_id: int, kind: str, version_id: int, actor: int, now: datetime) -> int:
    """Make a new concept of a concept, with the names of the template that is in use now; returns its id.

    The concept itself stays as it is. Raises Invisible, and Rejected when the version is in use or was, and when
    no control can be recognised.
    """
    place = template_place(organisation_id=organisation_id, kind=kind, actor=actor, on=now.date())
    row = place.version(version_id)
    if row.from_on is not None:
        raise Rejected("template_published")
    content, beside = version_bytes(row), template_in_use(kind, organisation_id, now.date())
    if not lost_names(content, beside):
        raise Rejected("no_names_found")
    better = named_as(kind, content, beside)
    with transaction():
        return keep_concept(place, better, row.file_name, actor=actor, now=now, mended=True)


def named_as(kind: str, content: bytes, beside: bytes) -> bytes:
    """Return a template of this kind with the names that the template `beside` it has, and rows around lists."""
    better = with_names(content, beside)
    findings = check_template(better, *known_fields(kind))
    return mended(better, {one.offer for one in findings if one.offer.partition(":")[0] in ALONG})
