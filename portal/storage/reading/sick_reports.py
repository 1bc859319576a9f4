"""What employees reported themselves and nobody confirmed yet."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.storage.database import Question, answer, rows
from portal.storage.sealing import opened_text

_REPORT = """
SELECT r.id, r.medewerker_id, p.name, p.organisation_id, r.eerste_ziektedag, r.reported_at, r.items_json
FROM sick_report r JOIN person p ON p.id = r.medewerker_id WHERE r.state = 'waiting'
"""
# Who leads someone is decided by the chart; here only those are left out of whom the answer is plainly another.
_NEAR = """
AND EXISTS (
    SELECT 1 FROM person a WHERE a.organisation_id = p.organisation_id
    AND (a.id = ? OR a.id IN (
        SELECT absent_id FROM deputy WHERE deputy_id = ? AND from_on <= ? AND until_on >= ?
    ))
    AND (p.leidinggevende_id = a.id OR EXISTS (
        SELECT 1 FROM person l WHERE l.id = p.leidinggevende_id AND NOT l.active
    ) OR EXISTS (
        SELECT 1 FROM other_employment e WHERE e.person_id = p.id AND e.other_id = p.leidinggevende_id
    ))
)
ORDER BY r.reported_at, r.id
"""
_OWN = """
SELECT r.id FROM sick_report r WHERE r.state = 'waiting' AND (
    r.medewerker_id = ? OR r.medewerker_id IN (SELECT other_id FROM other_employment WHERE person_id = ?)
)
"""


@dataclass(frozen=True)
class ReportRow:
    """A report that waits; `items` are the six items by name, `reported_at` has a zone."""

    id: int
    medewerker_id: int
    medewerker_name: str
    organisation_id: int
    eerste_ziektedag: date
    reported_at: datetime
    items: Mapping[str, Any]


@dataclass(frozen=True)
class PastReport:
    """A report as it stands with it: waiting, confirmed or withdrawn. Only one that waits has items."""

    eerste_ziektedag: date
    reported_at: datetime
    state: str
    items: Mapping[str, Any]


def reports_of(medewerker_id: int) -> tuple[PastReport, ...]:
    """Every report that an employee made, oldest first."""
    sql = "SELECT id, eerste_ziektedag, reported_at, state, items_json FROM sick_report WHERE medewerker_id = ?"
    return tuple(
        PastReport(
            date.fromisoformat(first),
            datetime.fromisoformat(at),
            state,
            json.loads(opened_text(items, "sick_report.items_json", key)) if items else {},
        )
        for key, first, at, state, items in rows(f"{sql} ORDER BY id", medewerker_id)
    )


def waiting_report(report_id: int) -> ReportRow | None:
    """The report with this id, if it waits."""
    return next(iter(_reports("AND r.id = ?", report_id)), None)


def waiting_report_of(medewerker_id: int) -> ReportRow | None:
    """The report of an employee that waits."""
    return next(iter(_reports("AND r.medewerker_id = ?", medewerker_id)), None)


def reporter(report_id: int) -> int | None:
    """The employee who made the report with this id, whatever became of it."""
    return next((person for (person,) in rows("SELECT medewerker_id FROM sick_report WHERE id = ?", report_id)), None)


def own_waits(person_id: int) -> bool:
    """Whether a report that someone made waits, in whichever of their employments."""
    return bool(answer(own_waits_asked(person_id)))


def own_waits_asked(person_id: int) -> Question:
    """What `own_waits` asks."""
    return Question(1, _OWN, (person_id, person_id))


def reports_near(person_id: int, today: date) -> tuple[ReportRow, ...]:
    """The reports that may be for a manager, or for whom the manager is a deputy of, the oldest first."""
    return _reports(_NEAR, person_id, person_id, today.isoformat(), today.isoformat())


def _reports(condition: str, *values: int | str) -> tuple[ReportRow, ...]:
    return tuple(_row(*row) for row in rows(f"{_REPORT} {condition}", *values))


def _row(key: int, who: int, name: str, organisation: int, first: str, at: str, items: str) -> ReportRow:
    said = json.loads(opened_text(items, "sick_report.items_json", key))
    return ReportRow(key, who, name, organisation, date.fromisoformat(first), datetime.fromisoformat(at), said)
