"""Put a paper of before the take-over in the dossier: what it is, of which day, who signed it, and its file if any."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from portal.actions.attach_advice import add_sent_paper, lacks_of, safe_file, told_fields
from portal.actions.dossier import OpenDossier, opened
from portal.actions.paper_checks import DECLARED, EARLY
from portal.actions.paper_values import involved
from portal.actions.settle_paper import MADE_ELSEWHERE, record_settled, signature, stored
from portal.documents.content_controls import Field
from portal.documents.guard import CheckedFile
from portal.rules.access import LEIDING
from portal.rules.errors import Invisible, Rejected, RejectedForm, check_all, refusals
from portal.rules.facts import ON_PAPER, SCAN_ADDED, PaperState
from portal.rules.papers import PaperKind
from portal.rules.terms import ROLE, SIGNATURE
from portal.storage.catalogue import catalogue
from portal.storage.reading.papers import paper
from portal.storage.writing.papers import add_file

MEDIA = ("docx", "pdf", "png", "jpg")
"""What a paper of before the take-over can be: also a scan, or a photograph of it."""
WORDS = {"gezien_niet_akkoord": "zienswijze", "niet_ondertekend": "reden"}
"""The answers on a paper that say why, with what that is called."""


@dataclass(frozen=True)
class SentFile:
    """The file of a paper; `no_medical_data` is the sender's declaration that it holds none.

    `lacks` names what its sender sees missing in it (see `can_lack`).
    """

    name: str
    content: bytes
    no_medical_data: bool
    lacks: tuple[str, ...] = ()


def earlier_kinds() -> tuple[PaperKind, ...]:
    """The kinds of paper that a leidinggevende can hold of before the take-over, in the catalogue's order."""
    return tuple(kind for kind in catalogue().values() if kind.readable_by(LEIDING) and kind.key not in MADE_ELSEWHERE)


def file_earlier_paper(
    *,
    dossier_id: int,
    kind: str,
    actor: int,
    now: datetime,
    on: date,
    drawn_up_by: str,
    signed: Mapping[str, date],
    tells: Mapping[str, str],
    file: SentFile | None = None,
) -> int:
    """Store a paper that was made outside the portal on day `on`, before the take-over; returns its id.

    `signed` says by role on which day someone signed; `drawn_up_by` names who made it. Without a `file` the paper is
    known, and every list says that it is on paper only. A file that lacks something the report needs gives way to a
    better one. `tells` as in `attach_advice`. Raises Invisible for another kind of paper, RefusedFile for a file that
    is not opened, RejectedForm for days that cannot be, Rejected for the rest.
    """
    with opened(dossier_id, "file_earlier_paper", actor=actor, now=now) as dossier:
        entry = next((one for one in earlier_kinds() if one.key == kind), None)
        if entry is None:
            raise Invisible(kind)
        replaced = paper_to_mend(dossier, kind) if file else None
        if wrong := tuple(wrong_earlier(dossier, entry, on, signed, mends=replaced is not None)):
            raise RejectedForm(wrong)
        if not drawn_up_by.strip():
            raise Rejected("field_empty", field="opgesteld_door")
        values = _told(dossier, entry, tells)
        kept = checked_scan(dossier, file, MEDIA) if file else None
        lacks = lacks_of(dossier, entry, kept, file.lacks) if file and kept else ()
        paper_id = add_sent_paper(dossier, entry, on, entry.written_by[0], values, replaced)
        if kept:
            add_file(paper_id, kept.content, kept.kind, now)
        earlier = {"opgesteld_door": drawn_up_by.strip(), ON_PAPER: file is None}
        record_settled(dossier, entry, stored(paper_id), on, replaced, earlier, lacks=lacks)
        for role, day in signed.items():
            dossier.append("ondertekend", day, _on_paper(dossier, paper_id, role, "akkoord", drawn_up_by.strip()))
        return paper_id


def add_scan(*, dossier_id: int, paper_id: int, actor: int, now: datetime, file: SentFile) -> int:
    """Give a paper of before the take-over, that was on paper only, its file; returns the number of the fact.

    Whoever may read the paper can read the file from then on. Raises Invisible for a paper that has a file or that
    the actor may not read, RefusedFile for a file that is not opened, Rejected without the declaration.
    """
    with opened(dossier_id, "file_earlier_paper", actor=actor, now=now) as dossier:
        entry = catalogue()[paper_without_file(dossier, paper_id).kind]
        kept = checked_scan(dossier, file, MEDIA)
        lacks = lacks_of(dossier, entry, kept, file.lacks)
        add_file(paper_id, kept.content, kept.kind, now)
        told = {"papier": paper_id, DECLARED: True, **({"mist": sorted(lacks)} if lacks else {})}
        return dossier.append(SCAN_ADDED, dossier.today, told)


def paper_without_file(dossier: OpenDossier, paper_id: int) -> PaperState:
    """The paper of before the take-over of which there is no file here. Raises Invisible."""
    state = next((one for one in dossier.situation.papers if one.paper == paper_id), None)
    if state is None or not state.only_on_paper or state.recalled_on:
        raise Invisible(paper_id)
    if not catalogue()[state.kind].readable_by(dossier.roles):
        raise Invisible(paper_id)
    return state


def sign_on_paper(
    *, dossier_id: int, paper_id: int, role: str, actor: int, now: datetime, on: date, outcome: str, note: str
) -> int:
    """Append that the holder of `role` signed a paper of before the take-over on day `on`, or did not; its number.

    `note` is the person's own view with «gezien_niet_akkoord», the reason with «niet_ondertekend». Raises Invisible
    for a paper or a role of which no such answer is asked, Rejected, and RejectedForm for both a day and a note.
    """
    with opened(dossier_id, "sign_on_paper", actor=actor, now=now) as dossier:
        state = paper_to_sign(dossier, paper_id, role)
        if outcome not in SIGNATURE:
            raise Rejected("choice_unknown", field="uitkomst")
        check_all(lambda: check_answer_day(dossier, state, on), lambda: check_answer_note(outcome, note))
        data = _on_paper(dossier, paper_id, role, outcome, state.drawn_up_by)
        return dossier.append("ondertekend", on, data | ({WORDS[outcome]: note.strip()} if outcome in WORDS else {}))


def check_answer_day(dossier: OpenDossier, state: PaperState, on: date) -> None:
    """Raise Rejected for a day on which nobody can have answered this paper."""
    dossier.check_day(on, "op")
    if on < state.on:
        raise Rejected("day_before_paper", field="op", paper_on=state.on)


def check_answer_note(outcome: str, note: str) -> None:
    """Raise Rejected for an answer that says why, without that."""
    if outcome in WORDS and not note.strip():
        raise Rejected("field_empty", field="toelichting")


def paper_to_sign(dossier: OpenDossier, paper_id: int, role: str) -> PaperState:
    """The paper of before the take-over that still waits for this role. Raises Invisible."""
    state = next((one for one in dossier.situation.papers if one.paper == paper_id), None)
    row = paper(paper_id)
    readable = row is not None and catalogue()[row.kind].readable_by(dossier.roles)
    if state is None or state.recalled_on or not readable or not state.drawn_up_by or role not in state.unsigned:
        raise Invisible(paper_id)
    return state


def paper_to_mend(dossier: OpenDossier, kind: str) -> PaperState | None:
    """The file of before the take-over that a better one takes the place of: it lacks what the report needs."""
    waiting = dossier.situation.to_replace(kind)
    return waiting if waiting and waiting.drawn_up_by and waiting.lacks and not waiting.recalled_on else None


def opens_for_earlier(dossier: OpenDossier, kind: str) -> date:
    """The first day that a paper of this kind can carry: as long before its step opens as one made here may be."""
    rules = {rule.key: rule for rule in dossier.protocol.rules if rule.per == "case" and rule.paper == kind}
    from_first = {key for key, rule in rules.items() if rule.opens and rule.opens.anchor == "eerste_ziektedag"}
    days = [step.opens_on - EARLY for step in dossier.steps if step.key in from_first]
    return max(days, default=date.min)


def check_earlier_day(dossier: OpenDossier, on: date) -> None:
    """Raise Rejected unless the portal took over this running case, and the day lies in it and not after that."""
    taken_over = dossier.situation.taken_over_on
    if taken_over is None:
        raise Rejected("not_taken_over")
    dossier.check_day(on, "op")
    if on > taken_over:
        raise Rejected("after_take_over", field="op", taken_over=taken_over)


def _check_new(dossier: OpenDossier, entry: PaperKind, on: date) -> None:
    """Not the same paper twice, none of before its time, and no bijstelling without or before what it adjusts."""
    same = [one for one in dossier.situation.papers if one.kind == entry.key]
    once = any(rule.paper == entry.key and rule.per == "case" for rule in dossier.protocol.rules)
    if any(one.on == on for one in same):
        raise Rejected("paper_already_filed", field="op", title=entry.title)
    if same and once:
        raise Rejected("paper_settled", title=entry.title)
    opens = opens_for_earlier(dossier, entry.key)
    if on < opens:
        raise Rejected("day_before_week", field="op", opens=opens)
    parents = [one.on for one in dossier.situation.papers if one.kind == entry.parent]
    if entry.parent and not parents:
        raise Rejected("parent_missing", parent=catalogue()[entry.parent].title)
    if parents and on < min(parents):
        raise Rejected("day_before_paper", field="op", paper_on=min(parents))


def wrong_earlier(
    dossier: OpenDossier, entry: PaperKind, on: date | None, signed: Mapping[str, date], *, mends: bool
) -> Iterator[Rejected]:
    """Why a paper of before the take-over cannot be of this day, nor signed on these; None is a day not known yet.

    `mends`: it takes the place of one that lacks something, and so need not be new.
    """
    if on:
        yield from refusals(partial(check_earlier_day, dossier, on))
        if not mends:
            yield from refusals(partial(_check_new, dossier, entry, on))
    yield from refusals(*(partial(_check_signed, dossier, entry, on, *one) for one in signed.items()))


def _check_signed(dossier: OpenDossier, entry: PaperKind, on: date | None, role: str, day: date) -> None:
    field = f"getekend_{role}"
    if role not in entry.signed_by:
        raise Rejected("choice_unknown", field=field)
    dossier.check_day(day, field)
    if on and day < on:
        raise Rejected("day_before_paper", field=field, paper_on=on)


def must_be_told(field: Field, entry: PaperKind) -> bool:
    """Whether the plan cannot do without this answer; a day may be missing in a paper that was made elsewhere."""
    return bool(field.choices) and field.name in entry.required


def _told(dossier: OpenDossier, entry: PaperKind, tells: Mapping[str, str]) -> dict[str, str]:
    """What the plan must know of the paper: a required choice is asked, the rest only if it stands in the paper."""
    for field in told_fields(dossier, entry):
        answer = tells.get(field.name, "")
        if not answer and must_be_told(field, entry):
            raise Rejected("field_empty", field=field.name)
        if answer and field.choices and answer not in {choice.value for choice in field.choices}:
            raise Rejected("choice_unknown", field=field.name)
    return {field.name: tells[field.name] for field in told_fields(dossier, entry) if tells.get(field.name)}


def checked_scan(dossier: OpenDossier, file: SentFile, kinds: Collection[str]) -> CheckedFile:
    """The file as it may be kept. Raises Rejected without the declaration, RefusedFile."""
    if not file.no_medical_data:
        raise Rejected("declaration_missing", field="verklaring")
    return safe_file(dossier, file.name, file.content, kinds)


def _on_paper(dossier: OpenDossier, paper_id: int, role: str, outcome: str, drawn_up_by: str) -> dict[str, object]:
    """The data of a signature on paper: that of the employee, or else of who drew the paper up."""
    person = involved(dossier, role) if role == "medewerker" else None
    name = person.name if person else drawn_up_by
    return {**signature(paper_id, role, outcome, name, ROLE[role].label.lower()), ON_PAPER: True}
