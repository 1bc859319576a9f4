"""Attach a paper that the arbodienst made outside the portal."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from portal.actions.dossier import OpenDossier, opened
from portal.actions.paper_checks import check_place_in_plan, is_recalled, writable_kind
from portal.actions.settle_paper import MADE_ELSEWHERE, next_number, record_settled, stored
from portal.actions.word_forms import form_in_use
from portal.documents.content_controls import Field
from portal.documents.errors import RefusedFile
from portal.documents.guard import CheckedFile, check_upload
from portal.rules.errors import Forbidden, Rejected
from portal.rules.papers import PaperKind
from portal.storage.writing.papers import add_file, add_paper

MEDIA = ("docx", "pdf")


def attach_advice(
    *,
    dossier_id: int,
    kind: str,
    actor: int,
    now: datetime,
    on: date,
    filename: str,
    content: bytes,
    no_medical_data: bool,
    tells: Mapping[str, str],
) -> int:
    """Store an uploaded paper of `kind` as settled on day `on`; returns its id.

    `no_medical_data` is the sender's declaration that it holds no nature, cause or treatment of an illness;
    without it nothing is stored. `tells` answers what the protocol must know of it (see the catalogue).
    Raises RefusedFile for a file that is not opened, Rejected for the rest.
    """
    with opened(dossier_id, "attach_advice", actor=actor, now=now) as dossier:
        entry = writable_kind(dossier, kind)
        if kind in MADE_ELSEWHERE:
            raise Forbidden(kind)
        check_place_in_plan(dossier, entry)
        dossier.check_day(on, "op")
        if not no_medical_data:
            raise Rejected("declaration_missing", field="verklaring")
        values = _told(dossier, entry, tells)
        file = safe_file(filename, content, MEDIA)
        replaced = dossier.situation.to_replace(kind) if is_recalled(dossier, entry) else None
        paper_id = add_paper(
            dossier_id=dossier_id,
            kind=kind,
            title=entry.title,
            on=on,
            at=now,
            author=actor,
            author_role=next(role for role in entry.written_by if role in dossier.roles),
            number=replaced.number if replaced else next_number(dossier, kind),
            version=replaced.version + 1 if replaced else 1,
            values=values,
        )
        add_file(paper_id, file.content, file.kind, now)
        record_settled(dossier, entry, stored(paper_id), on, replaced, declared=True)
        return paper_id


def told_fields(dossier: OpenDossier, entry: PaperKind) -> tuple[Field, ...]:
    """The fields of the template that an uploaded paper must be told apart, because a rule depends on them."""
    return tuple(field for field in form_in_use(dossier, entry.key).asked if field.name in entry.tells)


def _told(dossier: OpenDossier, entry: PaperKind, tells: Mapping[str, str]) -> dict[str, str]:
    for field in told_fields(dossier, entry):
        answer = tells.get(field.name, "")
        if not answer:
            raise Rejected("field_empty", field=field.name)
        if field.choices and answer not in {choice.value for choice in field.choices}:
            raise Rejected("choice_unknown", field=field.name)
    return {name: tells[name] for name in entry.tells}


def safe_file(filename: str, content: bytes, kinds: Collection[str]) -> CheckedFile:
    """A file of one of these kinds as it may be kept. Raises RefusedFile, at the field `bestand`."""
    try:
        file = check_upload(filename, content)
    except RefusedFile as refusal:
        raise RefusedFile(refusal.code, "bestand") from refusal
    if file.kind not in kinds:
        raise RefusedFile("file_kind_refused", "bestand")
    return file
