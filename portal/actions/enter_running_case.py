"""Take over a case that already ran outside the portal: the absences so far, and how much is worked now."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from portal.actions.dossier import OpenDossier, opened
from portal.actions.fact_checks import check_report
from portal.actions.record_ziekmelding import SixItems, check_not_ill, dossier_for, own_employee
from portal.rules.errors import Rejected, RejectedForm
from portal.rules.facts import TAKEN_OVER
from portal.rules.percentages import recovered_percentage
from portal.rules.spells import JOINS_WITHIN
from portal.storage.database import transaction
from portal.storage.writing.sick_reports import settle_reports

NOTHING_NOTED = SixItems("", "", "", "", False, False, False)
"""Of an earlier absence of the case the six items no longer matter."""

ROWS = "onderbrekingen"


@dataclass(frozen=True)
class Break:
    """Days of full work inside the case: at work from `back_on`, ill again from `ill_on`."""

    back_on: date
    ill_on: date


@dataclass(frozen=True)
class PartialWork:
    """What is worked now: since when, so many hours a week, of a value (0–1) that `assessed_by` judged."""

    since: date
    hours: float
    wage_value: float = 1.0
    assessed_by: str = ""


def enter_running_case(
    *,
    medewerker_id: int,
    actor: int,
    now: datetime,
    eerste_ziektedag: date,
    gemeld_op: date,
    items: SixItems,
    breaks: Sequence[Break] = (),
    working: PartialWork | None = None,
) -> int:
    """Append the absences of a case that ran outside the portal until today; returns the dossier's id.

    Each ziekmelding says on which day the case was taken over; `items` belong to the last one. Only the employee's own
    leidinggevende may do this. Raises Invisible for anyone else's employee, Rejected for days that cannot be right or
    someone who is already ill, RejectedForm for breaks that cannot be.
    """
    today = now.date()
    with transaction():
        medewerker = own_employee(medewerker_id, actor, today)
        check_report(eerste_ziektedag, gemeld_op, today)
        check_breaks(breaks, gemeld_op, today)
        settle_reports(medewerker_id, "confirmed", actor, now)
        with opened(dossier_for(medewerker, today), "enter_running_case", actor=actor, now=now) as found:
            check_not_ill(found, eerste_ziektedag)
            reports = [(eerste_ziektedag, gemeld_op), *((one.ill_on, one.ill_on) for one in breaks)]
            for first, told in reports:
                noted = items if first == reports[-1][0] else NOTHING_NOTED
                data = {"gemeld_op": told.isoformat(), **asdict(noted), TAKEN_OVER: today.isoformat()}
                found.append("ziekmelding", first, data)
            for one in breaks:
                whole = PartialWork(one.back_on, found.row.hours or 0.0)
                found.append("herstelmelding", one.back_on, _worked(found, 100.0, whole))
            if working:
                _append_partial(found, working, reports[-1][0])
            return found.row.id


def check_breaks(breaks: Sequence[Break], gemeld_op: date, today: date) -> None:
    """Raise RejectedForm for every break that lies ahead, runs backwards, overlaps, or begins a new case.

    Source: art. 7:629 lid 10 BW: absences with fewer than 28 days between them are one.
    """
    problems = []
    for index, (before, one) in enumerate(pairwise([Break(gemeld_op, gemeld_op), *breaks])):
        back, ill = (f"{ROWS}.{index}.{name}" for name in ("hersteld_vanaf", "weer_ziek_vanaf"))
        if one.back_on <= before.ill_on:
            problems.append(Rejected("break_too_early", field=back, before=before.ill_on))
        if one.ill_on > today:
            problems.append(Rejected("day_in_future", field=ill))
        elif one.ill_on <= one.back_on:
            problems.append(Rejected("break_reversed", field=ill))
        elif one.ill_on - one.back_on >= timedelta(days=JOINS_WITHIN):
            problems.append(Rejected("break_ends_case", field=ill, first=one.ill_on))
    if problems:
        raise RejectedForm(tuple(problems))


def _append_partial(found: OpenDossier, working: PartialWork, last_ill_on: date) -> None:
    if working.since > found.today:
        raise Rejected("day_in_future", field="werkt_sinds")
    if working.since <= last_ill_on:
        raise Rejected("recovery_before_sick", field="werkt_sinds", first=last_ill_on)
    if working.wage_value < 1 and not working.assessed_by:
        raise Rejected("assessor_missing", field="beoordeeld_door")
    percentage = recovered_percentage(working.hours, found.row.hours or 0.0, working.wage_value)
    if percentage >= 100:
        raise Rejected("case_already_over", field="uren")
    found.append("herstelmelding", working.since, _worked(found, percentage, working))


def _worked(found: OpenDossier, percentage: float, working: PartialWork) -> dict[str, object]:
    return {
        "percentage": percentage,
        "uren": working.hours,
        "contracturen": found.row.hours or 0.0,
        "loonwaarde": working.wage_value,
        "beoordeeld_door": working.assessed_by,
    }
