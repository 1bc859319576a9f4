"""Plan a sociaal-medisch overleg of a directorate (Verzuimprotocol 2.7), and call it off again."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from portal.actions.smo_seats import attended, seated
from portal.rules.calendar import is_working_day
from portal.rules.errors import Rejected
from portal.storage.database import transaction
from portal.storage.reading.smo import meetings_of
from portal.storage.writing.smo import add_meeting, call_off_meeting

FURTHEST = timedelta(days=366)


def plan_smo(*, actor: int, now: datetime, unit_id: int, on: date, people: Collection[int]) -> int:
    """Plan an overleg on a day and invite people who have a seat; the actor always comes. Returns its id.

    A day earlier this year is one that was held before it stood in the portal. Raises Invisible for who has no seat,
    Rejected for a day that cannot be right or when nobody else is invited.
    """
    with transaction():
        today = now.date()
        invited = seated(unit_id, actor, today).people.keys() & {*people, actor}
        check_meeting_day(unit_id, on, today)
        if len(invited) < 2:
            raise Rejected("smo_alone")
        return add_meeting(unit_id, on, actor, sorted(invited))


def check_meeting_day(unit_id: int, on: date, today: date) -> None:
    """Raise Rejected for a day on which this unit cannot have an overleg."""
    if on < date(today.year, 1, 1):
        raise Rejected("smo_before_year", field="dag")
    if on > today + FURTHEST:
        raise Rejected("day_too_far_ahead", field="dag", last=today + FURTHEST)
    if not is_working_day(on):
        raise Rejected("smo_not_working_day", field="dag")
    if any(one.on == on for one in meetings_of(unit_id)):
        raise Rejected("smo_double", field="dag")


def call_off_smo(*, actor: int, now: datetime, smo_id: int) -> int:
    """The overleg does not take place; returns the id of its directorate.

    Raises Invisible for who was not invited, Rejected when there are minutes of it.
    """
    with transaction():
        row, _ = attended(smo_id, actor, now.date())
        if row.verslag:
            raise Rejected("smo_was_held")
        call_off_meeting(smo_id, now)
        return row.unit_id
