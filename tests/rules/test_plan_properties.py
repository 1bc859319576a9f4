"""What holds for the plan of every case, whatever happened in it and in whatever order it was registered."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.rules.access import acting_roles, may
from portal.rules.facts import Fact
from portal.rules.fold import fold
from portal.rules.granted import grants
from portal.rules.plan import plan
from portal.rules.step import Step
from portal.rules.waiting_time import end_of_waiting_time
from portal.storage.catalogue import catalogue
from portal.storage.protocols import protocol, protocol_keys, records
from portal.storage.writing.involvements import MANAGERS, SHARED, SINGLE
from tests.rules.drawing import (
    DAY,
    DAYS,
    PLAIN_LINES,
    PROTOCOLS,
    RECALLS,
    RECORDS,
    START,
    STORIES,
    TICKED,
    line,
    tellable,
)
from tests.rules.stories import Line, facts_from


def planned(facts: tuple[Fact, ...], key: str = "wvp_2023") -> tuple[Step, ...]:
    return plan(fold(facts), protocol(key))


@settings(max_examples=250, deadline=None)
@given(STORIES, st.lists(line("andere_oorzaak", anders=st.booleans()), max_size=2), PROTOCOLS)
def test_every_story_has_one_sound_plan(story: list[Line], causes: list[Line], rules: Any) -> None:
    facts = facts_from([*story, *causes])
    steps = plan(fold(facts), rules)
    assert steps == plan(fold(facts), rules)
    assert len({(step.key, step.round) for step in steps}) == len(steps)
    order = [rule.key for rule in rules.rules]
    places = [order.index(step.key) if step.key in order else len(order) for step in steps]
    assert places == sorted(places)
    for step in steps:
        assert step.opens_on <= step.due_on
        assert step.soon_on <= step.due_on
        assert (step.state == "done") == (step.done_on is not None)
        assert (step.state == "waiting") == bool(step.waits_for)
        assert all(step.why)
        assert step.round >= 1
        assert step.statutory_on is None or step.statutory_on > step.due_on or step.agreed_later


@settings(max_examples=100, deadline=None)
@given(STORIES, st.randoms(use_true_random=False))
def test_the_order_of_registration_does_not_matter(story: list[Line], chance: Any) -> None:
    """Only the day a fact holds counts, not when someone got round to writing it down."""
    facts = facts_from(story)
    numbers = [fact.seq for fact in facts]
    chance.shuffle(numbers)
    moved = {fact.seq: seq for fact, seq in zip(facts, numbers, strict=True)}
    assert planned(tuple(_renumbered(fact, moved) for fact in facts)) == planned(facts)


def _renumbered(fact: Fact, moved: Mapping[int, int]) -> Fact:
    """The fact under its new number, still about the same consult or proposal."""
    meant = {name: int(fact.data[name]) for name in ("consult", "voorstel") if name in fact.data}
    about = {name: str(moved.get(number, number)) for name, number in meant.items()}
    return replace(fact, seq=moved[fact.seq], data={**fact.data, **about})


@settings(max_examples=100, deadline=None)
@given(STORIES, st.lists(st.one_of(PLAIN_LINES, RECORDS), min_size=1, max_size=3), st.data())
def test_a_corrected_fact_is_as_if_it_was_never_wrong(
    story: list[Line], wrong: list[Line], data: st.DataObject
) -> None:
    plain = [index for index, entry in enumerate(story) if entry["wat"] not in ("stuk", "antwoord")]
    index = data.draw(st.sampled_from(plain))
    mistaken = [*story[:index], wrong[0], *story[index + 1 :]]
    corrections = [{**entry, "in_plaats_van": index + 1} for entry in (*wrong[1:], story[index])]
    assert planned(facts_from([*mistaken, *corrections])) == planned(facts_from(story))


@settings(max_examples=100, deadline=None)
@given(STORIES, st.one_of(PLAIN_LINES, RECORDS), st.data())
def test_a_withdrawn_fact_is_as_if_it_was_never_there(story: list[Line], extra: Line, data: st.DataObject) -> None:
    day = data.draw(DAYS)
    withdrawal: Line = {"op": day, "wat": "intrekking", "in_plaats_van": len(story) + 1}
    assert planned(facts_from([*story, extra, withdrawal])) == planned(facts_from(story))


@settings(max_examples=100, deadline=None)
@given(STORIES)
def test_the_waiting_time_ends_on_the_day_of_its_step(story: list[Line]) -> None:
    situation = fold(facts_from(story))
    ends = [step.due_on for step in plan(situation, protocol("wvp_2023")) if step.key == "einde_wachttijd"]
    assert set(ends) <= {end_of_waiting_time(situation)}


def test_a_leave_in_the_time_of_the_delay_moves_the_end_of_the_waiting_time_on() -> None:
    """26 weeks of delay and 16 of leave in them: 42 weeks after 3 January 2028."""
    request = {"uitstel_vanaf": "2028-01-03", "uitstel_tot": "2028-07-03"}
    story: list[Line] = [
        {"op": date(2026, 1, 5), "wat": "ziekmelding"},
        {"op": date(2027, 10, 1), "wat": "stuk", "soort": "verzoek_uitstel_wia", "zegt": request},
        {"op": date(2028, 2, 1), "wat": "verlof", "tot_en_met": date(2028, 5, 22)},
    ]
    assert end_of_waiting_time(fold(facts_from(story))) == date(2028, 10, 23)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 365), st.integers(600, 1000), st.integers(1, 140), st.integers(560, 700))
def test_a_day_that_uwv_named_moves_for_a_leave_that_it_could_not_know_of(
    delay: int, first: int, days: int, told: int
) -> None:
    """The 104 weeks end on day 728, or later for a leave before it; UWV answers on day 640."""
    until = first + days
    known = min(told, first) <= 640
    named = 728 + delay + (days if known and first <= 728 else 0)
    end = named
    if first <= named:
        end = max(named, until) if known else named + days
    request = {"uitstel_vanaf": str(START + 728 * DAY), "uitstel_tot": str(START + 728 * DAY + 182 * DAY)}
    last_day, said = START + (until - 1) * DAY, str(START + named * DAY)
    story: list[Line] = [
        {"op": START, "wat": "ziekmelding"},
        {"op": START + 610 * DAY, "wat": "stuk", "soort": "verzoek_uitstel_wia", "zegt": request},
        {"op": START + first * DAY, "wat": "verlof", "tot_en_met": last_day, "gemeld_op": START + told * DAY},
        {"op": START + 640 * DAY, "wat": "uitstel_besloten", "besluit": "andere_dag", "tot": said},
    ]
    assert end_of_waiting_time(fold(facts_from(story))) == START + end * DAY


DERIVED_ROLES = frozenset((*MANAGERS, *SHARED, *SINGLE, "medewerker"))
"""The roles that somebody holds in every dossier of an organisation that appointed its experts."""


def allowed(owner: str, action: str, what: str) -> bool:
    """Whether the owner of a step may do what it asks, by the access table, the catalogue and the records."""
    roles = acting_roles([owner])
    if not may(roles, action):
        return False
    if action in ("settle_paper", "hand_over"):
        return catalogue()[what].writable_by(roles)
    if action == "record":
        return records()[what].writable_by(roles)
    if action == "sign_paper":
        _, kind, role = what.split(":")
        return role == owner and catalogue()[kind].readable_by(roles)
    return True


@pytest.mark.parametrize("key", protocol_keys())
def test_no_rule_asks_its_owner_for_what_the_access_table_forbids(key: str) -> None:
    for rule in protocol(key).rules:
        if not rule.milestone:
            assert allowed(rule.owner, rule.action, rule.paper or rule.settled_by), rule.key


OF_ITS_OPENER = {"deskundigenoordeel_loopt"}
"""What holds as long as a step of an event is open, so that its rule need not say so."""


@pytest.mark.parametrize("key", protocol_keys())
def test_no_step_asks_for_a_record_that_has_a_place_in_fewer_cases_than_the_step(key: str) -> None:
    for rule in protocol(key).rules:
        for name in {rule.settled_by, *rule.or_by} & records().keys():
            assert {*records()[name].when} <= {*rule.when} | OF_ITS_OPENER, (rule.key, name)


@settings(max_examples=250, deadline=None)
@given(STORIES, PROTOCOLS)
def test_every_step_has_an_owner_who_may_do_it(story: list[Line], rules: Any) -> None:
    milestones = {rule.key for rule in rules.rules if rule.milestone}
    facts = facts_from(story)
    situation = fold(facts)
    held = DERIVED_ROLES | {grant.role for grant in grants(facts, situation)}
    for step in plan(situation, rules):
        if step.key not in milestones:
            assert step.owner in held, step.key
            what = step.key if step.action == "sign_paper" else step.paper
            assert allowed(step.owner, step.action, what), step.key


@settings(max_examples=250, deadline=None)
@given(STORIES, PROTOCOLS)
def test_what_waits_waits_for_something_that_is_asked(story: list[Line], rules: Any) -> None:
    """Nobody asks «and now?»: behind every step that waits there is one that somebody can do."""
    situation = fold(facts_from(story))
    steps = plan(situation, rules)
    undone = {step.key for step in steps if step.state in ("open", "waiting")}
    signing = {step.key for step in steps if step.state == "open" and step.action == "sign_paper"}
    if situation.hersteld_op is None and situation.ending is None:
        for step in (step for step in steps if step.state == "waiting"):
            for name in step.waits_for:
                assert name in undone or any(key.endswith(f":{name}") for key in signing), (step.key, name)


@settings(max_examples=250, deadline=None)
@given(STORIES, st.one_of(RECORDS, line("contact"), line("uwv_gemeld"), line("gedaan", stap=st.sampled_from(TICKED))))
def test_what_is_done_stays_done_when_more_is_registered(story: list[Line], more: Line) -> None:
    """Planning is monotone in the time of registration: only a correction or another absence undoes a step."""
    before, after = (done(planned(facts_from(told))) for told in (story, [*story, more]))
    assert all(after[key] >= many for key, many in before.items())


def done(steps: tuple[Step, ...]) -> Counter[str]:
    """How many rounds of each step are done."""
    return Counter(step.key for step in steps if step.done_on)


@settings(max_examples=100, deadline=None)
@given(STORIES, PROTOCOLS)
def test_after_a_death_nobody_is_asked_anything(story: list[Line], rules: Any) -> None:
    steps = plan(fold(facts_from([*story, {"op": START + 900 * DAY, "wat": "overleden"}])), rules)
    assert all(step.done_on for step in steps)


def case_terms(steps: tuple[Step, ...]) -> dict[tuple[str, int], date]:
    """The last days of what is not done and counts in calendar days, once for the case."""
    per = {rule.key: rule.per for rule in protocol("wvp_2023").rules}
    return {
        (step.key, step.round): step.due_on
        for step in steps
        if step.done_on is None and per.get(step.key) in ("case", "period")
    }


def shifted(before: dict[tuple[str, int], date], since: date, days: int) -> dict[tuple[str, int], date]:
    return {key: due + days * DAY if due >= since else due for key, due in before.items()}


STEADY: st.SearchStrategy[list[Line]] = st.lists(
    st.one_of(
        line("stuk", soort=st.sampled_from(("probleemanalyse", "plan_van_aanpak", "periodieke_evaluatie"))),
        line("consult"),
        line("uwv_gemeld"),
        line("vraagstelling"),
    ),
    max_size=8,
)


def check_shift(story: list[Line], since: date, days: int, pause: Callable[[date, date], list[Line]]) -> None:
    sick: Line = {"op": START, "wat": "ziekmelding"}
    told = [sick, *(entry for entry in story if entry["op"] < since)]
    before = case_terms(planned(facts_from(told)))
    after = case_terms(planned(facts_from([*told, *pause(since, since + days * DAY)])))
    assert after == shifted(before, since, days)


@settings(max_examples=100, deadline=None)
@given(STEADY, st.integers(1, 800), st.integers(1, 140))
def test_leave_of_n_days_moves_every_later_term_by_n_days(story: list[Line], offset: int, days: int) -> None:
    def leave(first: date, until: date) -> list[Line]:
        return [{"op": first, "wat": "verlof", "tot_en_met": until - DAY}]

    check_shift(story, START + offset * DAY, days, leave)


@settings(max_examples=100, deadline=None)
@given(STEADY, st.integers(1, 800), st.integers(1, 27))
def test_recovery_of_n_days_moves_every_later_term_by_n_days(story: list[Line], offset: int, days: int) -> None:
    def gap(back_on: date, sick_again: date) -> list[Line]:
        return [{"op": back_on, "wat": "herstelmelding"}, {"op": sick_again, "wat": "ziekmelding"}]

    check_shift(story, START + offset * DAY, days, gap)


@given(st.integers(28, 60))
def test_four_weeks_or_more_begin_a_new_case(days: int) -> None:
    back_on = START + 100 * DAY
    again = back_on + days * DAY
    story: list[Line] = [
        {"op": START, "wat": "ziekmelding"},
        {"op": back_on, "wat": "herstelmelding"},
        {"op": again, "wat": "ziekmelding"},
    ]
    assert planned(facts_from(story)) == planned(facts_from(story[2:]))


@settings(max_examples=150, deadline=None)
@given(STORIES, st.lists(RECALLS, min_size=1, max_size=2), PROTOCOLS)
def test_recalling_papers_moves_no_day_of_a_step(story: list[Line], recalls: list[Line], rules: Any) -> None:
    """Recalling comes on top of the plan: it asks to make a paper again and takes requests to sign away."""
    before = [entry for entry in story if entry["wat"] != "papier_teruggeroepen"]
    with_recalls = tellable([*before, *recalls])
    own = ("opnieuw_maken:", "ondertekenen:", "aanvullen:")
    plain, recalled = (
        [step for step in plan(fold(facts_from(told)), rules) if not step.key.startswith(own)]
        for told in (before, with_recalls)
    )
    days = [(step.key, step.round, step.due_on, step.opens_on, step.done_on) for step in plain]
    assert days == [(step.key, step.round, step.due_on, step.opens_on, step.done_on) for step in recalled]
