"""Recall a paper that holds what may not be in the portal: from then on it opens for nobody.

The paper itself stays where it was, sealed, so that a mistake can be taken back by who made it. Its days keep
counting: that it said too much is no reason to let a term pass.
"""

from dataclasses import dataclass
from datetime import datetime

from portal.actions.dossier import OpenDossier, opened
from portal.actions.hand_over import KIND as HAND_OVER
from portal.actions.settle_paper import MADE_ELSEWHERE
from portal.rules.access import STANDS_IN_FOR, may
from portal.rules.errors import Forbidden, Invisible, Rejected
from portal.rules.facts import RECALLED, Fact
from portal.storage.catalogue import catalogue
from portal.storage.reading.papers import PaperRow, paper, papers_of
from portal.storage.reading.people import person
from portal.storage.reading.read_log import OpenerRow, openers_of
from portal.storage.writing.jobs import forget_packets


def recall_paper(*, dossier_id: int, paper_id: int, actor: int, now: datetime, reason: str) -> int:
    """Append that a paper was recalled, and with it its earlier versions; returns the number of its fact.

    `reason` says why, without repeating what the paper says. Raises Invisible for a paper that the actor may not
    read, Rejected for one that was recalled before and for an empty reason.
    """
    with opened(dossier_id, "recall_paper", actor=actor, now=now) as dossier:
        row = paper(paper_id)
        if row is None or row.dossier_id != dossier_id or not catalogue()[row.kind].readable_by(dossier.roles):
            raise Invisible(paper_id)
        if row.recalled_at:
            raise Rejected("paper_recalled")
        if not reason.strip():
            raise Rejected("field_empty", field="reden")
        # What was replaced before it was signed mostly says the same.
        earlier = [o for o in papers_of(dossier_id) if _same(o, row) and o.version < row.version and not o.recalled_at]
        for one in (*earlier, row):
            said = {"papier": one.id, "reden": reason.strip(), "opnieuw_door": _remade_by(one)}
            number = dossier.append(RECALLED, dossier.today, said)
        # A report that was made before and not fetched yet holds it as well.
        forget_packets(dossier_id)
        return number


@dataclass(frozen=True)
class Recall:
    """How a paper was recalled: by whom, when and why, and who had opened it by then."""

    fact: Fact
    by: str
    openers: tuple[OpenerRow, ...]


def recall_of(dossier: OpenDossier, row: PaperRow) -> Recall | None:
    """How this paper was recalled; None when it was not."""
    told = [f for f in dossier.standing if f.kind == RECALLED and f.data["papier"] == row.id]
    if not told or row.recalled_at is None:
        return None
    who = person(told[-1].author)
    return Recall(told[-1], who.name if who else "", openers_of(row.id, row.recalled_at))


def sees_openers(dossier: OpenDossier, row: PaperRow, recall: Recall) -> bool:
    """Whether the actor may see who opened the paper: who recalled it, its writer, and the employee."""
    own = dossier.actor in (recall.fact.author, row.author_id) or dossier.actor == dossier.row.medewerker_id
    return own and may(dossier.roles, "recall_paper")


def recall_to_see(dossier: OpenDossier, row: PaperRow) -> Recall:
    """The recall of a paper, for who may see who opened it. Raises Invisible when it stands, Forbidden."""
    found = recall_of(dossier, row)
    if found is None:
        raise Invisible(row.id)
    if not sees_openers(dossier, row, found):
        raise Forbidden(row.id)
    return found


def _same(other: PaperRow, row: PaperRow) -> bool:
    return (other.kind, other.number) == (row.kind, row.number)


def _remade_by(row: PaperRow) -> str:
    """The role that makes the paper again; empty for one that comes with another action, such as a letter."""
    if row.kind in MADE_ELSEWHERE and row.kind != HAND_OVER:
        return ""
    return STANDS_IN_FOR.get(row.author_role, row.author_role)
