"""What facts come down to: corrections, spells, papers and their signatures."""

from datetime import date

from portal.rules.facts import Event, PartialRecovery, effective
from portal.rules.fold import fold
from portal.rules.spells import Spell
from tests.rules.stories import Line, facts_from

SICK: Line = {"op": date(2026, 1, 5), "wat": "ziekmelding"}


def told(*lines: Line) -> list[int]:
    return [fact.seq for fact in effective(facts_from(lines))]


def test_the_newest_correction_counts_whatever_it_corrects() -> None:
    contact: Line = {"op": date(2026, 1, 7), "wat": "contact"}
    again: Line = {"op": date(2026, 1, 8), "wat": "contact"}
    withdrawn: Line = {"op": date(2026, 1, 9), "wat": "intrekking"}
    assert told(SICK, contact, {**again, "in_plaats_van": 2}) == [1, 3]
    assert told(SICK, contact, {**again, "in_plaats_van": 2}, {**again, "in_plaats_van": 3}) == [1, 4]
    assert told(SICK, contact, {**again, "in_plaats_van": 2}, {**again, "in_plaats_van": 2}) == [1, 4]
    assert told(SICK, contact, {**withdrawn, "in_plaats_van": 2}) == [1]
    assert told(SICK, contact, {**again, "in_plaats_van": 2}, {**withdrawn, "in_plaats_van": 3}) == [1]


def test_a_correction_keeps_its_place_among_the_facts_of_one_day() -> None:
    first: Line = {"op": date(2026, 1, 7), "wat": "contact"}
    second: Line = {"op": date(2026, 1, 7), "wat": "vraagstelling"}
    assert told(SICK, first, second, {**first, "in_plaats_van": 2}) == [1, 4, 3]


def test_every_spell_as_reported_and_those_of_the_case() -> None:
    situation = fold(
        facts_from(
            [
                SICK,
                {"op": date(2026, 1, 12), "wat": "herstelmelding"},
                {"op": date(2026, 3, 2), "wat": "ziekmelding", "gemeld_op": date(2026, 3, 3)},
                {"op": date(2026, 3, 4), "wat": "ziekmelding"},
                {"op": date(2026, 3, 9), "wat": "herstelmelding"},
                {"op": date(2026, 3, 10), "wat": "herstelmelding"},
            ]
        )
    )
    first = Spell(date(2026, 1, 5), date(2026, 1, 5), date(2026, 1, 12))
    second = Spell(date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 9))
    assert situation.earlier == (first,)
    assert situation.spells == (second,)
    assert situation.all_spells == (first, second)
    assert situation.hersteld_op == date(2026, 3, 9)


def test_a_spell_cut_by_a_leave_is_still_one_report() -> None:
    situation = fold(
        facts_from(
            [
                SICK,
                {"op": date(2026, 6, 1), "wat": "verlof", "tot_en_met": date(2026, 9, 20)},
                {"op": date(2026, 9, 30), "wat": "andere_oorzaak", "anders": True},
            ]
        )
    )
    assert situation.eerste_ziektedag == date(2026, 9, 21)
    assert situation.all_spells == (Spell(date(2026, 1, 5), date(2026, 1, 5)),)


def test_back_at_work_right_after_a_leave_is_no_new_spell() -> None:
    situation = fold(
        facts_from(
            [
                SICK,
                {"op": date(2026, 6, 1), "wat": "verlof", "tot_en_met": date(2026, 9, 20)},
                {"op": date(2026, 9, 21), "wat": "herstelmelding"},
                {"op": date(2026, 9, 22), "wat": "andere_oorzaak", "anders": True},
            ]
        )
    )
    assert situation.spells == (Spell(date(2026, 1, 5), date(2026, 1, 5), date(2026, 9, 21)),)


def test_partial_recoveries_of_this_case() -> None:
    half: Line = {"op": date(2026, 1, 26), "wat": "herstelmelding", "procent": 50}
    assert fold(facts_from([SICK, half])).partial == (PartialRecovery(date(2026, 1, 26), 50.0),)


def test_a_version_that_never_counted_is_left_out() -> None:
    paper: Line = {
        "op": date(2026, 2, 20),
        "wat": "stuk",
        "soort": "plan_van_aanpak",
        "ondertekenaars": ["medewerker", "leidinggevende"],
    }
    half: Line = {"op": date(2026, 2, 20), "wat": "antwoord", "stuk": "plan_van_aanpak", "rol": "medewerker"}
    situation = fold(facts_from([SICK, paper, half, {**paper, "nieuwe_versie": True}]))
    [state] = situation.papers
    assert (state.number, state.version, state.unsigned) == (1, 2, ("medewerker", "leidinggevende"))
    assert situation.events["papier:plan_van_aanpak"] == (
        Event(date(2026, 2, 20), 4, None, ("medewerker", "leidinggevende"), state.paper, {"door": ""}),
    )


def test_a_second_answer_changes_what_was_said_but_not_when_it_was_complete() -> None:
    story: list[Line] = [
        SICK,
        {
            "op": date(2026, 2, 20),
            "wat": "stuk",
            "soort": "plan_van_aanpak",
            "ondertekenaars": ["medewerker"],
        },
        {
            "op": date(2026, 2, 25),
            "wat": "antwoord",
            "stuk": "plan_van_aanpak",
            "rol": "medewerker",
            "uitkomst": "niet_ondertekend",
        },
        {"op": date(2026, 3, 20), "wat": "antwoord", "stuk": "plan_van_aanpak", "rol": "medewerker"},
    ]
    [state] = fold(facts_from(story)).papers
    assert state.complete_on == date(2026, 2, 25)
    assert state.signatures[-1].outcome == "akkoord"


def test_the_newest_word_of_a_paper_or_its_bijstelling() -> None:
    story: list[Line] = [
        SICK,
        {"op": date(2026, 2, 16), "wat": "stuk", "soort": "probleemanalyse", "zegt": {"terugkeer_mogelijk": "nee"}},
        {
            "op": date(2026, 2, 16),
            "wat": "stuk",
            "soort": "bijstelling_probleemanalyse",
            "zegt": {"terugkeer_mogelijk": "ja"},
        },
        {"op": date(2026, 4, 1), "wat": "stuk", "soort": "bijstelling_probleemanalyse"},
    ]
    situation = fold(facts_from(story))
    assert situation.told("probleemanalyse", "terugkeer_mogelijk") == "ja"
    assert situation.words("probleemanalyse", "terugkeer_mogelijk") == (
        (date(2026, 2, 16), "nee"),
        (date(2026, 2, 16), "ja"),
    )
    assert situation.told("eerstejaarsevaluatie", "spoor") is None


def shortened(until: date) -> dict[str, object]:
    return {"op": date(2028, 1, 10), "wat": "loonsanctie_bekort", "tot": until}


def days_of(lines: list[dict[str, object]]) -> list[object]:
    """What the records of one day say, in the order of the rounds that they begin."""
    sick: dict[str, object] = {"op": date(2026, 1, 5), "wat": "ziekmelding"}
    events = fold(facts_from([sick, *lines])).events["loonsanctie_bekort"]
    return [event.data["tot"] for event in events]


def test_two_records_of_one_day_stand_in_one_order_whoever_registered_first() -> None:
    early, late = shortened(date(2028, 3, 1)), shortened(date(2028, 6, 1))
    assert days_of([late, early]) == days_of([early, late]) == ["2028-03-01", "2028-06-01"]


def test_a_corrected_record_keeps_its_place_among_those_of_its_day() -> None:
    early, late, wrong = (shortened(day) for day in (date(2028, 3, 1), date(2028, 6, 1), date(2028, 9, 1)))
    assert days_of([wrong, late, {**early, "in_plaats_van": 2}]) == days_of([early, late])


def test_leaving_and_a_benefit_on_one_day_end_the_case_in_one_way() -> None:
    day = date(2026, 9, 1)
    sick: dict[str, object] = {"op": date(2026, 1, 5), "wat": "ziekmelding"}
    leaving: dict[str, object] = {"op": day, "wat": "uit_dienst"}
    granted: dict[str, object] = {"op": day, "wat": "vervroegd_besloten", "besluit": "toegekend"}
    endings = [fold(facts_from([sick, *lines])).ending for lines in ([leaving, granted], [granted, leaving])]
    assert endings[0] == endings[1]
    assert endings[0] is not None
