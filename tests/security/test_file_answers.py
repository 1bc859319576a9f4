"""Every file that the portal hands out is saved, not guessed at, and shown without any rights if it is opened."""

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from portal.actions.recall_paper import recall_paper
from portal.storage.database import connection, rows, transaction
from portal.storage.hashing import sha256
from portal.storage.reading.jobs import job_about
from portal.storage.reading.papers import newest, rendering_of, scans_of
from portal.storage.writing.jobs import ask_for_job, end_job
from portal.web.app import create_app
from tests.web.browsing import check_file
from tests.web.scene import Scene, at, token
from tests.web.test_calendar import address_of
from tests.web.test_packet_pages import asked, made
from tests.web.test_signed_with_a_pen_pages import PLAN, confirm, hand_in

DAY = 48


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


def file_endpoints(scene: Scene) -> set[str]:
    """The routes whose view gives a file away."""
    views = create_app(scene.settings).view_functions
    return {name for name, view in views.items() if " attachment(" in inspect.getsource(view)}


def shown(scene: Scene, digest: str) -> None:
    """Let the pages of a file be there."""
    now = scene.stage.moment(DAY)
    with connection(), transaction():
        ask_for_job("preview", digest, {}, now)
        job = job_about("preview", digest)
        assert job
        end_job(job.id, {"pdf": b"%PDF-1.7", "1": b"\x89PNG"}, now)


def handed_out(scene: Scene) -> Iterator[tuple[str, TestResponse]]:
    """Each route that gives a file away, with what it answered."""
    with connection():
        [(organisation,)] = rows("SELECT id FROM organisation WHERE name = 'Provincie Waterland'")
        analysis = newest(scene.stage.dossier_id, "probleemanalyse")
        assert analysis
        rendering = rendering_of(analysis.id)
        assert rendering
    shown(scene, rendering[1])
    paper, forms = f"/papieren/{analysis.id}", f"/sjablonen/{organisation}/plan_van_aanpak/0"
    employee, manager, doctor, hrm, pd, keeper = (
        scene.open(login, DAY).client
        for login in ("medewerker", "teamleider", "bedrijfsarts", "hrm-adviseur", "personele-dienst", "beheerder")
    )
    yield "papers.download", employee.get(at(f"{paper}/bestand"))
    yield "preview.pdf", employee.get(at(f"{paper}/bekijken.pdf"))
    yield "export.export_dossier", employee.get(at("/alle-gegevens.zip"))
    yield "wia.packet", manager.get(at("/rapport.zip"))
    yield "word.download", _posted(scene, at("/papieren/plan_van_aanpak/word/downloaden"))
    yield "case.uwv_blad", pd.get(at("/uwv-melding/blad.docx"))
    yield "rights.download", keeper.get(f"/beheer/rechten/{organisation}/rechten.csv")
    yield "templates.download", hrm.get(f"{forms}/bestand")
    specimen = hrm.get(f"{forms}/voorbeeld/bestand")
    yield "specimens.download", specimen
    shown(scene, sha256(specimen.data))
    yield "specimens.pdf", hrm.get(f"{forms}/voorbeeld.pdf")
    yield from _made_while_signing(scene)
    yield "calendars.feed", scene.stranger(DAY).client.get(address_of(scene))
    asker = asked(scene)
    made(scene)
    yield "packet.fetch", asker.client.post(at("/rapport/pdf/zip"), data={"csrf_token": token(asker)})
    with connection():
        recall_paper(**scene.stage.who("bedrijfsarts", DAY), paper_id=analysis.id, reason="Hoort hier niet in.")
    yield "recall.note", doctor.get(at(f"{paper}/datalekmelding.txt"))


def _made_while_signing(scene: Scene) -> Iterator[tuple[str, TestResponse]]:
    """A plan to sign with a pen, and its scan."""
    with connection():
        plan = scene.stage.settle("teamleider", DAY, "plan_van_aanpak", PLAN)
    who = scene.open("teamleider", 60)
    sheet = who.client.get(at(f"/papieren/{plan}/printen"))
    yield "on_paper.to_print", sheet
    shown(scene, sha256(sheet.data))
    yield "on_paper.as_pdf", who.client.get(at(f"/papieren/{plan}/printen.pdf"))
    confirm(who, hand_in(who, code="D0001-PVA-1"), scene)
    with connection():
        [scan] = scans_of(plan)
    yield "on_paper.scan", who.client.get(at(f"/papieren/{plan}/scan/{scan.seq}"))


def _posted(scene: Scene, address: str) -> TestResponse:
    manager = scene.open("teamleider", DAY)
    return manager.client.post(address, data={"csrf_token": token(manager)})


@pytest.mark.asvs("3.2.1", "5.3.1")
def test_every_route_that_gives_a_file_away_gives_an_attachment_in_a_sandbox(scene: Scene) -> None:
    seen = set()
    for endpoint, answer in handed_out(scene):
        assert answer.status_code == 200, endpoint
        check_file(answer)
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="'), endpoint
        seen.add(endpoint)
    assert seen == file_endpoints(scene)


def test_a_file_without_them_is_found_in_any_test(scene: Scene) -> None:
    answer = scene.open("medewerker", DAY).client.get(at("/alle-gegevens.zip"))
    for header in ("Content-Disposition", "X-Content-Type-Options", "Content-Security-Policy"):
        kept = answer.headers[header]
        answer.headers[header] = "inline"
        with pytest.raises(AssertionError):
            check_file(answer)
        answer.headers[header] = kept
    check_file(answer)
