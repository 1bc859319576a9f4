"""What the portal knows of a form, beside which a new template of it is checked."""

from portal.documents.content_controls import Field
from portal.documents.template import compiled
from portal.rules.papers import PaperKind, is_asked
from portal.storage.catalogue import catalogue, template_bytes

ON_EVERY_PAPER = ("dossier.nummer", "papier.versie")
"""What tells two papers apart once they are printed: every form carries it in its footer."""

SIGNATURE = ("naam", "datum", "uitkomst")
"""What stands in the block of everyone who signs; without it a paper would not show that it is signed."""


def known_fields(kind: str) -> tuple[dict[str, Field], tuple[str, ...]]:
    """The fields that a template of this kind may have, by name, and the names that may not be missing.

    Known are the fields of the template as delivered, and everything that the portal fills in on any form.
    Of a required name "a|b" one of the two is enough. Nothing is known of a kind that the catalogue does not
    have: two empty collections.
    """
    if kind not in catalogue():
        return {}, ()
    known = {field.name: field for field in compiled(template_bytes(kind)).fields}
    for other in catalogue():
        for field in compiled(template_bytes(other)).fields:
            if not is_asked(field.name):
                known.setdefault(field.name, field)
    return known, _required(catalogue()[kind])


def _required(kind: PaperKind) -> tuple[str, ...]:
    """Names that the paper cannot be settled without, that a rule depends on, or that say who signed it and when."""
    late = (kind.late_reason,) if kind.late_reason else ()
    signed = (f"ondertekening.{role}.{part}" for role in kind.signed_by for part in SIGNATURE)
    return tuple(dict.fromkeys((*kind.required, *kind.needs, *late, *kind.tells, *ON_EVERY_PAPER, *signed)))
