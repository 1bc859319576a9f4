"""Every look, download, change and refusal leaves one line that says what became of it."""

from pathlib import Path
from typing import Any

import pytest

from portal.storage.database import connection, rows
from portal.storage.models import log_database
from portal.storage.reading.illness_words import went_on_in
from portal.storage.reading.read_log import audit
from tests.web.scene import Scene, at, token


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """Week 87 of a dossier with papers."""
    return Scene(tmp_path, "near_the_end")


def written(before: int = 0) -> list[tuple[Any, ...]]:
    """What the log holds after its first `before` lines."""
    with connection():
        return rows("SELECT action, object, result, basis FROM read_log WHERE id > ? ORDER BY id", before)


def test_one_line_each_with_what_became_of_it(scene: Scene) -> None:
    who = scene.open("teamleider", 605)
    key = token(who)
    before = len(written())
    who.get(at(""))
    who.get(at("/inzage"))
    who.get(at("/papieren/99999"))
    who.post(at("/contact"), {"csrf_token": key})
    who.get(at("/stappen/uwv_brief_week_44/1"))
    form = who.get(at("/contact"))
    who.post(form.action("verslag"), {**form.fields("verslag"), "verslag": "Gebeld over de planning."})
    as_manager = "leidinggevende"
    assert written(before) == [
        ("read_progress", "", "allowed", as_manager),
        ("read_read_log", "", "refused", ""),
        ("read_dossier", "", "invisible", as_manager),
        ("record_contact:POST", "", "rejected", as_manager),
        ("tick_step", "uwv_brief_week_44 1", "rejected", as_manager),
        ("record_contact", "", "allowed", as_manager),
        ("record_contact:POST", "", "allowed", as_manager),
        ("read_progress", "", "allowed", as_manager),
    ]


@pytest.mark.asvs("16.3.2")
def test_who_has_nothing_to_do_with_it_is_written_down_too(scene: Scene) -> None:
    scene.open("beheerder", 605).get(at("/contact"))
    assert written()[-1] == ("record_contact", "", "invisible", "")


@pytest.mark.asvs("16.5.3")
def test_what_cannot_be_written_down_is_not_shown(scene: Scene) -> None:
    who = scene.open("teamleider", 605)
    assert "Joost van der Meulen" in who.client.get(at("")).text
    log_database.execute_sql(
        "CREATE TRIGGER full BEFORE INSERT ON read_log BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    )
    answer = who.client.get(at(""))
    assert answer.status_code == 500
    assert "Joost" not in answer.text


def test_the_log_of_a_day_of_work_is_whole(scene: Scene) -> None:
    for login in ("teamleider", "medewerker", "bedrijfsarts", "directeur"):
        scene.open(login, 605).get(at(""))
    with connection():
        assert audit().faults == ()
        assert audit().looks >= 4


def test_a_ziekmelding_is_a_line_in_the_log_of_the_dossier_it_opens(scene: Scene) -> None:
    who = scene.open("teamleider", 605)
    form = who.get(who.get("/ziekmelding").soup.select_one("a[href^='/ziekmelding/']")["href"])
    reason = "Zo heet het project waaraan zij werkt."
    values = {"lopende_zaken": "Project Griep loopt door.", "toch_doorgaan": reason}
    done = who.fill(form, {**form.fields("lopende_zaken"), **values}, with_field="lopende_zaken")
    assert done.status == 200
    with connection():
        [(dossier_id, basis)] = rows("SELECT dossier, basis FROM read_log WHERE action = 'record_ziekmelding:POST'")
        [row] = went_on_in(dossier_id)
    assert (basis, row.reason) == ("leidinggevende", reason)


def test_a_refusal_leads_back_to_the_dossier_for_who_may_see_it(scene: Scene) -> None:
    refused = scene.open("teamleider", 605).get(at("/inzage"))
    assert (refused.status, refused.link("Terug naar het dossier")) == (403, at(""))
    hidden = scene.open("beheerder", 605).get(at("/inzage"))
    assert (hidden.status, "Terug naar het dossier" in hidden.text) == (404, False)
