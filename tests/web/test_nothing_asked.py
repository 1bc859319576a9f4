"""A dossier in which nothing is asked today says what comes first."""

from pathlib import Path

from portal.rules.calendar import long_date
from tests.web.scene import Scene, at


def test_a_dossier_in_which_nothing_is_asked_names_what_comes_first(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    manager = scene.open("teamleider", 0)
    form = manager.get(at("/stappen/registratie_sap/1"))
    page = manager.fill(form, {"op": scene.stage.day(0).isoformat()}, with_field="toelichting")
    now = " ".join(page.soup.find(id="nu").get_text(" ").split())
    assert "Er staat nu niets open" in now
    first = f"Eerst komt «Eerste vervolgcontact», uiterlijk {long_date(scene.stage.day(3))}."
    assert f"{first} Wie: U, leidinggevende." in now
    assert f"{first} Wie: Karin de Boer, leidinggevende." in scene.open("medewerker", 0).get(at("")).text
