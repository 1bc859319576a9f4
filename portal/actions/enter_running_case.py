"""Take over a case that already ran outside the portal: the absences so far."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from portal.actions.dossier import opened
from portal.actions.fact_checks import check_report
from portal.actions.record_recovery import recovery
from portal.actions.record_ziekmelding import SixItems, check_not_ill, dossier_for, own_employee
from portal.rules.errors import Rejected, RejectedForm
from portal.rules.facts import TAKEN_OVER
from portal.rules.percentages import FULL
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


def enter_running_case(
    *,
    medewerker_id: int,
    actor: int,
    now: datetime,
    eerste_ziektedag: date,
    gemeld_op: date,
    items: SixItems,
    breaks: Sequence[Break] = (),
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
                found.append("herstelmelding", one.back_on, recovery(found, found.row.hours or 0.0, FULL, ""))
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
