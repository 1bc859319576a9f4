"""A field that is not for every reader of a paper: not on the page, nor in the file, its pictures and the packet."""

import io
import zipfile
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest

from portal.actions.paper_copies import file_seen, rendering_seen
from portal.actions.plan_consult import plan_consult
from portal.actions.start_paper import start_values
from portal.demonstration import texts
from portal.documents.reading import read
from portal.rules.papers import CatalogueError, parse_catalogue
from portal.storage.catalogue import catalogue
from portal.storage.database import connection
from portal.storage.reading.papers import file_of, rendering_of
from tests.staging import ADDRESS, FIRST, set_stage
from tests.web.scene import Scene, at

SECRET = "alleen voor de partijen"
PARTIES = ("medewerker", "leidinggevende", "casemanager")


def test_the_address_in_a_letter_is_not_for_the_whole_arbodienst(tmp_path: Path) -> None:
    stage = set_stage(tmp_path, "analysed")
    with connection():
        plan_consult(
            **stage.who("arbo-secretariaat", 45),
            day=stage.day(50),
            at=time(10, 0),
            place="Spreekkamer 2",
            with_role="bedrijfsarts",
            values=texts.INVITATION,
        )
        row = stage.newest("uitnodiging_consult")
        told = {}
        for login in ("medewerker", "teamleider", "arbo-secretariaat", "bedrijfsarts", "verzuimadviseur"):
            seen = stage.seen_by(login, 48)
            file = file_seen(seen, row)
            assert file
            assert rendering_seen(seen, row) == (file.media, file.sha256)
            told[login] = read(file.content)["medewerker.adres"]
        assert told == dict.fromkeys(("medewerker", "teamleider", "arbo-secretariaat"), ADDRESS) | dict.fromkeys(
            ("bedrijfsarts", "verzuimadviseur"), ""
        )
        assert file_seen(stage.seen_by("medewerker", 48), row) == file_of(row.id)
        assert rendering_of(row.id) != rendering_seen(stage.seen_by("bedrijfsarts", 48), row)


@pytest.mark.asvs("8.2.3", "15.3.1")
def test_a_field_of_a_form_is_left_out_wherever_the_paper_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = Scene(tmp_path, "analysed")
    kind = catalogue()["plan_van_aanpak"]
    monkeypatch.setitem(catalogue(), kind.key, replace(kind, audience={"doel_toelichting": PARTIES}))  # type: ignore[arg-type]
    values = {**texts.plan_values(FIRST + timedelta(days=48)), "doel_toelichting": SECRET}
    with connection():
        paper = scene.stage.settle_and_sign(48, kind.key, values)
    label = "Toelichting op het doel"
    boss, nurse = scene.open("teamleider", 50), scene.open("hrm-adviseur", 50)
    assert SECRET in boss.get(at(f"/papieren/{paper}")).text
    page = nurse.get(at(f"/papieren/{paper}")).text
    assert SECRET not in page
    assert label not in page
    there, here = (one.client.get(at(f"/papieren/{paper}/bestand")).data for one in (boss, nurse))
    assert (read(there)["doel_toelichting"], read(here)["doel_toelichting"]) == (SECRET, "")
    with zipfile.ZipFile(io.BytesIO(boss.client.get(at("/rapport.zip")).data)) as packet:
        plan = next(packet.read(name) for name in packet.namelist() if "plan" in name.lower())
    assert read(plan)["doel_toelichting"] == SECRET
    with connection():
        doctor = scene.stage.seen_by("bedrijfsarts", 50)
        assert SECRET not in str(start_values(doctor, catalogue()["bijstelling_probleemanalyse"]))


@pytest.mark.parametrize(
    ("audience", "right"),
    [
        ('["medewerker", "leidinggevende"]', True),
        ('["medewerker"]', False),  # its writer would not see it
        ('["leidinggevende"]', False),  # nor the employee
        ('["medewerker", "leidinggevende", "hrm_adviseur"]', False),  # no reader of the paper
        ('["medewerker", "leidinggevende", "niemand"]', False),
    ],
)
def test_an_audience_that_cannot_be_meant_is_refused(audience: str, right: bool) -> None:
    roles = (
        'written_by = ["leidinggevende"]\nsigned_by = []\ncopy_to = []\nreaders = ["medewerker", "leidinggevende"]\n'
    )
    rest = 'title = "A"\ntemplate = "a.docx"\nrequired = []\nreport_order = 0\nsource = ""\nparent = ""\n'
    text = f'[a]\n{rest}{roles}audience."doel" = {audience}\n'
    if right:
        assert parse_catalogue(text)["a"].hidden_from({"hrm_adviseur"}) == {"doel"}
    else:
        with pytest.raises(CatalogueError, match="doel"):
            parse_catalogue(text)
