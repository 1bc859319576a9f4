"""Publish a template: papers that are begun from a day on are made with it."""

from datetime import date, datetime, timedelta

from portal.actions.review_template import review_template
from portal.actions.template_keepers import DELIVERED, TemplatePlace, template_place
from portal.rules.errors import Rejected
from portal.storage.database import transaction
from portal.storage.reading.templates import published_in_order, template_in_use
from portal.storage.writing.templates import add_template_version, keep_template, publish_template_version

DAY = timedelta(days=1)


def publish_template(
    *, organisation_id: int, kind: str, version_id: int, from_on: date, seen: str, actor: int, now: datetime
) -> int:
    """Use a version for papers that are begun on `from_on` or later; returns the id of what was published.

    `version_id` is that of a concept; one that was in use before, or `DELIVERED`, is taken into use again as a
    version of its own, so that the past stays readable. Papers in progress keep their version. `seen` is what
    `publications` said when the person decided.

    Raises Invisible, and Rejected: day_passed; template_has_errors, also for a version that was fine before;
    template_scheduled; templates_changed when someone else published meanwhile; template_same when it is what
    will be in use on that day anyway.
    """
    place = template_place(organisation_id=organisation_id, kind=kind, actor=actor, on=now.date())
    if from_on < now.date():
        raise Rejected("day_passed", field="vanaf")
    content = place.content(version_id)
    # Before the lock: it takes longest, and the bytes of a version never change.
    if review_template(kind, content, content).errors:
        raise Rejected("template_has_errors")
    with transaction():
        if seen != publications(place):
            raise Rejected("templates_changed")
        if content == template_in_use(kind, organisation_id, from_on):
            raise Rejected("template_same", field="vanaf", on=from_on)
        # Whoever has the form on the screen when the version changes goes on with the one on the screen.
        for day in (now.date(), from_on - DAY):
            keep_template(kind, template_in_use(kind, organisation_id, day))
        published = _to_publish(place, version_id, actor, now)
        publish_template_version(published, from_on, actor, now)
        return published


def publications(place: TemplatePlace) -> str:
    """What is published so far, in a few characters that differ once someone publishes or withdraws something."""
    found = published_in_order(place.versions())
    moments = [row.published_at.isoformat() for row in found if row.published_at]
    return f"{len(found)} {max(moments, default='')}".strip()


def _to_publish(place: TemplatePlace, version_id: int, actor: int, now: datetime) -> int:
    """The concept itself; of what was in use before, or comes with the portal, a new version."""
    row = None if version_id == DELIVERED else place.version(version_id)
    if row and row.from_on is None:
        return row.id
    if row and row.from_on and row.from_on > now.date():
        raise Rejected("template_scheduled", on=row.from_on)
    return add_template_version(
        organisation_id=place.organisation_id,
        kind=place.kind.key,
        sha256=row.sha256 if row else "",
        file_name=row.file_name if row else "",
        person_id=actor,
        at=now,
    )
