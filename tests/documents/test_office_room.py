"""The room in which LibreOffice and poppler work: what they can reach from there, and what stays of them."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import word_forms as forms
from word_forms import OFFICE

from portal.documents import office, office_room
from portal.documents.errors import RefusedFile
from portal.documents.office_room import MEBIBYTE, Limits, run

needs_office = pytest.mark.skipif(not office.office_found(), reason="LibreOffice (libreoffice-writer) is not installed")
needs_poppler = pytest.mark.skipif(not office.drawing_found(), reason="pdftoppm (poppler-utils) is not installed")

needs_own_disk = pytest.mark.skipif(
    not office_room.own_disk(), reason="this machine lets nobody have a disk of its own"
)
# One that a room shows, in which the Python of these tests may not stand.
PYTHON = shutil.which("python3", path="/usr/bin:/bin") or sys.executable

SHORT = Limits(seconds=2, memory=512 * MEBIBYTE, file=MEBIBYTE)


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


@pytest.mark.asvs("1.3.6")
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
    assert office_room.without_network() == office_room.own_disk() == ()
    ear = Ear()
    assert office.converted(paper_that_fetches(ear.address)).startswith(b"%PDF-")
    assert not ear.called()


@pytest.mark.skipif(not office_room.without_network(), reason="this machine lets nobody take the network away")
def test_the_room_has_no_network(tmp_path: Path) -> None:
    ear = Ear()
    host, port = ear.socket.getsockname()
    call = [PYTHON, "-c", f"import socket; socket.create_connection(({host!r}, {port}))"]
    with pytest.raises(RefusedFile, match="preview_failed"):
        run(call, tmp_path, SHORT)
    assert not ear.called()
    subprocess.run(call, check=True, timeout=60)
    assert ear.called()


def test_what_hangs_is_stopped_with_all_that_it_started(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(RefusedFile, match="preview_too_slow"):
        run(["sh", "-c", "sleep 60.4217 & touch begun; sleep 60.4217"], tmp_path, SHORT)
    assert time.monotonic() - began < 30
    assert (tmp_path / "begun").exists()
    assert is_gone("60.4217")


def test_what_stays_behind_is_stopped_when_the_program_is_done(tmp_path: Path) -> None:
    run(["sh", "-c", "sleep 60.7124 & touch begun"], tmp_path, SHORT)
    assert (tmp_path / "begun").exists()
    assert is_gone("60.7124")


def is_gone(argument: str) -> bool:
    """Whether no process has this argument, or none has it within a moment. In a room numbers mean something else."""
    for _ in range(100):
        if not any(argument in said.split("\0") for said in map(_command_line, Path("/proc").glob("[0-9]*"))):
            return True
        time.sleep(0.05)
    return False


def _command_line(process: Path) -> str:
    try:
        return (process / "cmdline").read_text(errors="replace")
    except OSError:
        return ""


@needs_own_disk
def test_the_room_shows_no_other_files_of_this_machine(tmp_path: Path) -> None:
    secret = tmp_path / "elsewhere" / "geheim.txt"
    folder = tmp_path / "run"
    for place in (secret.parent, folder):
        place.mkdir()
    secret.write_text("geheim")
    run(["sh", "-c", "echo mine > seen"], folder, SHORT)
    assert (folder / "seen").read_text() == "mine\n"
    for path in (secret, Path("/etc/passwd"), Path("/root"), Path(f"/proc/{os.getpid()}"), Path(__file__)):
        with pytest.raises(RefusedFile, match="preview_failed"):
            run(["test", "-e", str(path)], folder, SHORT)
    # By way of another process one would see the whole disk; of those in the room one sees the room.
    with pytest.raises(RefusedFile, match="preview_failed"):
        run(["sh", "-c", f"cat /proc/*/root{secret}"], folder, SHORT)
    assert sorted(path.name for path in folder.iterdir()) == ["seen"]


@needs_own_disk
@needs_office
@needs_poppler
def test_a_drawing_cannot_show_a_picture_of_this_machine(tmp_path: Path) -> None:
    """The guard refuses such a paper; here it is printed all the same."""
    picture = tmp_path / "geheim.svg"
    picture.write_text(drawing('<rect width="200" height="200" fill="#ff00ff"/>'))
    inside, outside = (
        office.converted(paper_with(drawing(shown)))
        for shown in (
            '<rect width="200" height="200" fill="#ff00ff"/>',
            f'<image xlink:href="{picture.as_uri()}" width="200" height="200"/>',
        )
    )
    assert colours_of(inside, tmp_path) > 1000
    assert colours_of(outside, tmp_path) == 0


def drawing(content: str) -> str:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg {names} width="200" height="200">{content}</svg>'


def paper_with(svg: str) -> bytes:
    """A paper with this drawing in it."""
    parts = forms.members(paper_that_fetches("http://127.0.0.1"))
    links = f'<Relationship Id="far" Type="{OFFICE}/image" Target="media/a.svg"/>'
    body = parts["word/document.xml"].replace(b'r:link="far"', b'r:embed="far"')
    kinds = parts["[Content_Types].xml"].replace(
        b"<Default ", b'<Default Extension="svg" ContentType="image/svg+xml"/><Default ', 1
    )
    return forms.package(
        parts
        | {
            "word/document.xml": body,
            "[Content_Types].xml": kinds,
            "word/media/a.svg": svg,
            "word/_rels/document.xml.rels": forms.relationships([], links),
        }
    )


def colours_of(pdf: bytes, folder: Path) -> int:
    """How many dots of the first page have the colour of the picture."""
    (folder / "seen.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", "50", "-l", "1", "seen.pdf"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=60).stdout.count(b"\xff\0\xff")


@pytest.mark.asvs("15.2.2")
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
        run([PYTHON, "-c", greedy], tmp_path, SHORT)
    run([PYTHON, "-c", "bytearray(2**20)"], tmp_path, SHORT)


def test_nothing_of_ours_is_in_its_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_SECRET_KEY", "geheim")
    run(["sh", "-c", "env > seen"], tmp_path, SHORT)
    seen = (tmp_path / "seen").read_text()
    assert "geheim" not in seen
    assert "http_proxy=http://127.0.0.1:9" in seen
