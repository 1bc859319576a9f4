"""What people decide about keeping: the terms of an organisation, an order to keep a dossier, and an objection."""

from collections.abc import Iterator
from datetime import date, datetime

from portal.actions.dossier import looked_at
from portal.rules.access import may
from portal.rules.errors import Forbidden, Invisible, Rejected, RejectedForm, check_all, refusals
from portal.rules.retention import Terms
from portal.storage.database import transaction
from portal.storage.reading.dossiers import dossier_numbered
from portal.storage.reading.retention import held_dossiers, holds_of, ledger_row
from portal.storage.reading.templates import organisations_with_function
from portal.storage.writing.retention import add_hold, add_terms, end_hold

HOLD = "bewaarplicht"
OBJECTION = "bezwaar"
MOST_YEARS = 50
FEWEST_OBJECTION_DAYS = 7
MOST_OBJECTION_DAYS = 365
SHORTEST_REASON = 5
LONGEST_REASON = 1000


def set_terms(*, organisation_id: int, actor: int, now: datetime, from_on: date, terms: Terms) -> None:
    """From a day on an organisation keeps its dossiers so long; what held before stays written down.

    Raises Invisible for who is no beheerder there, RejectedForm for a day that is past and for terms that cannot be.
    """
    with transaction():
        check_beheerder(organisation_id, actor, now.date())
        numbers = (terms.short_years, terms.long_years, terms.objection_days)
        if wrong := tuple(wrong_terms(now.date(), from_on, *numbers, terms.basis)):
            raise RejectedForm(wrong)
        add_terms(organisation_id, from_on, terms, actor, now)


def wrong_terms(
    today: date,
    from_on: date | None,
    short: float | None,
    long: float | None,
    objection: float | None,
    basis: str | None,
) -> Iterator[Rejected]:
    """What is wrong with terms: years, years and days; None is what cannot be read."""
    if from_on and from_on < today:
        yield Rejected("terms_in_past", field="vanaf")
    for field, years in (("kort", short), ("lang", long)):
        if years is not None and years != int(years):
            yield Rejected("whole_number", field=field)
        elif years is not None and not 1 <= years <= MOST_YEARS:
            yield Rejected("terms_years", field=field, most=MOST_YEARS)
        elif field == "lang" and years is not None and short is not None and years < short:
            yield Rejected("terms_order", field=field)
    if objection is not None and objection != int(objection):
        yield Rejected("whole_number", field="bezwaar")
    elif objection is not None and not FEWEST_OBJECTION_DAYS <= objection <= MOST_OBJECTION_DAYS:
        yield Rejected("terms_objection", field="bezwaar", fewest=FEWEST_OBJECTION_DAYS, most=MOST_OBJECTION_DAYS)
    if basis is not None:
        yield from refusals(lambda: check_reason(basis, "grondslag"))


def place_hold(*, organisation_id: int, actor: int, now: datetime, number: str, reason: str) -> None:
    """Keep a dossier from being destroyed until the order is lifted.

    Raises Invisible for who is no beheerder there, Rejected for a number that the organisation does not have, or
    RejectedForm when the reason is wrong as well.
    """
    with transaction():
        check_beheerder(organisation_id, actor, now.date())
        check_all(lambda: to_be_held(organisation_id, number), lambda: check_reason(reason, "reden"))
        add_hold(to_be_held(organisation_id, number), HOLD, reason, actor, now)


def to_be_held(organisation_id: int, number: str) -> int:
    """The id of a dossier of the organisation that no order keeps yet. Raises Rejected."""
    row = dossier_numbered(number.strip())
    if row is None or row.organisation_id != organisation_id:
        raise Rejected("no_such_dossier", field="nummer")
    if any(hold.kind == HOLD and hold.ended_at is None for hold in holds_of(row.id)):
        raise Rejected("held_already", field="nummer")
    return row.id


def lift_hold(*, organisation_id: int, actor: int, now: datetime, hold_id: int, reason: str) -> None:
    """End what keeps a dossier: an order, or the objection of an employee that is answered with it.

    Raises Invisible for who is no beheerder there and for what does not keep a dossier of that organisation.
    """
    with transaction():
        check_beheerder(organisation_id, actor, now.date())
        if hold_id not in {hold.id for _, hold in held_dossiers(organisation_id)}:
            raise Invisible(hold_id)
        check_reason(reason, "reden")
        end_hold(hold_id, reason, actor, now)


def object_to_destruction(*, dossier_id: int, actor: int, now: datetime, reason: str) -> None:
    """The employee wants the dossier kept: it is not destroyed before the beheerder has answered.

    Raises Invisible or Forbidden, Rejected when the dossier is not on the list or an objection waits already.
    """
    with transaction():
        dossier = looked_at(dossier_id, actor=actor, now=now)
        if not may(dossier.roles, "object_to_destruction"):
            raise Forbidden(dossier_id)
        if ledger_row(dossier_id) is None:
            raise Rejected("not_on_list")
        if any(hold.kind == OBJECTION and hold.ended_at is None for hold in holds_of(dossier_id)):
            raise Rejected("objected_already")
        check_reason(reason, "reden")
        add_hold(dossier_id, OBJECTION, reason, dossier.actor, now)


def check_beheerder(organisation_id: int, actor: int, on: date) -> str:
    """The name of the organisation. Raises Invisible for who is no beheerder there on that day."""
    names = dict(organisations_with_function(actor, ("beheerder",), on))
    if organisation_id not in names:
        raise Invisible(organisation_id)
    return names[organisation_id]


def check_reason(reason: str, field: str) -> None:
    """Raise Rejected for a reason that says nothing, or far too much."""
    if not SHORTEST_REASON <= len(reason.strip()) <= LONGEST_REASON:
        raise Rejected("reason_length", field=field, shortest=SHORTEST_REASON, longest=LONGEST_REASON)
