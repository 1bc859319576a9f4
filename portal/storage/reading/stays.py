"""Where dossiers are: in which organisation, as which employment, and from when when they move to another one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.storage.database import rows

_STAYS = """
SELECT d.id, d.medewerker_id, d.organisation_id, d.moves_as_id, p.organisation_id, d.moves_on
FROM dossier d LEFT JOIN person p ON p.id = d.moves_as_id
"""


@dataclass(frozen=True)
class Stay:
    """A dossier in one organisation, as one employment, as far as today or a later day goes.

    `begins` is the first day when that lies ahead, `last` the last day when it moves on after that.
    """

    dossier: int
    employee: int
    organisation: int
    begins: date | None = None
    last: date | None = None

    def holds(self, from_on: date) -> bool:
        """Whether a role that begins on this day belongs to this stay."""
        return (self.begins is None or from_on >= self.begins) and (self.last is None or from_on <= self.last)


def stays_of(dossier_id: int, today: date) -> tuple[Stay, ...]:
    """Where a dossier is today, and where it will be."""
    return _stays("WHERE d.id = ?", (dossier_id,), today)


def stays_in(organisation_id: int, today: date) -> tuple[Stay, ...]:
    """The dossiers that are in an organisation today, or will be."""
    found = _stays("WHERE ? IN (d.organisation_id, p.organisation_id) ORDER BY d.id", (organisation_id,), today)
    return tuple(stay for stay in found if stay.organisation == organisation_id)


def _stays(condition: str, values: Sequence[int], today: date) -> tuple[Stay, ...]:
    found: list[Stay] = []
    for dossier, employee, here, employee_there, there, moves_on in rows(f"{_STAYS} {condition}", *values):
        day = date.fromisoformat(moves_on) if moves_on else None
        if day is None or day > today:
            found.append(Stay(dossier, employee, here, last=day - timedelta(days=1) if day else None))
        if day is not None:
            found.append(Stay(dossier, employee_there, there, begins=day if day > today else None))
    return tuple(found)
