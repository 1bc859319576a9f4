"""Who must have which role in a dossier today, told from the organisation itself and not from what is stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from portal.demonstration.simulation.organisation import EXPERTS, SUCCESSOR, Employee, Organisation

Role = tuple[int, str]
ONE_OF = ("bedrijfsarts", "verzuimadviseur", "re_integratiedeskundige")
"""Roles that exactly one of those appointed holds in a dossier."""

WITHOUT_DOSSIERS = ("beheerder",)


@dataclass(frozen=True)
class Expected:
    """The roles in a dossier: `certain` are held by exactly these people, each of `one_of` by one of these."""

    certain: frozenset[Role]
    one_of: Mapping[str, frozenset[int]]

    def differences(self, held: frozenset[Role]) -> list[str]:
        """Where the roles that are held differ from these."""
        plain = frozenset(role for role in held if role[1] not in self.one_of)
        found = [f"{role} ontbreekt bij persoon {person}" for person, role in sorted(self.certain - plain)]
        found += [f"{role} hoort niet bij persoon {person}" for person, role in sorted(plain - self.certain)]
        for role, candidates in self.one_of.items():
            holders = {person for person, name in held if name == role}
            if len(holders) != 1 or not holders <= candidates:
                found.append(f"{role} is bij {sorted(holders)} en hoort bij één van {sorted(candidates)}")
        return found


def expected_roles(organisation: Organisation, number: str, today: date) -> Expected:
    """Who must hold which role today in the dossier of the employee with this personnel number."""
    employee = organisation.employees[number]
    managers = [one.number for one in _managers(organisation, employee, today)][:2]
    certain = {(organisation.ids[number], "medewerker")}
    for manager, role in zip(managers, ("leidinggevende", "naasthogere_leidinggevende"), strict=False):
        certain.add((organisation.ids[manager], role))
    units = _units(organisation, employee.unit)
    one_of: dict[str, set[int]] = {role: set() for role in ONE_OF}
    for login, _, role, unit in (*EXPERTS, SUCCESSOR):
        person = organisation.experts.get(login)
        if person is None or role in WITHOUT_DOSSIERS or (unit and unit not in units):
            continue
        if role in one_of:
            one_of[role].add(person)
        else:
            certain.add((person, role))
    return Expected(frozenset(certain), {role: frozenset(people) for role, people in one_of.items()})


def _managers(organisation: Organisation, employee: Employee, today: date) -> Iterator[Employee]:
    current = employee
    while current.manager:
        current = organisation.employees[current.manager]
        if current.until is None or current.until >= today:
            yield current


def _units(organisation: Organisation, unit: str) -> set[str]:
    above = {unit}
    while unit:
        unit = organisation.units[unit][1]
        above.add(unit)
    return above
