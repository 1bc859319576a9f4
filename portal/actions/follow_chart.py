"""Bring the roles in all dossiers in line with the organisation chart, and tell who takes a dossier over."""

from datetime import date, datetime

from portal.actions.dossier import carry_out_moves, replan
from portal.rules.moves import moves
from portal.storage.reading.facts import facts_of
from portal.storage.reading.handovers import Handover, first_managers, new_managers
from portal.storage.writing.facts import append_fact
from portal.storage.writing.involvements import derive_all

MANAGER_CHANGED = "leidinggevende_gewisseld"


def follow_chart(organisation_id: int, now: datetime) -> None:
    """Derive every role anew; a dossier that gets another leidinggevende today notes that, once.

    The open steps belong to a role and follow by themselves. Call inside `transaction()`.
    """
    today = now.date()
    carry_out_moves(today)
    before = first_managers(organisation_id, today)
    derive_all(organisation_id, today)
    after = first_managers(organisation_id, today)
    # Of a dossier that was opened today no row says who had it first: a role that began today never held.
    at_once = (Handover(one, *after[one], *before[one]) for one in before if after.get(one, before[one]) != before[one])
    for change in (*new_managers(organisation_id, today), *at_once):
        if not _noted(change, today):
            _note(change, now)


def _noted(change: Handover, today: date) -> bool:
    """Whether it was told today already, or is part of a move to another organisation, which asks for the same."""
    facts = facts_of(change.dossier_id)
    told = (f.kind == MANAGER_CHANGED and f.on == today and f.data["naar"] == change.new_id for f in facts)
    return any(told) or any(move.from_on == today for move in moves(facts))


def _note(change: Handover, now: datetime) -> None:
    today = now.date()
    data = {
        "van": change.old_id,
        "van_naam": change.old_name,
        "naar": change.new_id,
        "naar_naam": change.new_name,
    }
    append_fact(change.dossier_id, kind=MANAGER_CHANGED, on=today, at=now, author=change.new_id, data=data)
    replan(change.dossier_id, today)
