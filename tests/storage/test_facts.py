"""Facts stand: they cannot be changed or taken away, and their chain shows it when someone does so anyway."""

from datetime import date
from pathlib import Path

import peewee
import pytest

from portal.actions.dossier import looked_at, replan
from portal.actions.passwords import Hashing
from portal.demonstration import CASES, people, play
from portal.storage import models
from portal.storage.database import rows
from portal.storage.reading.facts import broken_links, facts_of
from portal.storage.reading.people import person
from portal.storage.writing.facts import append_fact
from tests.web.browsing import moment

TODAY = date(2026, 11, 23)


@pytest.fixture
def dossier(database: Path, hashing: Hashing) -> int:
    """A dossier of thirty weeks."""
    people.seed_people(moment(TODAY), hashing)
    medewerker = person(people.number_to_person(people.DOSSIERS[5]))
    assert medewerker is not None
    return play(medewerker, CASES[5], moment(TODAY))


def test_the_database_refuses_to_change_or_delete_a_fact(dossier: int) -> None:
    before = facts_of(dossier)
    with pytest.raises(peewee.IntegrityError, match="append-only"):
        models.Fact.update(data="{}").where(models.Fact.dossier == dossier).execute()
    with pytest.raises(peewee.IntegrityError, match="append-only"):
        models.Fact.delete().where(models.Fact.dossier == dossier).execute()
    assert facts_of(dossier) == before


def test_the_chain_is_whole_and_shows_a_change_behind_the_portals_back(dossier: int) -> None:
    assert broken_links(dossier) == ()
    models.database.execute_sql("DROP TRIGGER fact_no_UPDATE")
    third = (models.Fact.dossier == dossier) & (models.Fact.seq == 3)
    models.Fact.update(on_day=date(2026, 1, 1)).where(third).execute()
    assert broken_links(dossier) == (3,)


def test_the_chain_shows_a_fact_that_was_taken_away(dossier: int) -> None:
    models.database.execute_sql("DROP TRIGGER fact_no_DELETE")
    models.Fact.delete().where((models.Fact.dossier == dossier) & (models.Fact.seq == 3)).execute()
    assert broken_links(dossier)


def test_steps_dropped_and_planned_again_are_identical(dossier: int) -> None:
    before = rows("SELECT * FROM step WHERE dossier_id = ? ORDER BY position", dossier)
    assert len(before) > 30
    models.Step.delete().execute()
    replan(dossier, date(2026, 1, 5))
    assert rows("SELECT * FROM step WHERE dossier_id = ? ORDER BY position", dossier) == before


def test_planning_anew_writes_nothing_when_nothing_changed(dossier: int) -> None:
    [(before,)] = rows("SELECT total_changes()")
    replan(dossier, date(2026, 1, 5))
    assert rows("SELECT total_changes()") == [(before,)]


def test_planning_anew_writes_only_what_differs(dossier: int) -> None:
    stored = rows("SELECT * FROM step WHERE dossier_id = ? ORDER BY position", dossier)
    models.Step.update(due_on=TODAY).where(models.Step.position == 3).execute()
    models.Step.delete().where(models.Step.position == 5).execute()
    [(before,)] = rows("SELECT total_changes()")
    replan(dossier, date(2026, 1, 5))
    assert rows("SELECT * FROM step WHERE dossier_id = ? ORDER BY position", dossier) == stored
    # One row goes and comes back right, one comes back.
    assert rows("SELECT total_changes()") == [(before + 3,)]


def test_a_dossier_is_read_anew_after_each_fact(dossier: int) -> None:
    row = models.Dossier.get_by_id(dossier)
    moments = {"actor": row.medewerker_id, "now": moment(TODAY)}
    before = looked_at(dossier, **moments)
    data = {"wijze": "telefoon", "verslag": "Gebeld."}
    append_fact(dossier, kind="contact", on=TODAY, at=moment(TODAY), author=row.medewerker_id, data=data)
    after = looked_at(dossier, **moments)
    assert after.facts[:-1] == before.facts
    assert after.facts[-1].data == data
    assert after.situation.last_seq == before.situation.last_seq + 1
