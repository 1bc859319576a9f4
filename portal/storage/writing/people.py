"""Storing organisations, units and people. Call inside `transaction()`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from peewee import chunked

from portal.storage.database import rows
from portal.storage.models import Organisation, Person, Unit
from portal.storage.reading.people import Employment, UnitNode, units_of
from portal.storage.writing.logins import end_sessions

# SQLite allows some 32,000 values in one statement.
ROWS_AT_ONCE = 500


def add_organisation(name: str, protocol: str) -> int:
    """A new client organisation; `protocol` is the key of the rules its new dossiers begin with."""
    return int(Organisation.insert(name=name, protocol=protocol).execute())


def store_units(organisation_id: int, units: Iterable[tuple[str, str, str | None]]) -> tuple[Mapping[str, int], int]:
    """Add and change units so that they stand as (code, name, code of the unit above it).

    Units that are not given stay as they are. Returns the id of every unit of the organisation
    by code, and how many were written.
    """
    wanted = {code: (name, parent) for code, name, parent in units}
    stored = {unit.code: unit for unit in units_of(organisation_id)}
    ids = {code: unit.id for code, unit in stored.items()}
    written = wanted.keys() - stored.keys()
    for code in sorted(written):
        name = wanted[code][0]
        ids[code] = int(Unit.insert(organisation=organisation_id, code=code, name=name).execute())
    for code, (name, parent) in sorted(wanted.items()):
        parent_id = ids[parent] if parent else None
        before = stored.get(code) or UnitNode(ids[code], code, name, None)
        if (before.name, before.parent_id) != (name, parent_id):
            Unit.update(name=name, parent=parent_id).where(Unit.id == ids[code]).execute()
            written = written | {code}
    return ids, len(written)


def add_employees(
    organisation_id: int, employments: Sequence[Employment], unit_ids: Mapping[str, int]
) -> Mapping[str, int]:
    """Add employees, without their managers as yet; returns their ids by personnel number."""
    new = [_columns(employment, unit_ids) | {"organisation": organisation_id} for employment in employments]
    for batch in chunked(new, ROWS_AT_ONCE):
        Person.insert_many(batch).execute()
    added = {employment.number for employment in employments}
    sql = "SELECT personnel_number, id FROM person WHERE organisation_id = ? AND personnel_number IS NOT NULL"
    return {number: person_id for number, person_id in rows(sql, organisation_id) if number in added}


def change_employee(person_id: int, employment: Employment, unit_ids: Mapping[str, int]) -> None:
    """Bring one person in line with the personnel file, except for the manager (see `set_managers`).

    Who has left is signed out everywhere.
    """
    Person.update(_columns(employment, unit_ids)).where(Person.id == person_id).execute()
    if not employment.active:
        end_sessions(person_id)


def _columns(employment: Employment, unit_ids: Mapping[str, int]) -> dict[str, Any]:
    return {
        "personnel_number": employment.number,
        "name": employment.name,
        "email": employment.email,
        "job": employment.job,
        "hours": employment.hours,
        "unit": unit_ids[employment.unit] if employment.unit else None,
        "active": employment.active,
    }


def set_managers(managers: Mapping[int, int | None]) -> None:
    """Give people (by id) their leidinggevende (by id, or None for nobody)."""
    teams: dict[int | None, list[int]] = {}
    for person_id, manager_id in managers.items():
        teams.setdefault(manager_id, []).append(person_id)
    for manager_id, members in teams.items():
        for batch in chunked(members, ROWS_AT_ONCE):
            Person.update(leidinggevende=manager_id).where(Person.id.in_(batch)).execute()


def add_person(name: str, email: str, organisation_id: int | None, job: str = "") -> int:
    """Add someone without a personnel number: of the arbodienst (no organisation) or ahead of an import."""
    return int(Person.insert(name=name, email=email, organisation=organisation_id, job=job).execute())
