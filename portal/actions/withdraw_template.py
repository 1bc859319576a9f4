"""Withdraw a template that was published for a day that has not come."""

from datetime import datetime

from portal.actions.template_keepers import template_place
from portal.rules.errors import Rejected
from portal.storage.database import transaction
from portal.storage.writing.templates import drop_template_version, withdraw_template_version


def withdraw_template(*, organisation_id: int, kind: str, version_id: int, actor: int, now: datetime) -> None:
    """Take back a publication before its day; the version is a concept again.

    One that only took an earlier version, or the delivered one, into use again disappears. Raises Invisible, and
    Rejected when it is not published or its day has come.
    """
    with transaction():
        place = template_place(organisation_id=organisation_id, kind=kind, actor=actor, on=now.date())
        row = place.version(version_id)
        if row.from_on is None or row.from_on <= now.date():
            raise Rejected("template_not_scheduled")
        again = any(one.sha256 == row.sha256 and one.id != row.id for one in place.versions())
        if again or not row.sha256:
            drop_template_version(version_id)
        else:
            withdraw_template_version(version_id)
