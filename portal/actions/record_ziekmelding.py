"""Report an employee sick: the start of a dossier, or a new spell in the one there is."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from portal.actions.dossier import OpenDossier, carry_out_moves, opened
from portal.actions.fact_checks import check_report
from portal.rules.errors import Forbidden, Invisible, Rejected
from portal.storage.database import transaction
from portal.storage.reading.chart import leidinggevende_of
from portal.storage.reading.deputies import absent_for
from portal.storage.reading.dossiers import dossier_of, moves_here_on
from portal.storage.reading.employments import is_same_human
from portal.storage.reading.people import PersonRow, organisation_named, person
from portal.storage.writing.dossiers import open_dossier
from portal.storage.writing.involvements import derive_for
from portal.storage.writing.sick_reports import settle_reports


@dataclass(frozen=True)
class SixItems:
    """All that an employer may record at a ziekmelding (AP, «De zieke werknemer»). There is no seventh.

    Telephone number and (nursing) address are one item, in two fields because only the address goes on a letter.
    Yes or no only: whether a safety-net provision applies and not which, whether it was an accident at work,
    whether a traffic accident with a liable third party.
    """

    telefoon: str
    adres: str
    verwachte_duur: str
    lopende_zaken: str
    vangnet: bool
    arbeidsongeval: bool
    verkeersongeval_derde: bool


def record_ziekmelding(
    *,
    medewerker_id: int,
    actor: int,
    now: datetime,
    eerste_ziektedag: date,
    gemeld_op: date,
    items: SixItems,
    note: str = "",
    by_employee: bool = False,
) -> int:
    """Append a ziekmelding and return the dossier's id; the dossier is opened when there is none.

    `eerste_ziektedag` is the first working day not worked, `gemeld_op` the day of the report (both are kept). `note`
    says why the first day is another than the employee reported, `by_employee` that it is such a report which is
    confirmed. A report of the employee waits no longer.
    Only the employee's own leidinggevende may do this. Raises Invisible for anyone else's employee, Rejected
    for days that cannot be right or someone who is already ill.
    """
    today = now.date()
    with transaction():
        medewerker = own_employee(medewerker_id, actor, today)
        check_report(eerste_ziektedag, gemeld_op, today)
        data: dict[str, Any] = {"gemeld_op": gemeld_op.isoformat(), **asdict(items)}
        data |= {"toelichting": note} if note else {}
        data |= {"door": "medewerker"} if by_employee else {}
        settle_reports(medewerker_id, "confirmed", actor, now)
        with opened(dossier_for(medewerker, today), "record_relapse", actor=actor, now=now) as found:
            check_not_ill(found, eerste_ziektedag)
            found.append("ziekmelding", eerste_ziektedag, data)
            return found.row.id


def own_employee(medewerker_id: int, actor: int, today: date) -> PersonRow:
    """The employee, if the actor leads them today, or is the deputy of who does. Raises Invisible for any other."""
    found = person(medewerker_id)
    if found is None or not found.active or found.organisation_id is None:
        raise Invisible(medewerker_id)
    leader = leidinggevende_of(medewerker_id)
    existing = dossier_of(medewerker_id)
    acts_for = absent_for(actor, today, existing.id if existing else None)
    if is_same_human(medewerker_id, actor) or leader not in {actor, *acts_for}:
        raise Invisible(medewerker_id)
    return found


def check_not_ill(found: OpenDossier, eerste_ziektedag: date) -> None:
    """Raise Rejected for someone who is already ill, or was not yet back at work on that day."""
    situation = found.situation
    if situation.is_ill:
        raise Rejected("already_ill", field="eerste_ziektedag", since=situation.spells[-1].first)
    if situation.hersteld_op and eerste_ziektedag < situation.hersteld_op:
        raise Rejected("ill_before_return", field="eerste_ziektedag", back_on=situation.hersteld_op)


def dossier_for(medewerker: PersonRow, today: date) -> int:
    """The id of the employee's dossier, which is opened when there is none.

    Raises Rejected for who brings a dossier along from another organisation on a later day.
    """
    carry_out_moves(today)
    existing = dossier_of(medewerker.id)
    if existing:
        return existing.id
    if coming := moves_here_on(medewerker.id):
        raise Rejected("dossier_comes_along", on=coming)
    organisation = organisation_named(medewerker.organisation_name or "")
    if organisation is None:
        raise Forbidden(medewerker.id)
    dossier_id = open_dossier(organisation.id, medewerker.id, organisation.protocol, today)
    derive_for(dossier_id, today)
    return dossier_id
