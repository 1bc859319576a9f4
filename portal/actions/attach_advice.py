"""Attach a paper that the arbodienst made outside the portal."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from portal.actions.dossier import OpenDossier, opened
from portal.actions.paper_checks import check_place_in_plan, is_mended, writable_kind
from portal.actions.settle_paper import MADE_ELSEWHERE, next_number, record_settled, stored
from portal.actions.word_forms import form_in_use
from portal.documents.content_controls import Field
from portal.documents.errors import RefusedFile
from portal.documents.guard import CheckedFile, check_upload
from portal.documents.reading import identity
from portal.rules.errors import Forbidden, Rejected
from portal.rules.facts import PaperState
from portal.rules.papers import PaperKind
from portal.storage.writing.papers import add_file, add_paper

MEDIA = ("docx", "pdf")
MISSES = "mist_"
"""How the names of the answers begin by which a sender says what does not stand in a file (see `can_lack`)."""

RECOGNISED = "soort"
"""What a file lacks that does not say which paper it is, or says that it is another."""


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
    lacks: Collection[str] = (),
) -> int:
    """Store an uploaded paper of `kind` as settled on day `on`; returns its id.

    `no_medical_data` is the sender's declaration that it holds no nature, cause or treatment of an illness;
    without it nothing is stored. `tells` answers what the protocol must know of it (see the catalogue), `lacks` names
    what its sender sees missing (see `can_lack`). One that lacks something gives way to the next.
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
        file = safe_file(dossier, filename, content, MEDIA)
        missing = lacks_of(dossier, entry, file, lacks)
        replaced = dossier.situation.to_replace(kind) if is_mended(dossier, entry) else None
        role = next(role for role in entry.written_by if role in dossier.roles)
        paper_id = add_sent_paper(dossier, entry, on, role, values, replaced)
        add_file(paper_id, file.content, file.kind, now)
        record_settled(dossier, entry, stored(paper_id), on, replaced, declared=True, lacks=missing)
        return paper_id


def add_sent_paper(
    dossier: OpenDossier,
    entry: PaperKind,
    on: date,
    role: str,
    values: Mapping[str, str],
    replaced: PaperState | None,
) -> int:
    """Store what is known of a paper of day `on` that was made outside the portal by someone in `role`; returns its id.

    `replaced` is the one whose next version it is; without that it is the next of its kind.
    """
    return add_paper(
        dossier_id=dossier.row.id,
        kind=entry.key,
        title=entry.title,
        on=on,
        at=dossier.now,
        author=dossier.actor,
        author_role=role,
        number=replaced.number if replaced else next_number(dossier, entry.key),
        version=replaced.version + 1 if replaced else 1,
        values=values,
    )


AGREED_BY_NAME = frozenset({"casemanager"})
"""What a paper made elsewhere is not asked: on a colleague the employee agrees in the dossier, by name."""


def told_fields(dossier: OpenDossier, entry: PaperKind) -> tuple[Field, ...]:
    """The fields of the template that an uploaded paper must be told apart, because a rule depends on them."""
    asked = form_in_use(dossier, entry.key).asked
    return tuple(field for field in asked if field.name in entry.tells and field.name not in AGREED_BY_NAME)


def _told(dossier: OpenDossier, entry: PaperKind, tells: Mapping[str, str]) -> dict[str, str]:
    for field in told_fields(dossier, entry):
        answer = tells.get(field.name, "")
        if not answer:
            raise Rejected("field_empty", field=field.name)
        if field.choices and answer not in {choice.value for choice in field.choices}:
            raise Rejected("choice_unknown", field=field.name)
    return {name: tells[name] for name in entry.tells}


def can_lack(dossier: OpenDossier, entry: PaperKind) -> Mapping[str, str]:
    """What a file of this kind may lack of what UWV asks of the report, by key, in words."""
    asked = dossier.protocol.report
    return {key: words for key, (words, _) in asked.can_miss(entry.key).items()} if asked else {}


def lacks_of(dossier: OpenDossier, entry: PaperKind, file: CheckedFile, said: Collection[str]) -> tuple[str, ...]:
    """What a file lacks of what the report needs: what its sender says, and its name when it says to be another paper.

    Raises Rejected for what a file of this kind cannot lack.
    """
    asked = dossier.protocol.report
    if asked is None:
        return ()
    if unknown := set(said) - asked.can_miss(entry.key).keys():
        raise Rejected("choice_unknown", field=min(unknown))
    missed = asked.missed(entry.key, said)
    named = identity(file.content) if file.kind == "docx" else None
    other = named is not None and named.kind not in ("", entry.key) and RECOGNISED in asked.can_miss(entry.key)
    return (*missed, RECOGNISED) if other and RECOGNISED not in missed else missed


def safe_file(dossier: OpenDossier, filename: str, content: bytes, kinds: Collection[str]) -> CheckedFile:
    """A file of one of these kinds as it may be kept in this dossier.

    A Word file that says that it is of another dossier is a slip by which strangers would read about someone.
    Raises RefusedFile or Rejected, at the field `bestand`.
    """
    try:
        file = check_upload(filename, content)
    except RefusedFile as refusal:
        raise RefusedFile(refusal.code, "bestand", **refusal.details) from refusal
    if file.kind not in kinds:
        raise RefusedFile("file_kind_refused", "bestand")
    named = identity(file.content) if file.kind == "docx" else None
    if named is not None and named.dossier != dossier.row.number:
        raise Rejected("file_of_other_dossier", field="bestand", dossier=named.dossier)
    return file
