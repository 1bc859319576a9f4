"""Questions about organisations, units and people."""

from collections.abc import Collection
from dataclasses import dataclass

from portal.storage.database import Question, answer, marks, rows

_PERSON = """
SELECT p.id, p.organisation_id, o.name, p.personnel_number, p.name, p.email, p.job, p.hours,
       p.unit_id, u.name, p.leidinggevende_id, l.name, p.active
FROM person p
LEFT JOIN organisation o ON o.id = p.organisation_id
LEFT JOIN unit u ON u.id = p.unit_id
LEFT JOIN person l ON l.id = p.leidinggevende_id
"""
_EMPLOYMENT = """
SELECT p.id, p.personnel_number, p.name, p.email, p.job, p.hours, u.code, l.personnel_number, p.active
FROM person p LEFT JOIN unit u ON u.id = p.unit_id LEFT JOIN person l ON l.id = p.leidinggevende_id
WHERE p.organisation_id = ? AND p.personnel_number IS NOT NULL ORDER BY p.personnel_number
"""


@dataclass(frozen=True)
class OrganisationRow:
    id: int
    name: str
    protocol: str


@dataclass(frozen=True)
class UnitNode:
    """A unit in the tree; `parent_id` is None for the highest."""

    id: int
    code: str
    name: str
    parent_id: int | None


@dataclass(frozen=True)
class PersonRow:
    """A person with the names that belong to their place; `hours` are contract hours a week."""

    id: int
    organisation_id: int | None
    organisation_name: str | None
    personnel_number: str | None
    name: str
    email: str
    job: str
    hours: float | None
    unit_id: int | None
    unit_name: str | None
    leidinggevende_id: int | None
    leidinggevende_name: str | None
    active: bool

    @property
    def place(self) -> str:
        """Where this employment is, in the words with which a person tells it from another of their own."""
        return employment_place(self.unit_name or self.organisation_name or "", self.job)


@dataclass(frozen=True)
class Employment:
    """What the personnel file decides about an employee: two equal ones need no writing.

    `unit` is the unit's code, `manager` the personnel number of the leidinggevende.
    """

    number: str
    name: str
    email: str
    job: str
    hours: float | None
    unit: str | None
    manager: str | None
    active: bool


def employment_place(unit: str, job: str) -> str:
    """«Wegen en Verkeer, kantonnier»."""
    return ", ".join(part for part in (unit, job) if part)


def organisation_named(name: str) -> OrganisationRow | None:
    """The organisation with exactly this name."""
    found = rows("SELECT id, name, protocol FROM organisation WHERE name = ?", name)
    return OrganisationRow(*found[0]) if found else None


def organisations() -> tuple[OrganisationRow, ...]:
    """All client organisations, by name."""
    return tuple(OrganisationRow(*row) for row in answer(organisations_asked()))


def organisations_asked() -> Question:
    """What `organisations` asks."""
    return Question(3, "SELECT id, name, protocol FROM organisation ORDER BY name", ())


def units_of(organisation_id: int) -> tuple[UnitNode, ...]:
    """The units of an organisation, by code."""
    return units_in((organisation_id,))[organisation_id]


def units_in(organisations: Collection[int]) -> dict[int, tuple[UnitNode, ...]]:
    """The units of each of these organisations, by code. One query."""
    of = f"organisation_id IN ({marks(organisations)})"
    found: dict[int, list[UnitNode]] = {one: [] for one in organisations}
    sql = f"SELECT organisation_id, id, code, name, parent_id FROM unit WHERE {of} ORDER BY code, id"
    for organisation, *node in rows(sql, *organisations):
        found[organisation].append(UnitNode(*node))
    return {organisation: tuple(units) for organisation, units in found.items()}


def unit_of(unit_id: int) -> tuple[int, UnitNode] | None:
    """One unit, behind the id of the organisation it belongs to; None when there is no such unit."""
    found = rows("SELECT organisation_id, id, code, name, parent_id FROM unit WHERE id = ?", unit_id)
    return (found[0][0], UnitNode(*found[0][1:])) if found else None


def person(person_id: int) -> PersonRow | None:
    """One person, or None when there is no such person."""
    return next(iter(_people("p.id = ?", person_id)), None)


def person_by_number(organisation_id: int, number: str) -> PersonRow | None:
    """The employee of an organisation with this personnel number."""
    return next(iter(_people("p.organisation_id = ? AND p.personnel_number = ?", organisation_id, number)), None)


def employee_known_as(organisation_id: int, text: str) -> PersonRow | None:
    """The one employee of an organisation with exactly this personnel number or e-mail address.

    Also one whose first day there is still to come.
    """
    condition = "p.organisation_id = ? AND (p.personnel_number = ? OR p.email = ? AND p.personnel_number IS NOT NULL)"
    found = _people(condition, organisation_id, text.strip(), text.strip().lower())
    return found[0] if len(found) == 1 else None


def people_by_email(email: str) -> tuple[PersonRow, ...]:
    """Everyone with this e-mail address (stored in lower case), by name."""
    return _people("p.email = ?", email)


def team_of(person_id: int) -> tuple[PersonRow, ...]:
    """The active people who report to this person directly, by name."""
    return _people("p.leidinggevende_id = ? AND p.active", person_id)


def _people(condition: str, *values: object) -> tuple[PersonRow, ...]:
    found = rows(f"{_PERSON} WHERE {condition} ORDER BY p.name, p.id", *values)
    return tuple(PersonRow(*(*row[:-1], bool(row[-1]))) for row in found)


def employments_of(organisation_id: int) -> dict[str, tuple[int, Employment]]:
    """Every employee by personnel number: the person's id, and what is stored about the employment."""
    found = rows(_EMPLOYMENT, organisation_id)
    return {row[1]: (row[0], Employment(*(*row[1:-1], bool(row[-1])))) for row in found}


def numberless_by_email(organisation_id: int) -> dict[str, int]:
    """People of the organisation who got an account before they stood in a personnel file, by e-mail address.

    An address that two of them share is left out: nobody can tell who is meant.
    """
    sql = """
        SELECT email, MIN(id) FROM person WHERE organisation_id = ? AND personnel_number IS NULL
        GROUP BY email HAVING COUNT(*) = 1
    """
    return {email: person_id for email, person_id in rows(sql, organisation_id)}
