"""Agree in a sociaal-medisch overleg who does what by when, and take that back."""

from datetime import date, datetime, timedelta

from portal.actions.smo_seats import attended
from portal.rules.errors import Invisible, Rejected
from portal.storage.database import transaction
from portal.storage.reading.smo import action
from portal.storage.writing.smo import add_action, end_action

FURTHEST = timedelta(days=366)


def agree_action(*, actor: int, now: datetime, smo_id: int, what: str, person: int, due_on: date) -> int:
    """A participant will do something at the latest on a day; it comes into their inbox. Returns its id.

    Raises Invisible for who was not invited, Rejected before the day of the overleg, for someone who does not take
    part, or for a day that has passed or lies more than a year ahead.
    """
    with transaction():
        today = now.date()
        row, people = attended(smo_id, actor, today)
        if row.on > today:
            raise Rejected("smo_not_yet", on=row.on)
        if person not in people:
            raise Rejected("smo_no_participant", field="wie")
        check_due(due_on, today)
        return add_action(smo_id, what.strip(), person, due_on)


def check_due(due_on: date, today: date) -> None:
    """Raise Rejected for a day that has passed or lies more than a year ahead."""
    if due_on < today:
        raise Rejected("day_passed", field="uiterlijk")
    if due_on > today + FURTHEST:
        raise Rejected("day_too_far_ahead", field="uiterlijk", last=today + FURTHEST)


def withdraw_action(*, actor: int, now: datetime, action_id: int) -> int:
    """What was agreed no longer holds; returns the id of its meeting.

    Raises Invisible for who was not invited to that meeting, Rejected when it was done or taken back already.
    """
    with transaction():
        found = action(action_id)
        if found is None:
            raise Invisible(action_id)
        attended(found.smo_id, actor, now.date())
        if found.state != "open":
            raise Rejected("smo_action_over")
        end_action(action_id, "withdrawn", now)
        return found.smo_id
