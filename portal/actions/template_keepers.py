"""Who keeps the templates of an organisation, and where: every action on a template begins here."""

from dataclasses import dataclass
from datetime import date

from portal.rules.errors import Invisible
from portal.rules.papers import PaperKind
from portal.storage.catalogue import catalogue, template_bytes
from portal.storage.reading.templates import (
    TemplateVersionRow,
    organisations_with_function,
    template_version,
    template_versions,
    version_bytes,
)

KEEPERS = ("beheerder", "hrm_adviseur")
"""The functions whose holders keep the templates of the organisation in which they hold them.

A template holds for a whole organisation. An hrm_adviseur who is appointed for one unit keeps it together with
those of the other units; no unit has templates of its own.
"""

DELIVERED = 0
"""The number by which people ask for the template that comes with the portal."""


@dataclass(frozen=True)
class TemplatePlace:
    """The templates of one kind of paper in one organisation."""

    organisation_id: int
    organisation_name: str
    kind: PaperKind

    def versions(self) -> tuple[TemplateVersionRow, ...]:
        """The own versions, the newest upload first."""
        return template_versions(self.organisation_id, self.kind.key)

    def version(self, version_id: int) -> TemplateVersionRow:
        """One of the own versions. Raises Invisible for one of another organisation or kind."""
        row = template_version(version_id)
        if row is None or (row.organisation_id, row.kind) != (self.organisation_id, self.kind.key):
            raise Invisible(version_id)
        return row

    def content(self, version_id: int) -> bytes:
        """The bytes of one of the own versions, or of the one as delivered. Raises Invisible as `version` does."""
        if version_id == DELIVERED:
            return template_bytes(self.kind.key)
        return version_bytes(self.version(version_id))


def kept_organisations(actor: int, on: date) -> tuple[tuple[int, str], ...]:
    """The organisations (id, name) whose templates someone keeps on a day."""
    return organisations_with_function(actor, KEEPERS, on)


def template_place(*, organisation_id: int, kind: str, actor: int, on: date) -> TemplatePlace:
    """The templates of a kind, for someone who keeps them. Raises Invisible for everyone else."""
    names = dict(kept_organisations(actor, on))
    if organisation_id not in names or kind not in catalogue():
        raise Invisible(kind)
    return TemplatePlace(organisation_id, names[organisation_id], catalogue()[kind])
