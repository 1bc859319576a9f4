"""Continue a paper in Word: take it along with everything so far, and bring the changed file back."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from portal.actions.dossier import OpenDossier, looked_at
from portal.actions.paper_checks import check_place_in_plan, writable_kind
from portal.actions.paper_values import UNSIGNED, filled_now
from portal.actions.settle_paper import MADE_ELSEWHERE, place_of_next
from portal.actions.start_paper import own_words, start_values
from portal.actions.word_forms import WordForm, form_to_fill
from portal.documents.content_controls import MAX_ROWS, Field
from portal.documents.dates import iso_date
from portal.documents.differences import filled_rows
from portal.documents.errors import RefusedFile
from portal.documents.guard import admitted
from portal.documents.made_at import made_at
from portal.documents.properties import Identity
from portal.documents.reading import read_back
from portal.documents.recognition import Recognition, recognise
from portal.documents.text import clean_text
from portal.rules.access import may
from portal.rules.errors import Forbidden, Rejected
from portal.rules.papers import PaperKind
from portal.storage.catalogue import catalogue
from portal.storage.database import transaction
from portal.storage.reading.papers import draft, papers_of
from portal.storage.reading.people import person
from portal.storage.reading.word_copies import CopyRow, copies_of, copy
from portal.storage.writing.papers import save_draft
from portal.storage.writing.templates import keep_template
from portal.storage.writing.word_copies import add_copy, add_received

FILE = "bestand"
"""The name of the question for the file that comes back."""

LONGEST_NAME = 200


def take_along(*, dossier_id: int, kind: str, actor: int, now: datetime) -> CopyRow:
    """Give the actor the paper in progress as a Word file, and keep the copy to read the returned file beside.

    It holds the values so far, and hints where nothing is filled in. From then on the paper keeps its template.
    Raises Invisible, Forbidden, or Rejected when the protocol has no place for this paper now.
    """
    with transaction():
        dossier = looked_at(dossier_id, actor=actor, now=now)
        return _issued(dossier, word_kind(dossier, kind))


def bring_back(*, dossier_id: int, kind: str, actor: int, now: datetime, file_name: str, content: bytes) -> int:
    """Take in a file that the actor worked on in Word; it is kept as it came. Returns its id.

    Raises what `take_along` does, and Rejected at FILE for a file that is not safe to open, that is another
    paper than this one, or that says nothing of what is asked here.
    """
    dossier = looked_at(dossier_id, actor=actor, now=now)
    entry = word_kind(dossier, kind)
    try:
        # Outside the transaction: a long file must not keep everyone else from writing.
        data = admitted(content).data
        check_recognised(dossier, entry, data)
        beside = _base(dossier, entry, data) or take_along(dossier_id=dossier_id, kind=kind, actor=actor, now=now)
        form = form_to_fill(dossier, kind)
        reading = read_back(data, beside.content, form.template.fields)
        if {field.name for field in form.asked}.isdisjoint(reading.values):
            raise Rejected("word_nothing_read", field=FILE, title=entry.title)
        with transaction():
            if (beside.number, beside.version) != place_of_next(looked_at(dossier_id, actor=actor, now=now), kind):
                raise Rejected("word_settled_since", field=FILE)
            return add_received(beside.id, clean_text(file_name).strip()[-LONGEST_NAME:], content, now)
    except RefusedFile as refusal:
        raise Rejected(refusal.code, field=FILE, **refusal.details) from refusal


def word_kind(dossier: OpenDossier, kind: str) -> PaperKind:
    """The kind of a paper that the actor may continue in Word now.

    Raises Invisible and Forbidden as its form does, and Rejected when the protocol has no place for it now.
    """
    if not may(dossier.roles, "settle_paper"):
        raise Forbidden(kind)
    entry = writable_kind(dossier, kind)
    if kind in MADE_ELSEWHERE:
        raise Forbidden(kind)
    check_place_in_plan(dossier, entry)
    return entry


def recognised(dossier: OpenDossier, entry: PaperKind, data: bytes) -> Recognition:
    """Which paper a file is, beside the paper of this kind that is in progress. The file must be safe to open."""
    _, version = place_of_next(dossier, entry.key)
    expected = Identity(dossier.row.number, entry.key, version, form_to_fill(dossier, entry.key).sha256)
    return recognise(data, expected, titles={key: other.title for key, other in catalogue().items()})


def check_recognised(dossier: OpenDossier, entry: PaperKind, data: bytes) -> None:
    """Raise Rejected at FILE when a file is certainly not the paper of this kind that is in progress.

    A file that does not say what it is passes: whoever sent it says so when taking it over.
    """
    found = recognised(dossier, entry, data)
    said = {"title": entry.title}
    if found.found is not None:
        other = catalogue().get(found.found.kind)
        said |= {"dossier": found.found.dossier, "other": other.title if other else "een ander formulier"}
    if found.state not in ("expected", "unnamed"):
        raise Rejected(f"word_{found.state}", field=FILE, **said)
    if _is_of_earlier_paper(dossier, entry, data):
        raise Rejected("word_older_version", field=FILE, **said)


def _is_of_earlier_paper(dossier: OpenDossier, entry: PaperKind, data: bytes) -> bool:
    """Whether the file was once a settled paper of this kind, or a copy of one: its version number may be the same."""
    made = made_at(data)
    if made is None:
        return False
    settled = {_second(row.settled_at) for row in papers_of(dossier.row.id) if row.kind == entry.key}
    to_come = place_of_next(dossier, entry.key)
    copies = [one for one in copies_of(dossier.row.id, entry.key) if _second(one.issued_at) == made]
    return made in settled if not copies else all((one.number, one.version) != to_come for one in copies)


def _base(dossier: OpenDossier, entry: PaperKind, data: bytes) -> CopyRow | None:
    """The copy to read a file beside: the one that it was, else the actor's newest.

    None for someone who brings back the file of a colleague, or one that was made from a settled paper.
    """
    to_come = place_of_next(dossier, entry.key)
    own = [
        one
        for one in copies_of(dossier.row.id, entry.key)
        if one.person_id == dossier.actor and (one.number, one.version) == to_come
    ]
    made = made_at(data)
    chosen = next((one for one in own if _second(one.issued_at) == made), own[0] if own else None)
    return copy(chosen.id) if chosen else None


def _second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _issued(dossier: OpenDossier, entry: PaperKind) -> CopyRow:
    form, values = form_to_fill(dossier, entry.key), start_values(dossier, entry)
    kept = keep_template(entry.key, form.content)
    if draft(dossier.row.id, entry.key, dossier.actor) is None:
        # Without a draft the values so far, and the template, could be others by the time the file comes back.
        save_draft(dossier.row.id, entry.key, dossier.actor, values, dossier.now, kept)
    number, version = place_of_next(dossier, entry.key)
    copy_id = add_copy(
        dossier_id=dossier.row.id,
        kind=entry.key,
        person_id=dossier.actor,
        number=number,
        version=version,
        template_sha256=kept,
        content=_filled(dossier, entry, form, values, version),
        at=dossier.now,
    )
    issued = copy(copy_id)
    assert issued is not None
    return issued


def _filled(dossier: OpenDossier, entry: PaperKind, form: WordForm, values: Mapping[str, Any], version: int) -> bytes:
    """The paper in progress as it would be settled today, but not signed."""
    writer = person(dossier.actor)
    asked = {field.name: _fitting(field, values.get(field.name)) for field in form.asked}
    unsigned = {f"ondertekening.{role}.uitkomst": UNSIGNED for role in entry.signed_by}
    return filled_now(
        dossier,
        form,
        version,
        title=entry.title,
        author=writer.name if writer else "",
        values={**asked, **own_words(dossier, entry, form), **unsigned},
    )


def _fitting(field: Field, value: Any) -> Any:
    """A value that the template can hold: a draft may have what was typed for a day, or half a row."""
    match field.kind:
        case "rows":
            rows = filled_rows(field, value)[:MAX_ROWS]
            return [{column.name: _fitting(column, row[column.name]) for column in field.columns} for row in rows]
        case "tick":
            return value is True
        case "date":
            return value if isinstance(value, str) and iso_date(value) else ""
        case "choice":
            return value if any(choice.value == value for choice in field.choices) else ""
        case _:
            return str(value or "")
