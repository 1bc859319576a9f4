"""Settling a paper from its web form: what is wrong, what changed meanwhile, and who may not."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from portal.demonstration import texts
from portal.storage.database import connection
from tests.staging import FIRST
from tests.web.scene import Scene, at, flat, press, token

PLAN = texts.plan_values(FIRST + timedelta(days=48))
PLAN_FORM = "/papieren/plan_van_aanpak/invullen?alles=ja"


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


def test_settling_leads_to_the_paper_and_drops_the_draft(scene: Scene) -> None:
    who = scene.open("teamleider", 48)
    press(who, who.get(at(PLAN_FORM)), "bewaren", PLAN)
    done = press(who, who.get(at(PLAN_FORM)), "vaststellen")
    assert done.heading == "Plan van aanpak: wat er nu gebeurt"
    assert re.fullmatch(at(r"/papieren/\d+/vastgesteld"), done.url)
    assert "Nu ondertekenen medewerker en leidinggevende" in done.text
    assert done.link("Lezen en ondertekenen")
    assert done.link("Naar de werkvoorraad") == "/"
    assert who.follow(done, "Stuk openen").heading == "Plan van aanpak"
    assert scene.draft("teamleider") is None


def test_who_only_works_at_their_own_return_goes_back_in_other_words(scene: Scene) -> None:
    with connection():
        paper_id = scene.stage.plan(48)
    page = scene.open("medewerker", 48).get(at(f"/papieren/{paper_id}/vastgesteld"))
    assert page.link("Naar wat er van u wordt verwacht") == "/"
    assert "werkvoorraad" not in page.text.lower()


def test_what_is_wrong_stands_at_its_field_and_on_top_and_nothing_is_settled(scene: Scene) -> None:
    who = scene.open("teamleider", 48)
    page = who.get(at(PLAN_FORM))
    before = scene.stored()
    refused = press(who, page, "vaststellen", PLAN | {"doel": "", "afspraken_arbeidsinhoud": []} | NO_AGREEMENTS)
    assert refused.status == 422
    assert refused.soup.title.get_text().startswith("Fout: ")
    links = [link["href"] for link in refused.soup.select(".error-summary a")]
    assert links == ["#doel", "#afspraken_arbeidsinhoud"]
    for link in links:
        assert refused.soup.select_one(link), link
    assert "Vul dit in" in refused.soup.select_one("#doel-keuze-fout").get_text()
    assert refused.fields("gezien")["zienswijze_werkgever"] == PLAN["zienswijze_werkgever"]
    assert scene.stored() == before | {"draft": 1, "template_file": before["template_file"] + 1}


NO_AGREEMENTS = {"afspraken_arbeidsomstandigheden": [], "afspraken_arbeidsvoorwaarden": []}


def test_what_another_answer_makes_necessary_names_that_question(scene: Scene) -> None:
    who = scene.open("teamleider", 48)
    page = who.get(at(PLAN_FORM))
    asked = page.soup.select_one("[name=casemanager_naam]").find_parent(class_="utrecht-form-field").get_text(" ")
    assert "niet verplicht" not in asked
    assert "Nodig als u bij «Casemanager» kiest: «Iemand anders»." in asked
    page = press(who, page, "vaststellen", PLAN | {"casemanager": "ander", "casemanager_naam": ""})
    assert "Het is nodig door wat u antwoordde bij «Casemanager»." in page.errors


def test_an_advice_without_an_answer_is_pointed_at(scene: Scene) -> None:
    who = scene.open("teamleider", 48)
    page = who.get(at(PLAN_FORM))
    refused = press(who, page, "vaststellen", {name: value for name, value in PLAN.items() if name != "adviezen"})
    assert "#adviezen-2-antwoord" in [link["href"] for link in refused.soup.select(".error-summary a")]
    assert refused.soup.select_one("#adviezen-2-antwoord[aria-invalid]")


def test_someone_elses_change_asks_to_look_again(scene: Scene) -> None:
    who = scene.open("teamleider", 48)
    page = who.get(at(PLAN_FORM))
    with connection():
        scene.stage.settle(
            "bedrijfsarts",
            48,
            "bijstelling_probleemanalyse",
            {"reden": "Meer mogelijk.", "wijzigingen": "Meer uren.", "terugkeer_mogelijk": "ja"},
        )
    changed = press(who, page, "vaststellen", PLAN)
    assert changed.status == 409
    assert "intussen veranderd" in changed.errors
    assert changed.fields("gezien")["doel"] == PLAN["doel"]
    assert scene.draft("teamleider")["doel"] == PLAN["doel"]
    assert "Bijstelling van de probleemanalyse" in changed.soup.select_one("aside").get_text()
    assert press(who, changed, "vaststellen").heading == "Plan van aanpak: wat er nu gebeurt"


def test_adding_a_row_does_not_hide_someone_elses_change(scene: Scene) -> None:
    who = scene.open("teamleider", 48)
    page = who.get(at(PLAN_FORM))
    with connection():
        give = {"reden": "Meer mogelijk.", "wijzigingen": "Meer uren.", "terugkeer_mogelijk": "ja"}
        scene.stage.settle("bedrijfsarts", 48, "bijstelling_probleemanalyse", give)
    page = press(who, page, "rij-erbij:afspraken_overig", PLAN)
    assert press(who, page, "vaststellen").status == 409


@pytest.mark.asvs("2.3.4")
def test_pressing_twice_makes_one_paper(scene: Scene) -> None:
    who = scene.open("teamleider", 48)
    page = who.get(at(PLAN_FORM))
    first = press(who, page, "vaststellen", PLAN)
    stored = scene.stored()
    second = press(who, page, "vaststellen", PLAN)
    assert (second.status, second.url) == (200, first.url)
    assert scene.stored() == stored


def test_a_version_that_waits_is_announced_and_taken_over(scene: Scene) -> None:
    who = scene.open("teamleider", 48)
    press(who, who.get(at(PLAN_FORM)), "vaststellen", PLAN)
    page = who.get(at(PLAN_FORM))
    assert "Versie 1 wacht op ondertekening" in page.text
    assert page.fields("gezien")["zienswijze_werkgever"] == PLAN["zienswijze_werkgever"]
    again = press(who, page, "vaststellen", {"zienswijze_werkgever": "Anders."})
    old = who.get(who.follow(again, "Stuk openen").link("Versie 1 van"))
    assert "oude versie" in old.text


def test_a_paper_that_is_not_asked_for_gives_a_sentence_and_no_form(scene: Scene) -> None:
    page = scene.open("teamleider", 48).get(at("/papieren/periodieke_evaluatie/invullen"))
    assert page.status == 422
    assert "Eerst moet dit gedaan zijn: Plan van aanpak" in page.text
    assert not page.soup.select("#formulier")


def test_papers_of_another_action_lead_there(scene: Scene) -> None:
    page = scene.open("arbo-secretariaat", 48).get(at("/papieren/uitnodiging_consult/invullen"))
    assert page.url == at("/consult")


@pytest.mark.parametrize(
    ("login", "kind", "status"),
    [
        ("bedrijfsarts", "plan_van_aanpak", 403),
        ("teamleider", "probleemanalyse", 403),
        ("teamleider", "oordeel_werknemer", 403),
        ("medewerker", "probleemanalyse_intake", 403),
        ("hrm-adviseur", "plan_van_aanpak", 403),
        ("afdelingshoofd", "plan_van_aanpak", 403),
        ("teamleider", "liefdesbrief", 404),
        ("002018", "plan_van_aanpak", 404),
        ("beheerder", "plan_van_aanpak", 404),
    ],
)
def test_who_may_not_write_it_gets_no_form_and_cannot_post(scene: Scene, login: str, kind: str, status: int) -> None:
    who = scene.open(login, 48)
    address = at(f"/papieren/{kind}/invullen")
    assert who.get(address).status == status
    sent = {"csrf_token": token(who), "knop": "vaststellen", **flat(PLAN)}
    before = scene.stored()
    assert who.post(address, sent).status == status
    assert scene.stored() == before


def test_the_arbodienst_declares_that_nothing_medical_stands_in_its_paper(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    doctor = scene.open("bedrijfsarts", 38)
    values = texts.ANALYSIS
    form = doctor.get(at("/papieren/probleemanalyse/invullen?alles=ja"))
    before = scene.stored()["fact"]
    refused = press(doctor, form, "vaststellen", values)
    assert (refused.status, scene.stored()["fact"]) == (422, before)
    assert "Zet het vinkje" in refused.text
    short = press(doctor, form, "vaststellen", values | {"prognose": ""})
    assert [link["href"] for link in short.soup.select(".error-summary a")] == ["#prognose", "#verklaring"]
    assert "Zet het vinkje" in short.errors
    assert "Ik verklaar" not in short.errors
    assert "vastgesteld en ondertekend" in press(doctor, refused, "vaststellen", {"verklaring": True}).text
    with connection():
        settled = [f for f in scene.stage.seen_by("bedrijfsarts", 38).facts if f.kind == "papier_vastgesteld"]
    assert settled[-1].data["verklaring"] is True
    manager = scene.open("teamleider", 38)
    assert "Ik verklaar" not in manager.get(at("/papieren/gespreksverslag/invullen")).text
