"""Cases as pictures: every day lies where it belongs on the line."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from portal.rules.facts import Situation
from portal.rules.fold import fold
from portal.rules.plan import plan
from portal.storage.protocols import protocol
from portal.storage.reading.progress import OpenStep
from portal.web.present.picture import Case, case_picture, cases_picture, small_picture
from portal.web.present.steps import standing
from tests.rules.stories import facts_from

FIRST = date(2026, 1, 5)
ILL = {"op": FIRST, "wat": "ziekmelding"}
BETTER = {"op": FIRST + timedelta(weeks=10), "wat": "herstelmelding"}
ILL_AGAIN = {"op": FIRST + timedelta(weeks=12), "wat": "ziekmelding"}


def situation(*story: dict[str, Any]) -> Situation:
    return fold(facts_from(story))


def picture(found: Situation, today: date, rules: str = "wvp_2023", content: bool = True) -> dict[str, Any]:
    drawn = case_picture(
        plan(found, protocol(rules)), protocol(rules), found, today, content=content, address="/dossiers/0001"
    )
    assert drawn is not None
    return drawn


def case(name: str, found: Situation, today: date, content: bool = True) -> Case:
    asked = [step for step in plan(found, protocol("wvp_2023")) if standing(step, today) in ("late", "next")]
    return Case(name, found, tuple(OpenStep("", 0, None, step) for step in asked), content)


def test_a_term_of_six_weeks_stands_at_week_six_and_today_where_it_is() -> None:
    drawn = picture(situation(ILL), FIRST + timedelta(weeks=26))
    assert [(tick["week"], tick["at"]) for tick in drawn["ticks"]] == [(0, 0), (26, 25), (52, 50), (78, 75), (104, 100)]
    assert (drawn["today"], drawn["week"]) == (25, 27)
    assert [row["week"] for row in drawn["rows"] if row["title"] == "Probleemanalyse"] == [6]
    [mark] = [mark for mark in drawn["marks"] if "Probleemanalyse," in mark["title"]]
    assert mark["at"] == round(100 * 6 / 104, 2)
    assert mark["state"] == "late"


def test_days_that_do_not_count_are_a_stretch_and_the_weeks_move() -> None:
    drawn = picture(situation(ILL, BETTER, ILL_AGAIN), FIRST + timedelta(weeks=20))
    [pause] = drawn["paused"]
    assert pause["words"] == "telt niet mee: 16 maart 2026 tot 30 maart 2026 (14 dagen)"
    assert (pause["at"], pause["wide"]) == (round(100 * 10 / 106, 2), round(100 * 2 / 106, 2))
    assert [tick["at"] for tick in drawn["ticks"]][1] == round(100 * 28 / 106, 2)
    assert drawn["week"] == 19


def test_the_day_of_the_law_stands_beside_that_of_the_protocol() -> None:
    drawn = picture(situation(ILL), FIRST + timedelta(weeks=80), "noord_holland_2008")
    words = "WIA-overdracht aan de medewerker: volgens de wet uiterlijk 4 oktober 2027"
    assert {"at": round(100 * 637 / 728, 2), "words": words} in drawn["law"]
    [row] = [row for row in drawn["rows"] if row["title"] == "WIA-overdracht aan de medewerker"]
    assert row["when"] == "uiterlijk 12 september 2027"


def test_without_content_a_mark_tells_only_the_rule() -> None:
    today = FIRST + timedelta(weeks=5)
    told, kept = (picture(situation(ILL), today, content=content)["marks"] for content in (True, False))
    assert any("De eerste ziektedag is" in mark["why"] for mark in told)
    assert not any("eerste ziektedag is" in mark["why"] for mark in kept)


def test_several_cases_stand_on_the_same_days_the_longest_first() -> None:
    later = {"op": FIRST + timedelta(weeks=52), "wat": "ziekmelding"}
    today = FIRST + timedelta(weeks=78)
    drawn = cases_picture([case("B", situation(later), today), case("A", situation(ILL), today)], today)
    assert drawn is not None
    assert [(one["name"], one["from"], one["long"]) for one in drawn["cases"]] == [
        ("A", 0, round(100 * 104 / 156, 2)),
        ("B", round(100 * 52 / 156, 2), round(100 * 104 / 156, 2)),
    ]
    assert drawn["today"] == 50
    assert cases_picture([case("A", situation(ILL), today)], today) is None


def test_where_nothing_is_asked_a_list_draws_nothing() -> None:
    assert small_picture(Case("A", situation(ILL), (), content=True), FIRST) is None
    today = FIRST + timedelta(weeks=52)
    drawn = small_picture(case("A", situation(ILL), today), today)
    assert drawn is not None
    assert drawn["past"] == 50
    assert {mark["state"] for mark in drawn["marks"]} == {"late", "next"}
    assert drawn["marks"][-1]["state"] == "late"


@pytest.mark.parametrize(
    ("ending", "weeks"),
    [
        (BETTER, 10),
        ({"op": FIRST + timedelta(weeks=26), "wat": "uit_dienst"}, 26),
        ({"op": FIRST + timedelta(weeks=52), "wat": "overleden"}, 52),
    ],
)
def test_after_the_end_of_the_case_nothing_is_today(ending: dict[str, Any], weeks: int) -> None:
    found = situation(ILL, ending)
    drawn = picture(found, FIRST + timedelta(weeks=60))
    assert (drawn["today"], drawn["past"]) == (None, round(100 * weeks / 104, 2))


def test_the_last_day_employed_is_still_today_and_so_is_the_day_before_a_return() -> None:
    left = situation(ILL, {"op": FIRST + timedelta(weeks=26), "wat": "uit_dienst"})
    assert picture(left, FIRST + timedelta(weeks=26))["today"] == 25
    assert picture(situation(ILL, BETTER), BETTER["op"] - timedelta(days=1))["today"] is not None


def test_who_only_follows_cannot_measure_the_first_sick_day_nor_the_days_that_do_not_count() -> None:
    """Two cases that began in one month, one of them with a gap, are drawn alike."""
    others = situation({"op": date(2026, 1, 26), "wat": "ziekmelding"}), situation(ILL, BETTER, ILL_AGAIN)
    today = FIRST + timedelta(weeks=20)
    for found in others:
        drawn = picture(found, today, content=False)
        assert drawn["paused"] == []
        assert (drawn["ticks"][0]["month"], [tick for tick in drawn["ticks"] if "week" in tick]) == ("jan 2026", [])
    together = cases_picture([case("A", found, today, content=False) for found in others], today)
    assert together is not None
    assert [(one["from"], one["long"]) for one in together["cases"]] == [(0, 100), (0, 100)]
    small = [small_picture(case("A", found, today, content=False), today) for found in others]
    past = round(100 * (today - date(2026, 1, 1)).days / 728, 2)
    assert [one and one["past"] for one in small] == [past, past]


@pytest.mark.parametrize("years", [0, 1, 3, 8])
def test_the_months_under_several_cases_lie_equally_far_apart(years: int) -> None:
    earlier = situation({"op": date(FIRST.year - years, 2, 2), "wat": "ziekmelding"})
    drawn = cases_picture([case("A", earlier, FIRST), case("B", situation(ILL), FIRST)], FIRST)
    assert drawn is not None
    places = [month["at"] for month in drawn["months"]]
    apart = [there - here for here, there in pairwise(places)]
    assert 3 <= len(places) <= 9
    assert max(apart) - min(apart) < 1
