"""Other rules re-plan every dossier at the next start, once."""

from pathlib import Path

from portal.actions.follow_rules import follow_rules
from portal.storage.database import connection, rows
from portal.storage.planned_by import keep_planned_by, planned_by
from portal.storage.protocols import rules_mark
from portal.storage.reading.steps import steps_of
from tests.staging import set_stage


def test_steps_of_other_rules_are_planned_anew_once(tmp_path: Path) -> None:
    stage = set_stage(tmp_path, "analysed")
    with connection():
        today = stage.day(40)
        follow_rules(today)
        before = steps_of(stage.dossier_id)
        rows("UPDATE step SET title = 'Zoals het was' WHERE dossier_id = ?", stage.dossier_id)
        assert follow_rules(today) == 0
        assert steps_of(stage.dossier_id) != before
        keep_planned_by(rules_mark() + 1)
        assert follow_rules(today) == 1
        assert steps_of(stage.dossier_id) == before
        assert planned_by() == rules_mark()


def test_a_database_of_before_is_planned_anew(tmp_path: Path) -> None:
    stage = set_stage(tmp_path, "analysed")
    with connection():
        rows("UPDATE dossier SET ill = 0")
        keep_planned_by(0)
        assert follow_rules(stage.day(40)) == 1
        assert rows("SELECT ill FROM dossier") == [(1,)]
        assert 0 < rules_mark() < 2**31
