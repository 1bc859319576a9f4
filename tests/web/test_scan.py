"""Files that people send are looked at by a real clamd, that knows one harmful text: made up for this test."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from portal.actions.send_file import release_next
from portal.cli.doctor.surroundings import check_scanner
from portal.documents.clamd import ScannerDown, found_in
from portal.settings import Settings
from tests.scanner import HARMFUL, Scanner
from tests.small_pdf import pdf_with
from tests.web.browsing import upload
from tests.web.page import Page
from tests.web.scene import Scene, at, token
from tests.web.word_scene import begun, brought_back, taken_along


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The socket of a clamd that runs for these tests only."""
    scanner = Scanner(tmp_path_factory.mktemp("clamd"))
    try:
        scanner.start()
        yield scanner.address
    finally:
        scanner.stop()


def attach(scene: Scene, content: bytes) -> Page:
    doctor = scene.open("bedrijfsarts", 45)
    sent = {
        "csrf_token": token(doctor),
        "op": scene.stage.day(45).isoformat(),
        "verklaring": "ja",
        "bestand": upload("advies.pdf", content),
    }
    return doctor.post(at("/papieren/advies_arbodienst/bijvoegen"), sent)


def with_scanner(folder: Path, clamd: str) -> Scene:
    scene = Scene(folder, "analysed")
    scene.settings = replace(scene.settings, clamd=clamd)
    return scene


def test_the_daemon_finds_what_it_knows_in_a_file_of_any_length(clamd: str) -> None:
    assert found_in(b"Niets aan de hand.", clamd) == ""
    assert found_in(b"", clamd) == ""
    assert found_in(b" " * 1_000_000 + HARMFUL, clamd).startswith("Proef.Waterland")
    with pytest.raises(ScannerDown):
        found_in(b"x", f"{clamd}-niet")
    with pytest.raises(ScannerDown):
        found_in(b"x", "127.0.0.1:9")


@pytest.mark.asvs("5.4.3")
def test_a_harmful_file_is_refused_and_logged_and_a_good_one_taken_in(
    clamd: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    scene = with_scanner(tmp_path, clamd)
    before = scene.stored()
    refused = attach(scene, pdf_with(1, words=f"% {HARMFUL.decode()}"))
    assert "virus gevonden" in refused.text
    assert scene.stored() == before
    assert "Proef.Waterland" in caplog.text
    assert "het stuk staat in het dossier" in attach(scene, pdf_with(1)).text


@pytest.mark.asvs("5.2.1")
def test_a_file_that_is_too_large_for_the_daemon_is_refused_and_does_not_wait(tmp_path: Path) -> None:
    small = Scanner(tmp_path, StreamMaxLength="1M")
    large = pdf_with(1, words="% x\n" * 500_000)
    scene = with_scanner(tmp_path, small.address)
    assert "wordt nog nagekeken" in attach(scene, large).text
    try:
        small.start()
        assert release_next(small.address, lambda: scene.stage.moment(46))
        assert "groter dan de virusscanner aankan" in scene.open("bedrijfsarts", 46).get("/").text
        before = scene.stored()
        refused = attach(scene, large)
        assert (refused.status, "groter dan de virusscanner aankan" in refused.text) == (422, True)
        assert scene.stored() == before
    finally:
        small.stop()


@pytest.mark.asvs("16.5.2")
def test_while_the_scanner_is_down_a_file_from_word_is_not_taken_in(tmp_path: Path) -> None:
    scene = with_scanner(tmp_path, str(tmp_path / "niemand"))
    manager = begun(scene, "teamleider")
    back = taken_along(manager)
    before = scene.stored()
    refused = brought_back(manager, back)
    assert (refused.status, "Probeer het straks opnieuw" in refused.text) == (422, True)
    assert scene.stored() == before


def test_the_doctor_says_whether_files_are_looked_at(clamd: str, tmp_path: Path) -> None:
    def levels(**chosen: Any) -> list[str]:
        return [finding.level for finding in check_scanner(Settings(instance=tmp_path, **chosen))]

    assert levels() == ["let op"]
    assert levels(clamd=clamd) == ["goed"]
    assert levels(clamd="127.0.0.1:9") == ["FOUT"]
