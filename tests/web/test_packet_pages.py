"""The report as PDF in the browser: asking, waiting, fetching."""

import io
import zipfile
from pathlib import Path

import pytest

from portal.documents.office import office_found
from portal.storage.database import connection, rows, transaction
from portal.storage.writing.jobs import end_job, note_progress
from tests.web.browsing import Visitor
from tests.web.page import Page
from tests.web.scene import Scene, at, token

DAY = 605
HERE = at("/rapport/pdf")
HTMX = {"HX-Request": "true"}

needs_office = pytest.mark.skipif(not office_found(), reason="LibreOffice (libreoffice-writer) is not installed")


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "near_the_end")


def job() -> int:
    [(found,)] = rows("SELECT id FROM job WHERE kind = 'packet'")
    return int(found)


def buttons(page: Page) -> list[str]:
    """The words of the buttons in the main part that change something."""
    return [" ".join(one.get_text(" ").split()) for one in page.soup.select("main form button")]


def made(scene: Scene, size: int = 2_000_000) -> None:
    """As if the worker had made it."""
    with connection(), transaction():
        files = {"re-integratieverslag.zip": b"z" * 100, "re-integratieverslag.pdf": b"p" * size}
        end_job(job(), files, scene.stage.moment(DAY))


def asked(scene: Scene) -> Visitor:
    who = scene.open("medewerker", DAY)
    page = who.get(at("/rapport/downloaden"))
    assert buttons(page) == ["Als PDF"]
    waiting = who.fill(page)
    assert "nu aan de beurt" in waiting.text
    return who


@needs_office
def test_the_employee_sees_how_far_it_is_and_fetches_each_file_once(scene: Scene) -> None:
    who = asked(scene)
    with connection(), transaction():
        rows("UPDATE job SET state = 'busy'")
        note_progress(job(), 3, 7)
    page = who.get(HERE)
    assert "3 van 7 bestanden zijn klaar" in page.text
    # Each time another address: a browser that is on a part of a page already would not ask again.
    assert page.link("Kijk of het klaar is") == f"{HERE}?keer=1#verslag"
    assert who.follow(page, "Kijk of het klaar is").link("Kijk of het klaar is") == f"{HERE}?keer=2#verslag"
    part = who.client.get(f"{HERE}?gezien=busy-0-2", headers=HTMX)
    assert "3 van 7" in part.get_data(as_text=True)
    assert who.client.get(f"{HERE}?gezien=busy-0-3", headers=HTMX).status_code == 204
    made(scene)
    done = who.get(HERE)
    assert "ZIP met PDF’s downloaden" in done.text
    assert "Eén PDF downloaden (1,9 MB)" in done.text
    fetched = who.post(f"{HERE}/zip", {"csrf_token": token(who)})
    assert (fetched.status, fetched.content) == (200, b"z" * 100)
    assert fetched.headers["Content-Disposition"] == 'attachment; filename="re-integratieverslag-0001-2027-09-02.zip"'
    again = who.post(f"{HERE}/zip", {"csrf_token": token(who)})
    assert (again.status, again.url) == (200, HERE)
    assert "U hebt de ZIP met PDF’s opgehaald" in again.text
    assert buttons(again) == ["Eén PDF downloaden (1,9 MB)", "Opnieuw maken"]


@needs_office
def test_what_was_fetched_is_made_anew_by_the_button_with_which_one_began(scene: Scene) -> None:
    who = asked(scene)
    made(scene)
    # What is left to fetch is not made again, unless someone says so: the download may have failed.
    who.post(f"{HERE}/zip", {"csrf_token": token(who)})
    left = who.post(HERE, {"csrf_token": token(who)})
    assert "U hebt de ZIP met PDF’s opgehaald. Het portaal heeft die daarna gewist" in left.text
    assert "nu aan de beurt" in who.fill(left, with_field="opnieuw").text
    made(scene)
    for kind in ("zip", "pdf"):
        who.post(f"{HERE}/{kind}", {"csrf_token": token(who)})
    gone = who.get(HERE)
    assert "U hebt de ZIP met PDF’s en de ene PDF opgehaald" in gone.text
    assert buttons(gone) == ["Opnieuw maken"]
    assert "nu aan de beurt" in who.fill(who.get(at("/rapport/downloaden"))).text


@needs_office
def test_a_part_that_was_fetched_goes_from_the_page_by_itself(scene: Scene) -> None:
    who = asked(scene)
    made(scene)
    shown = who.get(HERE).soup.select_one("#verslag")
    assert shown is not None
    assert (shown["hx-get"], shown["hx-trigger"]) == (HERE, "submit delay:2s")


def test_to_look_whether_there_are_pdfs_makes_none(scene: Scene) -> None:
    page = scene.open("medewerker", DAY).get(HERE)
    with connection():
        assert rows("SELECT COUNT(*) FROM job") == [(0,)]
    if office_found():
        assert "Er staan nu geen PDF’s voor u klaar" in page.text


@needs_office
def test_nobody_else_gets_what_was_made_for_one(scene: Scene) -> None:
    asked(scene)
    made(scene)
    manager = scene.open("teamleider", DAY)
    assert "Er staan nu geen PDF’s voor u klaar" in manager.get(HERE).text
    answer = manager.post(f"{HERE}/pdf", {"csrf_token": token(manager)})
    assert "Er staan nu geen PDF’s voor u klaar" in answer.text
    assert manager.post(f"{HERE}/docx", {"csrf_token": token(manager)}).status == 404


@needs_office
def test_looking_whether_it_is_ready_is_one_look_and_fetching_counts_for_each_paper(scene: Scene) -> None:
    who = asked(scene)
    for _ in range(3):
        who.get(HERE)
    made(scene)
    who.post(f"{HERE}/zip", {"csrf_token": token(who)})
    with connection():
        [(looks,)] = rows("SELECT COUNT(*) FROM read_log WHERE action = 'download_packet' AND result = 'allowed'")
        [(papers,)] = rows("SELECT COUNT(*) FROM read_log WHERE action = 'download_packet:POST' AND paper > 0")
        plan = scene.stage.newest("plan_van_aanpak").id
    assert looks == 1
    assert papers == 5
    # For the manager it is a receipt.
    assert "Gedownload op" in scene.open("teamleider", DAY).get(at(f"/papieren/{plan}")).text


@needs_office
def test_one_pdf_that_is_too_large_for_uwv_says_what_to_do(scene: Scene) -> None:
    who = asked(scene)
    made(scene, 11 * 1024 * 1024)
    assert "De ene PDF is groter dan 10 MB" in who.get(HERE).text


def test_without_libreoffice_the_page_says_what_to_install(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    page = scene.open("medewerker", DAY).get(HERE)
    assert "LibreOffice Writer nodig" in page.text
    assert page.link("Word-bestanden downloaden (ZIP)") == at("/rapport.zip")


def test_the_employee_fills_in_the_bsn_and_reads_only_its_end(scene: Scene) -> None:
    who = scene.open("medewerker", DAY)
    page = who.follow(who.get(at("/rapport")), "BSN invullen of wissen")
    wrong = who.fill(page, {"bsn": "111222334"}, with_field="bsn")
    assert wrong.status == 422
    assert "dit is geen BSN" in wrong.errors
    report = who.fill(wrong, {"bsn": "111 222 333"}, with_field="bsn")
    assert "eindigt op 33" in report.text
    for address in (at("/rapport"), at("/bsn"), at("")):
        assert "111222333" not in who.get(address).text
    manager = scene.open("teamleider", DAY)
    assert "eindigt op" not in manager.get(at("/rapport")).text
    # What is kept of someone, they get; the manager's export does not have it.
    assert b"111222333" in exported(who)
    assert b"111222333" not in exported(manager)


def test_who_downloads_reads_that_the_bsn_lacks_and_comes_back_with_it(scene: Scene) -> None:
    """Whoever goes straight to the download does not pass the page of the report, where it stands as well."""
    download = at("/rapport/downloaden")
    manager = scene.open("teamleider", DAY)
    page = manager.get(download)
    assert "Het portaal heeft het BSN van de medewerker nog niet." in page.text
    assert manager.follow(page, "BSN invullen voor de medewerker").link("Terug zonder bewaren") == download
    who = scene.open("medewerker", DAY)
    page = who.get(download)
    assert "Het portaal heeft uw BSN nog niet." in page.text
    back = who.fill(who.follow(page, "BSN invullen"), {"bsn": "111222333"}, with_field="bsn")
    assert (back.url, "BSN" in back.text) == (download, False)
    assert "BSN" not in manager.get(download).text


def test_the_manager_fills_it_in_for_who_cannot_be_reached_and_the_employee_reads_so(scene: Scene) -> None:
    manager = scene.open("teamleider", DAY)
    assert manager.get(at("")).link("BSN invullen voor de medewerker") == at("/bsn/namens-medewerker")
    page = manager.follow(manager.get(at("/rapport")), "BSN invullen voor de medewerker")
    wrong = manager.fill(page, {"bsn": "111222334", "reden": "Niet bereikbaar"}, with_field="bsn")
    assert (wrong.status, wrong.fields("bsn")["reden"]) == (422, "Niet bereikbaar")
    done = manager.fill(wrong, {"bsn": "111222333", "reden": "Niet bereikbaar"}, with_field="bsn")
    assert "Het BSN is bewaard" in done.text
    again = manager.get(at("/bsn/namens-medewerker"))
    assert "Het portaal heeft al een BSN" in again.text
    assert "BSN invullen voor de medewerker" not in manager.get(at("/rapport")).links()
    for page in (done, again, manager.get(at("/rapport"))):
        assert "111222333" not in page.text
        assert "eindigt op" not in page.text
    who = scene.open("medewerker", DAY)
    assert "heeft op 2 september 2027 een BSN voor u ingevuld" in who.get(at("/rapport")).text
    assert "Reden: «Niet bereikbaar». Het eindigt op 33." in who.get(at("/bsn")).text
    assert b"Niet bereikbaar" in exported(who)
    assert b"111222333" not in exported(manager)
    assert "Formulier voor het burgerservicenummer" in who.get(at("/inzage")).text


def exported(who: Visitor) -> bytes:
    with zipfile.ZipFile(io.BytesIO(who.get(at("/alle-gegevens.zip")).content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if not name.startswith("stukken/"))
