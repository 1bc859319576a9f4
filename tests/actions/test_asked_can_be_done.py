"""What the plan asks of someone today, the action behind the button does not refuse.

The stories are those of a plan that runs and in which things happen that cross each other: a relapse, an end of the
employment, papers that come late or lack something. On each day on which something begins or ends to be asked, every
owner tries what the portal asks.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from portal.actions.dossier import OpenDossier
from portal.actions.fact_checks import check_fact, check_open
from portal.actions.paper_checks import check_place_in_plan, writable_kind
from portal.actions.record import recordable
from portal.actions.record_recovery import check_recovery
from portal.actions.sign_paper import signing_role
from portal.rules.access import acting_roles
from portal.rules.calendar import add_working_days, is_working_day
from portal.rules.errors import PortalError, Rejected
from portal.rules.step import Step
from portal.storage.database import connection
from portal.storage.protocols import records
from portal.web.clock import HERE
from tests.rules.drawing import ADVICE, DAY, RECORDS, SIGNERS, START, TOLD, tellable, with_last_day
from tests.rules.stories import Line, facts_from
from tests.staging import set_stage

AHEAD = {kind.key for kind in records().values() if kind.ahead} | {"verlof"}
"""What may be recorded before the day it holds."""


def on(days: int) -> date:
    return START + timedelta(days=days)


def near(what: str, **words: Any) -> st.SearchStrategy[Line]:
    """Something that happens while the plan runs."""
    day = st.integers(30, 120).map(on)
    return st.fixed_dictionaries({"op": day, "wat": st.just(what), **words})


def announced(told: Line) -> Line:
    return {**told, "gemeld_op": (told["op"] - told["vooraf"] * DAY).isoformat()}


MADE = ("probleemanalyse", "plan_van_aanpak", "periodieke_evaluatie")
CROSSING = st.one_of(
    near("uit_dienst"),
    near("vervroegd_besloten", besluit=st.just("toegekend")),
    near("ziekmelding"),
    near("herstelmelding", procent=st.sampled_from((40, 100))),
    near("hersteld_gemeld", geheel=st.just("ja"), vooraf=st.integers(0, 14)).map(announced),
    near("verlof", lengte=st.integers(1, 140)).map(with_last_day),
    near(
        "stuk",
        soort=st.sampled_from((*MADE, "bijstelling_probleemanalyse", "bijstelling_plan_van_aanpak")),
        mist=st.sampled_from(([], [], ["papier.datum"])),
        ondertekenaars=st.sampled_from(([], list(SIGNERS))),
        nieuwe_versie=st.booleans(),
        zegt=st.one_of(ADVICE, TOLD),
    ),
    near("antwoord", stuk=st.just("plan_van_aanpak"), rol=st.sampled_from(SIGNERS)),
    near("papier_teruggeroepen", stuk=st.sampled_from(MADE[1:]), opnieuw_door=st.just("leidinggevende")),
)
# Not one of the whole: there are so many kinds of record that they would crowd out the rest.
THINGS = st.integers(0, 7).flatmap(lambda lot: CROSSING if lot else RECORDS)

PLAN: list[Line] = [
    {"op": on(0), "wat": "ziekmelding"},
    {"op": on(30), "wat": "stuk", "soort": "probleemanalyse"},
    {"op": on(40), "wat": "stuk", "soort": "plan_van_aanpak"},
]
ADJUSTED: Line = {"op": on(50), "wat": "stuk", "soort": "bijstelling_probleemanalyse"}
RETURNED_EARLIER: list[Line] = [
    {"op": on(60), "wat": "hersteld_gemeld", "gemeld_op": on(58).isoformat(), "geheel": "ja"},
    {"op": on(58), "wat": "herstelmelding"},
    {"op": on(70), "wat": "ziekmelding"},
]
ANSWERED_BEFORE: list[Line] = [
    {"op": on(60), "wat": "deskundigenoordeel_gevraagd", "rol": "medewerker", "vraag": "passend_werk"},
    {"op": on(50), "wat": "deskundigenoordeel_ontvangen", "uitslag": "nee"},
]
WELL_AFTER_A_HOLIDAY: list[Line] = [
    {"op": on(50), "wat": "ziek_op_vakantie", "tot": on(60).isoformat()},
    {"op": on(61), "wat": "herstelmelding"},
]


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDossier]:
    stage = set_stage(tmp_path_factory.mktemp("asked"), "sick")
    with connection():
        yield stage.seen_by("teamleider", 1)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example([ADJUSTED, {"op": on(60), "wat": "uit_dienst"}])
@example([{"op": on(48), "wat": "uit_dienst"}])
@example(RETURNED_EARLIER)
@example(ANSWERED_BEFORE)
@example(WELL_AFTER_A_HOLIDAY)
@given(things=st.lists(THINGS, max_size=6))
def test_what_the_plan_asks_can_be_done(dossier: OpenDossier, things: list[Line]) -> None:
    facts = facts_from(tellable([*PLAN, *things]))
    told = dossier.with_facts(facts)
    today = max(fact.on for fact in facts if fact.kind not in AHEAD)
    open_steps = [step for step in told.steps if step.state == "open" and is_of_a_possible_paper(told, step)]
    ending = told.situation.ending
    days = {today, *(day for step in open_steps for day in (step.opens_on, step.until_on) if day)}
    days |= {ending.on + DAY} if ending else set()
    for day in sorted(day for day in days if day >= today):
        for step in (step for step in open_steps if step.asked_on(day)):
            moment = datetime.combine(day, time(9, 30), HERE)
            refusal = refused(replace(told, now=moment, roles=acting_roles([step.owner])), step)
            assert refusal is None, (step.key, step.round, day, refusal)


def is_of_a_possible_paper(told: OpenDossier, step: Step) -> bool:
    """Whether a step is not about an adjustment in a case without what it adjusts, which no action would make."""
    kinds = {paper.kind for paper in told.situation.papers}
    return not step.paper.startswith("bijstelling_") or step.paper.removeprefix("bijstelling_") in kinds


def refused(dossier: OpenDossier, step: Step) -> PortalError | None:
    """Why the action of a step is refused to its owner, whatever day and words they choose; None when it is not."""
    try:
        TRIES[step.action](dossier, step)
    except PortalError as refusal:
        return refusal
    return None


def recover(dossier: OpenDossier, step: Step) -> None:
    """A return on the announced day or the working day after it, as soon as that can be recorded."""
    today = dossier.today
    first, second = (min(max(step.opens_on, day), step.due_on) for day in (today, add_working_days(today, 1)))
    try:
        check_recovery(dossier, first)
    except Rejected:
        check_recovery(dossier, second)


def consult(dossier: OpenDossier, _step: Step) -> None:
    dossier.check_running()
    today = dossier.today
    dossier.check_before_ending(today if is_working_day(today) else add_working_days(today, 1), "dag")


def sign(dossier: OpenDossier, step: Step) -> None:
    paper = next(one for one in dossier.situation.papers if one.paper == int(step.paper))
    if signing_role(paper, dossier.roles) is None:
        raise Rejected("already_signed")


def contact(dossier: OpenDossier, _step: Step) -> None:
    check_fact(dossier, "contact", dossier.today, {"wijze": "telefoon", "verslag": "Gesproken."})


TRIES: dict[str, Callable[[OpenDossier, Step], object]] = {
    "settle_paper": lambda dossier, step: check_place_in_plan(dossier, writable_kind(dossier, step.paper)),
    "record": lambda dossier, step: recordable(dossier, step.paper),
    "tick_step": check_open,
    "report_to_uwv": check_open,
    "take_over": check_open,
    "hand_over": check_open,
    "record_recovery": recover,
    "plan_consult": consult,
    "ask_arbodienst": lambda dossier, _: dossier.check_running(),
    "record_contact": contact,
    "mark_sent": lambda dossier, _: check_fact(dossier, "wia_verstuurd", dossier.today, {}),
    "sign_paper": sign,
}
