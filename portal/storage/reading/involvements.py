"""Who holds which role in a dossier on a day."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from portal.rules.access import ARBO, ROLES
from portal.storage.database import Question, answer, marks, rows

_ON = "i.from_on <= ? AND (i.until_on IS NULL OR i.until_on >= ?)"
_ROLES_OF = f"""
SELECT DISTINCT i.role, i.absent_id FROM person_role i WHERE i.person_id = ? AND i.dossier_id = ? AND {_ON}
"""
# An employee is listed once, by the employment that the dossier is of.
_PEOPLE_OF = f"""
SELECT i.person_id, p.name, p.job, i.role, i.from_on, i.until_on, COALESCE(q.name, '')
FROM person_role i JOIN person p ON p.id = i.person_id LEFT JOIN person q ON q.id = i.absent_id
WHERE i.dossier_id = ? AND {_ON}
    AND (i.role <> 'medewerker' OR i.person_id = (SELECT v.person_id FROM involvement v WHERE v.id = i.id))
ORDER BY i.from_on, i.id
"""
# In the order of people_of.
_HOLDER_OF = f"""
SELECT i.person_id FROM held_role i JOIN person p ON p.id = i.person_id
WHERE i.dossier_id = ? AND i.role = ? AND {_ON} ORDER BY i.absent_id IS NOT NULL, p.name, p.id LIMIT 1
"""
_ORDER = {role: place for place, role in enumerate(ROLES)}


@dataclass(frozen=True)
class InvolvedRow:
    """Someone with a role in a dossier; `until_on` is the last day of it, None when it has no end yet.

    `on_behalf_of` names the person whose deputy this is; empty for who holds the role by right.
    """

    person_id: int
    name: str
    job: str
    role: str
    from_on: date
    until_on: date | None
    on_behalf_of: str = ""


def roles_ever(dossier_id: int) -> tuple[tuple[int, str, date, date | None], ...]:
    """Who ever held which role in a dossier, also in someone's place, and from which day to which. One query."""
    found = rows("SELECT person_id, role, from_on, until_on FROM person_role WHERE dossier_id = ?", dossier_id)
    return tuple(
        (person_id, role, date.fromisoformat(begin), date.fromisoformat(end) if end else None)
        for person_id, role, begin, end in found
    )


def roles_of(person_id: int, dossier_id: int, on: date) -> frozenset[str]:
    """The roles someone holds in a dossier on a day; empty for a stranger and for an unknown dossier."""
    return frozenset(role for role, _ in held_by(person_id, dossier_id, on))


def held_by(person_id: int, dossier_id: int, on: date) -> tuple[tuple[str, int | None], ...]:
    """The roles someone holds in a dossier on a day, each with the id of the person whose deputy they are in it."""
    day = on.isoformat()
    return tuple((role, absent) for role, absent in rows(_ROLES_OF, person_id, dossier_id, day, day))


def people_asked(dossier_id: int, on: date) -> Question:
    """What `people_of` asks."""
    return Question(7, _PEOPLE_OF, (dossier_id, on.isoformat(), on.isoformat()))


def people_of(dossier_id: int, on: date) -> tuple[InvolvedRow, ...]:
    """Everyone involved in a dossier on a day, by the order of the roles, then by name; once per role."""
    once: dict[tuple[int, str], InvolvedRow] = {}
    for person_id, name, job, role, from_on, until_on, absent in answer(people_asked(dossier_id, on)):
        last = date.fromisoformat(until_on) if until_on else None
        row = InvolvedRow(person_id, name, job, role, date.fromisoformat(from_on), last, absent)
        known = once.setdefault((person_id, role), row)
        if known.on_behalf_of and not absent:
            once[person_id, role] = row
    return tuple(sorted(once.values(), key=_place))


def _place(row: InvolvedRow) -> tuple[int, str, bool, str, int]:
    """Whoever holds a role by right goes before a deputy."""
    return _ORDER.get(row.role, len(_ORDER)), row.role, bool(row.on_behalf_of), row.name, row.person_id


def holder_of(dossier_id: int, role: str, on: date) -> int | None:
    """The person with a role in a dossier on a day; the first by name when there are more."""
    found = rows(_HOLDER_OF, dossier_id, role, on.isoformat(), on.isoformat())
    return found[0][0] if found else None


def holders_in(dossier_ids: Collection[int], on: date) -> Mapping[int, Mapping[str, str]]:
    """Who holds which role of the arbodienst in these dossiers on a day, the one that `holder_of` gives. One query."""
    found: dict[int, dict[str, str]] = {dossier_id: {} for dossier_id in dossier_ids}
    if found:
        sql = f"""
            SELECT i.dossier_id, i.role, p.name FROM held_role i JOIN person p ON p.id = i.person_id
            WHERE i.dossier_id IN ({marks(dossier_ids)}) AND i.role IN ({marks(ARBO)}) AND {_ON}
            ORDER BY i.absent_id IS NOT NULL, p.name, p.id
        """
        for dossier_id, role, name in rows(sql, *dossier_ids, *sorted(ARBO), on.isoformat(), on.isoformat()):
            found[dossier_id].setdefault(role, name)
    return found


def everyone_in(dossier_id: int) -> frozenset[int]:
    """Everyone who ever held a role in a dossier, also those whose role has ended."""
    return frozenset(one for (one,) in rows("SELECT person_id FROM involvement WHERE dossier_id = ?", dossier_id))
