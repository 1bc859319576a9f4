"""What holds for the plan of every case, whatever happened in it and in whatever order it was registered."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.rules.access import acting_roles, may
from portal.rules.facts import Fact
from portal.rules.fold import fold
from portal.rules.plan import plan
from portal.rules.step import Step
from portal.storage.catalogue import catalogue
from portal.storage.protocols import protocol, protocol_keys, records
from portal.storage.writing.involvements import MANAGERS, SHARED, SINGLE
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
SIGNING = ("ja", "nee")
MOVABLE = ("plan_van_aanpak", "periodieke_evaluatie", "spreekuur", "advies_week_13", "eerstejaarsevaluatie")
ARBO = ("bedrijfsarts", "verzuimadviseur", "re_integratiedeskundige")
PARTY = st.sampled_from(("medewerker", "leidinggevende"))
RECORDS = st.one_of(
    line("vraagstelling", aan=st.sampled_from(ARBO)),
    line("vraagstelling", aan=st.sampled_from(ARBO), antwoord_op=DAYS),
    line("hersteld_gemeld", geheel=st.sampled_from(SIGNING)),
    line("herstel_niet_doorgegaan"),
    line("ziek_op_vakantie", tot=DAYS),
    line("vakantiedagen_besluit", besluit=st.just("terug")),
    line("ander_verblijf", adres=st.just("Zeeweg 1"), tot=DAYS),
    line("vakantie_gevraagd", van=DAYS, tot=DAYS),
    line("vakantie_besluit", besluit=st.sampled_from(("akkoord", "niet_akkoord"))),
    line("oneens_met_probleemanalyse", toelichting=st.just("Te snel.")),
    line("interventie_besluit", besluit=st.sampled_from(SIGNING)),
    line("latere_datum", stap=st.builds("{}#{}".format, st.sampled_from(MOVABLE), st.integers(1, 3)), tot=DAYS),
    line("latere_datum_antwoord", antwoord=st.sampled_from(SIGNING)),
    line("deskundigenoordeel_gevraagd", vraag=st.just("eigen_werk"), rol=PARTY),
    line("deskundigenoordeel_ontvangen", uitslag=st.sampled_from(SIGNING)),
    line("loonsanctie_opgelegd", soort=st.just("administratief"), tot=DAYS),
    line("loonsanctie_bekort", tot=DAYS),
    line("vervroegd_aangevraagd"),
    line("vervroegd_besloten", besluit=st.sampled_from(("toegekend", "afgewezen"))),
    line("uit_dienst"),
    line("overleden"),
)
TOLD = st.sampled_from(
    [
        {"adviezen.antwoord": ["volgen", "afwijken"]},
        {"tijdelijk_werk": "arbeidstherapie"},
        {"tijdelijk_werk": "tijdelijk_ander_werk", "tijdelijk_werk_tot": "2024-06-03"},
        {"eerste_evaluatie": "2024-04-01"},
        {"volgende_evaluatie": "2024-05-06"},
        {"interventie_zinvol": "ja"},
        {"uitstel_vanaf": "2025-12-29", "uitstel_tot": "2026-03-30"},
    ]
)
SIDE_PAPERS = (
    "advies_arbodienst",
    "advies_re_integratiedeskundige",
    "verzoek_uitstel_wia",
    "bijstelling_plan_van_aanpak",
)
PAPERS = st.one_of(
    line("stuk", soort=st.sampled_from(SIDE_PAPERS), door=st.sampled_from(ARBO), zegt=TOLD),
    line("stuk", soort=st.sampled_from(("plan_van_aanpak", "periodieke_evaluatie")), zegt=TOLD),
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


LINES = st.one_of(PLAIN_LINES, PAPERS, ANSWERS, RECORDS)
STORIES = st.builds(beginning, line("ziekmelding"), st.lists(LINES, max_size=25))


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


DERIVED_ROLES = frozenset((*MANAGERS, *SHARED, *SINGLE, "medewerker"))
"""The roles that somebody holds in every dossier of an organisation that appointed its experts."""


def allowed(step: Step) -> bool:
    """Whether the owner of a step may do what it asks, by the access table, the catalogue and the records."""
    roles = acting_roles([step.owner])
    if not may(roles, step.action):
        return False
    if step.action in ("settle_paper", "hand_over"):
        return catalogue()[step.paper].writable_by(roles)
    if step.action == "record":
        return records()[step.paper].writable_by(roles)
    if step.action == "sign_paper":
        _, kind, role = step.key.split(":")
        return role == step.owner and catalogue()[kind].readable_by(roles)
    return True


@settings(max_examples=250, deadline=None)
@given(STORIES, PROTOCOLS)
def test_every_step_has_an_owner_who_may_do_it(story: list[Line], rules: Any) -> None:
    milestones = {rule.key for rule in rules.rules if rule.milestone}
    for step in plan(fold(facts_from(story)), rules):
        if step.key not in milestones:
            assert step.owner in DERIVED_ROLES, step.key
            assert allowed(step), step.key


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
