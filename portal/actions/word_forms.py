"""The Word form of a paper: which version of its template counts, and what it asks."""

from dataclasses import dataclass

from portal.actions.dossier import OpenDossier
from portal.documents.content_controls import Field
from portal.documents.sections import Section, sections
from portal.documents.template import Template, compiled
from portal.rules.papers import is_asked
from portal.storage.catalogue import template_bytes
from portal.storage.reading.papers import PaperRow, draft_about, papers_of
from portal.storage.reading.templates import template_file, template_in_use, was_in_use


@dataclass(frozen=True, eq=False)
class WordForm:
    """One version of the template of a kind of paper."""

    kind: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The hash by which this version is known."""
        return self.template.sha256

    @property
    def template(self) -> Template:
        """The template, ready to be filled."""
        return compiled(self.content)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The headings of the paper with the fields under each."""
        return sections(self.content)

    @property
    def asked(self) -> tuple[Field, ...]:
        """The fields that a person fills in, in the order of the paper."""
        return tuple(field for field in self.template.fields if is_asked(field.name))


def delivered_form(kind: str) -> WordForm:
    """The form as it comes with the portal. KeyError: there is no such kind."""
    return WordForm(kind, template_bytes(kind))


def form_in_use(dossier: OpenDossier, kind: str) -> WordForm:
    """The form with which the organisation begins a paper of this kind today."""
    return WordForm(kind, template_in_use(kind, dossier.row.organisation_id, dossier.today))


def form_to_fill(dossier: OpenDossier, kind: str, begun_with: str = "") -> WordForm:
    """The form that the actor fills in: a paper in progress keeps the version with which it was begun.

    That is the version of the actor's draft, else that of the paper that still waits for signatures, else
    `begun_with`, the SHA-256 of what stood on the actor's screen if that was in use, else the one in use today.
    """
    waiting = unfinished(dossier, kind)
    kept = draft_about(dossier.row.id, kind, dossier.actor)
    begun = (
        (kept.template_sha256 if kept else "")
        or (waiting.template_sha256 if waiting else "")
        or (begun_with if begun_with and was_in_use(begun_with, kind, dossier.row.organisation_id) else "")
    )
    content = template_file(begun, kind) if begun else None
    return form_in_use(dossier, kind) if content is None else WordForm(kind, content)


def unfinished(dossier: OpenDossier, kind: str) -> PaperRow | None:
    """The settled paper of this kind that not everyone has signed yet, or None."""
    waiting = dossier.situation.to_replace(kind)
    if waiting is None or waiting.recalled_on is not None:
        return None
    return next((row for row in papers_of(dossier.row.id) if row.id == waiting.paper), None)


def form_of(row: PaperRow) -> WordForm:
    """The form that a paper was made with; for an uploaded file the one that comes with the portal."""
    kept = template_file(row.template_sha256, row.kind) if row.template_sha256 else None
    return WordForm(row.kind, kept) if kept is not None else delivered_form(row.kind)
