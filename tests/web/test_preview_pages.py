"""The pages of a paper as pictures: who sees them, how far they are, and what is said where they cannot be made."""

from datetime import timedelta
from pathlib import Path

import pytest

from portal.actions.attach_advice import attach_advice
from portal.actions.preview import do_next_preview
from portal.actions.record import record
from portal.demonstration import texts
from portal.documents.office import drawing_found, office_found
from portal.storage.database import connection, rows
from tests.actions.recording import casemanager
from tests.small_pdf import pdf_with
from tests.staging import FIRST
from tests.web.browsing import Visitor
from tests.web.page import Page
from tests.web.scene import Scene, at, token

DAY = 40
PLAN = texts.plan_values(FIRST + timedelta(days=48))
HTMX = {"HX-Request": "true"}

needs_office = pytest.mark.skipif(not office_found(), reason="LibreOffice (libreoffice-writer) is not installed")
needs_poppler = pytest.mark.skipif(not drawing_found(), reason="pdftoppm (poppler-utils) is not installed")


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


def attached(scene: Scene, pages: int, days: int = DAY) -> int:
    """A paper that the bedrijfsarts sent in as PDF."""
    with connection():
        return attach_advice(
            **scene.stage.who("bedrijfsarts", days),
            kind="bijstelling_probleemanalyse",
            on=scene.stage.day(days),
            filename="advies.pdf",
            content=pdf_with(pages),
            no_medical_data=True,
            tells={"terugkeer_mogelijk": "ja"},
        )


def own(scene: Scene, kind: str = "probleemanalyse") -> int:
    """The newest paper of a kind, made in the portal."""
    with connection():
        return scene.stage.newest(kind).id


def address(paper_id: int, more: str = "bekijken") -> str:
    return at(f"/papieren/{paper_id}/{more}")


def ask(who: Visitor, paper_id: int) -> Page:
    return who.post(address(paper_id), {"csrf_token": token(who)})


def make(scene: Scene) -> bool:
    """What the worker does."""
    return do_next_preview(lambda: scene.stage.moment(DAY))


def pictures(page: Page) -> list[tuple[str, str]]:
    """Address and words of every picture of a page."""
    return [(tag["src"], tag["alt"]) for tag in page.soup.select("#voorbeeld img")]


@needs_poppler
def test_from_the_paper_to_its_pages(scene: Scene) -> None:
    paper_id = attached(scene, pages=2)
    who = scene.open("teamleider", DAY)
    page = who.fill(who.get(at(f"/papieren/{paper_id}")))
    assert page.url == address(paper_id)
    assert page.heading == "Bijstelling van de probleemanalyse bekijken"
    assert "Uw stuk is nu aan de beurt." in page.text
    assert page.link("Kijk of het klaar is") == address(paper_id)
    assert make(scene)
    page = who.get(address(paper_id))
    title = "Bijstelling van de probleemanalyse"
    assert pictures(page) == [(address(paper_id, f"bekijken/{n}.png"), f"Pagina {n} van 2 van {title}") for n in (1, 2)]
    shown = who.get(pictures(page)[0][0])
    assert shown.headers["Content-Type"] == "image/png"
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.content.startswith(b"\x89PNG")
    saved = who.get(page.link("PDF downloaden"))
    assert saved.content == pdf_with(2)
    assert saved.headers["Content-Disposition"].endswith('bijstelling-probleemanalyse-0001-2026-02-14-v1.pdf"')
    assert who.get(address(paper_id, "bekijken/3.png")).status == 404


@needs_office
@needs_poppler
def test_after_a_signature_a_paper_is_shown_anew(scene: Scene) -> None:
    with connection():
        paper_id = scene.stage.settle("teamleider", 48, "plan_van_aanpak", PLAN)
    who = scene.open("medewerker", 50)
    ask(who, paper_id)
    assert make(scene)
    page = who.get(address(paper_id))
    assert [alt for _, alt in pictures(page)] == [f"Pagina {n} van 3 van Plan van aanpak" for n in (1, 2, 3)]
    assert page.link("Lees de tekst van dit stuk") == at(f"/papieren/{paper_id}")
    assert who.get(page.link("PDF downloaden")).content.startswith(b"%PDF-")
    with connection():
        scene.stage.sign("medewerker", 50, paper_id)
    assert not pictures(who.get(address(paper_id)))
    assert who.get(address(paper_id, "bekijken/1.png")).status == 404
    assert "Uw stuk is nu aan de beurt." in ask(who, paper_id).text


@needs_poppler
def test_who_waits_sees_how_many_come_first(scene: Scene) -> None:
    papers = [attached(scene, pages, DAY + pages) for pages in (1, 2, 3)]
    who = scene.open("teamleider", DAY + 3)
    seen = [ask(who, paper_id).text for paper_id in papers]
    assert "Uw stuk is nu aan de beurt." in seen[0]
    assert "Er gaat nog 1 stuk voor." in seen[1]
    assert "Er gaan nog 2 stukken voor." in seen[2]


@needs_poppler
def test_only_what_changed_is_sent_again(scene: Scene) -> None:
    paper_id = attached(scene, pages=1)
    who = scene.open("teamleider", DAY)
    waiting = ask(who, paper_id).soup.select_one("#voorbeeld")
    again = str(waiting["hx-get"])
    assert waiting["hx-trigger"] == "every 1s"
    assert who.get(again, headers=HTMX).status == 204
    make(scene)
    part = who.get(again, headers=HTMX)
    assert part.status == 200
    assert part.soup.h1 is None
    assert len(pictures(part)) == 1
    assert not part.soup.select("[hx-trigger]")
    assert part.soup.select_one("[data-focus]").get_text() == "1 pagina."


@needs_poppler
def test_what_failed_says_so_and_can_be_tried_again(scene: Scene) -> None:
    paper_id = attached(scene, pages=0)
    who = scene.open("teamleider", DAY)
    ask(who, paper_id)
    make(scene)
    page = who.get(address(paper_id))
    assert "Het is niet gelukt om van dit stuk pagina’s te maken." in page.text
    assert "Uw stuk is nu aan de beurt." in who.fill(page).text


def test_where_a_program_is_missing_the_page_says_what_to_install(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    who = scene.open("teamleider", DAY)
    before = scene.stored()
    page = who.fill(who.get(at(f"/papieren/{own(scene)}")))
    assert page.status == 200
    assert "is LibreOffice Writer en poppler-utils nodig" in page.text
    assert scene.stored() == before
    paper = who.get(at(f"/papieren/{own(scene)}"))
    assert who.get(paper.link("Downloaden als Word")).content.startswith(b"PK")


@needs_poppler
@pytest.mark.parametrize("more", ["bekijken", "bekijken/1.png", "bekijken.pdf"])
def test_whoever_may_not_read_the_paper_finds_nothing(scene: Scene, more: str) -> None:
    paper_id = attached(scene, pages=1)
    ask(scene.open("teamleider", DAY), paper_id)
    make(scene)
    statuses = {
        login: scene.open(login, DAY).client.get(address(paper_id, more)).status_code
        for login in ("medewerker", "bedrijfsarts", "afdelingshoofd", "directeur", "002018", "bedrijfsarts2")
    }
    assert statuses == {
        "medewerker": 200,
        "bedrijfsarts": 200,
        "afdelingshoofd": 403,
        "directeur": 404,
        "002018": 404,
        "bedrijfsarts2": 404,
    }


@needs_poppler
def test_whoever_loses_the_role_loses_the_pictures(scene: Scene) -> None:
    paper_id, picture = attached(scene, pages=1), "bekijken/1.png"
    ask(scene.open("teamleider", DAY), paper_id)
    make(scene)
    stage = scene.stage
    with connection():
        casemanager(stage, "002018", DAY)
    assert scene.open("002018", DAY).client.get(address(paper_id, picture)).status_code == 200
    with connection():
        record(**stage.who("medewerker", DAY + 1), kind="casemanager_beeindigd", answers={})
    assert scene.open("002018", DAY + 1).client.get(address(paper_id, picture)).status_code == 404


@needs_poppler
def test_the_pages_of_one_paper_are_not_found_under_another(scene: Scene) -> None:
    paper_id = attached(scene, pages=1)
    who = scene.open("teamleider", DAY)
    ask(who, paper_id)
    make(scene)
    assert who.get(address(own(scene), "bekijken/1.png")).status == 404
    assert who.get(address(own(scene), "bekijken.pdf")).status == 404


@needs_poppler
def test_one_look_is_one_line_in_the_log(scene: Scene) -> None:
    paper_id = attached(scene, pages=3)
    who = scene.open("teamleider", DAY)
    page = ask(who, paper_id)
    lines = looked(paper_id)
    for _ in range(5):
        who.get(str(page.soup.select_one("#voorbeeld")["hx-get"]), headers=HTMX)
    make(scene)
    for source, _ in pictures(who.get(address(paper_id))):
        who.get(source)
    assert looked(paper_id) == lines
    who.get(address(paper_id, "bekijken.pdf"))
    assert looked(paper_id) == lines + 1
    scene.open("medewerker", DAY).get(address(paper_id, "bekijken/2.png"))
    assert looked(paper_id) == lines + 2


def looked(paper_id: int) -> int:
    """How many lines the log has about a paper."""
    with connection():
        [(count,)] = rows("SELECT COUNT(*) FROM read_log WHERE paper = ?", paper_id)
        return count
