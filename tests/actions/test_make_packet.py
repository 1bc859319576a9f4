"""The report as PDF: made in the background, for one person, and gone once it was fetched."""

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from portal.actions.attach_advice import attach_advice
from portal.actions.file_earlier_paper import SentFile
from portal.actions.file_signed_paper import PenAnswer, file_signed_paper
from portal.actions.give_bsn import give_bsn
from portal.actions.make_packet import MADE, Making, ask_packet, do_next_packet, fetch_packet, making
from portal.actions.recall_paper import recall_paper
from portal.documents.errors import RefusedFile
from portal.documents.office import office_found
from portal.documents.pdf_book import says_pdf_a
from portal.documents.pdf_line import with_lines
from portal.storage.database import connection, rows, transaction
from portal.storage.writing.jobs import end_job
from tests.small_pdf import pdf_with
from tests.staging import Stage, refused, set_stage

BSN = "111222333"
DAY = 605

needs_office = pytest.mark.skipif(not office_found(), reason="LibreOffice (libreoffice-writer) is not installed")


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    found = set_stage(tmp_path, "near_the_end")
    with connection():
        yield found


def how(stage: Stage, login: str = "medewerker", days: int = DAY) -> Making:
    return making(stage.seen_by(login, days))


def ask(stage: Stage, login: str = "medewerker") -> None:
    ask_packet(**stage.who(login, DAY))


def made(stage: Stage) -> None:
    """As if LibreOffice had been there."""
    [(job_id,)] = rows("SELECT id FROM job WHERE kind = 'packet' ORDER BY id DESC LIMIT 1")
    with transaction():
        end_job(job_id, {MADE["zip"]: b"zip", MADE["pdf"]: b"pdf"}, stage.moment(DAY))


@needs_office
def test_every_paper_becomes_a_tagged_pdf_a_and_the_whole_a_book_with_bookmarks(stage: Stage) -> None:
    give_bsn(**stage.who("medewerker", DAY), number=BSN)
    ask(stage)
    assert do_next_packet(lambda: stage.moment(DAY))
    assert how(stage).state == "done"
    whole = fetch_packet(**stage.who("medewerker", DAY), kind="pdf")
    with zipfile.ZipFile(io.BytesIO(fetch_packet(**stage.who("medewerker", DAY), kind="zip"))) as archive:
        readers = {name: PdfReader(io.BytesIO(archive.read(name))) for name in archive.namelist()}
    assert len(readers) == 6
    for name, reader in readers.items():
        root = reader.root_object
        assert root["/MarkInfo"]["/Marked"], name
        assert "/StructTreeRoot" in root, name
        assert b"<pdfaid:part>2</pdfaid:part>" in root["/Metadata"].get_data(), name
        assert BSN in reader.pages[0].extract_text(), name
    book = PdfReader(io.BytesIO(whole))
    chapters = [one for one in book.outline if not isinstance(one, list)]
    assert [one.title for one in chapters][:3] == ["Overzicht", "1. Probleemanalyse", "2. Plan van aanpak"]
    assert len(book.pages) == sum(len(reader.pages) for reader in readers.values())
    # What stands on each page has a tag, under a number of its own.
    root = book.root_object
    assert root["/MarkInfo"]["/Marked"]
    numbers = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    assert numbers[::2] == [page["/StructParents"] for page in book.pages] == list(range(len(book.pages)))
    parts = root["/StructTreeRoot"]["/K"]["/K"]
    assert [part.get_object()["/S"] for part in parts] == ["/Part"] * 6
    # All its parts are PDF/A, so the whole is: what it says, what its colours mean, and who it is.
    assert says_pdf_a(root)
    assert root["/OutputIntents"][0]["/DestOutputProfile"].get_object()["/N"] == 3
    assert root["/Lang"] == "nl-NL"
    assert "/ID" in book.trailer
    assert embedded_fonts(book) == {True}
    for page, tags in zip(book.pages, numbers[1::2], strict=True):
        assert {
            tag.get_object()["/Pg"].get_object() == page for tag in tags.get_object() if "/Pg" in tag.get_object()
        } == {True}
    # The overview says on which page each paper begins.
    first = book.pages[0].extract_text()
    for chapter in chapters[1:]:
        begins = book.get_destination_page_number(chapter)
        assert begins is not None
        assert chapter.title.partition(". ")[2] in book.pages[begins].extract_text()
        assert str(begins + 1) in first


def embedded_fonts(reader: PdfReader) -> set[bool]:
    """Whether the fonts of each page are in the file."""
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    inside = [font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font for font in fonts]
    return {
        any(name in font.get("/FontDescriptor", {}) for name in ("/FontFile", "/FontFile2", "/FontFile3"))
        for font in inside
    }


def file_scan(stage: Stage, paper_id: int, day: int, name: str, content: bytes) -> None:
    """The employee's signature under a paper, with a pen."""
    file_signed_paper(
        **stage.who("teamleider", day),
        paper_id=paper_id,
        file=SentFile(name, content, no_medical_data=True),
        answers={"medewerker": PenAnswer("akkoord", stage.day(day))},
    )


@needs_office
def test_a_scan_keeps_its_pages_accessible_and_only_a_pdf_from_elsewhere_keeps_the_form_it_had(stage: Stage) -> None:
    give_bsn(**stage.who("medewerker", DAY), number=BSN)
    file_scan(stage, stage.newest("eindevaluatie").id, DAY, "scan.pdf", pdf_with(2, words="100 100 200 300 re f"))
    attach_advice(
        **stage.who("bedrijfsarts", DAY),
        kind="bijstelling_probleemanalyse",
        on=stage.day(DAY),
        filename="b.pdf",
        content=with_lines(pdf_with(1), ("Naam bedrijfsarts, 1 september 2027",)),
        no_medical_data=True,
        tells={"terugkeer_mogelijk": "ja"},
    )
    ask(stage)
    assert do_next_packet(lambda: stage.moment(DAY))
    with zipfile.ZipFile(io.BytesIO(fetch_packet(**stage.who("medewerker", DAY), kind="zip"))) as archive:
        roots = {name[:3]: PdfReader(io.BytesIO(archive.read(name))).root_object for name in archive.namelist()}
    assert [name for name, root in roots.items() if not says_pdf_a(root)] == ["02-"]
    assert "06a" in roots
    book = PdfReader(io.BytesIO(fetch_packet(**stage.who("medewerker", DAY), kind="pdf")))
    root = book.root_object
    assert not says_pdf_a(root)
    # Also the page from elsewhere has a tag: what is on it is read aloud, and so is all the rest.
    assert root["/MarkInfo"]["/Marked"]
    numbers = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    assert [page["/StructParents"] for page in book.pages] == numbers[::2]
    told = [one["/Alt"] for one in every_tag(root["/StructTreeRoot"]["/K"]) if "/Alt" in one]
    assert told == [f"Scan van: Eindevaluatie, scan, bladzijde {number} van 2" for number in (1, 2)]
    # Each page of each paper says whose it is, the numbers of the pages are right, and the remark is on one paper.
    texts = [" ".join(page.extract_text().split()) for page in book.pages]
    chapters = [one for one in book.outline if not isinstance(one, list)]
    begins = next(book.get_destination_page_number(one) for one in chapters if one.title == "6a. Eindevaluatie, scan")
    assert begins
    assert f"{begins + 1}–{begins + 2}" in texts[0] + texts[1]
    first = book.get_destination_page_number(chapters[1])
    assert all(f"BSN {BSN}" in text for text in texts[first:])
    assert "".join(texts).count("geen PDF/A van maken") == 1
    assert any("2. Bijstelling van de probleemanalyse Deze PDF is buiten het portaal gemaakt" in text for text in texts)


def every_tag(element: Any) -> Iterator[Any]:
    """The tags below one, in the order in which they are read aloud."""
    found = element.get_object()
    if not isinstance(found, dict):
        return
    yield found
    kids = found["/K"].get_object() if "/K" in found else []
    for kid in kids if isinstance(kids, list) else [kids]:
        yield from every_tag(kid)


@needs_office
def test_what_was_asked_for_waits_and_is_the_same_when_asked_again(stage: Stage) -> None:
    assert how(stage) == Making("none")
    ask(stage)
    ask(stage)
    assert how(stage).state == "waiting"
    assert rows("SELECT COUNT(*) FROM job") == [(1,)]
    # Nothing of the papers is kept before it is made.
    assert rows("SELECT COUNT(*) FROM job_file") == [(0,)]
    ask(stage, "teamleider")
    assert how(stage, "teamleider").ahead == 1


@needs_office
def test_it_is_fetched_once_and_by_who_asked_for_it(stage: Stage) -> None:
    ask(stage)
    made(stage)
    assert [kind for kind, _ in how(stage).sizes] == ["zip", "pdf"]
    assert fetch_packet(**stage.who("teamleider", DAY), kind="zip") is None
    with refused("Invisible"):
        fetch_packet(**stage.who("medewerker", DAY), kind="docx")
    assert fetch_packet(**stage.who("medewerker", DAY), kind="zip") == b"zip"
    assert fetch_packet(**stage.who("medewerker", DAY), kind="zip") is None
    assert [kind for kind, _ in how(stage).sizes] == ["pdf"]
    assert fetch_packet(**stage.who("medewerker", DAY), kind="pdf") == b"pdf"
    # Nothing of the papers is kept; that they were fetched is known for a day.
    assert rows("SELECT COUNT(*) FROM job_file") == [(0,)]
    assert (how(stage).state, how(stage).sizes) == ("done", ())
    assert how(stage, days=DAY + 2) == Making("none")
    ask(stage)
    assert how(stage).state == "waiting"


@needs_office
def test_what_is_left_to_fetch_is_made_anew_only_on_request(stage: Stage) -> None:
    ask(stage)
    made(stage)
    fetch_packet(**stage.who("medewerker", DAY), kind="zip")
    ask(stage)
    assert [kind for kind, _ in how(stage).sizes] == ["pdf"]
    ask_packet(**stage.who("medewerker", DAY), again=True)
    assert how(stage).state == "waiting"
    assert rows("SELECT COUNT(*) FROM job_file") == [(0,)]


@needs_office
@pytest.mark.parametrize("change", ["paper", "bsn"])
def test_when_something_changed_it_is_another_packet(stage: Stage, change: str) -> None:
    ask(stage)
    made(stage)
    if change == "paper":
        stage.sign("medewerker", DAY, stage.newest("eindevaluatie").id)
    else:
        give_bsn(**stage.who("medewerker", DAY), number=BSN)
    assert how(stage) == Making("none")
    assert fetch_packet(**stage.who("medewerker", DAY), kind="zip") is None


@needs_office
def test_a_paper_that_is_recalled_takes_what_was_made_of_it_along(stage: Stage) -> None:
    ask(stage)
    made(stage)
    plan = stage.newest("plan_van_aanpak").id
    recall_paper(**stage.who("medewerker", DAY), paper_id=plan, reason="Bij het doel staat iets over de ziekte.")
    assert rows("SELECT COUNT(*) FROM job_file") == [(0,)]
    assert how(stage) == Making("none")


@needs_office
def test_after_a_day_it_is_gone(stage: Stage) -> None:
    ask(stage)
    made(stage)
    assert how(stage, days=DAY + 2) == Making("none")
    assert not do_next_packet(lambda: stage.moment(DAY) + timedelta(days=1, minutes=1))
    assert rows("SELECT COUNT(*) FROM job_file") == [(0,)]


@needs_office
def test_who_lost_the_role_meanwhile_gets_nothing(stage: Stage) -> None:
    ask(stage, "teamleider")
    yesterday = stage.day(DAY - 1).isoformat()
    rows("UPDATE involvement SET until_on = ? WHERE person_id = ?", yesterday, stage.ids["teamleider"])
    assert do_next_packet(lambda: stage.moment(DAY))
    assert rows("SELECT state, problem FROM job") == [("failed", "packet_failed")]
    assert rows("SELECT COUNT(*) FROM job_file") == [(0,)]


def test_it_is_for_employee_and_manager(stage: Stage) -> None:
    with refused("Forbidden"):
        ask(stage, "bedrijfsarts")
    with refused("Invisible"):
        ask(stage, "002018")


def test_without_libreoffice_nothing_is_asked_for(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RefusedFile, match="preview_office_missing"):
        ask(stage)
    assert rows("SELECT COUNT(*) FROM job") == [(0,)]
