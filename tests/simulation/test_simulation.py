"""A small organisation is played and every invariant holds; and each invariant notices when something is broken."""

import shutil
import sqlite3
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from portal.actions.attach_advice import MEDIA
from portal.actions.passwords import CHEAP
from portal.cli import main
from portal.demonstration.simulation.absences import ORDINARY, TURBULENT, Odds, story
from portal.demonstration.simulation.figures import Figures, counted, figures, implausible
from portal.demonstration.simulation.happenings import PDF
from portal.demonstration.simulation.invariants import INVARIANTS
from portal.demonstration.simulation.play import Played, Plot
from portal.demonstration.simulation.report import ASKED, LISTED, PLAUSIBLE, Report, examine
from portal.demonstration.simulation.whole import simulate
from portal.documents.guard import check_upload
from portal.rules.facts import Fact
from portal.settings import Settings
from portal.storage.database import connect_to, connection, rows
from portal.storage.hashing import sha256
from portal.storage.keyfile import KEY_FILE
from portal.storage.parts import PartsDiffer, join
from portal.storage.reading.dossiers import dossier
from portal.storage.reading.involvements import people_of
from portal.storage.sealing import seal
from portal.web.app import create_app

END = date(2026, 11, 22)
NEXT, OPENS, ACTS, FOLLOW, CHAIN, ROLES, REACH, FILES = INVARIANTS


def plot(employees: int = 60, days: int = 730, seed: int = 1, odds: Odds = ORDINARY) -> Plot:
    return Plot(employees, seed, END - timedelta(days=days), END, datetime(2026, 11, 22, 8, tzinfo=UTC), odds)


@dataclass(frozen=True)
class Made:
    """A played database that no test changes, and what was played in it."""

    path: Path
    played: Played


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    path = tmp_path_factory.mktemp("simulated") / "small.sqlite3"
    return Made(path, simulate(plot(), path, processes=1, hashing=CHEAP))


@pytest.fixture
def copy(made: Made, tmp_path: Path) -> Made:
    """A copy of it to break."""
    path = tmp_path / "broken.sqlite3"
    shutil.copyfile(made.path, path)
    shutil.copyfile(made.path.with_name(KEY_FILE), path.with_name(KEY_FILE))
    return Made(path, deepcopy(made.played))


def examined(made: Made) -> Report:
    return examine(made.played, made.path, processes=1)


def broken(made: Made, *statements: str) -> set[str]:
    """Which invariants fail after these statements."""
    with sqlite3.connect(made.path) as database:
        for statement in statements:
            changed = database.execute(statement).rowcount
            assert changed, f"nothing was broken by {statement}"
    database.close()
    return {invariant for invariant, wrong in examined(made).findings.wrong.items() if wrong}


def one(made: Made, sql: str) -> int:
    """The first number that a query finds."""
    with sqlite3.connect(made.path) as database:
        found = database.execute(sql).fetchone()
    database.close()
    assert found, f"nothing to break: {sql}"
    return int(found[0])


ILL = """
SELECT s.dossier_id FROM step s WHERE s.key = 'einde_wachttijd' AND s.due_on > '2026-12-31'
AND EXISTS (SELECT 1 FROM step t WHERE t.dossier_id = s.dossier_id AND t.state = 'open' AND t.until_on IS NULL)
"""
"""Dossiers of which the case runs."""

WITH_PLAN = "SELECT dossier_id FROM paper WHERE kind = 'plan_van_aanpak' ORDER BY dossier_id DESC"


def test_every_invariant_holds_in_a_small_organisation(made: Made) -> None:
    report = examined(made)
    assert not {name: wrong for name, wrong in report.findings.wrong.items() if wrong}
    assert set(report.findings.wrong) == {*INVARIANTS, ASKED, LISTED, PLAUSIBLE}
    assert report.good
    assert report.findings.dossiers > 30
    assert report.findings.papers > 50
    assert made.played.done["ziekmelding"] > 60
    assert made.played.done["ondertekenen"] > 10
    text = "\n".join(report.lines())
    assert "Verzuimpercentage" in text
    assert "FOUT" not in text


def test_a_dossier_without_a_next_step_is_found(copy: Made) -> None:
    dossier_id = one(copy, ILL)
    assert NEXT in broken(copy, f"DELETE FROM step WHERE dossier_id = {dossier_id} AND state <> 'done'")


def test_a_step_that_waits_for_what_nobody_is_asked_is_found(copy: Made) -> None:
    dossier_id = one(copy, f"SELECT dossier_id FROM step WHERE state = 'waiting' AND dossier_id IN ({ILL})")
    wrong = broken(copy, f"UPDATE step SET waits_for = 'godot' WHERE state = 'waiting' AND dossier_id = {dossier_id}")
    assert NEXT in wrong


@pytest.mark.parametrize("column", ["opens_on", "soon_on"])
def test_a_step_that_opens_after_it_is_due_is_found(copy: Made, column: str) -> None:
    assert OPENS in broken(copy, f"UPDATE step SET {column} = '2099-01-01' WHERE rowid = (SELECT MIN(rowid) FROM step)")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM involvement WHERE role = 'leidinggevende' AND dossier_id = {ill}",
        "UPDATE step SET owner = 'hrm_adviseur' WHERE state = 'open' AND dossier_id = {ill}",
        "UPDATE step SET action = 'settle_paper', paper = 'probleemanalyse' "
        "WHERE state = 'open' AND owner = 'leidinggevende' AND dossier_id = {ill}",
        "UPDATE step SET action = 'record', paper = 'andere_oorzaak' "
        "WHERE state = 'open' AND owner = 'leidinggevende' AND dossier_id = {ill}",
    ],
)
def test_a_step_that_nobody_can_or_may_do_is_found(copy: Made, statement: str) -> None:
    leads = "SELECT 1 FROM step x WHERE x.dossier_id = s.dossier_id AND x.owner = 'leidinggevende' AND x.state = 'open'"
    ill = one(copy, f"{ILL} AND EXISTS ({leads} AND x.until_on IS NULL)")
    assert ACTS in broken(copy, statement.format(ill=ill))


def test_a_step_of_someone_who_has_left_is_found(copy: Made) -> None:
    assert ACTS in broken(copy, "UPDATE person SET active = 0 WHERE job LIKE 'bedrijfsarts%'")


@pytest.mark.parametrize("change", ["due_on = '2026-01-01'", "why = 'Daarom.'", "position = position + 100"])
def test_a_stored_step_that_does_not_follow_is_found(copy: Made, change: str) -> None:
    assert FOLLOW in broken(copy, f"UPDATE step SET {change} WHERE rowid = (SELECT MIN(rowid) FROM step)")


def test_a_changed_fact_is_found(copy: Made) -> None:
    with sqlite3.connect(copy.path) as database:
        database.execute("DROP TRIGGER fact_no_update")
    database.close()
    assert CHAIN in broken(copy, "UPDATE fact SET data = data || ' ' WHERE id = 5")


def test_a_missing_and_a_strange_role_are_found(copy: Made) -> None:
    dossier_id = one(copy, WITH_PLAN)
    stranger = one(copy, "SELECT id FROM person WHERE id NOT IN (SELECT person_id FROM involvement)")
    columns = "(dossier_id, person_id, role, from_on, origin)"
    values = f"({dossier_id}, {stranger}, 'casemanager', '2026-01-01', 'agreed')"
    assert {ROLES, REACH, LISTED} <= broken(copy, f"INSERT INTO involvement {columns} VALUES {values}")


@pytest.mark.parametrize("role", ["leidinggevende", "medewerker", "bedrijfsarts"])
def test_a_paper_that_does_not_reach_someone_is_found(copy: Made, role: str) -> None:
    dossier_id = one(copy, WITH_PLAN)
    assert {ROLES, REACH} <= broken(
        copy, f"DELETE FROM involvement WHERE role = '{role}' AND dossier_id = {dossier_id}"
    )


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM paper_file WHERE paper_id = {paper}",
        "UPDATE paper_file SET content = x'00' WHERE paper_id = {paper}",
        "UPDATE paper SET template_sha256 = 'x' WHERE id = {paper}",
        "UPDATE dossier SET number = '9999' WHERE id = (SELECT dossier_id FROM paper WHERE id = {paper})",
    ],
)
def test_a_file_that_is_wrong_is_found(copy: Made, statement: str) -> None:
    paper = one(copy, "SELECT id FROM paper WHERE template_sha256 IS NOT NULL ORDER BY id DESC")
    assert FILES in broken(copy, statement.format(paper=paper))


def test_a_file_that_does_not_open_is_found_although_its_hash_is_right(copy: Made) -> None:
    paper = one(copy, "SELECT id FROM paper WHERE template_sha256 IS NOT NULL ORDER BY id DESC")
    connect_to(copy.path)
    with connection():
        [(first,)] = rows("SELECT MIN(seq) FROM paper_file WHERE paper_id = ?", paper)
        sealed = seal(b"\0", "paper_file.content", paper, first)
        change = "UPDATE paper_file SET content = ?, sha256 = ? WHERE paper_id = ? AND seq = ?"
        rows(change, sealed, sha256(b"\0"), paper, first)
    assert FILES in broken(copy)


def test_a_list_that_shows_too_little_is_found(copy: Made) -> None:
    dossier_id = one(copy, WITH_PLAN)
    end = f"UPDATE involvement SET until_on = '2026-01-01' WHERE role = 'hrm_adviseur' AND dossier_id = {dossier_id}"
    assert LISTED in broken(copy, end)


def test_a_step_that_could_not_be_done_is_found(copy: Made) -> None:
    refused = "dossier 0003 op 2026-03-02: probleemanalyse (paper_too_early)"
    copy.played.refused_asked.append(refused)
    report = examined(copy)
    assert report.findings.wrong[ASKED] == [refused]
    assert not report.good
    assert any(line.startswith("FOUT") for line in report.lines())


@pytest.mark.parametrize("changes", [{"percentage": 9.0}, {"frequency": 0.2}, {"mean_days": 60.0}])
def test_absence_that_cannot_be_is_found(changes: dict[str, float]) -> None:
    good = Figures(percentage=5.5, frequency=1.1, mean_days=17, absences=6000, short=76, long=7)
    assert implausible(good, 6000) == []
    assert len(implausible(replace(good, **changes), 6000)) == 1
    assert implausible(replace(good, **changes), 10) == []


# Figures, worked out by hand


def fact(seq: int, kind: str, on: date, **data: object) -> Fact:
    return Fact(seq, kind, on, datetime(2026, 1, 1, tzinfo=UTC), 1, data)


def test_the_figures_of_one_absence() -> None:
    """Ten days ill and ten days half ill, in a month of 31 days at half of the hours."""
    first = date(2026, 3, 2)
    facts = (
        fact(1, "ziekmelding", first, gemeld_op="2026-03-02"),
        fact(2, "herstelmelding", date(2026, 3, 12), percentage=50.0),
        fact(3, "herstelmelding", date(2026, 3, 22), percentage=100.0),
    )
    found = counted(facts, date(2026, 3, 1), date(2026, 3, 31), 0.5, date.max)
    assert (found.ill, found.employed, found.begun, found.ended) == (7.5, 15.5, 1, (20,))
    whole = figures([found, counted((), date(2026, 3, 1), date(2026, 3, 31), 1.0, date.max)], 31, 2)
    assert whole.percentage == pytest.approx(100 * 7.5 / 46.5)
    assert whole.frequency == pytest.approx(0.5 / (31 / 365.25))
    assert whole.mean_days == 20
    assert (whole.short, whole.long) == (0, 0)


def test_an_absence_counts_only_in_the_period_and_while_employed() -> None:
    facts = (fact(1, "ziekmelding", date(2026, 1, 5), gemeld_op="2026-01-05"),)
    found = counted(facts, date(2026, 3, 1), date(2026, 3, 31), 1.0, date(2026, 3, 10))
    assert (found.ill, found.employed, found.begun, found.ended) == (10, 10, 0, ())


# The same seed, the same story


def test_the_stories_are_those_of_an_organisation_of_this_size() -> None:
    stories = [story(str(number), 1, date(2023, 1, 1), date(2025, 12, 31)) for number in range(1500)]
    begun = [absence for told in stories for absence in told]
    ended = [(a.back_on - a.first).days for a in begun if a.back_on]
    assert 1.0 < len(begun) / 1500 / 3 < 1.25
    assert 0.70 < sum(days <= 7 for days in ended) / len(ended) < 0.82
    assert any(a.ended_by == "overleden" for a in begun)
    assert any(a.ended_by == "uit_dienst" for a in begun)
    assert stories == [story(str(number), 1, date(2023, 1, 1), date(2025, 12, 31)) for number in range(1500)]


def told(path: Path) -> Counter[tuple[str, str, str]]:
    connect_to(path)
    with connection():
        return Counter(
            rows(
                "SELECT m.personnel_number, f.kind, f.on_day FROM fact f "
                "JOIN dossier d ON d.id = f.dossier_id JOIN person m ON m.id = d.medewerker_id"
            )
        )


def test_two_processes_tell_the_same_story_as_one_and_all_holds_in_a_turbulent_one(tmp_path: Path) -> None:
    small = plot(employees=20, days=365, odds=TURBULENT)
    alone = simulate(small, tmp_path / "one.sqlite3", processes=1, hashing=CHEAP)
    together = simulate(small, tmp_path / "two.sqlite3", processes=2, hashing=CHEAP)
    assert together.done == alone.done
    assert {"herstel_vastleggen", "bijstelling_plan_van_aanpak", "uit_dienst_melden"} <= alone.done.keys()
    assert told(tmp_path / "two.sqlite3") == told(tmp_path / "one.sqlite3")
    assert examined(Made(tmp_path / "two.sqlite3", together)).good
    with connection():
        assert [number for (number,) in rows("SELECT number FROM dossier ORDER BY id")] == [
            f"{number:04d}" for (number,) in rows("SELECT id FROM dossier ORDER BY id")
        ]
    assert not list(tmp_path.glob("*.deel*"))


def test_parts_with_other_people_are_not_brought_together(made: Made, copy: Made) -> None:
    with sqlite3.connect(copy.path) as database:
        database.execute("UPDATE person SET name = 'Iemand Anders' WHERE id = 3")
    database.close()
    connect_to(made.path)
    with connection(), pytest.raises(PartsDiffer):
        join([(copy.path, 0)])


# As a command, and as a demonstration


def test_the_command_leaves_an_existing_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORTAL_INSTANCE", str(tmp_path))
    words = ["simulate", "--employees", "8", "--years", "1", "--until", "2026-11-22", "--processes", "1"]
    assert main(words) == 0
    shown = capsys.readouterr().out
    assert "8 medewerkers" in shown
    assert "PORTAL_FILE=simulatie.sqlite3 PORTAL_TODAY=2026-11-22 portal run" in shown
    before = (tmp_path / "simulatie.sqlite3").read_bytes()
    assert main(words) == 1
    assert "--force" in capsys.readouterr().err
    assert (tmp_path / "simulatie.sqlite3").read_bytes() == before
    assert main([*words, "--force"]) == 0


def test_the_portal_runs_on_a_played_database(copy: Made) -> None:
    settings = Settings(mode="test", instance=copy.path.parent, file=copy.path.name, secret_key="s" * 40, today=END)
    assert settings.database == copy.path
    assert create_app(settings).test_client().get("/inloggen").status_code == 200
    with connection():
        logins = dict(rows("SELECT login, person_id FROM account"))
        assert {"medewerker", "teamleider", "bedrijfsarts", "personele-dienst", "beheerder"} <= logins.keys()
        [(dossier_id,)] = rows("SELECT id FROM dossier WHERE medewerker_id = ?", logins["medewerker"])
        row = dossier(dossier_id)
        assert row
        assert logins["teamleider"] in {p.person_id for p in people_of(row.id, END) if p.role == "leidinggevende"}


def test_the_paper_that_is_attached_is_a_file_the_portal_takes() -> None:
    assert check_upload("Advies.pdf", PDF).kind in MEDIA
