"""Taking over a running case in the browser: from the team to what is missing, and what the others then see."""

from pathlib import Path

import pytest

from tests.small_picture import png
from tests.web.browsing import Visitor, upload
from tests.web.page import Page
from tests.web.scene import Scene, at

PDF = b"%PDF-1.7\nstartxref\n0\n%%EOF\n"
WEEK_30 = 210
CASE = "/dossiers/0002"


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "sick")


def take_over(scene: Scene, who: Visitor, **given: str) -> Page:
    form = who.get(f"/ziekmelding/{scene.stage.ids['002024']}/lopend")
    days = {name: scene.stage.day(0).isoformat() for name in ("eerste_ziektedag", "gemeld_op")}
    return who.fill(form, {**days, **given}, with_field="eerste_ziektedag")


def add(scene: Scene, who: Visitor, kind: str, days: int, **given: object) -> Page:
    form = who.get(f"{CASE}/eerdere-stukken/{kind}")
    values = {"op": scene.stage.day(days).isoformat(), "opgesteld_door": "J. de Vries", **given}
    return who.fill(form, values, with_field="op")


def test_a_manager_takes_over_a_case_and_sees_what_is_missing(scene: Scene) -> None:
    who = scene.open("teamleider", WEEK_30)
    team = who.get("/ziekmelding")
    assert any("Dit geval loopt al" in link for link in team.links())
    assert "Is iemand al langer ziek" in team.text, "what that button is for"
    assert "Neem het lopende geval over" in who.get(f"/ziekmelding/{scene.stage.ids['002024']}").text
    page = take_over(scene, who)
    assert (page.url, page.heading) == (f"{CASE}/ontbreekt", "Wat ontbreekt er?")
    assert "3 dingen zijn genoeg" in page.text
    assert "Periodieke evaluatie (3 keer)" in page.text
    dossier = who.get(CASE)
    assert "Eerste vervolgcontact" not in dossier.text.split("Voortgang")[1].split("Daarna")[0]
    assert "Het geval liep al toen het portaal het overnam" in dossier.text


def test_what_was_typed_stays_when_a_day_cannot_be(scene: Scene) -> None:
    who = scene.open("teamleider", WEEK_30)
    back, ill = (scene.stage.day(days).isoformat() for days in (60, 95))
    rows = {"onderbrekingen.0.hersteld_vanaf": back, "onderbrekingen.0.weer_ziek_vanaf": ill}
    page = take_over(scene, who, **rows)
    assert page.status == 422
    assert "28 dagen of meer" in page.text
    assert page.fields("eerste_ziektedag")["onderbrekingen.0.hersteld_vanaf"] == back
    half = take_over(scene, who, **{**rows, "onderbrekingen.0.weer_ziek_vanaf": ""})
    assert half.status == 422
    assert scene.stored()["fact"] == 1


def test_a_row_can_be_added_without_a_script(scene: Scene) -> None:
    who = scene.open("teamleider", WEEK_30)
    form = who.get(f"/ziekmelding/{scene.stage.ids['002024']}/lopend")
    more = who.fill(form, with_field="eerste_ziektedag", button="rij-erbij:onderbrekingen")
    assert (more.status, more.errors) == (200, "")
    assert "onderbrekingen.1.hersteld_vanaf" in more.fields("eerste_ziektedag")
    less = who.fill(more, with_field="eerste_ziektedag", button="rij-weg:onderbrekingen:1")
    assert "onderbrekingen.1.hersteld_vanaf" not in less.fields("eerste_ziektedag")
    assert scene.stored()["fact"] == 1


def test_a_paper_on_paper_only_is_named_so_wherever_it_stands(scene: Scene) -> None:
    who = scene.open("teamleider", WEEK_30)
    take_over(scene, who)
    signed = scene.stage.day(36).isoformat()
    file = {"bestand": upload("pa.pdf", PDF), "verklaring": "ja"}
    told = {"terugkeer_mogelijk": "ja", "getekend_bedrijfsarts": signed}
    assert add(scene, who, "probleemanalyse", 36, **told, **file).url == f"{CASE}/ontbreekt"
    page = add(scene, who, "plan_van_aanpak", 50, getekend_leidinggevende=scene.stage.day(50).isoformat())
    assert "Plan van aanpak ondertekenen (op papier, medewerker)" in page.text, "whose signature is missing"
    assert "op papier, niet in het portaal" in who.get(f"{CASE}/rapport").text
    for login in ("teamleider", "002024", "bedrijfsarts"):
        someone = scene.open(login, WEEK_30)
        dossier = someone.get(CASE)
        assert "op papier, niet in het portaal" in dossier.text
        plan = someone.get(_in_binder(dossier, "Plan van aanpak"))
        assert "het bestand staat niet in het portaal" in plan.text
        assert not [link for link in plan.links() if "Downloaden" in link or "tekenen" in link.lower()]
        analysis = someone.get(_in_binder(dossier, "Probleemanalyse"))
        assert any("Stuk downloaden" in link for link in analysis.links())


def test_a_file_needs_the_declaration_and_a_paper_without_a_file_does_not(scene: Scene) -> None:
    who = scene.open("teamleider", WEEK_30)
    take_over(scene, who)
    wrong = add(scene, who, "probleemanalyse", 36, opgesteld_door="", bestand=upload("pa.pdf", PDF))
    asked = ["#opgesteld_door", "#terugkeer_mogelijk", "#bestand", "#verklaring"]
    assert [link["href"] for link in wrong.soup.select(".error-summary a")] == asked, "the file is to be chosen again"
    wrong = add(scene, who, "probleemanalyse", 36, opgesteld_door="")
    assert [link["href"] for link in wrong.soup.select(".error-summary a")] == asked[:2]


def test_the_manager_adds_the_file_later_and_who_reads_the_paper_reads_it(scene: Scene) -> None:
    who = scene.open("teamleider", WEEK_30)
    take_over(scene, who)
    told = {"terugkeer_mogelijk": "ja", "getekend_bedrijfsarts": scene.stage.day(36).isoformat()}
    add(scene, who, "probleemanalyse", 36, **told)
    analysis = _in_binder(who.get(CASE), "Probleemanalyse")
    form = who.follow(who.get(analysis), "Bestand toevoegen")
    empty = who.fill(form, {}, with_field="verklaring")
    assert (empty.status, "Kies een bestand" in empty.text) == (422, True)
    assert "Zet het vinkje" in empty.errors
    sent = {"bestand": upload("foto.png", png()), "verklaring": "ja"}
    page = who.fill(form, sent, with_field="verklaring")
    assert (page.url, "Het bestand staat bij het stuk" in page.text) == (analysis, True)
    assert "Het stond alleen op papier" in who.get(CASE).text
    reader = scene.open("002024", WEEK_30)
    assert not any("Bestand toevoegen" in link for link in reader.get(analysis).links())
    assert reader.get(f"{analysis}/bestand").content == png()


def _in_binder(dossier: Page, title: str) -> str:
    [found] = [tag for tag in dossier.soup.select("#stukken a.title") if tag.get_text(strip=True) == title]
    return str(found["href"])


def test_the_rows_are_called_after_what_they_hold(scene: Scene) -> None:
    who = scene.open("teamleider", WEEK_30)
    form = who.get(f"/ziekmelding/{scene.stage.ids['002024']}/lopend")
    page = who.fill(form, {"knop": "rij-erbij:onderbrekingen"}, with_field="eerste_ziektedag")
    assert [row.get_text() for row in page.soup.select(".row legend")] == ["Onderbreking 1", "Onderbreking 2"]
    buttons = [" ".join(button.get_text(" ").split()) for button in page.soup.select(".rows button")]
    assert buttons[:2] == ["Omlaag (onderbreking 1)", "Onderbreking verwijderen (onderbreking 1)"]
    assert buttons[-1].startswith("Onderbreking toevoegen")


def test_when_nothing_is_missing_the_page_promises_no_list(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "analysed")
    card = scene.open("teamleider", 45).get(at("/ontbreekt")).soup.find(id="herstel")
    assert card.find("h2").get_text(strip=True) == "Niets te herstellen"
    assert "Er ontbreekt niets" in card.get_text()
    late = scene.open("teamleider", 90).get(at("/ontbreekt")).soup.find(id="herstel")
    assert late.find("h2").get_text(strip=True) == "Een kort lijstje dat alles herstelt"
