"""Withdraw the request to sign a paper that nobody answered yet: it is a concept again."""

from datetime import datetime

from portal.actions.dossier import OpenDossier, opened
from portal.actions.word_forms import form_of
from portal.rules.errors import Forbidden, Invisible, Rejected
from portal.rules.facts import Fact, PaperState
from portal.storage.catalogue import catalogue
from portal.storage.reading.papers import PaperRow, draft, paper
from portal.storage.writing.papers import save_draft


def withdraw_paper(*, dossier_id: int, paper_id: int, actor: int, now: datetime, reason: str) -> int:
    """Take back a paper that waits for its first signature, and keep what it says as the actor's concept.

    The versions before it that nobody answered either go with it. What the actor typed since stays what it is.
    Returns the number of the fact. Raises Invisible, Forbidden for who does not write such a paper, and Rejected for
    one that someone answered: it lies fast, and a change makes a new version.
    """
    with opened(dossier_id, "withdraw_paper", actor=actor, now=now) as dossier:
        row = paper(paper_id)
        if row is None or row.dossier_id != dossier_id or not catalogue()[row.kind].readable_by(dossier.roles):
            raise Invisible(paper_id)
        if not catalogue()[row.kind].writable_by(dossier.roles):
            raise Forbidden(paper_id)
        state = next((one for one in dossier.situation.papers if one.paper == paper_id), None)
        if state is None or state.recalled_on:
            raise Rejected("paper_recalled" if state else "paper_replaced")
        if not may_be_withdrawn(state):
            raise Rejected("paper_lies_fast")
        if not reason.strip():
            raise Rejected("field_empty", field="reden")
        if draft(dossier_id, row.kind, actor) is None:
            _keep_as_draft(row, dossier)
        for settled in _unanswered_versions(dossier, state):
            number = dossier.append("intrekking", dossier.today, {"reden": reason.strip()}, corrects=settled.seq)
        return number


def may_be_withdrawn(state: PaperState) -> bool:
    """Whether a paper waits for its first signature."""
    return bool(state.signers) and not state.signatures and not state.recalled_on and not state.drawn_up_by


def _keep_as_draft(row: PaperRow, dossier: OpenDossier) -> None:
    names = {field.name for field in form_of(row).asked}
    values = {name: value for name, value in row.values.items() if name in names}
    save_draft(row.dossier_id, row.kind, dossier.actor, values, dossier.now, row.template_sha256)


def _unanswered_versions(dossier: OpenDossier, state: PaperState) -> list[Fact]:
    """The facts by which this paper and its earlier versions were settled, of those that nobody answered."""
    facts = dossier.standing
    answered = {f.data["papier"] for f in facts if f.kind in ("ondertekend", "papier_teruggeroepen")}
    return [
        fact
        for fact in facts
        if fact.kind == "papier_vastgesteld"
        and (fact.data["soort"], fact.data["nummer"]) == (state.kind, state.number)
        and fact.data["papier"] not in answered
    ]
