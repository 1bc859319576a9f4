"""Name a deputy for a period, and end that again. The absent person keeps every right."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from portal.actions.colleagues import colleague_named
from portal.rules.access import ARBO
from portal.rules.errors import Forbidden, Invisible, Rejected, RejectedForm, refusals
from portal.storage.database import transaction
from portal.storage.reading.accounts import functions_of
from portal.storage.reading.colleagues import Colleague, appointed_as
from portal.storage.reading.deputies import DeputyRow, OwnDossier, deputies_named_by, own_dossiers
from portal.storage.reading.employments import is_same_human
from portal.storage.reading.people import person
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
    functions = functions_of(actor, today) & ABSENT
    if not functions:
        raise Forbidden("name_deputy")
    chosen = _dossier(actor, dossier_id, today)
    found = _colleague(actor, chosen, who, functions, today)
    if chosen and is_same_human(chosen.medewerker_id, found.id):
        raise Rejected("colleague_is_medewerker", field="wie")
    return found


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


def _colleague(actor: int, chosen: OwnDossier | None, who: str, functions: Iterable[str], today: date) -> Colleague:
    """Who is meant, if they are authorised for the same work. Raises Rejected."""
    appointed = appointed_as(actor, today)
    same = {(role, where) for role, where in appointed if role in ARBO}
    own = person(actor)
    where = own.organisation_id if own and own.organisation_id else None
    places = (
        [chosen.organisation_id] if chosen else sorted({place for _, place in same} | ({where} if where else set()))
    )
    found = _in_one_of(places, who, today)
    if is_same_human(found.id, actor):
        raise Rejected("deputy_is_self", field="wie")
    theirs = appointed_as(found.id, today)
    leads = "leidinggevende" in functions and found.leads and found.organisation_id == where
    if leads and not any(role in ARBO for role, _ in theirs):
        return found
    if same & theirs:
        return found
    raise Rejected("deputy_of_other_function" if same else "deputy_no_leidinggevende", field="wie")


def _in_one_of(places: Iterable[int], who: str, today: date) -> Colleague:
    """The colleague as found in the first organisation that knows them; the arbodienst serves several."""
    refusal = Rejected("colleague_unknown", field="wie")
    for place in places:
        try:
            return colleague_named(place, who, today, "wie")
        except Rejected as problem:
            refusal = problem
    raise refusal


def _check_new(actor: int, found: Colleague, dossier_id: int | None, from_on: date, until_on: date) -> None:
    """Who acts on some of these days already is not named for them again: then two last days would be told."""
    for row in deputies_named_by(actor):
        same = row.deputy_id == found.id and row.dossier_id in (None, dossier_id) and not row.ended
        if same and row.from_on <= until_on and from_on <= row.until_on:
            raise Rejected("deputy_already", field="wie", name=found.name, first=row.from_on, last=row.until_on)
