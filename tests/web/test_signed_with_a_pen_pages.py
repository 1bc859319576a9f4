"""Signing with a pen in the browser: print, hand in, see where it belongs, and settle the requests."""

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from portal.actions.preview import do_next_preview
from portal.actions.send_file import refuse_old_held
from portal.demonstration import texts
from portal.documents.office import drawing_found, office_found
from portal.documents.reading import read
from portal.storage.database import connection, rows
from portal.storage.reading.held_files import held_content, held_for
from portal.storage.reading.papers import scans_of
from tests.small_picture import png
from tests.staging import FIRST
from tests.web.browsing import Visitor, upload
from tests.web.page import Page
from tests.web.scene import Scene, at, token

PLAN = texts.plan_values(FIRST + timedelta(days=48))
BOX = "/getekend"

needs_office = pytest.mark.skipif(
    not (office_found() and drawing_found()), reason="LibreOffice (libreoffice-writer) or poppler is not installed"
)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


@pytest.fixture
def plan(scene: Scene) -> int:
    """A plan van aanpak that nobody signed yet."""
    with connection():
        return scene.stage.settle("teamleider", 48, "plan_van_aanpak", PLAN)


def hand_in(who: Visitor, name: str = "scan.png", code: str = "", content: bytes = b"") -> Page:
    page = who.get(BOX)
    return who.post(BOX, {**page.fields("code"), "code": code, "bestand": upload(name, content or png())})


def confirm(who: Visitor, page: Page, scene: Scene, **values: Any) -> Page:
    day = scene.stage.day(50).isoformat()
    both = {
        f"{name}_{role}": answer
        for role in ("medewerker", "leidinggevende")
        for name, answer in (("antwoord", "akkoord"), ("op", day))
    }
    return who.fill(page, {**both, "verklaring": "ja", **values}, with_field="verklaring")


def waiting(scene: Scene, login: str = "teamleider") -> list[str]:
    with connection():
        return [one.problem for one in held_for(scene.stage.ids[login])]


def test_from_the_paper_to_the_print_to_the_box(scene: Scene, plan: int) -> None:
    who = scene.open("medewerker", 49)
    page = who.get(at(f"/papieren/{plan}"))
    printed = who.follow(page, "Print dit stuk")
    assert printed.headers["Content-Disposition"] == 'attachment; filename="D0001-PVA-1-om-te-ondertekenen.docx"'
    assert "D0001-PVA-1" in str(read(printed.content)["ondertekening.medewerker.uitkomst"])
    assert who.follow(page, "lever die in").fields("code")["code"] == "D0001-PVA-1"


@needs_office
def test_the_print_is_there_as_pages_and_as_pdf_for_who_may_have_it(scene: Scene, plan: int) -> None:
    who = scene.open("medewerker", 49)
    page = who.follow(who.get(at(f"/papieren/{plan}")), "print het als PDF")
    assert "nog niet gemaakt" in page.text
    here = at(f"/papieren/{plan}/printen")
    assert who.get(f"{here}.pdf").status == 404
    assert "nu aan de beurt" in who.post(f"{here}/bekijken", {"csrf_token": token(who)}).text
    assert do_next_preview(lambda: scene.stage.moment(49))
    done = who.get(f"{here}/bekijken")
    assert who.get(f"{here}/bekijken/1.png").headers["Content-Type"] == "image/png"
    printed = who.follow(done, "PDF downloaden")
    assert printed.headers["Content-Disposition"] == 'attachment; filename="D0001-PVA-1-om-te-ondertekenen.pdf"'
    words = "".join(one.extract_text() for one in PdfReader(io.BytesIO(printed.content)).pages)
    assert words.count("Code voor de scan: D0001-PVA-1") == 2
    # Who does not read this paper gets none of it.
    assert scene.open("002018", 49).get(f"{here}.pdf").status == 404
    # Once someone signed it is another print.
    with connection():
        scene.stage.sign("teamleider", 49, plan)
    assert who.get(f"{here}.pdf").status == 404


@pytest.mark.parametrize(("name", "code"), [("d0001 pva 1.png", ""), ("scan.png", "dOOO1-pva-1")])
def test_the_scan_files_itself_by_the_code_in_its_name_or_as_typed(
    scene: Scene, plan: int, name: str, code: str
) -> None:
    who = scene.open("teamleider", 60)
    page = hand_in(who, name, code)
    assert page.url == at(f"/papieren/{plan}/getekend")
    assert "Versie 1 van 22 februari 2026" in page.text
    assert "dossier 0001" in page.text
    assert waiting(scene) == ["not_confirmed"]
    assert "Verder met deze scan" in who.get("/").links()
    done = confirm(who, page, scene)
    assert done.url == at(f"/papieren/{plan}")
    assert done.text.count("Met de pen, op papier. Vastgelegd door") == 2
    assert waiting(scene) == []
    scan = scene.open("medewerker", 61).follow(scene.open("medewerker", 61).get(at(f"/papieren/{plan}")), "Scan van")
    assert scan.headers["Content-Type"] == "image/png"


def test_what_is_wrong_on_the_second_page_loses_neither_file_nor_answers(scene: Scene, plan: int) -> None:
    who = scene.open("teamleider", 60)
    page = hand_in(who, code="D0001-PVA-1")
    wrong = confirm(who, page, scene, op_medewerker="", kijk_medewerker="Goed zo.")
    assert (wrong.status, wrong.fields("verklaring")["kijk_medewerker"]) == (422, "Goed zo.")
    assert "dag van de handtekening in" in wrong.errors
    both = confirm(who, page, scene, op_medewerker="", verklaring=False)
    links = [link["href"] for link in both.soup.select(".error-summary a")]
    assert links == ["#op_medewerker", "#verklaring"]
    nobody = confirm(who, page, scene, antwoord_medewerker="nog_niet", antwoord_leidinggevende="nog_niet")
    assert "ten minste één persoon" in nobody.errors
    assert waiting(scene) == ["not_confirmed"]
    with connection():
        assert scans_of(plan) == ()


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("scan.png", "", "Vul de code in die bij de handtekening staat"),
        ("scan.png", "D0999-PVA-1", "geen stuk met de code D0999-PVA-1"),
        ("scan.png", "D0001-PVA-9", "geen stuk «Plan van aanpak» met nummer 9"),
        ("scan.pdf", "D0001-PVA-1", "inhoud past niet bij de naam"),
        ("scan.gif", "D0001-PVA-1", "Dit soort bestand kan hier niet"),
    ],
)
def test_a_scan_that_cannot_be_placed_is_refused_with_a_sentence_and_the_code_stays(
    scene: Scene, plan: int, name: str, code: str, words: str
) -> None:
    who = scene.open("teamleider", 60)
    before = scene.stored()
    refused = hand_in(who, name, code)
    assert refused.status == 422
    assert words.lower() in refused.errors.lower()
    assert refused.fields("code")["code"] == code
    assert scene.stored() == before


def test_after_a_wrong_code_only_the_code_is_typed_again(scene: Scene, plan: int) -> None:
    who = scene.open("teamleider", 60)
    wrong = hand_in(who, "scan van karin.png", "D0001-PVA-9")
    assert "«scan van karin.png» al" in wrong.text
    # Also on another day's visit, but for nobody else.
    assert "«scan van karin.png» al" in who.get(BOX).text
    assert "scan van karin" not in scene.open("medewerker", 60).get(BOX).text
    page = who.fill(wrong, {"code": "D0001-PVA-1"}, with_field="code")
    assert page.url == at(f"/papieren/{plan}/getekend")
    assert waiting(scene) == ["not_confirmed"]
    assert "scan van karin" not in who.get(BOX).text
    with connection():
        [held] = held_for(scene.stage.ids["teamleider"])
        assert held_content(held.id) == ("scan van karin.png", png())


def test_a_scan_without_a_place_is_gone_after_a_day(scene: Scene, plan: int) -> None:
    hand_in(scene.open("teamleider", 60), code="D0001-PVA-9")
    assert "scan.png" not in scene.open("teamleider", 62).get(BOX).text
    with connection():
        refuse_old_held(scene.stage.moment(62))
        assert rows("SELECT COUNT(*) FROM loose_scan") == [(0,)]


def test_what_can_be_no_scan_is_not_kept(scene: Scene, plan: int) -> None:
    refused = hand_in(scene.open("teamleider", 60), "scan.gif", "D0001-PVA-9")
    assert "scan.gif" not in refused.text
    with connection():
        assert rows("SELECT COUNT(*) FROM loose_scan") == [(0,)]


def test_another_may_not_go_on_with_a_scan_that_waits_for_its_sender(scene: Scene, plan: int) -> None:
    hand_in(scene.open("teamleider", 60), code="D0001-PVA-1")
    assert scene.open("medewerker", 60).get(at(f"/papieren/{plan}/getekend")).status == 404
    assert "D0001-PVA-1" in hand_in(scene.open("002018", 60), code="D0001-PVA-1").errors


def test_while_the_scanner_is_down_the_answers_wait_with_the_scan(scene: Scene, plan: int, tmp_path: Path) -> None:
    scene.settings = replace(scene.settings, clamd=str(tmp_path / "niemand"))
    who = scene.open("teamleider", 60)
    page = hand_in(who, code="D0001-PVA-1")
    done = confirm(who, page, scene)
    assert "nog nagekeken op virussen" in done.text
    assert waiting(scene) == [""]
    with connection():
        assert scans_of(plan) == ()


def test_who_does_not_agree_sees_the_way_on_and_so_does_the_other(scene: Scene, plan: int) -> None:
    with connection():
        scene.stage.sign("medewerker", 49, plan, "gezien_niet_akkoord", "Te snel.")
    own = scene.open("medewerker", 50).get(at(f"/papieren/{plan}"))
    assert own.link("Deskundigenoordeel voorbereiden") == at("/papieren/aanvraag_deskundigenoordeel_werknemer/invullen")
    other = scene.open("teamleider", 50).get(at(f"/papieren/{plan}"))
    assert other.link("Vraag stellen aan de arbodienst") == at("/vraag-arbodienst")
    assert "Niet iedereen is het eens" not in scene.open("hrm-adviseur", 50).get(at(f"/papieren/{plan}")).text
