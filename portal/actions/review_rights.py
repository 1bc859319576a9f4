"""The yearly review of who may do what (BIO2 5.18): the list, and that somebody went through it."""

from datetime import date, datetime, timedelta

from portal.actions.illness_words import kept_for
from portal.rules.errors import Invisible
from portal.storage.database import transaction
from portal.storage.reading.rights import ReviewRow, RightsRow, reviews_of, rights_in
from portal.storage.writing.rights import add_review

EVERY = timedelta(days=365)
MOST_PEOPLE = 100_000
"""More people than any organisation has."""


def rights_to_review(
    *, organisation_id: int, actor: int, now: datetime, limit: int = MOST_PEOPLE, offset: int = 0
) -> tuple[RightsRow, ...]:
    """Who may do what in an organisation today, by name: `limit` people after the first `offset`.

    Raises Invisible for who is no beheerder there.
    """
    _check(organisation_id, actor, now)
    return rights_in(organisation_id, now.date(), limit=limit, offset=offset)


def reviews(*, organisation_id: int, actor: int, now: datetime) -> tuple[ReviewRow, ...]:
    """The reviews that were done, the newest first. Raises Invisible as `rights_to_review` does."""
    _check(organisation_id, actor, now)
    return reviews_of(organisation_id)


def review_rights(*, organisation_id: int, actor: int, now: datetime, note: str) -> None:
    """Write down that the actor went through the list, and what was found. Raises Invisible."""
    with transaction():
        _check(organisation_id, actor, now)
        add_review(organisation_id, actor, now, note.strip())


def review_due(done: tuple[ReviewRow, ...], today: date) -> date:
    """The last day for the next review: a year after the newest; today when there has been none."""
    return max((row.at.date() for row in done), default=today - EVERY) + EVERY


def _check(organisation_id: int, actor: int, now: datetime) -> None:
    if organisation_id not in dict(kept_for(actor, now.date())):
        raise Invisible(organisation_id)
