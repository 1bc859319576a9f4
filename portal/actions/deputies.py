"""Name a deputy for a period, and end that again. The absent person keeps every right."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from portal.actions.colleagues import the_one_of
from portal.rules.access import ARBO
from portal.rules.errors import Forbidden, Invisible, Rejected, RejectedForm, refusals
from portal.storage.database import transaction
from portal.storage.reading.colleagues import Colleague, as_colleague, colleagues
from portal.storage.reading.deputies import DeputyRow, OwnDossier, deputies_named_by, own_dossiers
from portal.storage.writing import deputies as writing

ABSENT = frozenset({"leidinggevende", *ARBO})
"""The functions whose holders can name a deputy."""

LONGEST = timedelta(days=366)
"""Whoever is away for longer has a successor, not a deputy. Choice of the portal."""


def name_deputy(*, actor: int, now: datetime, who: str, dossier_id: int | None, from_on: date, until_on: date) -> int:
    """Let the colleague meant by `who` act for the actor from the first to the last day; returns the row's id.

    In one dossier of the actor's own, or with None in all of them, those that come later included. A leidinggevende
    names another leidinggevende of the organisation, someone of the arbodienst a colleague with the same function.
    Raises Forbidden for who can name none, Invisible for a dossier that is not the actor's, RejectedForm for days or
    someone that cannot be, Rejected for a second time.
    """
    with transaction():
        today = now.date()
        wrong = (
            *refusals(lambda: deputy_meant(actor, dossier_id, who, today)),
            *wrong_period(from_on, until_on, today),
        )
        if wrong:
            raise RejectedForm(wrong)
        found = deputy_meant(actor, dossier_id, who, today)
        _check_new(actor, found, dossier_id, from_on, until_on)
        return writing.add_deputy(actor, found.id, dossier_id, from_on, until_on, now)


def end_deputy(*, actor: int, now: datetime, deputy_id: int) -> None:
    """From now on the deputy acts no more for the actor.

    Raises Invisible for a deputy of someone else, Rejected for one whose time is over.
    """
    with transaction():
        row = next((row for row in deputies_named_by(actor) if row.id == deputy_id), None)
        if row is None:
            raise Invisible(deputy_id)
        if row.ended or row.until_on < now.date():
            raise Rejected("deputy_over")
        writing.end_deputy(deputy_id, now)


def running(row: DeputyRow, today: date) -> bool:
    """Whether a deputy acts today or will."""
    return not row.ended and row.until_on >= today


def _dossier(actor: int, dossier_id: int | None, today: date) -> OwnDossier | None:
    if dossier_id is None:
        return None
    found = next((one for one in own_dossiers(actor, today) if one.id == dossier_id), None)
    if found is None:
        raise Invisible(dossier_id)
    return found


def deputy_meant(actor: int, dossier_id: int | None, who: str, today: date) -> Colleague:
    """Who is meant by `who`, if they may act for the actor there. Raises as `name_deputy`."""
    absent = as_colleague(actor, today)
    serves = frozenset((role, where) for role, where in absent.functions if role in ARBO) if absent else frozenset()
    here = absent.organisation_id if absent and absent.leads else None
    if not serves and not here:
        raise Forbidden("name_deputy")
    chosen = _dossier(actor, dossier_id, today)
    places = {where for _, where in serves} | ({here} if here else set())
    if chosen:
        places = {chosen.organisation_id}

    def check(one: Colleague) -> None:
        if one.is_also(actor):
            raise Rejected("deputy_is_self", field="wie")
        if chosen and one.is_also(chosen.medewerker_id):
            raise Rejected("colleague_is_medewerker", field="wie")
        leads = one.leads and one.organisation_id == here and not any(role in ARBO for role, _ in one.functions)
        if not leads and not serves & one.functions:
            raise Rejected("deputy_of_other_function" if serves else "deputy_no_leidinggevende", field="wie")

    return the_one_of(colleagues(places, who, today), "wie", check)


def wrong_period(from_on: date | None, until_on: date | None, today: date) -> Iterator[Rejected]:
    """What is wrong with the first day, and what with the last; None is one that cannot be read."""
    if from_on and from_on < today:
        yield Rejected("day_passed", field="van")
    if from_on is None or until_on is None:
        return
    if until_on < from_on:
        yield Rejected("period_reversed", field="tot")
    elif until_on > from_on + LONGEST:
        yield Rejected("day_too_far_ahead", field="tot", last=from_on + LONGEST)


def _check_new(actor: int, found: Colleague, dossier_id: int | None, from_on: date, until_on: date) -> None:
    """Who acts on some of these days already is not named for them again: then two last days would be told."""
    for row in deputies_named_by(actor):
        same = row.deputy_id == found.id and row.dossier_id in (None, dossier_id) and not row.ended
        if same and row.from_on <= until_on and from_on <= row.until_on:
            raise Rejected("deputy_already", field="wie", name=found.name, first=row.from_on, last=row.until_on)
