"""Papers printed by the real LibreOffice and drawn by the real poppler, and the room in which they work."""

import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import word_forms as forms
from word_forms import EVERY_VALUE, OFFICE, PROPERTIES

from portal.documents import office, office_room
from portal.documents.errors import RefusedFile
from portal.documents.filling import fill
from portal.documents.office_room import MEBIBYTE, Limits, run
from portal.documents.office_source import printable
from portal.documents.template import Template
from tests.small_pdf import pdf_with

needs_office = pytest.mark.skipif(not office.office_found(), reason="LibreOffice (libreoffice-writer) is not installed")
needs_poppler = pytest.mark.skipif(not office.drawing_found(), reason="pdftoppm (poppler-utils) is not installed")

SHORT = Limits(seconds=2, memory=512 * MEBIBYTE, file=MEBIBYTE)


@pytest.fixture
def paper() -> bytes:
    """A filled paper with every kind of field."""
    return fill(Template.open(forms.every_kind()), EVERY_VALUE, PROPERTIES)


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine with hardly any programs: the folder in which they are looked for."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("sh", "env"):
        (folder / name).symlink_to(str(shutil.which(name)))
    office_room.without_network.cache_clear()
    monkeypatch.setenv("PATH", str(folder))
    yield folder
    office_room.without_network.cache_clear()


def size(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">2L", png[16:24])


def said_of(pdf: bytes, folder: Path, program: str) -> str:
    """What a program of poppler says of a PDF."""
    (folder / "said.pdf").write_bytes(pdf)
    command = [program, "said.pdf"] + ["-"] * (program == "pdftotext")
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, timeout=60).stdout


@needs_office
@needs_poppler
def test_a_paper_becomes_a_tagged_pdf_in_dutch_and_pictures_of_its_pages(paper: bytes, tmp_path: Path) -> None:
    pdf = office.pdf_of(paper)
    about = said_of(pdf, tmp_path, "pdfinfo")
    assert f"Title:           {PROPERTIES.title}" in about
    assert "Tagged:          yes" in about
    assert "Form:            none" in about
    assert "<pdfaid:part>2</pdfaid:part>" in pdf.decode("latin-1")
    assert "<pdfuaid:part>1</pdfuaid:part>" in pdf.decode("latin-1")
    assert "/Lang(nl-NL)" in pdf.decode("latin-1")
    assert "Regel één" in said_of(pdf, tmp_path, "pdftotext")
    pages = office.pages_of(pdf)
    assert {size(page) for page in pages} == {(910, 1286)}


def test_controls_give_way_to_their_text_and_hints_to_a_dash() -> None:
    template = Template.open(forms.every_kind())
    empty = {
        field.name: [] if field.kind == "rows" else False if field.kind == "tick" else "" for field in template.fields
    }
    hinted = fill(template, empty, PROPERTIES, show_hints=True)
    for paper, words in ((hinted, "–"), (fill(template, EVERY_VALUE, PROPERTIES), "Regel één")):
        shown = document_of(printable(paper))
        assert "w:sdt" not in shown
        assert words in shown
        assert "Vul in" not in shown
    assert "Uw mening" in document_of(hinted)
    assert "Uw mening" not in document_of(printable(hinted))


def test_what_is_no_form_stays_as_it_is() -> None:
    plain = forms.package(forms.word_parts(forms.paragraph(forms.text("Een gewone brief"))))
    before, after = ZipFile(BytesIO(plain)), ZipFile(BytesIO(printable(plain)))
    assert {name: before.read(name) for name in before.namelist()} == {n: after.read(n) for n in after.namelist()}


def document_of(docx: bytes) -> str:
    """The XML of the main part."""
    return ZipFile(BytesIO(docx)).read("word/document.xml").decode()


@needs_poppler
def test_of_a_long_pdf_the_first_pages_are_drawn() -> None:
    assert len(office.pages_of(pdf_with(pages=office.MAX_PAGES + 5))) == office.MAX_PAGES


@needs_poppler
def test_a_page_as_large_as_a_house_becomes_a_picture_of_ordinary_size() -> None:
    [picture] = office.pages_of(pdf_with(pages=1, width=14_400, height=14_400))
    assert size(picture) == (1286, 1286)


@needs_poppler
@pytest.mark.parametrize("pdf", [b"%PDF-1.4\n", b"%PDF-1.7 noise" * 100], ids=["cut off", "noise"])
def test_a_broken_pdf_is_refused(pdf: bytes) -> None:
    with pytest.raises(RefusedFile, match="preview_failed"):
        office.pages_of(pdf)


@needs_office
def test_a_broken_paper_is_refused_and_leaves_no_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(RefusedFile, match="preview_failed"):
        office.converted(b"PK\x03\x04 no paper at all")
    assert not list(tmp_path.iterdir())


class Ear:
    """A server on this machine that counts who calls."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(0.2)
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"

    def called(self) -> bool:
        """Whether anyone called; nobody was answered meanwhile."""
        try:
            self.socket.accept()[0].close()
        except TimeoutError:
            return False
        return True


def paper_that_fetches(address: str) -> bytes:
    """A paper with a picture, and a house template, that stand on a server."""
    picture = (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="p"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:nvPicPr><pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr>'
        '<pic:blipFill><a:blip r:link="far"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm>'
        '<a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
    parts = forms.word_parts(forms.paragraph(picture))
    far = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{address}/{name}" TargetMode="External"/>'
        for name, kind in (("far", "image"), ("template", "attachedTemplate"))
    )
    links = "word/_rels/document.xml.rels"
    parts[links] = str(parts[links]).replace("</Relationships>", f"{far}</Relationships>")
    return forms.package(parts)


@needs_office
def test_a_paper_cannot_fetch_anything(tmp_path: Path) -> None:
    ear = Ear()
    paper = paper_that_fetches(ear.address)
    assert office.converted(paper).startswith(b"%PDF-")
    assert not ear.called()
    # It would have, had it been opened as anyone opens it.
    (tmp_path / "paper.docx").write_bytes(paper)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(office.office_found()), profile, "--headless", "--convert-to", "pdf", "paper.docx"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=tmp_path, start_new_session=True, **quiet) as process:
        ear.socket.settimeout(60)
        called = ear.called()
        os.killpg(process.pid, signal.SIGKILL)
    assert called


@needs_office
def test_without_a_room_of_its_own_the_settings_still_stop_it(bare: Path) -> None:
    (bare / "soffice").symlink_to(Path(shutil.which("soffice", path=os.defpath) or "").resolve())
    assert office_room.without_network() == ()
    ear = Ear()
    assert office.converted(paper_that_fetches(ear.address)).startswith(b"%PDF-")
    assert not ear.called()


@pytest.mark.skipif(not office_room.without_network(), reason="this machine lets nobody take the network away")
def test_the_room_has_no_network(tmp_path: Path) -> None:
    ear = Ear()
    host, port = ear.socket.getsockname()
    call = [sys.executable, "-c", f"import socket; socket.create_connection(({host!r}, {port}))"]
    with pytest.raises(RefusedFile, match="preview_failed"):
        run(call, tmp_path, SHORT)
    assert not ear.called()
    subprocess.run(call, check=True, timeout=60)
    assert ear.called()


def test_what_hangs_is_stopped_with_all_that_it_started(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(RefusedFile, match="preview_too_slow"):
        run(["sh", "-c", "sleep 60 & echo $! > child; sleep 60"], tmp_path, SHORT)
    assert time.monotonic() - began < 30
    assert is_gone(int((tmp_path / "child").read_text()))


def test_what_stays_behind_is_stopped_when_the_program_is_done(tmp_path: Path) -> None:
    run(["sh", "-c", "sleep 60 & echo $! > child"], tmp_path, SHORT)
    assert is_gone(int((tmp_path / "child").read_text()))


def is_gone(process: int) -> bool:
    """Whether a process ended, or ends within a moment."""
    for _ in range(100):
        status = Path(f"/proc/{process}/stat")
        if not status.exists() or ") Z " in status.read_text():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(
    "greedy",
    [
        "bytearray(2**30)",
        "open('large', 'wb').write(bytes(2**23))",
        "import itertools; all(True for _ in itertools.count())",
    ],
    ids=["memory", "a file", "time"],
)
def test_what_is_greedy_is_stopped(greedy: str, tmp_path: Path) -> None:
    with pytest.raises(RefusedFile, match=r"preview_(failed|too_slow)"):
        run([sys.executable, "-c", greedy], tmp_path, SHORT)
    run([sys.executable, "-c", "bytearray(2**20)"], tmp_path, SHORT)


def test_nothing_of_ours_is_in_its_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_SECRET_KEY", "geheim")
    run(["sh", "-c", "env > seen"], tmp_path, SHORT)
    seen = (tmp_path / "seen").read_text()
    assert "geheim" not in seen
    assert "http_proxy=http://127.0.0.1:9" in seen


def test_what_is_missing_is_named(bare: Path) -> None:
    assert office.office_found() is None
    assert office.missing_programs("docx") == ("LibreOffice Writer", "poppler-utils")
    assert office.missing_programs("pdf") == ("poppler-utils",)
    for make in (office.converted, office.pages_of):
        with pytest.raises(RefusedFile, match="preview_office_missing"):
            make(b"")


def test_copies_that_were_left_behind_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old, young, other = (tmp_path / name for name in ("portaal-voorbeeld-1", "portaal-voorbeeld-2", "iets-anders"))
    for folder in (old, young, other):
        folder.mkdir()
        (folder / "stuk.docx").write_bytes(b"x")
    for folder in (old, other):
        os.utime(folder, (time.time() - 3600,) * 2)
    office.clear_left_behind()
    assert [folder.exists() for folder in (old, young, other)] == [False, True, True]
