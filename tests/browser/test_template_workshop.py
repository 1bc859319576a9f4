"""The template workshop in a real browser: change the plan van aanpak, read what is wrong, repair, publish, use it."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.demonstration import texts
from portal.settings import Settings
from tests.browser.conftest import served
from tests.browser.hands import (
    all_on_one_page,
    choose,
    field,
    fill_in,
    follow,
    go_through_menu,
    is_told,
    press,
    sees,
    sees_no,
    type_in,
)
from tests.staging import Stage, set_stage
from tests.template_edits import HINT, as_strict, members, renamed, with_question

pytestmark = pytest.mark.browser

TODAY = 40
PLAN = "Plan van aanpak"
SOFFICE = shutil.which("soffice")


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A dossier in week 6: the plan van aanpak is asked for."""
    return set_stage(tmp_path, "analysed")


@pytest.fixture
def address(stage: Stage, tmp_path: Path) -> Iterator[str]:
    """The portal on that day."""
    with served(Settings(mode="test", instance=tmp_path, secret_key="w" * 40), stage.day(TODAY)) as found:
        yield found


@pytest.fixture(params=[{}, {"javascript": False, "width": 390}], ids=["wide", "on a phone without a script"])
def enter(request: pytest.FixtureRequest, address: str, open_as: Callable[..., Page]) -> Callable[[str], Page]:
    """Sign someone in, in one of these ways."""
    return lambda login: open_as(address, login, **request.param)


def test_from_a_changed_template_to_a_new_question(stage: Stage, enter: Callable[[str], Page], tmp_path: Path) -> None:
    page = enter("beheerder")
    changed = with_question(downloaded(page, tmp_path).read_bytes(), tag="")
    upload_wrong_file(page, changed, tmp_path)
    upload(page, renamed(changed, "zienswijze_werkgever", "zienswijze_werkgeverr"), tmp_path)
    sees(page, "2 fouten gevonden.", "Een invulveld heeft geen naam (tag). Het staat bij «Werkplek».")
    sees(page, "Het portaal kent geen invulveld «zienswijze_werkgeverr».", "Bedoelt u «zienswijze_werkgever»")
    repair_in_two_steps(page)
    publish(stage, page)
    manager = enter("teamleider")
    follow(manager, f"Invullen {PLAN}")
    all_on_one_page(manager)
    expect(manager.get_by_role("heading", name="Werkplek")).to_be_visible()
    sees(manager, HINT)
    fill_in(manager, "plan_van_aanpak", texts.plan_values(stage.day(TODAY)))
    choose(manager, "Werkplek", "Op kantoor")
    press(manager, "Vaststellen")
    sees(manager, "het stuk is vastgesteld")
    follow(manager, "Stuk openen")
    sees(manager, "Op kantoor")


def downloaded(page: Page, folder: Path) -> Path:
    """The template that is in use, from its page."""
    go_through_menu(page, "Formulieren")
    follow(page.get_by_role("main"), PLAN)
    with page.expect_download() as download:
        follow(page.get_by_role("main"), "Downloaden Meegeleverd formulier")
    target = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target


def upload_wrong_file(page: Page, content: bytes, folder: Path) -> None:
    """A file in another Word form, and none at all: the form stays and says what to do."""
    follow(page.get_by_role("main"), "Nieuwe versie uploaden")
    press(page, "Uploaden en controleren")
    is_told(page, "Bestand", "Kies een bestand.")
    send(page, as_strict(content), folder)
    is_told(page, "Bestand", "Kies in Word: Bestand, Opslaan als, Word-document (.docx).")
    follow(page.get_by_role("main"), "Terug zonder bewaren")


def upload(page: Page, content: bytes, folder: Path) -> None:
    """Upload a template from the page of its kind."""
    follow(page.get_by_role("main"), "Nieuwe versie uploaden")
    send(page, content, folder)
    sees(page, "Het formulier is bewaard als concept.")


def send(page: Page, content: bytes, folder: Path) -> None:
    """Choose a file and send it."""
    file = folder / "mijn plan.docx"
    file.write_bytes(content)
    field(page, "Bestand").set_input_files(file)
    press(page, "Uploaden en controleren")


def repair_in_two_steps(page: Page) -> None:
    """First without one of the ticks: what is left is said again."""
    page.get_by_label("Schrijf de naam «eigen.werkplek» in dit veld").uncheck()
    press(page, "Geselecteerde voorstellen uitvoeren")
    sees(page, "De voorstellen zijn uitgevoerd.", "1 fout gevonden.")
    sees_no(page, "zienswijze_werkgeverr")
    press(page, "Geselecteerde voorstellen uitvoeren")
    sees(page, "Er zijn geen fouten gevonden.")
    sees(page, "Nieuw veld: «Werkplek» (keuzelijst). Het portaal vraagt dit voortaan op het formulier.")


def publish(stage: Stage, page: Page) -> None:
    """Choose a day that has passed, then today; read what happens, and confirm."""
    follow(page.get_by_role("main"), "Publiceren")
    type_in(page, "Vanaf welke dag?", stage.day(TODAY - 1).isoformat())
    press(page, "Verder")
    is_told(page, "Vanaf welke dag?", "Deze dag is al voorbij.")
    type_in(page, "Vanaf welke dag?", stage.day(TODAY).isoformat())
    press(page, "Verder")
    sees(page, "Stukken die vanaf vandaag worden begonnen, krijgen dit formulier.")
    sees(page, "Stukken die al lopen, houden hun versie.")
    press(page, "Publiceren vanaf")
    sees(page, "het formulier is nu in gebruik", "Gebruikt tot en met")


def saved_by_libreoffice(source: Path, folder: Path) -> bytes:
    """The file as LibreOffice writes it when someone opens and saves it."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir"]
    subprocess.run([*command, str(folder / "saved"), str(source)], capture_output=True, timeout=180, check=True)
    return (folder / "saved" / source.name).read_bytes()


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice (soffice) is not installed")
def test_names_that_libreoffice_lost_are_put_back(
    stage: Stage, address: str, open_as: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_as(address, "hrm-adviseur")
    file = downloaded(page, tmp_path)
    file.write_bytes(with_question(file.read_bytes()))
    saved = saved_by_libreoffice(file, tmp_path)
    if b"eigen.werkplek" in members(saved)["word/document.xml"]:
        pytest.skip("this LibreOffice keeps the names of content controls")
    upload(page, saved, tmp_path)
    sees(page, "Zijn namen van invulvelden weg?", "LibreOffice bewaart in versie 7 de namen van invulvelden niet.")
    press(page, "Namen terugzetten")
    sees(page, "De namen zijn teruggezet.", "1 fout gevonden.", "Het staat bij «Werkplek».")
    sees_no(page, "Zijn namen van invulvelden weg?")
    press(page, "Geselecteerde voorstellen uitvoeren")
    sees(page, "Het invulveld «eigen.werkplek» heeft geen titel.")
    press(page, "Geselecteerde voorstellen uitvoeren")
    sees(page, "Er zijn geen fouten gevonden.", "Nieuw veld: «Werkplek» (keuzelijst).")
    sees_no(page, "Dit veld vervalt")
    sees_no(page, "vult dit niet meer in")
    publish(stage, page)
