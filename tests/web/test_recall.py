"""Recalling a paper in the browser: a notice in its place, who had opened it, and the note of a data leak."""

from datetime import timedelta
from pathlib import Path

import pytest

from portal.demonstration import texts
from portal.storage.database import connection
from portal.storage.reading.papers import paper as paper_row
from tests.staging import FIRST
from tests.web.scene import Scene, at, token

PLAN = texts.plan_values(FIRST + timedelta(days=48))
CANARY = "kanariezin uit het plan"
WHY = "De derde zin bij het doel hoort hier niet."


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


@pytest.fixture
def plan(scene: Scene) -> int:
    """A plan van aanpak that both signed, in which a sentence stands that nobody may see afterwards."""
    with connection():
        return scene.stage.settle_and_sign(48, "plan_van_aanpak", {**PLAN, "doel_toelichting": CANARY})


def test_it_stops_opening_for_everyone_and_who_had_opened_it_is_listed(scene: Scene, plan: int) -> None:
    with connection():
        row = paper_row(plan)
    assert row
    assert row.values["doel_toelichting"] == CANARY
    address = at(f"/papieren/{plan}")
    boss, nurse, hrm = (scene.open(login, 50) for login in ("teamleider", "verzuimadviseur", "hrm-adviseur"))
    assert CANARY in boss.get(address).text
    assert boss.client.get(f"{address}/bestand").status_code == 200
    assert boss.client.get(at("/rapport.zip")).status_code == 200
    assert CANARY in nurse.get(address).text
    done = hrm.post(f"{address}/terugroepen", {"csrf_token": token(hrm), "reden": WHY})
    assert "Dit stuk is teruggeroepen" in done.text
    for visitor in (boss, nurse, hrm, scene.open("medewerker", 50)):
        assert CANARY not in visitor.get(address).text
        assert visitor.client.get(f"{address}/bestand").status_code == 422
        assert visitor.client.get(f"{address}/bekijken").status_code == 404
    assert CANARY not in boss.get(at("/papieren/bijstelling_plan_van_aanpak/invullen?alles=ja")).text
    listed = hrm.get(f"{address}/geopend").text
    assert all(name in listed for name in (_name(scene, "teamleider"), _name(scene, "verzuimadviseur")))
    assert "ook in het verslag als ZIP" in listed
    assert _name(scene, "bedrijfsarts") not in listed
    # A colleague of the arbodienst who opened it too, but neither recalled nor wrote it.
    assert nurse.client.get(f"{address}/geopend").status_code == 403
    note = hrm.client.get(f"{address}/datalekmelding.txt")
    assert note.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "72 uur" in note.text
    _, opened = note.text.split("Volgens het inzagelogboek hebben deze mensen het geopend of gedownload.\n")
    lines = opened.partition("\nWie het stuk schreef")[0].splitlines()
    assert len(lines) > 1
    assert all(line.startswith("- ") and line.endswith(".") for line in lines), lines
    assert CANARY not in note.text
    assert _name(scene, "medewerker") not in note.text.replace(f"- {_name(scene, 'medewerker')}", "")


def test_its_writer_goes_on_from_the_page_and_sees_what_to_leave_out(scene: Scene, plan: int) -> None:
    employee = scene.open("medewerker", 50)
    address = at(f"/papieren/{plan}")
    employee.post(f"{address}/terugroepen", {"csrf_token": token(employee), "reden": WHY})
    boss = scene.open("teamleider", 51)
    assert "Plan van aanpak opnieuw maken" in boss.get("/").text
    assert "Opnieuw maken" in boss.get(address).text
    again = boss.get(at("/papieren/plan_van_aanpak/invullen?alles=ja")).text
    assert "U maakt een teruggeroepen stuk opnieuw" in again
    assert CANARY not in again
    assert "Teruggeroepen, opnieuw te maken" in boss.get(at("/rapport")).text
    assert "teruggeroepen" in boss.get(at("")).text
    assert WHY in boss.get(f"{address}/geopend").text
    assert WHY not in boss.get(address).text


def test_a_word_about_illness_in_the_reason_is_asked_about(scene: Scene, plan: int) -> None:
    boss = scene.open("teamleider", 50)
    address = at(f"/papieren/{plan}/terugroepen")
    empty = boss.post(address, {"csrf_token": token(boss), "reden": ""})
    assert "Vul dit in" in empty.text
    said = boss.post(address, {"csrf_token": token(boss), "reden": "Er staat burn-out in."})
    assert "burn-out" in said.text


def _name(scene: Scene, login: str) -> str:
    with connection():
        return scene.stage.name(login)


def test_what_was_recalled_before_it_was_signed_waits_for_the_new_one_and_for_no_signature(scene: Scene) -> None:
    with connection():
        paper = scene.stage.settle("teamleider", 48, "plan_van_aanpak", PLAN)
    who = scene.open("teamleider", 49)
    assert "Wacht op de handtekening van de medewerker" in who.get(at("")).text
    who.post(at(f"/papieren/{paper}/terugroepen"), {"csrf_token": token(who), "reden": WHY})
    page = who.get(at("")).text
    assert "Eerst: Plan van aanpak opnieuw maken" in page
    assert "Wacht op de handtekening" not in page
