"""Take over a personnel file: the organisation, its units, its employees and who manages whom.

All or nothing, and the file is the truth for the people in it. Whoever is missing from it is reported and
left alone: an export of one department must not put the rest of the organisation out. Whoever has left is not
erased, for dossiers refer to them. Someone who had left before the portal knew them is not taken in at all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from portal.actions.follow_chart import follow_chart
from portal.documents.personnel_csv import (
    Known,
    Personnel,
    PersonnelErrors,
    PersonnelRow,
    RowError,
    UnitRow,
    organisation_in,
    read_personnel,
)
from portal.rules.bsn import bsn
from portal.rules.errors import Rejected
from portal.storage.database import transaction
from portal.storage.protocols import protocol_keys
from portal.storage.reading import people as reading
from portal.storage.reading.bsn import bsn_of, dossiers_by_number
from portal.storage.reading.people import Employment
from portal.storage.writing import people as writing
from portal.storage.writing.bsn import keep_bsn
from portal.storage.writing.employments import link_employments

PROTOCOL = "wvp_2023"
"""The rules that a new organisation begins with, unless another is asked for."""

Stored = Mapping[str, tuple[int, Employment]]
"""What is known of each employee, by personnel number: the person's id and the employment."""


@dataclass(frozen=True)
class ImportReport:
    """What an import did. Every employee in the file counts once, in one of the first five numbers.

    `linked` is how many pairs of employments were found to be of one person, or no longer.
    `left` are those whose last day has passed since the previous import, `passed_over` those who had left
    before the portal knew them, `units` the units added or changed. `numbers` is how many BSN were kept.
    `absent` names the active employees that
    the file does not hold, `without_manager` the active ones in it without an active manager above them.
    """

    organisation: str
    added: int
    changed: int
    unchanged: int
    left: int
    passed_over: int
    units: int
    linked: int
    absent: tuple[str, ...]
    without_manager: tuple[str, ...]
    numbers: int = 0


def import_personnel(
    *, organisation: str | None, content: bytes, protocol: str = "", now: datetime, with_bsn: bool = False
) -> ImportReport:
    """Bring the people in line with a personnel file, and the roles in their dossiers with the people.

    `organisation` None takes the name from the file's column. A new organisation begins with `protocol`, by default
    today's rules; one that exists keeps its own, and another is refused. An employee is active from the first to the
    last day employed.

    Raises `PersonnelErrors` for the file and `Rejected("organisation_missing" | "organisation_differs" |
    "protocol_unknown" | "protocol_kept")`.
    """
    name = " ".join((organisation or organisation_in(content) or "").split())
    if not name:
        raise Rejected("organisation_missing", "organisatie")
    if protocol and protocol not in protocol_keys():
        raise Rejected("protocol_unknown", "protocol", given=protocol, known=", ".join(protocol_keys()))
    with transaction():
        found = reading.organisation_named(name)
        if found and protocol not in ("", found.protocol):
            raise Rejected("protocol_kept", "protocol", given=protocol, kept=found.protocol)
        stored: Stored = reading.employments_of(found.id) if found else {}
        units = reading.units_of(found.id) if found else ()
        personnel = read_personnel(content, _known(stored, units))
        if personnel.organisation not in (None, name):
            raise Rejected("organisation_differs", "organisatie", given=name, file=personnel.organisation)
        organisation_id = found.id if found else writing.add_organisation(name, protocol or PROTOCOL)
        report = _take_over(name, organisation_id, personnel, stored, now.date())
        follow_chart(organisation_id, now)
        numbers = _keep_numbers(organisation_id, personnel.rows, now) if with_bsn else 0
    return replace(report, numbers=numbers)


def _keep_numbers(organisation_id: int, rows: Iterable[PersonnelRow], at: datetime) -> int:
    """Keep the BSN of each who has a dossier, unless the employee gave it; nobody else's is needed.

    Raises PersonnelErrors for what is no BSN, also of who has no dossier: then the column is not what it seems.
    """
    dossiers, wrong, kept = dossiers_by_number(organisation_id), [], 0
    for row in rows:
        try:
            number = bsn(row.bsn) if row.bsn else ""
        except Rejected:
            wrong.append(RowError(row.line, "bsn", "Dit is geen BSN: het heeft negen cijfers, die elkaar controleren."))
            continue
        known = bsn_of(dossiers[row.number]) if row.number in dossiers else None
        if number and row.number in dossiers and (known is None or not known.own):
            keep_bsn(dossiers[row.number], number, at, imported=True)
            kept += 1
    if wrong:
        raise PersonnelErrors(wrong)
    return kept


def _known(stored: Stored, units: Iterable[reading.UnitNode]) -> Known:
    codes = {unit.id: unit.code for unit in units}
    rows = {
        unit.code: UnitRow(unit.code, unit.name, None if unit.parent_id is None else codes[unit.parent_id])
        for unit in units
    }
    return Known({number: employment.manager for number, (_, employment) in stored.items()}, rows)


def _take_over(name: str, organisation_id: int, personnel: Personnel, stored: Stored, today: date) -> ImportReport:
    wanted = _wanted(personnel.rows, stored, today)
    unit_ids, units = writing.store_units(organisation_id, ((u.code, u.name, u.parent) for u in personnel.units))
    adopted = _adopted(organisation_id, wanted, stored)
    new = [e for number, e in wanted.items() if number not in stored and number not in adopted]
    changed = {n: stored[n][0] for n, e in wanted.items() if n in stored and stored[n][1] != e} | adopted
    ids = {number: person_id for number, (person_id, _) in stored.items()} | adopted
    ids |= writing.add_employees(organisation_id, new, unit_ids)
    for number, person_id in changed.items():
        writing.change_employee(person_id, wanted[number], unit_ids)
    moved = [n for n, e in wanted.items() if n not in stored or stored[n][1].manager != e.manager]
    managers = {number: wanted[number].manager for number in moved}
    writing.set_managers({ids[number]: ids[manager] if manager else None for number, manager in managers.items()})
    left = sum(1 for n in changed if n in stored and stored[n][1].active and not wanted[n].active)
    in_file = {row.number for row in personnel.rows}
    return ImportReport(
        organisation=name,
        added=len(new),
        changed=len(changed) - left,
        unchanged=len(wanted) - len(new) - len(changed),
        left=left,
        passed_over=len(personnel.rows) - len(wanted),
        units=units,
        linked=link_employments(organisation_id),
        absent=tuple(sorted(e.name for n, (_, e) in stored.items() if e.active and n not in in_file)),
        without_manager=_without_manager(wanted, stored),
    )


def _wanted(rows: Iterable[PersonnelRow], stored: Stored, today: date) -> dict[str, Employment]:
    rows = tuple(rows)
    managing = {row.manager for row in rows}
    wanted = {}
    for row in rows:
        gone = row.until_on is not None and row.until_on < today
        # There is no ground to keep data of someone who left before, unless the tree of managers needs them.
        if gone and row.number not in stored and row.number not in managing:
            continue
        # A next contract may begin later; who is at work already stays at work until then.
        working = row.number in stored and stored[row.number][1].active
        active = not gone and (working or row.from_on is None or row.from_on <= today)
        wanted[row.number] = Employment(
            row.number, row.name, row.email, row.job, row.hours, row.unit, row.manager, active
        )
    return wanted


def _adopted(organisation_id: int, wanted: Mapping[str, Employment], stored: Stored) -> dict[str, int]:
    """New numbers of people who are known already: they got an account before their first personnel file."""
    by_email = reading.numberless_by_email(organisation_id)
    adopted: dict[str, int] = {}
    for number, employment in wanted.items():
        if number not in stored and employment.email in by_email:
            # Taken out at once: the second contract of the same person is an employment of its own.
            adopted[number] = by_email.pop(employment.email)
    return adopted


def _without_manager(wanted: Mapping[str, Employment], stored: Stored) -> tuple[str, ...]:
    everyone = {number: employment for number, (_, employment) in stored.items()} | dict(wanted)
    return tuple(sorted(e.name for e in wanted.values() if e.active and not _is_managed(e, everyone)))


def _is_managed(employment: Employment, everyone: Mapping[str, Employment]) -> bool:
    manager = employment.manager
    while manager is not None:
        if everyone[manager].active:
            return True
        manager = everyone[manager].manager
    return False
