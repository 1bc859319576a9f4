"""The web form of a paper: made from its Word template, never losing what was typed."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from portal.actions.word_forms import delivered_form
from portal.demonstration import texts
from portal.documents.content_controls import Field
from portal.rules.papers import PaperKind
from portal.storage.catalogue import catalogue
from portal.storage.database import connection
from portal.web.forms.paper_form import form_field, paper_form, row_name
from tests.staging import FIRST
from tests.web.scene import Scene, at, press

PLAN = texts.plan_values(FIRST + timedelta(days=48))
PLAN_FORM = "/papieren/plan_van_aanpak/invullen?alles=ja"


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


# What the form looks like


def test_the_form_asks_what_the_template_asks_under_its_headings(scene: Scene) -> None:
    page = scene.open("teamleider", 48).get(at(PLAN_FORM))
    assert page.status == 200
    headings = [heading.get_text() for heading in page.soup.select("#formulier h2")]
    assert headings[:4] == [
        "Functie en laatste werk",
        "Zienswijze op de mogelijkheden",
        "Doel",
        "Adviezen van de bedrijfsarts",
    ]
    assert page.soup.select_one("textarea[name=laatste_werkzaamheden]")
    assert page.soup.select_one("input[type=date][name=eerste_evaluatie]")
    assert len(page.soup.select("input[type=radio][name=doel]")) == 4
    assert page.soup.select_one("input[type=checkbox][name=casemanager_akkoord]")
    assert page.soup.select_one("select[name='adviezen.0.antwoord']")


def test_the_last_day_of_temporary_work_says_how_long_it_may_last(scene: Scene) -> None:
    page = scene.open("teamleider", 48).get(at(PLAN_FORM))
    hint = page.soup.find(id=page.soup.find("input", {"name": "tijdelijk_werk_tot"})["aria-describedby"].split()[0])
    assert "Hooguit 13 weken, bij «Arbeidstherapie» hooguit 6." in hint.get_text()


def test_the_advice_stands_ready_to_be_answered_and_can_be_read_beside(scene: Scene) -> None:
    page = scene.open("teamleider", 48).get(at(PLAN_FORM))
    assert page.fields("gezien")["adviezen.1.advies"] == texts.ANALYSIS_ADVICE[1]["advies"]
    beside = page.soup.select_one("aside #ernaast details")
    assert beside
    assert "Probleemanalyse" in beside.summary.get_text()
    assert texts.ANALYSIS["prognose"] in beside.get_text()


def test_the_one_who_signs_alone_settles_and_signs_with_one_button(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    page = scene.open("bedrijfsarts", 38).get(at("/papieren/probleemanalyse/invullen?alles=ja"))
    assert page.soup.find("button", string="Vaststellen en ondertekenen") or "Vaststellen en ondertekenen" in page.text
    assert page.link("Voeg het bestand bij") == at("/papieren/probleemanalyse/bijvoegen")
    assert (
        "Vaststellen en ondertekenen"
        not in scene.open("teamleider", 38).get(at("/papieren/probleemanalyse_intake/invullen")).text
    )


@pytest.mark.parametrize("kind", list(catalogue().values()), ids=lambda kind: kind.key)
def test_every_kind_of_paper_makes_a_form_with_a_label_and_a_control_for_each_field(kind: PaperKind) -> None:
    form = paper_form(kind, delivered_form(kind.key), {}, lambda values: ())
    parts = form.parts(form.begun({}))
    shown = [field["name"] for part in parts for field in part["fields"]]
    # Of one kind the portal fills in everything itself.
    assert shown or kind.key == "overzicht_verslag"
    assert sorted(shown) == sorted(field.name for field in form.fields)
    assert all(field.label for field in form.fields)
    assert {name for names in kind.required for name in names.split("|")} <= set(shown)


def test_an_answer_that_may_stay_open_is_no_radio_button() -> None:
    fields = {
        field.name: field
        for field in paper_form(
            catalogue()["plan_van_aanpak"], delivered_form("plan_van_aanpak"), {}, lambda values: ()
        ).fields
    }
    assert fields["doel"].kind == "radio"
    assert fields["tijdelijk_werk"].kind == "choice"


def test_a_hint_that_says_nothing_is_left_out() -> None:
    kind = catalogue()["plan_van_aanpak"]
    fields = {field.name: field for field in delivered_form(kind.key).asked}
    assert form_field(fields["doel_termijn"], kind).hint == ""
    assert "zes weken" in form_field(fields["eerste_evaluatie"], kind).hint
    kept = replace(fields["doel_termijn"], hint="Kies de laatste dag")
    assert form_field(kept, kind).hint == "Kies de laatste dag"


@pytest.mark.asvs("1.2.1", "1.3.1")
def test_what_was_typed_is_never_read_as_html(scene: Scene) -> None:
    who = scene.open("teamleider", 48)
    evil = '<script>alert("x")</script><img src=x onerror=alert(1)>'
    press(who, who.get(at(PLAN_FORM)), "bewaren", {"laatste_werkzaamheden": evil})
    page = who.get(at(PLAN_FORM))
    assert page.fields("gezien")["laatste_werkzaamheden"] == evil
    assert not page.soup.select("main script, main img")


# Keeping what was typed


def test_a_draft_is_kept_and_comes_back(scene: Scene) -> None:
    who = scene.open("teamleider", 48)
    half = {"doel": "andere_functie", "doel_termijn": "2026-08-01", "laatste_werkzaamheden": "Half \n af"}
    saved = press(who, who.get(at(PLAN_FORM)), "bewaren", half)
    assert "bewaard" in saved.text
    fields = scene.open("teamleider", 49).get(at(PLAN_FORM)).fields("gezien")
    assert {name: fields[name].replace("\r\n", "\n") for name in half} == half


def test_a_date_that_cannot_be_read_survives(scene: Scene) -> None:
    who = scene.open("teamleider", 48)
    refused = press(who, who.get(at(PLAN_FORM)), "vaststellen", PLAN | {"doel_termijn": "31 juni"})
    assert refused.status == 422
    assert "geen datum" in refused.errors
    assert refused.fields("gezien")["doel_termijn"] == "31 juni"
    assert scene.draft("teamleider")["doel_termijn"] == "31 juni"


def test_a_date_may_be_typed_as_people_write_it(scene: Scene) -> None:
    who = scene.open("teamleider", 48)
    done = press(who, who.get(at(PLAN_FORM)), "vaststellen", PLAN | {"doel_termijn": "1-8-2026"})
    assert done.status == 200
    assert not done.errors
    with connection():
        assert scene.stage.newest("plan_van_aanpak").values["doel_termijn"] == "2026-08-01"


def test_saving_by_itself_answers_with_the_line_that_asks_again(scene: Scene) -> None:
    who = scene.open("teamleider", 48)
    page = who.get(at(PLAN_FORM))
    line = page.soup.select_one("#bewaard")
    assert line
    values = {**page.fields("gezien"), "laatste_werkzaamheden": "Onderweg"}
    answer = who.post(str(line["hx-post"]), values, headers={"HX-Request": "true"})
    again = answer.soup.select_one("#bewaard")
    assert again
    assert again["hx-post"] == line["hx-post"]
    assert "Concept bewaard om" in again.get_text()
    assert not answer.soup.select("form")
    assert scene.draft("teamleider")["laatste_werkzaamheden"] == "Onderweg"


def test_rows_come_and_go_without_a_script(scene: Scene) -> None:
    who = scene.open("teamleider", 48)
    page = press(who, who.get(at(PLAN_FORM)), "rij-erbij:doelstellingen", {"doelstellingen": [{"wat": "Acht uur"}]})
    assert page.status == 200
    assert page.fields("gezien")["doelstellingen.0.wat"] == "Acht uur"
    assert "doelstellingen.1.wat" in page.fields("gezien")
    focused = page.soup.select_one("[autofocus]")
    assert focused
    assert focused["name"] == "doelstellingen.1.wat"
    page = press(who, page, "rij-weg:doelstellingen:0", {"doelstellingen": [{"wat": "Acht uur"}, {"wat": "Tien uur"}]})
    assert page.fields("gezien")["doelstellingen.0.wat"] == "Tien uur"
    assert "doelstellingen.1.wat" not in page.fields("gezien")
    assert scene.draft("teamleider")["doelstellingen"] == [{"wat": "Tien uur", "termijn": ""}]
    [focused] = page.soup.select("[autofocus]")
    assert focused["name"] == "doelstellingen.0.wat", "the row that stands there now"
    page = press(who, page, "rij-weg:doelstellingen:0", {"doelstellingen": [{"wat": "Tien uur"}]})
    [focused] = page.soup.select("[autofocus]")
    assert focused["value"] == "rij-erbij:doelstellingen"


def test_a_list_that_need_not_be_filled_begins_with_its_button_only(scene: Scene) -> None:
    who = scene.open("teamleider", 48)
    page = who.get(at(PLAN_FORM))
    assert "afspraken_overig.0.wat" not in page.fields("gezien")
    assert "afspraken_overig.0.wat" in press(who, page, "rij-erbij:afspraken_overig").fields("gezien")


@pytest.mark.parametrize(
    "button", ["rij-erbij:doel", "rij-erbij:", "rij-weg:doelstellingen:9", "rij-weg:doelstellingen:-1", "rij-weg:x:y"]
)
def test_a_row_that_is_not_there_changes_nothing(scene: Scene, button: str) -> None:
    who = scene.open("teamleider", 48)
    before = who.get(at(PLAN_FORM))
    page = press(who, before, button)
    assert page.status == 200
    # The token carries the moment it was made.
    assert page.fields("gezien") | {"csrf_token": ""} == before.fields("gezien") | {"csrf_token": ""}


def test_htmx_gets_the_form_alone(scene: Scene) -> None:
    who = scene.open("teamleider", 48)
    page = who.get(at(PLAN_FORM))
    values = {**page.fields("gezien"), "knop": "rij-erbij:doelstellingen"}
    answer = who.post(page.action("gezien"), values, headers={"HX-Request": "true"})
    assert answer.status == 200
    assert answer.soup.select_one("#formulier form")
    assert not answer.soup.select("h1, header, nav")
    assert "HX-Request" in answer.headers["Vary"]


def test_the_inbox_says_that_a_paper_was_begun(scene: Scene) -> None:
    who = scene.open("teamleider", 48)
    other = scene.open("afdelingshoofd", 48)
    assert "Verder invullen" not in who.get("/").text
    press(who, who.get(at(PLAN_FORM)), "bewaren", {"laatste_werkzaamheden": "Half af"})
    assert "Verder invullen" in who.get("/").text
    assert "Verder invullen" not in other.get("/").text


def test_a_row_is_called_as_its_list_or_else_its_first_column_says() -> None:
    names = {
        field.name: row_name(field)
        for kind in ("plan_van_aanpak", "aanvraag_deskundigenoordeel_werknemer")
        for field in delivered_form(kind).asked
        if field.kind == "rows"
    }
    assert names["afspraken_overig"] == "Afspraak"
    assert names["bijlagen"] == "Stuk"
    assert row_name(Field("x", "Zaken", "rows", "", columns=(Field("y", "Wat is er?", "text", ""),))) == "Regel"


def test_a_cell_grows_with_its_text_and_stays_one_line(scene: Scene) -> None:
    who = scene.open("teamleider", 38)
    page = who.get(at("/papieren/gespreksverslag/invullen"))
    page = press(who, page, "rij-erbij:afspraken")
    cell = page.soup.select_one("[name='afspraken.0.wat']")
    assert (cell.name, cell["rows"]) == ("textarea", "1")
    page = press(who, page, "bewaren", {"afspraken": [{"wat": "Samen bellen\r\nop vrijdag", "wie": "", "wanneer": ""}]})
    assert scene.draft("teamleider", "gespreksverslag")["afspraken"][0]["wat"] == "Samen bellen op vrijdag"
