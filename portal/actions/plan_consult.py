"""Plan a consult and invite the employee in writing."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from portal.actions.dossier import OpenDossier, opened
from portal.actions.paper_checks import wrong_values
from portal.actions.paper_values import involved
from portal.actions.settle_paper import store_paper
from portal.actions.word_forms import form_in_use
from portal.rules.calendar import is_working_day
from portal.rules.errors import Rejected, RejectedForm
from portal.rules.facts import Fact, planned_consults
from portal.rules.fold import fold
from portal.rules.terms import ROLE
from portal.storage.catalogue import catalogue
from portal.storage.reading.consults import planned_for
from portal.storage.reading.papers import newest_of
from portal.storage.reading.progress import course_of

INVITATION = "uitnodiging_consult"
CALL_OFF = "afzeggen_via"
"""The question of the invitation how one calls off: the same for everyone whom a planner invites."""
WITH = ("bedrijfsarts", "verzuimadviseur", "re_integratiedeskundige")

FARTHEST = timedelta(days=365)
EARLIEST, LATEST = time(7), time(20)
"""How far ahead and between which hours a consult can be planned: what lies outside is a slip of the pen."""


def called_off_by(planner: int) -> dict[str, str]:
    """How one calls off a consult, as the same planner wrote it in the newest invitation; empty before the first."""
    before = newest_of(planner, INVITATION)
    return {CALL_OFF: before.values[CALL_OFF]} if before and before.values.get(CALL_OFF) else {}


def plan_consult(
    *,
    dossier_id: int,
    actor: int,
    now: datetime,
    day: date,
    at: time,
    place: str,
    with_role: str,
    values: Mapping[str, Any],
) -> int:
    """Append a planned consult and make the invitation letter; returns the letter's paper id.

    `day`, `at` and `place` say when and where, `with_role` whom the employee meets, `values` are the asked
    fields of the letter. Source: Verzuimprotocol 4.5, 4.7.1. Raises Rejected for a consult after the
    last day employed, RejectedForm for one in the past, more than a year ahead, outside working days and hours, or
    planned already.
    """
    with opened(dossier_id, "plan_consult", actor=actor, now=now) as dossier:
        dossier.check_running()
        dossier.check_before_ending(day, "dag")
        kind = catalogue()[INVITATION]
        form = form_in_use(dossier, kind.key)
        wrong = (*wrong_moment(dossier, day, at), *_wrong_place(place, with_role), *wrong_values(kind, form, values))
        if wrong:
            raise RejectedForm(wrong)
        appointment = _appointment(dossier, day, at, place.strip(), with_role)
        letter = store_paper(dossier, kind, values, form=form, portal_values=appointment)
        dossier.append(
            "consult_gepland",
            dossier.today,
            {
                "dag": day.isoformat(),
                "tijd": f"{at:%H:%M}",
                "plaats": place.strip(),
                "met": with_role,
                "uitnodiging": letter,
            },
        )
        return letter


def _appointment(dossier: OpenDossier, day: date, at: time, place: str, with_role: str) -> dict[str, str]:
    """The appointment as the letter names it."""
    host = involved(dossier, with_role)
    label = ROLE[with_role].label.lower()
    return {
        "papier.consult_datum": day.isoformat(),
        "papier.consult_tijd": f"{at:%H.%M} uur",
        "papier.consult_plaats": place,
        "papier.consult_met": f"{host.name}, {label}" if host else label,
    }


def _wrong_place(place: str, with_role: str) -> Iterator[Rejected]:
    if not place.strip():
        yield Rejected("field_empty", field="plaats")
    if with_role not in WITH:
        yield Rejected("choice_unknown", field="met")


def wrong_moment(dossier: OpenDossier, day: date | None, at: time | None) -> Iterator[Rejected]:
    """Why nobody can mean this day, and why not this time; None is one that is not known yet."""
    if day:
        yield from _wrong_day(dossier, day)
    if at and not EARLIEST <= at <= LATEST:
        yield Rejected("consult_odd_hour", field="tijd")
    elif day and at and day == dossier.today and at < dossier.now.time():
        yield Rejected("consult_in_past", field="tijd")
    elif day and at and _at_that_moment(dossier.facts, day, at):
        yield Rejected("consult_double", field="tijd")


def _wrong_day(dossier: OpenDossier, day: date) -> Iterator[Rejected]:
    if day < dossier.today:
        yield Rejected("consult_in_past", field="dag")
    elif day > dossier.today + FARTHEST:
        yield Rejected("consult_too_far", field="dag", last=dossier.today + FARTHEST)
    elif not is_working_day(day):
        yield Rejected("consult_not_working_day", field="dag")


def _at_that_moment(facts: Iterable[Fact], day: date, at: time) -> list[Fact]:
    """The consults that are planned for this day and time."""
    moment = (day.isoformat(), f"{at:%H:%M}")
    return [fact for fact in planned_consults(facts) if (fact.data["dag"], fact.data["tijd"]) == moment]


def who_sees_two(dossier: OpenDossier, day: date, at: time, with_role: str) -> str:
    """The name of who would see someone else at this moment, in another dossier; empty when nobody does.

    Told and not refused: who is seen belongs to the arbodienst, and the times of the portal say when one begins, not
    how long one takes.
    """
    host = involved(dossier, with_role)
    if host is None:
        return ""
    others = [
        dossier_id
        for dossier_id, other in planned_for(host.person_id, dossier.today).items()
        if dossier_id != dossier.row.id
        and any(fact.data["met"] == with_role for fact in _at_that_moment(other.facts, day, at))
    ]
    return host.name if any(fold(facts).keeps_consults for facts in course_of(others).values()) else ""
