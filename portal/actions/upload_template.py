"""Upload a template that was made or changed in Word; it is kept as a concept, whatever the check says of it."""

from dataclasses import dataclass
from datetime import datetime

from portal.actions.known_fields import known_fields
from portal.actions.template_keepers import TemplatePlace, template_place
from portal.documents.content_controls import MAX_CONTROLS
from portal.documents.findings import Finding
from portal.documents.template import compiled
from portal.documents.template_filled import dossier_in, personal_words
from portal.documents.template_mending import mended
from portal.documents.template_review import changed_on_the_way, controls_in, names_of
from portal.documents.text import clean_text
from portal.rules.errors import Rejected
from portal.storage.database import transaction
from portal.storage.hashing import sha256
from portal.storage.reading.templates import template_in_use
from portal.storage.writing.templates import add_template_version, keep_template

LONGEST_NAME = 200
MENDED = " (hersteld)"


@dataclass(frozen=True)
class Uploaded:
    """The concept that a file became, and what the portal took out of the file before keeping it."""

    version_id: int
    notices: tuple[Finding, ...]


def upload_template(
    *, organisation_id: int, kind: str, actor: int, now: datetime, file_name: str, content: bytes
) -> Uploaded:
    """Keep a file as a concept of this kind; a file that is a concept already stays that one.

    A .dotx becomes a .docx, and a link to a house template is dropped. Raises Invisible for who keeps no
    templates here, RefusedFile as `guard.admitted` does, Rejected when the file is what is in use today, has more
    fields than anyone fills in, and when it is no empty form but a paper of someone: of that nothing is kept.
    """
    place = template_place(organisation_id=organisation_id, kind=kind, actor=actor, on=now.date())
    clean = mended(content, ())
    if (number := controls_in(clean)) > MAX_CONTROLS:
        raise Rejected("template_too_full", number=number, most=MAX_CONTROLS)
    notices = changed_on_the_way(content)
    with transaction():
        in_use = template_in_use(kind, organisation_id, now.date())
        if clean == in_use:
            raise Rejected("template_in_use")
        _refuse_paper(kind, clean, in_use)
        return Uploaded(keep_concept(place, clean, file_name, actor=actor, now=now), notices)


def _refuse_paper(kind: str, content: bytes, in_use: bytes) -> None:
    """Raise Rejected for a filled paper: a published template shows what is in it to a whole organisation."""
    if dossier := dossier_in(content):
        raise Rejected("template_is_paper", dossier=dossier)
    known, _ = known_fields(kind)
    known |= {field.name: field for field in compiled(in_use).fields}
    hints = {name: field.hint for name, field in names_of(known).items()}
    if label := personal_words(content, hints):
        raise Rejected("template_is_filled", label=label)


def keep_concept(
    place: TemplatePlace, content: bytes, file_name: str, *, actor: int, now: datetime, mended: bool = False
) -> int:
    """Keep these bytes as a concept, once; returns its id. Call it inside a transaction.

    `mended`: the portal made them of the file with this name; the concept is then called «plan (hersteld).docx».
    """
    digest = sha256(content)
    concepts = [row.id for row in place.versions() if row.sha256 == digest and row.from_on is None]
    if concepts:
        return concepts[0]
    return add_template_version(
        organisation_id=place.organisation_id,
        kind=place.kind.key,
        sha256=keep_template(place.kind.key, content),
        file_name=_mended_name(file_name) if mended else _plain_name(file_name),
        person_id=actor,
        at=now,
    )


def _plain_name(name: str) -> str:
    """The name of a file without the folders that some browsers send along."""
    last = clean_text(name).replace("\n", " ").replace("\\", "/").rpartition("/")[2].strip()
    return last[-LONGEST_NAME:] or "sjabloon.docx"


def _mended_name(name: str) -> str:
    stem, dot, extension = name.rpartition(".")
    return name if stem.endswith(MENDED) or not dot else f"{stem}{MENDED}{dot}{extension}"
