"""Short absences one after the other: the talk about them is ticked on the day it was, however late that is told."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from portal.actions.record_recovery import record_recovery
from portal.actions.record_ziekmelding import SixItems, record_ziekmelding
from portal.actions.tick_step import tick_step
from portal.storage.database import connection
from tests.staging import Stage, refused, set_stage

NOTHING = SixItems("", "", "", "", vangnet=False, arbeidsongeval=False, verkeersongeval_derde=False)
TALK = "frequent_verzuimgesprek"


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Ill on the days 0, 20, 40 and 60, each time for three days; the last one still runs."""
    found = set_stage(tmp_path, "sick")
    with connection():
        for again in (20, 40, 60):
            back = found.day(again - 17)
            record_recovery(**found.who("teamleider", again - 17), on=back, hours=36)
            record_ziekmelding(
                medewerker_id=found.ids["medewerker"],
                actor=found.ids["teamleider"],
                now=found.moment(again),
                eerste_ziektedag=found.day(again),
                gemeld_op=found.day(again),
                items=NOTHING,
            )
        yield found


def asked(stage: Stage, days: int) -> list[tuple[int, str]]:
    steps = stage.seen_by("teamleider", days).steps
    return [(step.round, step.state) for step in steps if step.key == TALK]


def held(stage: Stage, on: int) -> None:
    tick_step(**stage.who("teamleider", 61), key=TALK, round=1, on=stage.day(on))


def test_one_talk_is_asked_and_is_about_all_absences(stage: Stage) -> None:
    assert asked(stage, 61) == [(1, "open")]
    with refused("tick_does_not_count", field="op"):
        held(stage, 39)
    held(stage, 61)
    assert asked(stage, 61) == [(1, "done")]


def test_a_talk_before_the_last_absence_is_ticked_late_and_the_last_asks_for_the_next(stage: Stage) -> None:
    held(stage, 45)
    assert asked(stage, 61) == [(1, "done"), (2, "open")]
    due = next(s.due_on for s in stage.seen_by("teamleider", 61).steps if (s.key, s.round) == (TALK, 2))
    assert due == stage.day(60) + timedelta(weeks=4)
