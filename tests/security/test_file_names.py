"""The name of a file that someone sends is words to show: never a path, and never the name of what is downloaded."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from portal.actions.preview import ask_preview
from portal.documents.guard import check_upload
from portal.documents.packet import PacketEntry, file_names
from portal.storage.database import connection, rows
from portal.storage.reading.jobs import job_about, job_file_names
from portal.storage.reading.papers import file_of, papers_of
from portal.storage.reading.word_copies import received_file
from portal.web.app import create_app
from portal.web.attachment import attachment
from tests.small_pdf import pdf_with
from tests.web.browsing import upload
from tests.web.scene import Scene, at, token
from tests.web.word_scene import begun, brought_back, taken_along
from tests.web.workshop import OWN, place, send

STRANGE = [
    "../../../../tmp/{}",
    "/etc/cron.d/{}",
    "C:\\Windows\\{}",
    "\\\\server\\deel\\{}",
    "a\0b.exe{}",
    "x" * 5000 + "{}",
    "brief\u202e{}",
    "CON{}",
    "..{}",
    "~root $(rm -rf .) {}",
]
PLAIN = re.compile(r'attachment; filename="[a-z0-9_-]+\.[a-z]{3,4}"')
KIND = "advies_arbodienst"


def names(extension: str) -> list[str]:
    return [name.format(f".{extension}") for name in STRANGE]


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


def on_disk(folder: Path) -> set[str]:
    """What lies in the folder of the portal, but for the database itself and its log."""
    return {str(path) for path in folder.rglob("*") if not path.name.startswith("portaal.sqlite3")}


@pytest.mark.asvs("5.3.2", "5.4.1", "5.4.2")
def test_a_paper_gets_a_name_of_its_own(scene: Scene, tmp_path: Path) -> None:
    doctor = scene.open("bedrijfsarts", 45)
    before = on_disk(tmp_path)
    for name in names("pdf"):
        values = {"op": scene.stage.day(45).isoformat(), "verklaring": "ja", "bestand": upload(name, pdf_with(1))}
        page = doctor.post(at(f"/papieren/{KIND}/bijvoegen"), {**values, "csrf_token": token(doctor)})
        assert "het stuk staat in het dossier" in page.text, name
    assert on_disk(tmp_path) == before
    with connection():
        papers = [row.id for row in papers_of(scene.stage.dossier_id) if row.kind == KIND]
        found = file_of(papers[0])
    assert found
    assert len(papers) == len(STRANGE)
    for paper in papers:
        headers = doctor.client.get(at(f"/papieren/{paper}/bestand")).headers
        assert PLAIN.fullmatch(headers["Content-Disposition"]), headers["Content-Disposition"]
    with connection():
        digest = ask_preview(content=found.content, media=found.media, now=scene.stage.moment(45))
        job = job_about("preview", digest)
        assert job
        assert job_file_names(job.id) == {"bron.pdf"}


def test_a_file_from_word_and_a_template_too(scene: Scene, tmp_path: Path) -> None:
    manager = begun(scene, "teamleider")
    data = taken_along(manager)
    keeper = scene.open("hrm-adviseur", 45)
    before = on_disk(tmp_path)
    for number, name in enumerate(names("docx"), 1):
        assert brought_back(manager, data, name=name).status == 200, name
        with connection():
            received = received_file(number)
        assert received
        assert not re.search("[\0\u202e]", received.file_name)
        assert len(received.file_name) <= 200
        assert send(keeper, OWN, name=name).status == 200, name
    with connection():
        shown = [name for (name,) in rows("SELECT file_name FROM template_version")]
        [(version,)] = rows("SELECT MAX(id) FROM template_version")
    assert shown
    assert not [name for name in shown if re.search(r"[/\\\0\u202e]", name) or len(name) > 200]
    headers = keeper.client.get(f"{place()}/{version}/bestand").headers
    assert PLAIN.fullmatch(headers["Content-Disposition"])
    assert on_disk(tmp_path) == before


@pytest.mark.parametrize("name", names("pdf"))
def test_the_guard_reads_no_more_of_a_name_than_its_end(name: str) -> None:
    assert check_upload(name, pdf_with(1)).kind == "pdf"


@pytest.mark.parametrize("title", [name.format("") for name in STRANGE])
def test_a_member_of_a_zip_is_named_by_the_portal(title: str) -> None:
    [name] = file_names([PacketEntry(title, None, "pdf", b"")])
    assert re.fullmatch(r"01-[a-z0-9-]{1,60}\.pdf", name)


def test_the_members_of_what_is_downloaded_lie_in_it(scene: Scene) -> None:
    for address in ("/alle-gegevens.zip", "/rapport.zip"):
        content = scene.open("teamleider", 48).client.get(at(address)).data
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert all(re.fullmatch(r"(?:[a-z]+/)?[a-z0-9_.-]+", name) for name in archive.namelist())


@pytest.mark.parametrize("name", names("pdf"))
def test_a_strange_name_cannot_leave_the_header(scene: Scene, name: str) -> None:
    with create_app(scene.settings).test_request_context():
        header = attachment(b"", name).headers["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="[A-Za-z0-9_.-]+"', header)
