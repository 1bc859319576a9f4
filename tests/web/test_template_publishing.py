"""Publishing a template by real requests, its specimen, and what a dossier then asks."""

from pathlib import Path
from typing import Any

import pytest

from portal.actions.preview import do_next_preview, needed_programs
from portal.demonstration import texts
from portal.documents.reading import read
from portal.storage.catalogue import template_bytes
from portal.storage.database import connection, rows
from portal.storage.reading.papers import file_of
from tests.template_edits import (
    HINT,
    with_question,
    with_question_to_tick,
    without,
)
from tests.web.browsing import Visitor
from tests.web.scene import Scene, at, press, token
from tests.web.workshop import BROKEN, ORIGINAL, OWN, PLAN, TODAY, mend, place, press_on, publish, send


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


@pytest.fixture
def keeper(scene: Scene) -> Visitor:
    return scene.open("beheerder", TODAY)


# Publishing


def test_the_confirmation_says_what_happens_before_it_does(scene: Scene, keeper: Visitor) -> None:
    own = send(keeper, OWN).url
    asked = keeper.follow(keeper.get(own), "Publiceren")
    assert asked.soup.select_one("input[name=vanaf][type=date]")
    page = keeper.get(f"{own}/publiceren?vanaf={scene.stage.day(45)}")
    assert "Stukken die vanaf 19 februari 2026 worden begonnen, krijgen dit formulier." in page.text
    assert "Stukken die al lopen, houden hun versie." in page.text
    assert "in de plaats van het meegeleverde formulier" in page.text
    assert "Tot 19 februari 2026 kunt u dit nog intrekken." in page.text
    done = keeper.fill(page, with_field="gezien")
    assert done.url == place()
    assert "Het wordt gebruikt vanaf 19 februari 2026." in done.text
    other = send(keeper, with_question(ORIGINAL, tag="eigen.thuis", label="Thuis")).url
    page = keeper.get(f"{other}/publiceren?vanaf={scene.stage.day(TODAY)}")
    assert "Let op: vanaf 19 februari 2026 staat er al een ander formulier klaar." in page.text


@pytest.mark.parametrize(
    ("day", "words"), [("2026-02-13", "al voorbij"), ("morgen", "geen datum"), ("", "vul dit in"), ("²", "geen datum")]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_wrong_day_comes_back(keeper: Visitor, day: str, words: str, method: str) -> None:
    own = send(keeper, OWN).url
    if method == "GET":
        page = keeper.get(f"{own}/publiceren", query_string={"vanaf": day})
    else:
        page = keeper.post(f"{own}/publiceren", {"vanaf": day, "csrf_token": token(keeper)})
    assert page.status == 422
    assert words in page.errors.lower()
    assert page.soup.select_one("#vanaf[aria-invalid]")
    assert "In gebruik" in keeper.get(f"{place()}/0").text


def test_a_template_with_errors_is_not_published(keeper: Visitor) -> None:
    own = send(keeper, BROKEN).url
    for page in (
        keeper.get(f"{own}/publiceren?vanaf=2026-03-01"),
        keeper.post(f"{own}/publiceren", {"vanaf": "2026-03-01", "csrf_token": token(keeper)}),
    ):
        assert page.status == 422
        assert "In dit formulier staan nog fouten." in page.errors


def test_two_people_publish_and_the_second_is_told(scene: Scene, keeper: Visitor) -> None:
    first, second = send(keeper, OWN).url, send(keeper, without(OWN, "doel_termijn")).url
    day = str(scene.stage.day(45))
    mine = keeper.get(f"{first}/publiceren?vanaf={day}")
    hrm = scene.open("hrm-adviseur", TODAY)
    publish(hrm, second, day)
    told = keeper.fill(mine, with_field="gezien")
    assert told.status == 422
    assert "Iemand anders heeft intussen" in told.errors
    assert "in de plaats van het eigen formulier" in told.text
    assert keeper.fill(told, with_field="gezien").status == 200
    assert "Plan van aanpak Meegeleverd formulier Vanaf 19 februari" in keeper.get("/sjablonen").text.replace(
        "1 concept ", ""
    )
    assert "Vervangen" in keeper.get(second).text


def test_withdrawing_until_the_day_and_not_after(scene: Scene, keeper: Visitor) -> None:
    own = send(keeper, OWN).url
    publish(keeper, own, str(scene.stage.day(45)))
    assert "ingetrokken" in press_on(scene.open("hrm-adviseur", 44), own, "intrekken").text
    keeper = scene.open("beheerder", 44)
    assert "Concept" in keeper.get(own).text
    publish(keeper, own, str(scene.stage.day(45)))
    late = press_on(scene.open("beheerder", 45), own, "intrekken")
    assert (late.status, "kunt u niet intrekken" in late.errors) == (422, True)


def test_throwing_away_ones_own_concept_and_nothing_else(scene: Scene, keeper: Visitor) -> None:
    own = send(keeper, OWN).url
    other = press_on(scene.open("hrm-adviseur", TODAY), own, "weggooien")
    assert (other.status, "Dit concept is van Ravi Sharma." in other.errors) == (422, True)
    assert scene.open("hrm-adviseur", TODAY).get(f"{own}/weggooien").status == 422, "nor is it asked"
    asked = keeper.follow(keeper.get(own), "Concept weggooien")
    assert asked.heading == "Concept weggooien?"
    assert "«plan.docx» verdwijnt. Dat kunt u niet terugdraaien." in asked.text
    assert keeper.follow(asked, "Terug zonder weggooien").url == own
    assert "weggegooid" in keeper.fill(asked, with_field="csrf_token").text
    assert keeper.get(own).status == 404
    again = send(keeper, OWN).url
    publish(keeper, again, str(scene.stage.day(TODAY)))
    stays = press_on(keeper, again, "weggooien")
    assert (stays.status, "al gepubliceerd" in stays.errors) == (422, True)


def test_back_to_the_delivered_form(scene: Scene, keeper: Visitor) -> None:
    publish(keeper, send(keeper, OWN).url, str(scene.stage.day(TODAY)))
    page = keeper.follow(keeper.get(f"{place()}/0"), "Terug naar het meegeleverde formulier")
    assert "publiceren" in page.heading
    publish(keeper, f"{place()}/0", str(scene.stage.day(42)))
    assert "In gebruik" in scene.open("beheerder", 42).get("/sjablonen").text
    assert "Meegeleverd formulier Sinds 16 februari 2026" in scene.open("beheerder", 42).get("/sjablonen").text


# The specimen


def test_the_specimen_is_the_template_with_invented_words(scene: Scene, keeper: Visitor) -> None:
    own = send(keeper, OWN).url
    page = keeper.follow(keeper.get(own), "Voorbeeld bekijken")
    assert "verzonnen" in page.text
    found = dict(read(keeper.get(page.link("Voorbeeld downloaden als Word")).content))
    assert found["eigen.werkplek"] == "thuis"
    assert found["medewerker.naam"] == "S. de Groot"
    with connection():
        names = {name for (name,) in rows("SELECT name FROM person")}
    assert not names & {value for value in found.values() if isinstance(value, str)}


@pytest.mark.skipif(bool(needed_programs("docx")), reason="LibreOffice or poppler-utils is not installed")
def test_the_pages_of_the_specimen_are_pictures_with_words(scene: Scene, keeper: Visitor) -> None:
    example = f"{send(keeper, OWN).url}/voorbeeld"
    waiting = keeper.fill(keeper.get(example))
    assert waiting.url == example
    assert keeper.get(f"{example}/1.png").status == 404
    assert do_next_preview(lambda: scene.stage.moment(TODAY))
    page = keeper.get(example)
    pictures = page.soup.select("main img[alt]")
    assert len(pictures) > 2
    assert pictures[0]["alt"].startswith("Pagina 1 van ")
    for one in pictures:
        picture = keeper.get(str(one["src"]))
        assert picture.headers["Content-Type"] == "image/png"
        assert picture.content.startswith(b"\x89PNG")
    assert keeper.get(f"{example}.pdf").content.startswith(b"%PDF-")
    stranger = scene.open("teamleider", TODAY)
    assert {stranger.get(f"{example}{rest}").status for rest in ("/1.png", ".pdf", "/bestand")} == {404}


def test_without_pictures_yet_there_is_no_picture(keeper: Visitor) -> None:
    own = send(keeper, OWN).url
    assert keeper.get(f"{own}/voorbeeld/1.png").status == 404
    assert keeper.get(f"{own}/voorbeeld.pdf").status == 404


def test_a_template_that_cannot_be_filled_has_no_specimen(keeper: Visitor) -> None:
    own = send(keeper, with_question(ORIGINAL, tag="")).url
    page = keeper.get(f"{own}/voorbeeld/bestand")
    assert (page.status, "staan nog fouten" in page.text) == (422, True)


# In a dossier


def test_the_new_field_is_asked_and_stands_in_the_paper(scene: Scene, keeper: Visitor) -> None:
    """The web form, the draft, the paper and what is read back from it."""
    publish(keeper, mend(keeper, send(keeper, BROKEN)).url, str(scene.stage.day(45)))
    before = scene.open("teamleider", 44).get(at(f"/papieren/{PLAN}/invullen?alles=ja"))
    assert "eigen.werkplek" not in before.fields("gezien")
    manager = scene.open("teamleider", 45)
    page = manager.get(at(f"/papieren/{PLAN}/invullen?alles=ja"))
    assert "Werkplek" in [heading.get_text() for heading in page.soup.select("#formulier h2")]
    field = page.soup.select_one("select[name='eigen.werkplek']")
    assert field
    assert [option["value"] for option in field.find_all("option")] == ["", "thuis", "kantoor"]
    assert HINT in page.text
    values: dict[str, Any] = {**texts.plan_values(scene.stage.day(45)), "eigen.werkplek": "kantoor"}
    press(manager, page, "bewaren", values)
    assert scene.draft("teamleider")["eigen.werkplek"] == "kantoor"
    done = press(manager, manager.get(at(f"/papieren/{PLAN}/invullen?alles=ja")), "vaststellen", values)
    assert "het stuk is vastgesteld" in done.text
    assert "Op kantoor" in manager.follow(done, "Stuk openen").text
    with connection():
        file = file_of(scene.stage.newest(PLAN).id)
    assert file
    assert dict(read(file.content))["eigen.werkplek"] == "kantoor"


def test_a_form_on_the_screen_at_the_switch_is_taken_in_as_it_was(scene: Scene, keeper: Visitor) -> None:
    shown = scene.open("teamleider", 44).get(at(f"/papieren/{PLAN}/invullen?alles=ja"))
    keeper = scene.open("beheerder", 44)
    publish(keeper, send(keeper, without(OWN, "doel_termijn")).url, str(scene.stage.day(45)))
    manager = scene.open("teamleider", 45)
    done = press(
        manager, shown, "vaststellen", {**texts.plan_values(scene.stage.day(45)), "csrf_token": token(manager)}
    )
    assert "het stuk is vastgesteld" in done.text
    with connection():
        row = scene.stage.newest(PLAN)
    assert row.values["doel_termijn"]
    assert "eigen.werkplek" not in row.values


def test_an_unreadable_answer_to_a_question_of_ones_own_is_told_by_its_label(scene: Scene, keeper: Visitor) -> None:
    publish(keeper, send(keeper, OWN).url, str(scene.stage.day(TODAY)))
    manager = scene.open("teamleider", 45)
    page = manager.get(at(f"/papieren/{PLAN}/invullen?alles=ja"))
    values = {**texts.plan_values(scene.stage.day(45)), "eigen.werkplek": "de maan"}
    back = press(manager, page, "vaststellen", values)
    assert back.status == 422
    assert "Werkplek: kies een van de antwoorden uit de lijst." in back.errors
    assert back.soup.select_one("a[href='#eigen-werkplek']")


@pytest.mark.parametrize("ticked", [True, False])
def test_a_box_of_ones_own_in_a_question_to_the_arbodienst(scene: Scene, keeper: Visitor, ticked: bool) -> None:
    """This form is not made of the template alone; what is added to the template is asked in it as well."""
    kind = "vraagstelling_arbodienst"
    own = send(keeper, with_question_to_tick(template_bytes(kind)), kind=kind).url
    publish(keeper, own, str(scene.stage.day(TODAY)))
    manager = scene.open("teamleider", TODAY)
    page = manager.get(at("/vraag-arbodienst"))
    assert page.soup.select_one("input[type=checkbox][name='eigen.spoed']")
    values = {"gericht_aan": "bedrijfsarts", "vraag": " Wat kan wel? ", "vervolg": "zelf"}
    done = manager.fill(page, values | ({"eigen.spoed": "ja"} if ticked else {}))
    assert done.status == 200
    with connection():
        row = scene.stage.newest(kind)
    assert (row.values["eigen.spoed"], row.values["vraag"]) == (ticked, "Wat kan wel?")


def test_a_concept_cannot_be_slipped_in_with_the_form(scene: Scene, keeper: Visitor) -> None:
    for sent in (BROKEN, OWN):
        send(keeper, sent)
    with connection():
        concepts = [sha for (sha,) in rows("SELECT template_sha256 FROM template_version WHERE from_on IS NULL")]
    assert len(concepts) == 2
    for concept in concepts:
        manager = scene.open("teamleider", 48)
        page = press(manager, manager.get(at(f"/papieren/{PLAN}/invullen?alles=ja")), "bewaren", {"sjabloon": concept})
        assert page.status == 200
        with connection():
            [(begun,)] = rows("SELECT template_sha256 FROM draft")
            rows("DELETE FROM draft")
        assert begun not in concepts
