"""Until when a dossier is kept (AVG art. 5 lid 1 onder e; selection lists under Archiefwet art. 5)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from portal.rules.facts import Fact
from portal.rules.fold import fold
from portal.rules.retention import Kept, Terms, kept

FIRST = date(2026, 1, 5)
GOVERNMENT = Terms(short_years=3, long_years=15)
YEARS_ON = date(2045, 1, 1)


def on(days: int) -> date:
    """The day so many days after the first sick day."""
    return FIRST + timedelta(days=days)


def case(*happened: tuple[str, int, dict[str, Any]]) -> tuple[Fact, ...]:
    """A ziekmelding on the first sick day, and what happened so many days later."""
    told = [("ziekmelding", 0, {}), *happened]
    return tuple(
        Fact(seq, kind, on(days), datetime.combine(on(days), datetime.min.time(), UTC), 1, data)
        for seq, (kind, days, data) in enumerate(told, 1)
    )


def ends(facts: Iterable[Fact], today: date = YEARS_ON, terms: Terms = GOVERNMENT) -> Kept | None:
    """Until when the dossier is kept."""
    facts = tuple(facts)
    return kept(fold(facts), terms, today, facts[-1].at.date())


WELL = {"percentage": 100.0}


@pytest.mark.parametrize(
    ("facts", "ended"),
    [
        (case(("herstelmelding", 30, WELL)), on(30)),
        (case(("herstelmelding", 30, WELL), ("ziekmelding", 57, {}), ("herstelmelding", 80, WELL)), on(80)),
        (case(("herstelmelding", 30, {"percentage": 50.0})), on(728)),
        (case(("uit_dienst", 100, {})), on(100)),
        (case(("overleden", 100, {})), on(100)),
        (case(("vervroegd_besloten", 200, {"besluit": "toegekend"})), on(200)),
        (case(("vervroegd_besloten", 200, {"besluit": "afgewezen"})), on(728)),
        (case(("herstelmelding", 30, WELL), ("uit_dienst", 200, {})), on(30)),
        (case(("loonsanctie_opgelegd", 700, {"tot": on(900).isoformat()})), on(900)),
        (case(("loonsanctie_opgelegd", 700, {})), on(728 + 364)),
        (
            case(
                ("loonsanctie_opgelegd", 700, {"tot": on(1092).isoformat()}),
                ("loonsanctie_bekort", 760, {"tot": on(802).isoformat()}),
            ),
            on(802),
        ),
    ],
    ids=[
        "recovered",
        "relapse",
        "half",
        "left",
        "died",
        "early_benefit",
        "refused",
        "recovered_then_left",
        "sanction",
        "sanction_without_day",
        "shortened",
    ],
)
def test_the_reintegration_ends(facts: tuple[Fact, ...], ended: date) -> None:
    found = ends(facts)
    assert found
    assert found.ended == ended


def test_days_that_do_not_count_move_the_end_of_the_waiting_time() -> None:
    gap = case(("herstelmelding", 30, WELL), ("ziekmelding", 50, {}))
    found = ends(gap)
    assert found
    assert found.ended == on(728 + 20)


def test_recovery_counts_when_four_weeks_went_by_without_a_relapse() -> None:
    facts = case(("herstelmelding", 30, WELL))
    assert ends(facts, on(57)) is None
    assert ends(facts, on(58)) == Kept(on(30), date(2029, 2, 4))


def test_nothing_ended_while_someone_is_ill() -> None:
    assert ends(case(), on(727)) is None
    assert ends(case(), on(728)) is not None


@pytest.mark.parametrize(("days", "until"), [(42, date(2029, 2, 16)), (43, date(2041, 2, 17))])
def test_six_weeks_are_short(days: int, until: date) -> None:
    found = ends(case(("herstelmelding", days, WELL)))
    assert found
    assert found.until == until


def test_the_days_at_work_in_between_are_no_absence() -> None:
    found = ends(case(("herstelmelding", 20, WELL), ("ziekmelding", 40, {}), ("herstelmelding", 60, WELL)))
    assert found
    assert found.until == date(2029, 3, 6)


def test_an_earlier_long_case_keeps_the_dossier() -> None:
    found = ends(case(("herstelmelding", 100, WELL), ("ziekmelding", 200, {}), ("herstelmelding", 210, WELL)))
    assert found == Kept(on(210), date(2041, 4, 15))


def test_two_years_when_nobody_says_otherwise() -> None:
    found = ends(case(("herstelmelding", 100, WELL)), terms=Terms())
    assert found == Kept(date(2026, 4, 15), date(2028, 4, 15))


def test_of_29_february_the_term_ends_on_1_march() -> None:
    leap = case(("herstelmelding", 700, WELL), ("ziekmelding", (date(2028, 2, 1) - FIRST).days, {}))
    left = (*leap, Fact(9, "uit_dienst", date(2028, 2, 29), leap[0].at, 1))
    found = ends(left, terms=Terms(3, 3))
    assert found == Kept(date(2028, 2, 29), date(2031, 3, 1))


def test_a_report_that_was_withdrawn_leaves_a_dossier_of_that_day() -> None:
    told = case()
    withdrawn = Fact(2, "intrekking", on(3), datetime(2026, 1, 8, tzinfo=UTC), 1, {}, corrects=1)
    assert ends((*told, withdrawn)) == Kept(on(3), date(2029, 1, 8))
