"""An employee reports sick; nothing is official until the manager confirms it (Verzuimprotocol 4.1).

What was reported lives in a table of its own until then. There may be no dossier yet, and a dossier is a chain of
facts that nobody can take back: what nobody confirmed does not belong there.
"""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime

from portal.actions.dossier import carry_out_moves
from portal.actions.fact_checks import check_report
from portal.actions.record_ziekmelding import SixItems, own_employee, record_ziekmelding
from portal.rules.errors import Forbidden, Invisible, Rejected
from portal.rules.fold import fold
from portal.storage.database import transaction
from portal.storage.reading.chart import leidinggevende_of
from portal.storage.reading.deputies import absent_for
from portal.storage.reading.dossiers import dossier_of
from portal.storage.reading.employments import is_same_human
from portal.storage.reading.facts import facts_of
from portal.storage.reading.people import PersonRow, person
from portal.storage.reading.sick_reports import ReportRow, reporter, reports_near, waiting_report, waiting_report_of
from portal.storage.writing.sick_reports import add_report, settle_reports


def report_sick(
    *, actor: int, now: datetime, eerste_ziektedag: date, items: SixItems, employments: Collection[int] = ()
) -> tuple[int, ...]:
    """Keep the actor's own report for the manager to confirm, one for each of the `employments`; returns their ids.

    Which of several employments it is about, only the employee decides; without any it is the actor's own.
    `eerste_ziektedag` may lie before today: a late report. Raises Forbidden for who is no employee, Invisible for
    an employment of someone else, Rejected for days that cannot be right, someone who is ill already in one of them,
    or a second report.
    """
    with transaction():
        carry_out_moves(now.date())
        chosen = [_own_employment(actor, one) for one in sorted(employments) or (actor,)]
        return tuple(_report(one, actor, now, eerste_ziektedag, items) for one in chosen)


def _report(employment: PersonRow, actor: int, now: datetime, eerste_ziektedag: date, items: SixItems) -> int:
    if not employment.personnel_number or employment.organisation_id is None or not employment.active:
        raise Forbidden("report_sick")
    if leidinggevende_of(employment.id) is None:
        raise Rejected("nobody_confirms")
    if waiting_report_of(employment.id):
        raise Rejected("report_waits")
    check_report(eerste_ziektedag, now.date(), now.date())
    _check_not_ill(employment.id, eerste_ziektedag)
    return add_report(employment.id, eerste_ziektedag, asdict(items), now)


def _own_employment(actor: int, employment: int) -> PersonRow:
    found = person(employment)
    if found is None or not is_same_human(actor, employment):
        raise Invisible(employment)
    return found


def withdraw_report(*, actor: int, now: datetime, employment: int | None = None) -> None:
    """The actor takes the own report back, of one employment. Raises Invisible, or Rejected when none waits."""
    with transaction():
        found = _own_employment(actor, employment or actor)
        if waiting_report_of(found.id) is None:
            raise Rejected("report_settled")
        settle_reports(found.id, "withdrawn", actor, now)


def confirm_report(
    *, actor: int, now: datetime, report_id: int, eerste_ziektedag: date, items: SixItems, reason: str
) -> int:
    """Make a ziekmelding of an employee's report, told on the day of that report; returns the dossier's id.

    Another first sick day than was reported needs a `reason`. Raises Invisible for another's employee, Rejected for a
    report that does not wait and as `record_ziekmelding` does.
    """
    with transaction():
        report = confirmable(report_id, actor, now.date())
        other_day = eerste_ziektedag != report.eerste_ziektedag
        check_explained(report, eerste_ziektedag, reason)
        return record_ziekmelding(
            medewerker_id=report.medewerker_id,
            actor=actor,
            now=now,
            eerste_ziektedag=eerste_ziektedag,
            gemeld_op=report.reported_at.astimezone(now.tzinfo).date(),
            items=items,
            note=reason.strip() if other_day else "",
            by_employee=True,
        )


def check_explained(report: ReportRow, eerste_ziektedag: date, reason: str) -> None:
    """Raise Rejected for another first day than was reported, without a reason."""
    if eerste_ziektedag != report.eerste_ziektedag and not reason.strip():
        raise Rejected("other_day_unexplained", field="reden")


def confirmable(report_id: int, actor: int, today: date) -> ReportRow:
    """The report, if it waits for the actor. Raises Invisible for another's employee, Rejected when it was settled."""
    medewerker_id = reporter(report_id)
    if medewerker_id is None:
        raise Invisible(report_id)
    own_employee(medewerker_id, actor, today)
    report = waiting_report(report_id)
    if report is None:
        raise Rejected("report_settled")
    return report


def reports_to_confirm(actor: int, today: date) -> tuple[ReportRow, ...]:
    """The reports that wait for the actor: of the own people, and of those of whom the actor is the deputy."""
    return tuple(
        report
        for report in reports_near(actor, today)
        if not is_same_human(report.medewerker_id, actor)
        # Whom one replaces is only asked about who is not led by oneself.
        and ((leader := leidinggevende_of(report.medewerker_id)) == actor or leader in absent_for(actor, today))
    )


def ill_since(medewerker_id: int) -> date | None:
    """The first day of the absence that runs; None for who is not ill."""
    found = dossier_of(medewerker_id)
    situation = fold(facts_of(found.id)) if found else None
    return situation.spells[-1].first if situation and situation.is_ill else None


def _check_not_ill(medewerker_id: int, eerste_ziektedag: date) -> None:
    since = ill_since(medewerker_id)
    if since:
        raise Rejected("ill_already", since=since)
    found = dossier_of(medewerker_id)
    back_on = fold(facts_of(found.id)).hersteld_op if found else None
    if back_on and eerste_ziektedag < back_on:
        raise Rejected("ill_before_return", field="eerste_ziektedag", back_on=back_on)
