"""The beheerder sees numbers and days, the employee what happens to the own dossier."""

from pathlib import Path

import pytest

from portal.actions.record_recovery import record_recovery
from portal.actions.retention import review
from portal.storage.database import connection
from portal.storage.reading.retention import held_dossiers, terms_on
from tests.time_over import BACK, GONE, OVER
from tests.web.scene import Scene, at

BEHEER = "/beheer/bewaren/1"


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """Someone is well again, and so long ago that the dossier is on the list."""
    scene = Scene(tmp_path, "analysed")
    with connection():
        record_recovery(**scene.stage.who("teamleider", BACK), on=scene.stage.day(BACK), hours=36)
        review(scene.stage.moment(OVER))
    return scene


def test_the_employee_objects_and_reads_the_answer(scene: Scene) -> None:
    who, beheer = scene.open("medewerker", OVER), scene.open("beheerder", OVER)
    assert "Dit dossier wordt vernietigd na" in who.get(at("")).text
    page = who.fill(who.get(at("/bezwaar")), {"reden": "Er loopt nog een zaak."}, with_field="reden")
    assert page.status == 200
    assert "blijft voorlopig bestaan: Bezwaar van de medewerker" in page.text
    assert "Bezwaar maken tegen" not in page.text
    page = beheer.get(BEHEER)
    assert "Er loopt nog een zaak." in page.text
    with connection():
        assert scene.stage.name("medewerker") not in page.text
        [(_, hold)] = held_dossiers(1)
    form = beheer.get(f"{BEHEER}/bewaarplicht/{hold.id}/einde")
    assert form.heading == "Bezwaar bij dossier 0001 afwijzen"
    assert beheer.fill(form, {"reden": "De zaak is gesloten."}, with_field="reden").status == 200
    assert "Antwoord op uw bezwaar: «De zaak is gesloten.»" in who.get(at("")).text


def test_what_is_gone_is_gone_for_everyone(scene: Scene) -> None:
    with connection():
        assert review(scene.stage.moment(GONE)).destroyed == ("0001",)
    assert scene.open("medewerker", GONE).get(at("")).status == 404
    page = scene.open("beheerder", GONE).get(BEHEER)
    assert "Vernietigd (1)" in page.text
    assert "5 vermeldingen, 2 stukken" in page.text


def test_nobody_else_is_told(scene: Scene) -> None:
    assert "wordt vernietigd" not in scene.open("teamleider", OVER).get(at("")).text


def test_the_beheerder_sets_terms_and_is_told_what_is_wrong(scene: Scene) -> None:
    beheer = scene.open("beheerder", OVER)
    form = beheer.get(f"{BEHEER}/termijnen")
    page = beheer.fill(form, {"kort": "3", "lang": "2,5"}, with_field="kort")
    assert page.status == 422
    assert "heel getal" in page.text
    assert page.fields("kort")["kort"] == "3"
    page = beheer.fill(page, {"lang": "15", "grondslag": "Selectielijst 12"}, with_field="kort")
    assert page.status == 200
    assert "3 en 15 jaar, 30 dagen" in page.text
    with connection():
        assert terms_on(1, scene.stage.day(OVER)).long_years == 15
        assert terms_on(1, scene.stage.day(OVER - 1)).long_years == 2


def test_a_hold_names_no_illness(scene: Scene) -> None:
    beheer = scene.open("beheerder", OVER)
    form = beheer.get(f"{BEHEER}/bewaarplicht")
    assert beheer.fill(form, {"nummer": "0001", "reden": "Haar burn-out."}, with_field="nummer").status == 422
    page = beheer.fill(form, {"nummer": "0001", "reden": "Rechtszaak loopt."}, with_field="nummer")
    assert "Blijft voorlopig" in page.text
