"""A planned consult is where the employee looks for it: on the start page and in the dossier."""

from datetime import time
from pathlib import Path

from portal.actions.plan_consult import plan_consult
from portal.storage.database import connection
from tests.web.scene import Scene, at


def test_the_employee_sees_the_next_consult(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    with connection():
        plan_consult(
            **scene.stage.who("arbo-secretariaat", 21),
            day=scene.stage.day(28),
            at=time(10, 0),
            place="Spreekkamer 2",
            with_role="bedrijfsarts",
            values={"bericht": "", "afzeggen_via": "020 555 01 01"},
        )
    employee = scene.open("medewerker", 22)
    for address in ("/", at("")):
        text = employee.get(address).text
        assert "2 februari 2026" in text, address
        assert "Spreekkamer 2" in text, address
    assert "Spreekkamer 2" not in scene.open("afdelingshoofd", 22).get(at("")).text
