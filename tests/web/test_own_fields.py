"""A field that an organisation added to a form in Word: asked, kept, written, read back and compared."""

from pathlib import Path

import pytest

from portal.documents.reading import read
from portal.storage.catalogue import template_bytes
from portal.storage.database import connection, rows, transaction
from portal.storage.writing.templates import add_template_version, keep_template, publish_template_version
from tests.template_edits import HINT, PLACES, QUESTION, with_question
from tests.web.page import Page
from tests.web.scene import Scene, at, press
from tests.web.word_scene import FORM, KIND, PLAN, WHOLE, brought_back, offered, take_over, taken_along
from tests.word_editing import WordFile

REMARK = "Wat wilt u nog kwijt?"
REMARK_HINT = "Bijvoorbeeld over de werkplek thuis"
REMARK_XML = (
    f'<w:sdt><w:sdtPr><w:alias w:val="{REMARK}"/><w:tag w:val="eigen.opmerking"/><w:id w:val="991235"/>'
    '<w:placeholder><w:docPart w:val="DefaultPlaceholder"/></w:placeholder><w:showingPlcHdr/>'
    f'<w:text w:multiLine="1"/></w:sdtPr><w:sdtContent><w:r><w:t>{REMARK_HINT}</w:t></w:r></w:sdtContent></w:sdt>'
)
OWN = {"eigen.werkplek": "thuis", "eigen.opmerking": "Graag een tweede scherm.\nEn een goede stoel."}


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """The organisation uses its own plan van aanpak, with two questions more."""
    found = Scene(tmp_path, "analysed")
    own = WordFile(with_question(template_bytes(KIND))).add_paragraph(REMARK_XML).saved()
    publish(found, own)
    return found


def publish(scene: Scene, template: bytes) -> None:
    with connection(), transaction():
        [(organisation,)] = rows("SELECT organisation_id FROM dossier WHERE id = ?", scene.stage.dossier_id)
        maker, at_day = scene.stage.ids["hrm-adviseur"], scene.stage.moment(40)
        version = add_template_version(
            organisation_id=organisation,
            kind=KIND,
            sha256=keep_template(KIND, template),
            file_name="eigen plan.docx",
            person_id=maker,
            at=at_day,
        )
        publish_template_version(version, scene.stage.day(40), maker, at_day)


def question(page: Page, name: str) -> tuple[str, str, str]:
    """The kind of control, its label and its hint."""
    control = page.soup.select_one(f"[name='{name}']")
    label = page.soup.select_one(f"label[for={control['id']}]")
    hint = page.soup.select_one(f"#{control['id']}-hint")
    return control.name, " ".join(label.get_text(" ").split()), hint.get_text() if hint else ""


def test_the_form_asks_it_with_the_words_of_the_control(scene: Scene) -> None:
    page = scene.open("teamleider", 48).get(at(WHOLE))
    assert question(page, "eigen.werkplek") == ("select", f"{QUESTION} (niet verplicht)", HINT)
    assert question(page, "eigen.opmerking") == ("textarea", f"{REMARK} (niet verplicht)", REMARK_HINT)
    options = page.soup.select("select[name='eigen.werkplek'] option")
    assert {str(one["value"]): one.get_text() for one in options if one["value"]} == PLACES


def test_the_draft_keeps_it_and_the_paper_has_it(scene: Scene) -> None:
    who = scene.open("teamleider", 48)
    form = press(who, who.get(at(WHOLE)), "bewaren", PLAN | OWN)
    draft = scene.draft("teamleider")
    assert {name: draft[name] for name in OWN} == OWN
    paper = who.follow(press(who, form, "vaststellen"), "Stuk openen")
    assert PLACES["thuis"] in paper.text
    assert "Graag een tweede scherm." in paper.text
    values = read(who.get(f"{paper.url}/bestand").content)
    assert {name: values[name] for name in OWN} == OWN


@pytest.mark.parametrize("controls", [True, False], ids=["with its fields", "without any field"])
def test_it_comes_back_from_word(scene: Scene, controls: bool) -> None:
    who = scene.open("teamleider", 48)
    press(who, who.get(at(WHOLE)), "word", PLAN | OWN)
    file = WordFile(taken_along(who)).write("eigen.werkplek", PLACES["kantoor"])
    page = brought_back(who, file.write("eigen.opmerking", "Graag een tweede scherm.").saved(controls=controls))
    assert sorted(offered(page)) == sorted([REMARK, QUESTION])
    assert (PLACES["thuis"] in page.text, PLACES["kantoor"] in page.text) == (True, True)
    assert take_over(who, page).url == at(FORM)
    draft = scene.draft("teamleider")
    assert (draft["eigen.werkplek"], draft["eigen.opmerking"]) == ("kantoor", "Graag een tweede scherm.")


def test_an_answer_that_cannot_be_is_said_at_the_field(scene: Scene) -> None:
    who = scene.open("teamleider", 48)
    page = press(who, who.get(at(WHOLE)), "vaststellen", PLAN | {"eigen.werkplek": "op de maan"})
    assert page.status == 422
    assert page.soup.select_one(".error-summary a")["href"] == "#eigen-werkplek"
    assert page.soup.select_one("#eigen-werkplek-fout")


def test_a_paper_in_progress_keeps_its_form_when_a_new_one_is_published(scene: Scene) -> None:
    who = scene.open("teamleider", 48)
    press(who, who.get(at(WHOLE)), "word", PLAN | OWN)
    file = WordFile(taken_along(who)).write("eigen.opmerking", "Toch niet.")
    publish(scene, template_bytes(KIND))
    page = brought_back(who, file.saved())
    assert offered(page) == [REMARK]
    assert take_over(who, page).url == at(FORM)
    assert scene.draft("teamleider")["eigen.opmerking"] == "Toch niet."
