"""The figures of a directorate: its absence and the steps that are stuck in it, without a name.

They are for its sociaal-medisch overleg, and for the medezeggenschap, bestuur or ICOP that is appointed to read them.
"""

from dataclasses import dataclass
from datetime import date

from portal.actions.smo_seats import Overleg
from portal.rules.errors import Invisible
from portal.rules.smo import directorates, path
from portal.rules.trends import Trends, trends
from portal.storage.reading.accounts import appointed_as
from portal.storage.reading.directorates import employees_below, late_steps, settle_kept, tree_below
from portal.storage.reading.people import UnitNode, units_of

READER = "medezeggenschap"


@dataclass(frozen=True)
class Readable:
    """A directorate of which someone may read the figures."""

    unit: UnitNode
    organisation_id: int


def smo_figures(overleg: Overleg, today: date) -> Trends:
    """The figures for an overleg in which someone has a seat."""
    return _figures(overleg.organisation_id, overleg.unit.id, today)


def read_figures(where: Readable, today: date) -> Trends:
    """The figures of a directorate that `readable` or `readable_unit` named."""
    return _figures(where.organisation_id, where.unit.id, today)


def readable(actor: int, today: date) -> tuple[Readable, ...]:
    """The directorates of which someone is appointed to read the figures, those of an organisation from the top down.

    An appointment for a unit is for that unit and those below it.
    """
    found = []
    for organisation_id, covered in appointed_as(actor, READER, today):
        units = units_of(organisation_id)
        parents = {unit.id: unit.parent_id for unit in units}
        held = directorates(parents)
        mine = [one for one in units if one.id in held and (covered is None or covered in path(one.id, parents))]
        mine.sort(key=lambda one: (len(list(path(one.id, parents))), one.code))
        found += [Readable(one, organisation_id) for one in mine]
    return tuple(dict.fromkeys(found))


def readable_unit(unit_id: int, actor: int, today: date) -> Readable:
    """The directorate with this id. Raises Invisible when someone may not read its figures."""
    for one in readable(actor, today):
        if one.unit.id == unit_id:
            return one
    raise Invisible(unit_id)


def _figures(organisation_id: int, unit_id: int, today: date) -> Trends:
    tree = tree_below(organisation_id, unit_id)
    people, late = employees_below(organisation_id, tree), late_steps(organisation_id, today)
    found = trends(unit_id, tree, people, late, today)
    settle_kept()
    return found
