"""Everything about someone in one ZIP: whole for the employee, and for the manager what that role may read."""

import io
import json
import subprocess
import zipfile
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from portal.actions.keep_draft import keep_draft
from portal.cli import main
from portal.storage.database import connection
from portal.storage.reading.facts import facts_of
from portal.storage.reading.papers import file_of, papers_of
from portal.storage.reading.read_log import looks_at
from portal.storage.reading.word_copies import copies_by, received_from
from tests.storage.written import VERBATIM, Written
from tests.web.scene import Scene, at

ADDRESS = at("/alle-gegevens.zip")


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """A dossier in which everything was written, and a draft of the employee that nobody else may read."""
    scene = Scene(tmp_path, "analysed")
    with connection():
        Written(scene.stage)
        own = scene.stage.who("medewerker", 49)
        keep_draft(**own, kind="oordeel_werknemer", values={"verloop": "Mijn eigen woorden."})
    return scene


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def download(scene: Scene, login: str, days: int = 50) -> dict[str, bytes]:
    """What someone gets."""
    response = scene.open(login, days).client.get(ADDRESS)
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith('attachment; filename="dossier-0001-')
    return unpacked(response.data)


def test_the_employee_gets_everything(scene: Scene) -> None:
    files = download(scene, "medewerker")
    index = files["index.html"].decode()
    with connection():
        facts, papers = facts_of(1), papers_of(1)
        contents = {found.content for row in papers if (found := file_of(row.id))}
        name = scene.stage.name("medewerker")
    assert contents == {content for path, content in files.items() if path.startswith("stukken/")}
    told = json.loads(files["feiten.json"])
    assert [one["inhoud"] for one in told] == [dict(fact.data) for fact in facts]
    for words in (name, "Kerkstraat 12", VERBATIM, "Mijn eigen woorden.", "Wie heeft gekeken", "medewerker"):
        assert words in index, words
    assert VERBATIM in files["logboek.txt"].decode()
    assert json.loads(files["concepten/oordeel_werknemer.json"]) == {"verloop": "Mijn eigen woorden."}
    assert "Het wordt nog nagekeken op virussen" in index
    # Why something was kept in spite of a warning, and what kept the dossier.
    assert index.count(VERBATIM) >= 3


def test_the_files_in_word_and_the_logins_of_the_person_are_in_it(scene: Scene) -> None:
    files = download(scene, "teamleider")
    with connection():
        [taken] = copies_by(scene.stage.ids["teamleider"], scene.stage.dossier_id)
        [back] = received_from(taken.id)
    assert [files[name] for name in sorted(files) if name.startswith("word/")] == [taken.content, back.content]
    assert all(f'href="{name}"' in files["index.html"].decode() for name in files if name.startswith("word/"))
    assert "Ingelogd" not in files["index.html"].decode()
    own = download(scene, "medewerker")
    assert not [name for name in own if name.startswith("word/")]
    assert "Ingelogd (met wachtwoord), vanaf 127.0.0.1" in own["index.html"].decode()


def test_the_manifest_names_every_file_and_what_is_in_it(scene: Scene) -> None:
    files = download(scene, "medewerker")
    lines = [line.split("  ", 1) for line in files.pop("manifest.sha256").decode().splitlines()]
    assert {name: digest for digest, name in lines} == {
        name: sha256(content).hexdigest() for name, content in files.items()
    }


def test_the_manifest_is_one_that_sha256sum_reads(scene: Scene, tmp_path: Path) -> None:
    for name, content in download(scene, "medewerker").items():
        place = tmp_path / "uit" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    check = ["sha256sum", "--check", "--strict", "manifest.sha256"]
    assert subprocess.run(check, cwd=tmp_path / "uit", capture_output=True, check=False).returncode == 0
    (tmp_path / "uit" / "logboek.txt").write_text("Anders.")
    changed = subprocess.run(check, cwd=tmp_path / "uit", capture_output=True, check=False, text=True)
    assert changed.returncode == 1
    assert "logboek.txt: FAILED" in changed.stdout


def test_what_stands_on_the_page_is_there_as_data_too(scene: Scene) -> None:
    download(scene, "teamleider")
    files = download(scene, "medewerker")
    papers = json.loads(files["stukken.json"])
    assert {one["bestand"] for one in papers if "bestand" in one} == {
        name for name in files if name.startswith("stukken/")
    }
    [plan] = [one for one in papers if one.get("soort") == "plan_van_aanpak"]
    assert plan["ingevuld"]["doel_toelichting"] == VERBATIM
    assert plan["papier"] in [one["inhoud"].get("papier") for one in json.loads(files["feiten.json"])]
    copies = [one["wat"] for one in plan["afschriften"]]
    assert copies
    assert all(words in files["index.html"].decode() for words in copies)
    known = json.loads(files["gegevens.json"])
    assert known["gegevens"]["Gebruikersnaam"] == "medewerker"
    assert {"betrokken", "herinneringen", "eigen_ziekmeldingen", "bewaren", "inzage", "inloggen"} < set(known)


def test_the_page_works_without_the_portal(scene: Scene) -> None:
    files = download(scene, "medewerker")
    page = BeautifulSoup(files["index.html"], "html.parser")
    assert not page.find_all(["script", "style", "img", "form", "iframe"])
    assert not [tag for tag in page.find_all(True) if any(name == "style" or name[:2] == "on" for name in tag.attrs)]
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    places = [str(tag["href"]) for tag in page.find_all(href=True)]
    assert {"stijl.css", "feiten.json", "stukken.json", "gegevens.json", "logboek.txt"} < set(places)
    assert not [one for one in places if one not in files and one.lstrip("#") not in ids]


@pytest.mark.asvs("15.3.1")
def test_the_manager_gets_what_a_manager_may_read(scene: Scene) -> None:
    download(scene, "medewerker")
    files = download(scene, "teamleider")
    everything = b"".join(files.values()).decode(errors="ignore")
    assert len([name for name in files if name.startswith("stukken/")]) == 3
    assert set(json.loads(files["gegevens.json"])) == {"gegevens", "betrokken", "herinneringen", "meldingen"}
    for words in ("Mijn eigen woorden.", "Wie heeft gekeken", "Gebruikersnaam", "oordeel_werknemer"):
        assert words not in everything, words
    # Own drafts are in it.
    assert json.loads(files["concepten/gespreksverslag.json"])["besproken"] == VERBATIM


def test_each_paper_in_it_is_a_look_that_the_employee_sees(scene: Scene) -> None:
    download(scene, "teamleider")
    with connection():
        rows = [row for row in looks_at(1) if row.action == "export_dossier"]
        papers = {row.title for row in papers_of(1)}
    assert {row.paper_title for row in rows} == {"", *papers}


def test_the_buttons(scene: Scene) -> None:
    who = scene.open("medewerker", 50)
    assert who.get(at("")).link("Al mijn gegevens downloaden") == ADDRESS
    assert scene.open("teamleider", 50).get(at("")).link("Alle gegevens downloaden") == ADDRESS


def test_on_the_command_line(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {"MODE": "test", "INSTANCE": tmp_path, "SECRET_KEY": "k" * 40}.items():
        monkeypatch.setenv(f"PORTAL_{name}", str(value))
    monkeypatch.setenv("PORTAL_TODAY", scene.stage.day(50).isoformat())
    target = tmp_path / "uit.zip"
    assert main(["export-dossier", "0001", str(target)]) == 0
    whole = unpacked(target.read_bytes())
    assert VERBATIM in whole["index.html"].decode()
    # A draft is read by who wrote it, and so is in no copy that another makes.
    assert b"Mijn eigen woorden." not in b"".join(whole.values())
    assert not [name for name in whole if name.startswith(("concepten/", "word/"))]
    assert target.stat().st_mode & 0o777 == 0o600
    assert main(["export-dossier", "0001", str(target)]) == 1
    assert main(["export-dossier", "0999", str(tmp_path / "geen.zip")]) == 1
    assert "Er is geen dossier 0999." in capsys.readouterr().err
    employer = tmp_path / "werkgever.zip"
    assert main(["export-dossier", "0001", str(employer), "--voor", "werkgever"]) == 0
    assert "Wie heeft gekeken" not in unpacked(employer.read_bytes())["index.html"].decode()
    with connection():
        assert [row.name for row in looks_at(1)] == [""] * 8
        assert all(isinstance(row.at, datetime) for row in looks_at(1))
    seen = scene.open("medewerker", 50).get(at("/inzage")).text
    assert "De beheerder van de server, op de opdrachtregel" in seen
    assert "Iemand zonder account" not in seen
