"""Facts stand: they cannot be changed or taken away, and their chain shows it when someone does so anyway."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import peewee
import pytest

from portal.actions.dossier import looked_at, replan
from portal.actions.passwords import Hashing
from portal.demonstration import CASES, people, play
from portal.storage import models
from portal.storage.database import migrate, rows
from portal.storage.hashing import chain_hash
from portal.storage.reading.facts import COLUMNS, broken_links, ends_at_head, facts_of, forged_facts
from portal.storage.reading.people import person
from portal.storage.reading.read_log import dossiers_with_broken_chains
from portal.storage.sealing import seal_text
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


def hash_anew(dossier: int) -> None:
    """Make every hash follow again, as anyone can: it takes no key."""
    previous = ""
    for seq, *said in rows(f"SELECT {COLUMNS} FROM fact WHERE dossier_id = ? ORDER BY seq", dossier):
        linked = chain_hash(previous, dossier, seq, *said)
        sql = "UPDATE fact SET previous_hash = ?, hash = ? WHERE dossier_id = ? AND seq = ?"
        rows(sql, previous, linked, dossier, seq)
        previous = linked


@pytest.mark.asvs("16.4.2")
@pytest.mark.parametrize(
    ("damage", "shown"),
    [
        ("UPDATE fact SET on_day = '2026-01-01' WHERE seq = 3", lambda last: range(3, last + 1)),
        ("UPDATE fact SET author_id = author_id + 1 WHERE seq = 3", lambda last: range(3, last + 1)),
        ("UPDATE fact SET kind = 'contact' WHERE seq = 1", lambda last: range(1, last + 1)),
        ("UPDATE fact SET data = (SELECT data FROM fact WHERE seq = 2) WHERE seq = 3", lambda last: range(3, last + 1)),
    ],
)
def test_who_makes_all_hashes_anew_cannot_make_the_seals(
    dossier: int, damage: str, shown: Callable[[int], range]
) -> None:
    assert forged_facts(dossier) == ()
    assert list(dossiers_with_broken_chains()) == []
    last = facts_of(dossier)[-1].seq
    models.database.execute_sql("DROP TRIGGER fact_no_UPDATE")
    rows(f"{damage} AND dossier_id = ?", dossier)
    hash_anew(dossier)
    assert broken_links(dossier) == ()
    assert forged_facts(dossier) == tuple(shown(last))
    assert len(list(dossiers_with_broken_chains())) == 1


def cut_tail(dossier: int, last: int) -> None:
    """Delete the facts after this one, as who can write in the file can."""
    models.database.execute_sql("DROP TRIGGER fact_no_DELETE")
    rows("DELETE FROM fact WHERE dossier_id = ? AND seq > ?", dossier, last)


@pytest.mark.asvs("16.4.2")
@pytest.mark.parametrize("left", [0, 1, 3])
@pytest.mark.parametrize(
    "about_head",
    [
        "UPDATE fact_head SET seq = seq",
        "UPDATE fact_head SET (seq, hash) = (SELECT seq, hash FROM fact ORDER BY seq DESC LIMIT 1)",
        "UPDATE fact_head SET seq = 3",
        "DELETE FROM fact_head",
    ],
)
def test_the_last_facts_cannot_be_cut_off_unseen(dossier: int, left: int, about_head: str) -> None:
    assert ends_at_head(dossier)
    cut_tail(dossier, left)
    if left:
        rows(about_head)
    assert (broken_links(dossier), forged_facts(dossier)) == ((), ())
    assert len(list(dossiers_with_broken_chains())) == 1


def test_a_head_of_before_put_back_with_its_facts_looks_whole(dossier: int) -> None:
    """What the head cannot show: an older state, put back as a whole, is one that once was true."""
    [before] = rows("SELECT seq, hash FROM fact_head WHERE dossier_id = ?", dossier)
    append_fact(dossier, kind="contact", on=TODAY, at=moment(TODAY), author=1, data={})
    assert ends_at_head(dossier)
    cut_tail(dossier, before[0])
    assert not ends_at_head(dossier)
    rows("UPDATE fact_head SET seq = ?, hash = ? WHERE dossier_id = ?", *before, dossier)
    assert ends_at_head(dossier)


def test_a_dossier_from_before_there_were_heads_gets_one(dossier: int) -> None:
    [known] = rows("SELECT dossier_id, seq FROM fact_head")
    rows("DROP TABLE fact_head")
    rows("DELETE FROM schema_migration WHERE name = '0031_fact_heads'")
    assert migrate() == ["0031_fact_heads"]
    assert rows("SELECT dossier_id, seq FROM fact_head") == [known]
    assert ends_at_head(dossier)


def test_a_fact_from_before_its_seal_spoke_of_its_line_is_no_forgery(dossier: int) -> None:
    last = facts_of(dossier)[-1]
    models.database.execute_sql("DROP TRIGGER fact_no_UPDATE")
    plain = seal_text(json.dumps(last.data), "fact.data", dossier, last.seq)
    rows("UPDATE fact SET data = ? WHERE dossier_id = ? AND seq = ?", plain, dossier, last.seq)
    hash_anew(dossier)
    assert forged_facts(dossier) == ()
    assert facts_of(dossier)[-1] == last


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
