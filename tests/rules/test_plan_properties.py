"""What holds for the plan of every case, whatever happened in it and in whatever order it was registered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.rules.facts import Fact
from portal.rules.fold import fold
from portal.rules.plan import plan
from portal.rules.step import Step
from portal.storage.protocols import protocol, protocol_keys
from tests.rules.stories import Line, facts_from

DAY = timedelta(days=1)
START = date(2024, 1, 1)
DAYS = st.integers(0, 900).map(lambda n: START + n * DAY)
PROTOCOLS = st.sampled_from(protocol_keys()).map(protocol)
SIGNED = ("probleemanalyse", "plan_van_aanpak", "periodieke_evaluatie", "bijstelling_plan_van_aanpak")
UNSIGNED = ("bijstelling_probleemanalyse", "eerstejaarsevaluatie", "eindevaluatie", "wia_overdracht")
TICKED = ("registratie_sap", "uwv_brief_week_44", "bericht_bezoldiging", "terugkeergesprek", "tweede_spoor")
SIGNERS = ("medewerker", "leidinggevende")


def line(what: str, **words: st.SearchStrategy[Any]) -> st.SearchStrategy[Line]:
    return st.fixed_dictionaries({"op": DAYS, "wat": st.just(what), **words})


def with_last_day(taken: Line) -> Line:
    return {**taken, "tot_en_met": taken["op"] + taken["lengte"] * DAY}


ADVICE = st.sampled_from([{}, {"terugkeer_mogelijk": "ja"}, {"terugkeer_mogelijk": "nee"}, {"spoor": "spoor_1"}])
PLAIN_LINES = st.one_of(
    line("ziekmelding"),
    line("herstelmelding", procent=st.sampled_from([40, 99.9, 100, 100])),
    line("verlof", lengte=st.integers(-3, 140)).map(with_last_day),
    line("contact"),
    line("vraagstelling"),
    line("uwv_gemeld"),
    line("wia_verstuurd"),
    line("consult", dag=DAYS),
    line("gedaan", stap=st.sampled_from(TICKED), ronde=st.integers(1, 4)),
)
PAPERS = st.one_of(
    line("stuk", soort=st.sampled_from(UNSIGNED), zegt=ADVICE),
    line(
        "stuk",
        soort=st.sampled_from(SIGNED),
        ondertekenaars=st.sampled_from([[], ["medewerker"], list(SIGNERS)]),
        nieuwe_versie=st.booleans(),
        zegt=ADVICE,
    ),
)
ANSWERS = line(
    "antwoord",
    stuk=st.sampled_from(SIGNED),
    rol=st.sampled_from(SIGNERS),
    uitkomst=st.sampled_from(["akkoord", "gezien_niet_akkoord", "niet_ondertekend"]),
)


def tellable(story: list[Line]) -> list[Line]:
    """The story without answers to papers that are not there yet."""
    told: list[Line] = []
    kinds = set()
    for entry in story:
        if entry["wat"] == "stuk":
            kinds.add(entry["soort"])
        if entry["wat"] != "antwoord" or entry["stuk"] in kinds:
            told.append(entry)
    return told


def beginning(sick: Line, rest: list[Line]) -> list[Line]:
    return tellable([sick, *rest])


STORIES = st.builds(beginning, line("ziekmelding"), st.lists(st.one_of(PLAIN_LINES, PAPERS, ANSWERS), max_size=25))


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
        assert step.statutory_on is None or step.statutory_on > step.due_on


@settings(max_examples=100, deadline=None)
@given(STORIES, st.randoms(use_true_random=False))
def test_the_order_of_registration_does_not_matter(story: list[Line], chance: Any) -> None:
    """Only the day a fact holds counts, not when someone got round to writing it down."""
    facts = facts_from(story)
    numbers = [fact.seq for fact in facts]
    chance.shuffle(numbers)
    assert planned(tuple(replace(fact, seq=seq) for fact, seq in zip(facts, numbers, strict=True))) == planned(facts)


@settings(max_examples=100, deadline=None)
@given(STORIES, st.lists(PLAIN_LINES, min_size=1, max_size=3), st.data())
def test_a_corrected_fact_is_as_if_it_was_never_wrong(
    story: list[Line], wrong: list[Line], data: st.DataObject
) -> None:
    plain = [index for index, entry in enumerate(story) if entry["wat"] not in ("stuk", "antwoord")]
    index = data.draw(st.sampled_from(plain))
    mistaken = [*story[:index], wrong[0], *story[index + 1 :]]
    corrections = [{**entry, "in_plaats_van": index + 1} for entry in (*wrong[1:], story[index])]
    assert planned(facts_from([*mistaken, *corrections])) == planned(facts_from(story))


@settings(max_examples=100, deadline=None)
@given(STORIES, PLAIN_LINES, st.data())
def test_a_withdrawn_fact_is_as_if_it_was_never_there(story: list[Line], extra: Line, data: st.DataObject) -> None:
    day = data.draw(DAYS)
    withdrawal: Line = {"op": day, "wat": "intrekking", "in_plaats_van": len(story) + 1}
    assert planned(facts_from([*story, extra, withdrawal])) == planned(facts_from(story))


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
