"""Who may come at a sociaal-medisch overleg. One rule: a seat in the directorate, and for a meeting an invitation too.

What someone has no seat in looks like what is not there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.rules.errors import Invisible
from portal.storage.reading.accounts import organisations_of
from portal.storage.reading.people import UnitNode, unit_of, units_in
from portal.storage.reading.smo import Meeting, meeting, participants, seats_in


@dataclass(frozen=True)
class Overleg:
    """A directorate, and who has a seat in its overleg with the function that brought it."""

    unit: UnitNode
    organisation_id: int
    people: Mapping[int, str]


def own_directorates(actor: int, today: date) -> tuple[UnitNode, ...]:
    """The directorates in whose overleg someone has a seat, by code; the arbodienst serves several organisations."""
    places = organisations_of(actor, today)
    seats, units = seats_in(places, today), units_in(places)
    return tuple(unit for one in places for unit in units[one] if actor in seats[one].get(unit.id, ()))


def seated(unit_id: int, actor: int, today: date) -> Overleg:
    """The overleg of a directorate with everyone who has a seat in it. Raises Invisible when the actor has none."""
    found = unit_of(unit_id)
    if found is None:
        raise Invisible(unit_id)
    organisation_id, unit = found
    people = seats_in((organisation_id,), today)[organisation_id].get(unit_id, {})
    if actor not in people:
        raise Invisible(unit_id)
    return Overleg(unit, organisation_id, people)


def attended(smo_id: int, actor: int, today: date) -> tuple[Meeting, Mapping[int, str]]:
    """A meeting and the names of who was invited to it.

    Raises Invisible for who was not, for who has no seat any more, and for a meeting that was called off.
    """
    row = meeting(smo_id)
    people = participants(smo_id)
    if row is None or row.called_off or actor not in people:
        raise Invisible(smo_id)
    seated(row.unit_id, actor, today)
    return row, people
