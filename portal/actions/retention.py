"""Retention: list each day the dossiers whose time is over, and destroy those against which nobody had anything.

What belongs to no dossier (minutes of an overleg, what happened with logins) goes by a fixed term, without a list.
Nobody has to decide that a dossier goes: the terms of the organisation do. What someone can do is keep it: the
employee by an objection, the beheerder by an order to keep it.
"""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from portal.actions.mail import post
from portal.rules.calendar import long_date
from portal.rules.errors import told_for_log
from portal.rules.fold import fold
from portal.rules.retention import LOGIN_EVENTS_KEPT, Kept, kept, overleg_forgotten_before
from portal.storage.database import forget_old_pages, transaction
from portal.storage.destroyed_file import remember, remembered
from portal.storage.reading.dossiers import DossierRow, dossier_numbered, dossier_on, number_of
from portal.storage.reading.facts import facts_of
from portal.storage.reading.people import organisations
from portal.storage.reading.retention import (
    destroyed_dossiers,
    dossiers_to_review,
    first_hash,
    is_held,
    ledger_row,
    terms_on,
)
from portal.storage.reading.sick_reports import waiting_report_of
from portal.storage.writing.illness_words import forget_went_on_outside
from portal.storage.writing.logins import forget_old_events
from portal.storage.writing.proposals import forget_old_proposals
from portal.storage.writing.retention import destroy, put_on_list, take_off_list, write_off
from portal.storage.writing.smo import forget_meetings

Verdict = Literal["listed", "taken_off", "destroyed"]

log = logging.getLogger(__name__)

LISTED = """Er staat een bericht voor u in het re-integratieportaal. U kunt er tot en met {until} op reageren:

{portal}

Kunt u niet meer inloggen? Vraag uw werkgever, of uw vroegere werkgever, naar dit bericht.
"""
CAME_BACK = "Opnieuw vernietigd: het dossier kwam terug met een oude reservekopie"


@dataclass(frozen=True)
class Review:
    """What a round did: the numbers that came on the list, went off it, and were destroyed (again).

    `failed`: those of which it could not be told, or done; the next round tries again.
    """

    listed: tuple[str, ...] = ()
    taken_off: tuple[str, ...] = ()
    destroyed: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


def review(now: datetime, portal: str = "") -> Review:
    """Bring the list up to date and destroy what is due. Each dossier has a transaction of its own.

    `portal` is where the portal stands (https://…), for the mail to the employee; empty where no mail goes out.

    One that does not open does not keep the others from their turn.
    """
    forgotten, again = _forget_outside_dossiers(now), destroy_again(now)
    done: dict[Verdict | None, list[str]] = {"listed": [], "taken_off": [], "destroyed": [], None: []}
    failed = []
    for dossier_id in dossiers_to_review(_opened_by(now.date())):
        number = number_of(dossier_id)
        try:
            done[_reviewed(dossier_id, now, portal)].append(number)
        except Exception as error:
            log.error("the retention of dossier %s failed: %s", number, told_for_log(error))
            failed.append(number)
    if done["destroyed"]:
        remember(destroyed_dossiers())
    if done["destroyed"] or forgotten:
        forget_old_pages()
    listed, taken_off, destroyed = (tuple(done[became]) for became in get_args(Verdict))
    return Review(listed, taken_off, destroyed, again, tuple(failed))


def _reviewed(dossier_id: int, now: datetime, portal: str) -> Verdict | None:
    """Do with a dossier what must be done on this day; returns what that was."""
    # Looking first: a transaction would make writers wait, for nothing on most days.
    if _verdict(dossier_id, now) is None:
        return None
    with transaction():
        became = _verdict(dossier_id, now)
        if became:
            _carry_out(became, dossier_id, now, portal)
    return became


def _forget_outside_dossiers(now: datetime) -> int:
    """Remove what belongs to no dossier and was kept long enough; returns how many rows."""
    before = overleg_forgotten_before(now.date())
    with transaction():
        events = forget_old_events(now - LOGIN_EVENTS_KEPT)
        events += forget_old_proposals(now - LOGIN_EVENTS_KEPT)
        return events + forget_meetings(before) + forget_went_on_outside(before)


def destroy_again(now: datetime) -> tuple[str, ...]:
    """Destroy what came back with an old backup, by the file beside the database; returns the numbers.

    A number in it that is not known here is never given out.
    """
    again = []
    remember(destroyed_dossiers())
    for number, digest in remembered():
        with transaction():
            row = dossier_numbered(number)
            if row is None and ledger_row(int(number)) is None:
                write_off(int(number), number, digest, None, CAME_BACK, "destroyed")
            if row is not None and first_hash(row.id) == digest:
                take_off_list(row.id)
                write_off(row.id, number, digest, row.organisation_id, CAME_BACK, "listed")
                destroy(row.id, now)
                again.append(number)
    if again:
        forget_old_pages()
    return tuple(again)


def kept_until(row: DossierRow, today: date) -> Kept | None:
    """Until when a dossier is kept, as it is known today; None while the re-integration goes on."""
    facts = facts_of(row.id)
    last_said = max((fact.at.date() for fact in facts), default=row.opened_on)
    return kept(fold(facts), terms_on(row.organisation_id, today), today, last_said)


def _verdict(dossier_id: int, now: datetime) -> Verdict | None:
    """What must become of a dossier on this day; None: nothing."""
    today, listed, row = now.date(), ledger_row(dossier_id), dossier_on(dossier_id, now.date())
    if row is None:
        return None
    found = kept_until(row, today)
    if found is None or found.until >= today or waiting_report_of(row.medewerker_id):
        return "taken_off" if listed else None
    if listed is None:
        return "listed"
    over = listed.objection_until is not None and listed.objection_until < today
    return "destroyed" if over and not is_held(dossier_id) else None


def _carry_out(became: Verdict, dossier_id: int, now: datetime, portal: str) -> None:
    row = dossier_on(dossier_id, now.date())
    found = kept_until(row, now.date()) if row else None
    if became == "destroyed":
        destroy(dossier_id, now)
    elif became == "taken_off":
        take_off_list(dossier_id)
    elif row and found:
        terms = terms_on(row.organisation_id, now.date())
        objection_until = now.date() + timedelta(days=terms.objection_days)
        put_on_list(row, found, terms.basis, now.date(), objection_until)
        if portal:
            _tell(row, objection_until, portal, now)


def _tell(row: DossierRow, until: date, portal: str, now: datetime) -> None:
    """Mail the employee that something waits, also who left and cannot log in; without an address nobody can."""
    if row.email:
        text = LISTED.format(until=long_date(until), portal=portal)
        post(to=row.email, subject="Bericht in het portaal", text=text, key=f"lijst:{row.id}:{now.date()}", now=now)


def _opened_by(today: date) -> date:
    """Of a dossier that was opened after this day the time cannot be over; a year is left for what came in late."""
    terms = [terms_on(one.id, today) for one in organisations()]
    years = min((min(one.short_years, one.long_years) for one in terms), default=0)
    return today - timedelta(days=365 * max(0, years - 1))
