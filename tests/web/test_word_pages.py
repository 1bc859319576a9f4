"""Verder in Word: taking a paper along, what comes back beside the draft, and what a person must decide."""

from pathlib import Path

import pytest

from portal.actions.word_forms import delivered_form
from portal.documents.reading import identity, read
from portal.storage.database import connection, rows
from portal.storage.hashing import sha256
from portal.storage.reading.word_copies import received_file
from tests.web.browsing import Visitor
from tests.web.scene import Scene, at, press, token
from tests.web.word_scene import (
    AGREEMENTS,
    FORM,
    KIND,
    NEW_ROW,
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


# Taking a paper along


def test_the_form_leads_to_three_steps_and_keeps_what_was_typed(scene: Scene) -> None:
    who = begun(scene, "teamleider", doel_toelichting="Terug, en wel rustig aan.")
    page = who.get(at(WORD))
    assert [heading.get_text() for heading in page.soup.select("main h2")] == [
        "1. Download het stuk",
        "2. Werk het bij in Word",
        "3. Breng het terug",
    ]
    assert scene.draft("teamleider")["doel_toelichting"] == "Terug, en wel rustig aan."


def test_the_file_has_the_values_so_far_the_identity_and_hints(scene: Scene, teamleider: Visitor) -> None:
    data = taken_along(teamleider)
    values, said = read(data), identity(data)
    assert values["doel_toelichting"] == PLAN["doel_toelichting"]
    assert values[AGREEMENTS] == PLAN[AGREEMENTS]
    with connection():
        names = (scene.stage.name("medewerker"), scene.stage.name("teamleider"))
    assert (values["medewerker.naam"], values["papier.opsteller_naam"], values["dossier.nummer"]) == (*names, "0001")
    assert values["ondertekening.medewerker.uitkomst"] == "Nog niet ondertekend"
    assert values["papier.versie"] == "1"
    assert said
    assert (said.dossier, said.kind, said.version) == ("0001", KIND, 1)
    hint = next(field.hint for field in delivered_form(KIND).asked if field.name == "tijdelijk_werk_inzet")
    assert hint in WordFile(data).members["word/document.xml"].decode()


def test_the_download_is_a_file_for_the_computer_and_stands_in_the_log(scene: Scene, teamleider: Visitor) -> None:
    found = teamleider.post(f"{at(WORD)}/downloaden", {"csrf_token": token(teamleider)})
    assert found.headers["Content-Disposition"] == 'attachment; filename="plan-van-aanpak-0001-v1-concept.docx"'
    with connection():
        [(action, result)] = rows("SELECT action, result FROM read_log ORDER BY id DESC LIMIT 1")
    assert (action, result) == ("settle_paper:POST", "allowed")


def test_the_copy_counts_on_from_the_version_that_waits(scene: Scene) -> None:
    with connection():
        scene.stage.settle("teamleider", 48, KIND, PLAN)
    who = scene.open("teamleider", 49)
    data = taken_along(who)
    assert read(data)["papier.versie"] == "2"
    assert read(data)["doel"] == PLAN["doel"]


def test_looking_stores_nothing(scene: Scene, teamleider: Visitor) -> None:
    page = brought_back(teamleider, six_changes(taken_along(teamleider)).saved())
    before = scene.stored()
    assert teamleider.get(at(WORD)).status == teamleider.get(page.url).status == 200
    assert scene.stored() == before


def test_what_cannot_be_read_in_the_draft_does_not_stop_the_download(scene: Scene) -> None:
    who = begun(scene, "teamleider", doel_termijn="ergens in mei", tijdelijk_werk="geen idee")
    page = brought_back(who, taken_along(who))
    assert offered(page) == []
    assert scene.draft("teamleider")["doel_termijn"] == "ergens in mei"


# Bringing it back


@pytest.mark.parametrize("controls", [True, False], ids=["with its fields", "without any field"])
def test_six_changes_and_a_row_are_seven_differences_and_come_to_stand_in_the_paper(
    scene: Scene, teamleider: Visitor, controls: bool
) -> None:
    page = brought_back(teamleider, six_changes(taken_along(teamleider)).saved(controls=controls))
    assert page.status == 200
    assert len(offered(page)) == 7, offered(page)
    assert "Afspraken A Arbeidsinhoud: afspraak 2 toegevoegd" in offered(page)
    assert "Stappen naar het doel: stap 1 veranderd" in offered(page)
    assert ("Controleer de verschillen extra goed" in page.text) == (not controls)
    assert "Controleer dit extra goed" not in page.text
    form = take_over(teamleider, page)
    assert form.url == at(FORM)
    assert "7 wijzigingen" in form.text
    draft = scene.draft("teamleider")
    assert draft["laatste_werkzaamheden"] == "Schrijven van adviezen.\nEn overleg met gemeenten & <bureaus>."
    assert (draft["doel"], draft["doel_termijn"]) == ("andere_functie", "2026-07-01")
    assert draft["doelstellingen"][0] == PLAN["doelstellingen"][0] | {"wat": "Tien uur per week in schrijfwerk"}
    assert draft["doelstellingen"][1:] == PLAN["doelstellingen"][1:]
    assert draft["casemanager_akkoord"] is False
    assert draft[AGREEMENTS] == [*PLAN[AGREEMENTS], NEW_ROW]
    done = press(teamleider, form, "vaststellen")
    assert "het stuk is vastgesteld" in done.text
    paper = teamleider.follow(done, "Stuk openen")
    with connection():
        values = scene.stage.newest(KIND).values
    assert {name: values[name] for name in PLAN} == {name: draft[name] for name in PLAN}
    written = read(teamleider.get(f"{paper.url}/bestand").content)
    assert written[AGREEMENTS] == draft[AGREEMENTS]


def test_only_what_is_ticked_is_taken_over(scene: Scene, teamleider: Visitor) -> None:
    page = brought_back(teamleider, six_changes(taken_along(teamleider)).saved())
    form = take_over(teamleider, page, ["doel_termijn"])
    assert "1 wijziging." in form.text
    assert scene.draft("teamleider") == scene.draft("teamleider") | {**PLAN, "doel_termijn": "2026-07-01"}


def test_nothing_ticked_changes_nothing(scene: Scene, teamleider: Visitor) -> None:
    page = brought_back(teamleider, six_changes(taken_along(teamleider)).saved())
    before = scene.draft("teamleider")
    assert "niets overgenomen" in take_over(teamleider, page, []).text
    assert scene.draft("teamleider") == before


def test_a_file_without_changes_says_so(teamleider: Visitor) -> None:
    page = brought_back(teamleider, taken_along(teamleider))
    assert "Wij vonden geen verschillen" in page.text
    assert page.link("Terug naar het formulier") == at(FORM)
    assert not page.soup.select("main form")


def test_the_file_is_kept_as_it_came(scene: Scene, teamleider: Visitor) -> None:
    data = six_changes(taken_along(teamleider)).saved()
    brought_back(teamleider, data, name="Plan Joost.docx")
    with connection():
        [(received_id,)] = rows("SELECT id FROM received_file")
        found = received_file(received_id)
    assert found
    assert (found.file_name, found.content, found.sha256) == ("Plan Joost.docx", data, sha256(data))


def test_changed_words_are_marked_for_eye_and_ear(teamleider: Visitor) -> None:
    file = WordFile(taken_along(teamleider))
    new = PLAN["zienswijze_werkgever"].replace("genoeg", "veel")
    page = brought_back(teamleider, file.write("zienswijze_werkgever", new).saved())
    assert page.soup.select_one("del").get_text() == "[vervallen: genoeg]"
    assert page.soup.select_one("ins").get_text() == "[nieuw: veel]"


def test_what_is_not_theirs_and_what_stands_beside_is_shown_but_not_taken(scene: Scene, teamleider: Visitor) -> None:
    file = WordFile(taken_along(teamleider)).write("medewerker.naam", "Iemand Anders")
    page = brought_back(teamleider, file.add_paragraph("<w:r><w:t>Bel ook de arbodienst nog.</w:t></w:r>").saved())
    assert "Iemand Anders" in page.text
    assert "Dit vult het portaal in." in page.text
    assert "Bel ook de arbodienst nog." in page.text
    assert offered(page) == []


def test_the_employees_own_words_stay_theirs(scene: Scene) -> None:
    words = "Ik begin graag rustig, met twee ochtenden."
    employee = scene.open("medewerker", 47)
    employee.fill(employee.get(at(WHOLE)), {"zienswijze_medewerker": words})
    who = begun(scene, "teamleider")
    data = taken_along(who)
    assert read(data)["zienswijze_medewerker"] == words
    page = brought_back(who, WordFile(data).write("zienswijze_medewerker", "Ik begin meteen voltijds.").saved())
    assert offered(page) == []
    assert "Dit schreef de medewerker zelf" in page.text


def test_how_each_value_was_read_can_be_looked_up(teamleider: Visitor) -> None:
    page = brought_back(teamleider, taken_along(teamleider))
    table = page.soup.select_one("main details table")
    ways = {row.th.get_text(strip=True): row.td.get_text(strip=True) for row in table.select("tbody tr")}
    assert ways["Doel van de re-integratie"] == "naam van het veld"
    assert len(ways) == len(delivered_form(KIND).asked)


# What a person must decide


def test_a_day_that_nobody_can_read_must_be_answered(scene: Scene, teamleider: Visitor) -> None:
    page = brought_back(teamleider, WordFile(taken_along(teamleider)).write("doel_termijn", "na de zomer").saved())
    assert "«na de zomer»" in page.text
    assert page.soup.select_one("input[type=date]")["value"] == ""
    again = take_over(teamleider, page)
    assert (again.status, again.errors.count("vul een datum in")) == (422, 1)
    assert again.soup.select_one(".error-summary a")["href"] == "#antwoord-doel_termijn"
    both = take_over(teamleider, page, **{"antwoord.doel_termijn": "2026-09-01", "laten.doel_termijn": "ja"})
    assert both.status == 422
    assert take_over(teamleider, page, **{"antwoord.doel_termijn": "2026-09-01"}).url == at(FORM)
    assert scene.draft("teamleider")["doel_termijn"] == "2026-09-01"


def test_a_day_can_be_left_as_it_was(scene: Scene, teamleider: Visitor) -> None:
    page = brought_back(teamleider, WordFile(taken_along(teamleider)).write("doel_termijn", "na de zomer").saved())
    assert "niets overgenomen" in take_over(teamleider, page, **{"laten.doel_termijn": "ja"}).text
    assert scene.draft("teamleider")["doel_termijn"] == PLAN["doel_termijn"]


def test_an_answer_that_is_not_on_the_list_must_be_chosen(scene: Scene, teamleider: Visitor) -> None:
    page = brought_back(teamleider, WordFile(taken_along(teamleider)).write("doel", "Iets heel anders").saved())
    assert take_over(teamleider, page).status == 422
    options = {option.get_text(): option["value"] for option in page.soup.select("select[id=antwoord-doel] option")}
    assert any(words.startswith("Laten zoals het nu is") for words in options)
    assert take_over(teamleider, page, **{"antwoord.doel": "3"}).url == at(FORM)
    assert scene.draft("teamleider")["doel"] == "andere_werkgever"


def test_a_field_that_says_two_things_must_be_chosen(scene: Scene, teamleider: Visitor) -> None:
    file = WordFile(taken_along(teamleider)).copy_below("doel_toelichting")
    page = brought_back(teamleider, file.write("doel_toelichting", "Rustig aan.", place=1).saved())
    choices = {one.get_text(): one["for"] for one in page.soup.select("fieldset[role=radiogroup] label")}
    assert [words[:20] for words in choices] == [PLAN["doel_toelichting"][:20], "Rustig aan.", "Laten zoals het nu i"]
    again = take_over(teamleider, page)
    assert (again.status, "kies welk antwoord klopt" in again.errors.lower()) == (422, True)
    assert again.soup.select_one(again.soup.select_one(".error-summary a")["href"])["type"] == "radio"
    assert take_over(teamleider, page, **{"antwoord.doel_toelichting": "1"}).url == at(FORM)
    assert scene.draft("teamleider")["doel_toelichting"] == "Rustig aan."


def test_a_wrong_day_in_a_new_row_is_asked_only_when_the_row_is_taken(scene: Scene, teamleider: Visitor) -> None:
    row = {"wat": "Volledig aan het werk", "termijn": "einde jaar"}
    page = brought_back(teamleider, WordFile(taken_along(teamleider)).add_row("doelstellingen", row).saved())
    assert take_over(teamleider, page).status == 422
    assert take_over(teamleider, page, []).url == at(FORM)
    again = teamleider.get(page.url)
    take_over(teamleider, again, **{"laten.doelstellingen.0.termijn": "ja"})
    assert scene.draft("teamleider")["doelstellingen"][-1] == row | {"termijn": ""}


@pytest.mark.asvs("2.2.2")
def test_a_day_that_is_sent_by_hand_is_checked_as_one_that_is_typed(scene: Scene, teamleider: Visitor) -> None:
    page = brought_back(teamleider, WordFile(taken_along(teamleider)).write("doel_termijn", "straks").saved())
    again = take_over(teamleider, page, **{"antwoord.doel_termijn": "morgen"})
    assert (again.status, "Dit is geen datum" in again.text or "geen datum" in again.errors) == (422, True)


# Changed on both sides


def test_what_changed_in_word_and_in_the_portal_must_be_decided(scene: Scene, teamleider: Visitor) -> None:
    data = taken_along(teamleider)
    form = teamleider.get(at(WHOLE))
    press(teamleider, form, "bewaren", {"zienswijze_werkgever": "OOK IN HET PORTAAL"})
    returned = WordFile(data).write("zienswijze_werkgever", "VIA WORD").saved()
    page = brought_back(teamleider, returned)
    assert "Hierover moet u beslissen" in page.text
    assert not offered(page)
    refused = take_over(teamleider, page)
    assert refused.status == 422
    assert scene.draft("teamleider")["zienswijze_werkgever"] == "OOK IN HET PORTAAL"
    take_over(teamleider, refused, **{"antwoord.zienswijze_werkgever": "laten"})
    assert scene.draft("teamleider")["zienswijze_werkgever"] == "OOK IN HET PORTAAL"
    take_over(teamleider, brought_back(teamleider, returned), **{"antwoord.zienswijze_werkgever": "0"})
    assert scene.draft("teamleider")["zienswijze_werkgever"] == "VIA WORD"


def test_a_row_that_changed_on_both_sides_is_not_ticked(scene: Scene, teamleider: Visitor) -> None:
    data = taken_along(teamleider)
    rows = [{**PLAN["doelstellingen"][0], "wat": "Twaalf uur per week in het portaal"}, *PLAN["doelstellingen"][1:]]
    press(teamleider, teamleider.get(at(WHOLE)), "bewaren", {"doelstellingen": rows})
    page = brought_back(teamleider, WordFile(data).write("doelstellingen.wat", "Twaalf uur per week in Word").saved())
    assert not offered(page)
    assert "Dit veranderde ook in het portaal" in page.text


# Two screens


def test_an_old_screen_does_not_overwrite_what_came_from_word(scene: Scene, teamleider: Visitor) -> None:
    data = taken_along(teamleider)
    old = teamleider.get(at(WHOLE))
    page = brought_back(teamleider, WordFile(data).write("zienswijze_werkgever", "VIA WORD").saved())
    take_over(teamleider, page)
    refused = press(teamleider, old, "bewaren", {"doel_toelichting": "Op het oude scherm"})
    assert refused.status == 409
    assert "intussen veranderd" in refused.text
    assert scene.draft("teamleider")["zienswijze_werkgever"] == "VIA WORD"
    assert refused.fields("gezien")["doel_toelichting"] == "Op het oude scherm"
    kept = press(teamleider, refused, "bewaren")
    assert kept.status == 200
    assert scene.draft("teamleider")["doel_toelichting"] == "Op het oude scherm"


def test_the_old_screen_does_not_keep_by_itself_either(scene: Scene, teamleider: Visitor) -> None:
    old, other = teamleider.get(at(WHOLE)), teamleider.get(at(WHOLE))
    press(teamleider, other, "bewaren", {"doel_toelichting": "Het andere scherm"})
    sent = {**old.fields("gezien"), "doel_toelichting": "Het oude scherm", "knop": "autosave"}
    part = teamleider.post(at(FORM), sent, headers={"HX-Request": "true"})
    assert "Niet bewaard" in part.text
    assert scene.draft("teamleider")["doel_toelichting"] == "Het andere scherm"


def test_one_screen_keeps_as_often_as_it_likes(scene: Scene, teamleider: Visitor) -> None:
    page = teamleider.get(at(WHOLE))
    for text in ("een", "twee", "drie"):
        sent = {**page.fields("gezien"), "doel_toelichting": text, "knop": "autosave"}
        assert "Concept bewaard" in teamleider.post(at(FORM), sent, headers={"HX-Request": "true"}).text
    assert scene.draft("teamleider")["doel_toelichting"] == "drie"
