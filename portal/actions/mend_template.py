"""Mend a template: carry out the offers of the check that someone ticked."""

from collections.abc import Collection
from datetime import datetime

from portal.actions.review_template import review_template
from portal.actions.template_keepers import template_place
from portal.actions.upload_template import keep_concept
from portal.documents.template_mending import mended
from portal.rules.errors import Rejected
from portal.storage.database import transaction
from portal.storage.reading.templates import version_bytes


def mend_template(
    *, organisation_id: int, kind: str, version_id: int, actor: int, now: datetime, accepted: Collection[str]
) -> int:
    """Make a new concept of a concept, with the `accepted` offers of its check carried out; returns its id.

    The concept itself stays as it is. Raises Invisible, and Rejected when the version is in use or was, when
    nothing is accepted, and when something is that the check does not offer or that does not go together.
    """
    place = template_place(organisation_id=organisation_id, kind=kind, actor=actor, on=now.date())
    row = place.version(version_id)
    if row.from_on is not None:
        raise Rejected("template_published")
    content = version_bytes(row)
    if not accepted:
        raise Rejected("no_offer_chosen")
    if not review_template(kind, content, content).offers.issuperset(accepted):
        raise Rejected("offer_unknown")
    try:
        better = mended(content, accepted)
    except ValueError as error:
        raise Rejected("offers_do_not_fit") from error
    with transaction():
        return keep_concept(place, better, row.file_name, actor=actor, now=now, mended=True)
