"""Storing functions that wait for a second person. Each runs in a transaction of its caller."""

from datetime import UTC, datetime

from portal.storage.models import ProposedFunction


def add_proposal(
    organisation_id: int, *, role: str, unit: str, login: str, name: str, email: str, by: int, at: datetime
) -> int:
    """Keep what a beheerder proposes; returns its id."""
    return int(
        ProposedFunction.insert(
            organisation=organisation_id,
            role=role,
            unit=unit,
            login=login,
            name=name,
            email=email,
            by=by,
            at=at.astimezone(UTC),
            state="waiting",
        ).execute()
    )


def forget_old_proposals(before: datetime) -> int:
    """Remove what was proposed before a moment, whatever it became; returns how many rows that were."""
    return int(ProposedFunction.delete().where(ProposedFunction.at < before.astimezone(UTC)).execute())


def decide(proposal_id: int, state: str, by: int, at: datetime) -> bool:
    """Note what became of it: confirmed, refused or withdrawn; False when that was decided before."""
    table = ProposedFunction
    waiting = (table.id == proposal_id) & (table.state == "waiting")
    decided = {"state": state, "decided_by": by, "decided_at": at.astimezone(UTC)}
    return bool(table.update(decided).where(waiting).execute())
