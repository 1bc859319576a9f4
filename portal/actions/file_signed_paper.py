"""File the scan of a paper that was signed with a pen: it stays with the paper and settles the requests to sign."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from portal.actions.dossier import OpenDossier, looked_at, opened
from portal.actions.file_earlier_paper import SentFile, checked_scan
from portal.actions.paper_values import function_of, involved
from portal.actions.pen_copy import open_roles
from portal.actions.settle_paper import signature, store_rendering
from portal.documents.guard import CheckedFile
from portal.rules.access import may
from portal.rules.errors import Invisible, Rejected, check_all
from portal.rules.facts import ON_PAPER, SCAN_ADDED, PaperState, withdrawn_papers
from portal.rules.paper_code import read_code
from portal.storage.catalogue import catalogue
from portal.storage.reading.dossiers import dossier_numbered
from portal.storage.reading.papers import PaperRow, paper, papers_of
from portal.storage.writing.papers import add_file, drop_draft

MEDIA = ("pdf", "png", "jpg")
OUTCOMES = ("akkoord", "gezien_niet_akkoord")


@dataclass(frozen=True)
class PenAnswer:
    """What stands on the paper with a pen: what was ticked, of which day, and the words beside it."""

    outcome: str
    on: date
    view: str = ""


def file_signed_paper(
    *, dossier_id: int, paper_id: int, actor: int, now: datetime, file: SentFile, answers: Mapping[str, PenAnswer]
) -> int:
    """Keep the scan with the paper, and append by role what was answered on it; returns the number of the last fact.

    Raises Invisible for a paper that the actor may not read, RefusedFile for a file that is not opened, and Rejected
    without the declaration, without any answer, and for a role that answered already.
    """
    with opened(dossier_id, "file_signed_paper", actor=actor, now=now) as dossier:
        row = paper(paper_id)
        if row is None or row.dossier_id != dossier_id or not catalogue()[row.kind].readable_by(dossier.roles):
            raise Invisible(paper_id)
        state = paper_to_sign_with_pen(dossier, row)
        _check_answers(dossier, state, answers)
        kept: CheckedFile = checked_scan(dossier, file, MEDIA)
        add_file(paper_id, kept.content, kept.kind, now, is_scan=True)
        number = dossier.append(SCAN_ADDED, dossier.today, {"papier": paper_id, "verklaring": True, "getekend": True})
        for role, answer in answers.items():
            signer = involved(dossier, role)
            who = (signer.name, function_of(signer)) if signer else ("", "")
            data = signature(paper_id, role, answer.outcome, *who, view=answer.view.strip())
            number = dossier.append("ondertekend", answer.on, {**data, ON_PAPER: True})
        store_rendering(dossier, catalogue()[row.kind], row)
        if set(state.unsigned) <= set(answers):
            drop_draft(dossier_id, row.kind, dossier.row.medewerker_id)
        return number


def paper_to_sign_with_pen(dossier: OpenDossier, row: PaperRow) -> PaperState:
    """How a paper stands that a signature with a pen is asked for. Raises Rejected saying why it is not."""
    state = next((one for one in dossier.situation.papers if one.paper == row.id), None)
    if row.recalled_at:
        raise Rejected("paper_recalled")
    if row.id in withdrawn_papers(dossier.facts):
        raise Rejected("code_withdrawn")
    if state is None or any(_takes_its_place(other, row) for other in dossier.situation.papers):
        raise Rejected("code_old_version")
    if not open_roles(state):
        raise Rejected("already_signed")
    return state


def paper_of_code(text: str, *, actor: int, now: datetime) -> tuple[OpenDossier, PaperRow]:
    """The paper that a code names, for who may file its scan.

    Raises Rejected: without a code; for a dossier or a kind of paper that the actor may not see as for one that is not
    there; for a number that the dossier does not have; and as `paper_to_sign_with_pen`.
    """
    code = read_code(text)
    if code is None:
        raise Rejected("code_missing", field="code")
    kind = next((one for one in catalogue().values() if one.slot == code.slot), None)
    dossier = _dossier(code.dossier, actor, now)
    if kind is None or dossier is None or not kind.readable_by(dossier.roles):
        raise Rejected("code_unknown", field="code", given=str(code))
    same = [row for row in papers_of(dossier.row.id) if (row.kind, row.number) == (kind.key, code.number)]
    row = next((one for one in same if one.version == code.version), None)
    if row is None:
        raise Rejected("code_no_paper", field="code", dossier=code.dossier, title=kind.title, number=code.number)
    try:
        paper_to_sign_with_pen(dossier, row)
    except Rejected as refusal:
        raise Rejected(refusal.code, field="code") from refusal
    return dossier, row


def _dossier(number: str, actor: int, now: datetime) -> OpenDossier | None:
    row = dossier_numbered(number)
    try:
        found = looked_at(row.id, actor=actor, now=now) if row else None
    except Invisible:
        return None
    return found if found and may(found.roles, "file_signed_paper") else None


def _takes_its_place(other: PaperState, row: PaperRow) -> bool:
    return (other.kind, other.number) == (row.kind, row.number) and other.version > row.version


def _check_answers(dossier: OpenDossier, state: PaperState, answers: Mapping[str, PenAnswer]) -> None:
    if not answers:
        raise Rejected("no_signature_on_scan")
    for role, answer in answers.items():
        if role not in open_roles(state):
            raise Rejected("already_signed")
        if answer.outcome not in OUTCOMES:
            raise Rejected("choice_unknown", field=f"antwoord_{role}")
    check_all(*(partial(check_pen_day, dossier, state, role, answer.on) for role, answer in answers.items()))


def check_pen_day(dossier: OpenDossier, state: PaperState, role: str, on: date) -> None:
    """Raise Rejected for a day on which the holder of `role` cannot have signed this paper."""
    dossier.check_day(on, f"op_{role}")
    if on < state.on:
        raise Rejected("day_before_paper", field=f"op_{role}", paper_on=state.on)
