"""Verder in Word: drafts that changed meanwhile, files that are not the paper, and people whose it is not."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from portal.storage.database import connection, rows
from portal.storage.reading.word_copies import received_file
from tests.web.browsing import Visitor
from tests.web.page import Page
from tests.web.scene import Scene, at, press, token
from tests.web.word_scene import (
    AGREEMENTS,
    FORM,
    KIND,
    PLAN,
    WHOLE,
    WORD,
    begun,
    brought_back,
    offered,
    six_changes,
    take_over,
    taken_along,
)
from tests.word_editing import WordFile


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


@pytest.fixture
def teamleider(scene: Scene) -> Visitor:
    """The manager, who has filled in the plan and pressed Verder in Word."""
    return begun(scene, "teamleider")


# Someone changed the draft meanwhile


def test_when_the_draft_changed_the_differences_are_shown_anew(scene: Scene, teamleider: Visitor) -> None:
    page = brought_back(teamleider, six_changes(taken_along(teamleider)).saved())
    press(teamleider, teamleider.get(at(WHOLE)), "bewaren", {"doel_toelichting": "Toch anders."})
    before = scene.draft("teamleider")
    again = take_over(teamleider, page)
    assert (again.status, scene.draft("teamleider")) == (409, before)
    assert "Uw concept is intussen veranderd" in again.text
    assert take_over(teamleider, again).url == at(FORM)
    assert scene.draft("teamleider")["doel_toelichting"] == "Toch anders."
    assert scene.draft("teamleider")["doel"] == "andere_functie"


def test_what_was_changed_in_the_portal_only_is_not_ticked(scene: Scene, teamleider: Visitor) -> None:
    data = taken_along(teamleider)
    press(teamleider, teamleider.get(at(WHOLE)), "bewaren", {"doel_toelichting": "Toch anders."})
    page = brought_back(teamleider, WordFile(data).write("doel_termijn", "1 juli 2026").saved())
    assert offered(page) == ["Doel bereikt uiterlijk op"]
    assert "Alleen in het portaal veranderd" in page.text
    take_over(teamleider, page, ["doel_toelichting"])
    assert scene.draft("teamleider")["doel_toelichting"] == PLAN["doel_toelichting"]


def test_two_files_after_each_other(scene: Scene, teamleider: Visitor) -> None:
    data = taken_along(teamleider)
    first = brought_back(teamleider, WordFile(data).write("doel_termijn", "1 juli 2026").saved())
    second = brought_back(teamleider, WordFile(data).write("doel_toelichting", "Rustig aan.").saved())
    assert first.url != second.url
    take_over(teamleider, first)
    again = take_over(teamleider, second)
    assert again.status == 409
    assert offered(again) == ["Toelichting op het doel"]
    take_over(teamleider, again)
    draft = scene.draft("teamleider")
    assert (draft["doel_termijn"], draft["doel_toelichting"]) == ("2026-07-01", "Rustig aan.")
    assert "al eerder iets overgenomen" in teamleider.get(first.url).text


def test_whoever_downloads_twice_may_bring_back_either(scene: Scene, teamleider: Visitor) -> None:
    first = taken_along(teamleider)
    press(teamleider, teamleider.get(at(WHOLE)), "bewaren", {"doel_toelichting": "Toch anders."})
    with connection():
        rows("UPDATE word_copy SET issued_at = '2026-02-22T09:00:00+00:00'")
    taken_along(teamleider)
    older = WordFile(first).rename("docProps/core.xml", made(first), "2026-02-22T09:00:00Z")
    page = brought_back(teamleider, older.write("doel_termijn", "1 juli 2026").saved())
    assert offered(page) == ["Doel bereikt uiterlijk op"]


def made(data: bytes) -> str:
    core = WordFile(data).members["docProps/core.xml"].decode()
    return core.partition('<dcterms:created xsi:type="dcterms:W3CDTF">')[2].partition("<")[0]


# The wrong file


def refused(page: Page, sentence: str) -> None:
    assert page.status == 422
    assert sentence in page.errors
    assert page.soup.select_one("#bestand-fout")
    assert page.soup.select_one("input[type=file]")


def test_a_file_must_be_chosen(teamleider: Visitor) -> None:
    refused(teamleider.post(at(WORD), {"csrf_token": token(teamleider)}), "kies een bestand")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"%PDF-1.7 iets", "geen Word-bestand"),
        (b"", "leeg"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "beveiligd met een wachtwoord"),
        (b"PK\x03\x04 half een bestand", "geen Word-bestand"),
        (b"PK\x03\x04" + b"x" * (10 * 1024 * 1024), "te groot"),
    ],
    ids=["pdf", "empty", "protected", "broken", "large"],
)
def test_a_file_that_is_not_an_ordinary_word_file(teamleider: Visitor, data: bytes, sentence: str) -> None:
    page = brought_back(teamleider, data)
    assert page.status == 422
    assert sentence in page.errors or "beschadigd" in page.errors


Change = Callable[[WordFile], WordFile]
SHARE = '<w:fldSimple w:instr="HYPERLINK &quot;file:///H:/Team/rooster.xlsx&quot;"/>'


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda file: identified(file, "dossier", "0001", "0099"), "ander dossier: 0099"),
        (lambda file: identified(file, "papier", KIND, "eindevaluatie"), "ander stuk: Eindevaluatie"),
        (lambda file: identified(file, "papier", KIND, "boodschappen"), "een ander formulier"),
        (lambda file: identified(file, "versie", "1", "0"), "eerdere versie"),
        (lambda file: identified(file, "versie", "1", "7"), "latere versie"),
        (lambda file: file.add_paragraph(SHARE), r"een link naar «file:///H:/Team/rooster.xlsx»"),
    ],
    ids=["other dossier", "other form", "unknown form", "older", "newer", "link"],
)
def test_a_paper_that_is_not_this_one_is_said_so(teamleider: Visitor, change: Change, sentence: str) -> None:
    refused(brought_back(teamleider, change(WordFile(taken_along(teamleider))).saved()), sentence)


def identified(file: WordFile, name: str, old: str, new: str) -> WordFile:
    start = f'name="portaal.{name}"><vt:lpwstr>'
    return file.rename("docProps/custom.xml", f"{start}{old}<", f"{start}{new}<")


def test_a_word_file_that_is_no_form_at_all(teamleider: Visitor) -> None:
    target, document = BytesIO(), Document()
    document.add_paragraph("Boodschappen: brood en melk.")
    document.save(target)
    refused(brought_back(teamleider, target.getvalue()), "geen stuk uit het portaal")


def test_a_settled_paper_is_an_earlier_version(scene: Scene) -> None:
    with connection():
        paper_id = scene.stage.settle("teamleider", 48, KIND, PLAN)
    who = scene.open("teamleider", 49)
    settled = who.get(at(f"/papieren/{paper_id}/bestand")).content
    refused(brought_back(who, settled), "eerdere versie")


def test_a_file_that_does_not_say_what_it_is_must_be_confirmed(scene: Scene, teamleider: Visitor) -> None:
    file = WordFile(taken_along(teamleider)).write("doel_termijn", "1 juli 2026")
    file.rename("docProps/custom.xml", "portaal.", "iets.")
    for part in [name for name in file.members if "/footer" in name]:
        file.rename(part, "versie", "v.")
    page = brought_back(teamleider, file.saved())
    assert "Hoort dit bestand hier?" in page.text
    again = take_over(teamleider, page)
    assert (again.status, scene.draft("teamleider")["doel_termijn"]) == (422, PLAN["doel_termijn"])
    assert again.soup.select_one(".error-summary a")["href"] == "#bevestigd"
    assert take_over(teamleider, again, bevestigd="ja").url == at(FORM)
    assert scene.draft("teamleider")["doel_termijn"] == "2026-07-01"


def test_a_file_from_someone_else_is_read_beside_a_copy_of_the_own_draft(scene: Scene, teamleider: Visitor) -> None:
    data = WordFile(taken_along(teamleider)).write("doel_termijn", "1 juli 2026").saved()
    with connection():
        rows("UPDATE word_copy SET person_id = ?", scene.stage.ids["bedrijfsarts"])
    assert offered(brought_back(teamleider, data)) == ["Doel bereikt uiterlijk op"]


def test_the_link_to_a_house_template_is_left_out_and_said(scene: Scene, teamleider: Visitor) -> None:
    file = WordFile(taken_along(teamleider)).write("doel_termijn", "1 juli 2026")
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    link = f'<Relationship Id="rId1" Type="{kind}" Target="file://server/huis.dotx" TargetMode="External"/>'
    file.members["word/_rels/settings.xml.rels"] = f'<Relationships xmlns="{relations}">{link}</Relationships>'.encode()
    data = file.saved()
    page = brought_back(teamleider, data)
    assert offered(page) == ["Doel bereikt uiterlijk op"]
    assert "verwijzing naar een huissjabloon" in page.text
    with connection():
        [(received_id,)] = rows("SELECT id FROM received_file")
        found = received_file(received_id)
    assert found
    assert found.content == data


@pytest.mark.asvs("1.2.1")
def test_what_stands_in_the_file_stays_text(teamleider: Visitor) -> None:
    evil = "<script>alert(1)</script>"
    file = WordFile(taken_along(teamleider)).write("doel_toelichting", f"{PLAN['doel_toelichting']} {evil}")
    file.write("doel", evil).write("medewerker.naam", evil).add_row(AGREEMENTS, {"wat": evil})
    page = brought_back(teamleider, file.add_paragraph("<w:r><w:t>&lt;script&gt;</w:t></w:r>").saved(), name=evil)
    assert page.status == 200
    assert not page.soup.select("main script")
    assert page.text.count(evil) >= 3


# Whose it is


def test_a_received_file_is_for_whoever_sent_it(scene: Scene, teamleider: Visitor) -> None:
    page = brought_back(teamleider, taken_along(teamleider))
    with connection():
        rows("UPDATE word_copy SET person_id = ?", scene.stage.ids["bedrijfsarts"])
    assert teamleider.get(page.url).status == 404
    assert teamleider.post(page.url, {"csrf_token": token(teamleider)}).status == 404
    assert teamleider.get(f"{at(WORD)}/99").status == 404
    assert scene.open("medewerker", 48).get(page.url).status == 403
    assert scene.open("001134", 48).get(page.url).status == 404


def test_a_received_file_belongs_to_one_kind_of_paper(scene: Scene, teamleider: Visitor) -> None:
    page = brought_back(teamleider, taken_along(teamleider))
    assert teamleider.get(page.url.replace(KIND, "gespreksverslag")).status == 404


def test_the_employee_cannot_bring_back_the_managers_paper(scene: Scene, teamleider: Visitor) -> None:
    data, employee = taken_along(teamleider), scene.open("medewerker", 48)
    before = scene.stored()
    assert employee.get(at(WORD)).status == brought_back(employee, data).status == 403
    assert employee.post(f"{at(WORD)}/downloaden", {"csrf_token": token(employee)}).status == 403
    assert scene.stored() == before


@pytest.mark.parametrize("kind", ["wia_overdracht", "uitnodiging_consult", "vraagstelling_arbodienst"])
def test_what_is_made_with_another_action_is_not_made_in_word(scene: Scene, kind: str) -> None:
    login = "arbo-secretariaat" if kind == "uitnodiging_consult" else "teamleider"
    assert scene.open(login, 48).get(at(f"/papieren/{kind}/word")).status == 403


def test_a_kind_that_does_not_exist_and_a_paper_that_is_not_due(scene: Scene) -> None:
    who = scene.open("teamleider", 48)
    assert who.get(at("/papieren/boodschappen/word")).status == 404
    early = who.get(at("/papieren/eindevaluatie/word"))
    assert (early.status, "te vroeg" in early.text or "nog niet" in early.text) == (422, True)


def test_after_the_paper_was_settled_the_file_is_of_no_use(scene: Scene, teamleider: Visitor) -> None:
    page = brought_back(teamleider, six_changes(taken_along(teamleider)).saved())
    press(teamleider, teamleider.get(at(WHOLE)), "vaststellen")
    late = teamleider.get(page.url)
    assert (late.status, "intussen vastgesteld" in late.text) == (422, True)
