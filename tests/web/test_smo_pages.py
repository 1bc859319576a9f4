"""The pages of the overleg: from planning to what stands in someone's inbox."""

from pathlib import Path

import pytest

from portal.storage.database import connect_to, connection, rows, transaction
from portal.storage.writing.illness_words import keep_word
from tests.web.browsing import Visitor
from tests.web.page import Page
from tests.web.scene import Scene

DAY = 30  # 4 February 2026


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "sick")


def unit(scene: Scene, code: str = "110") -> str:
    connect_to(scene.settings.database)
    with connection():
        [(found,)] = rows("SELECT id FROM unit WHERE code = ?", code)
    return f"/smo/{found}"


def planned(scene: Scene) -> tuple[Visitor, Page]:
    """Everyone but the directeur is invited, for today."""
    head = scene.open("afdelingshoofd", DAY)
    page = head.get(f"{unit(scene)}/plannen")
    directeur = f"deelnemer_{scene.stage.ids['directeur']}"
    assert page.fields("dag")[directeur] == "ja"
    boxes = page.soup.select_one("fieldset:has([type=checkbox])")
    assert boxes.legend.get_text() == "Wie komt er nog meer?"
    assert len(boxes.select("[type=checkbox]")) == len(page.soup.select("main [type=checkbox]"))
    page = head.fill(page, {"dag": scene.stage.day(DAY).isoformat(), directeur: False}, with_field="dag")
    assert "Het overleg staat gepland." in page.text
    return head, page


def test_the_list_says_how_far_the_year_is_and_by_when_the_next_must_be(scene: Scene) -> None:
    page = scene.open("directeur", DAY).get("/smo")
    lines = [" ".join(line.get_text(" ").split()) for line in page.soup.select("tbody tr")]
    assert lines[1].startswith("Beheer en Uitvoering 0 van 4 gehouden in 2026 uiterlijk 31 maart 2026 nog 55 dagen")
    assert [line.split(" 0 van ")[0] for line in lines] == ["Directie", "Beheer en Uitvoering", "Ruimte en Organisatie"]
    head, page = planned(scene)
    assert "1 van 4 gehouden in 2026. Het volgende is uiterlijk 30 juni 2026." in page.text
    assert "Sociaal-medisch overleg" in head.get("/").links()


def test_a_year_in_which_the_counting_began_asks_no_more_than_its_own_days(scene: Scene) -> None:
    planned(scene)  # in February; from the autumn on the year asks one for each quarter that is left
    with connection():
        rows("UPDATE smo SET on_day = ?", scene.stage.day(280).isoformat())
    page = scene.open("directeur", 300).get("/smo")
    lines = [" ".join(line.get_text(" ").split()) for line in page.soup.select("tbody tr")]
    assert "1 van 1 gehouden in 2026 uiterlijk 31 maart 2027" in lines[1]
    planned(scene)  # one more than was asked
    with connection():
        rows("UPDATE smo SET on_day = ? WHERE id = (SELECT max(id) FROM smo)", scene.stage.day(290).isoformat())
    page = scene.open("directeur", 300).get("/smo")
    lines = [" ".join(line.get_text(" ").split()) for line in page.soup.select("tbody tr")]
    assert "2 gehouden in 2026, gevraagd 1 uiterlijk 31 maart 2027" in lines[1]


def test_from_minutes_to_the_inbox_of_who_does_it(scene: Scene) -> None:
    head, page = planned(scene)
    meeting = head.follow(page, "4 februari 2026")
    form = head.follow(meeting, "Verslag schrijven")
    assert "geen namen van medewerkers, niets over ziekte" in form.text
    again = head.fill(form, {"verslag": "", "besluiten": "Eerder bellen"}, with_field="verslag")
    assert "Wat is er besproken? Vul dit in." in again.errors
    assert again.fields("verslag")["besluiten"] == "Eerder bellen"
    meeting = head.fill(again, {"verslag": "Wij bespraken <b>de trends</b>.\nEn meer."}, with_field="verslag")
    assert "Wij bespraken <b>de trends</b>. En meer." in meeting.text
    assert [one.get_text() for one in meeting.soup.select("#verslag li")] == ["Eerder bellen"]
    form = head.follow(meeting, "Afspraak toevoegen")
    doctor = str(scene.stage.ids["bedrijfsarts"])
    due = scene.stage.day(DAY + 7).isoformat()
    meeting = head.fill(form, {"wat": "Uitleg geven", "wie": doctor, "uiterlijk": due}, with_field="wat")
    assert "Uitleg geven Maaike Hoekstra uiterlijk 11 februari 2026 nog 7 dagen" in meeting.text

    arts = scene.open("bedrijfsarts", DAY + 9)
    inbox = arts.get("/")
    found = " ".join(inbox.soup.find(id="smo").get_text(" ").split())
    assert "Afspraken uit het SMO (1) " in found
    assert "Uitleg geven Beheer en Uitvoering uiterlijk 11 februari 2026 2 dagen te laat" in found
    assert "U hoeft nu niets te doen." not in inbox.text
    action = str(inbox.soup.select_one("#smo form")["action"])
    after = arts.post(action, {"csrf_token": inbox.soup.select_one("#smo input[name=csrf_token]")["value"]})
    assert "De afspraak is gedaan." in after.text
    assert not after.soup.find(id="smo")
    later = scene.open("afdelingshoofd", DAY + 9)
    assert "Gedaan" in later.get(meeting.url).soup.find(id="afspraken").get_text()


def test_words_about_illness_do_not_get_into_the_minutes(scene: Scene) -> None:
    head, page = planned(scene)
    form = head.follow(head.follow(page, "4 februari 2026"), "Verslag schrijven")
    page = head.fill(form, {"verslag": "Er was veel burn-out."}, with_field="verslag")
    assert page.status == 422
    assert "burnout" in page.errors
    assert page.fields("verslag")["verslag"] == "Er was veel burn-out."


def test_the_list_of_the_organisation_holds_for_who_works_elsewhere(scene: Scene) -> None:
    """The bedrijfsarts has no employer here; the words are those of the organisation of the overleg."""
    with connection(), transaction():
        [(organisation, beheerder)] = rows("SELECT organisation_id, id FROM person WHERE email LIKE 'r.sharma@%'")
        keep_word(organisation, "wichelroede", beheerder, scene.stage.moment(DAY), off=False)
    _, page = planned(scene)
    arts = scene.open("bedrijfsarts", DAY)
    form = arts.follow(arts.get(page.link("4 februari 2026")), "Verslag schrijven")
    for text, word in (("Er was veel burn-out.", "burnout"), ("Met de wichelroede.", "wichelroede")):
        page = arts.fill(form, {"verslag": text}, with_field="verslag")
        assert page.status == 422
        assert word in page.errors


def test_who_was_not_invited_sees_the_day_and_cannot_open_it(scene: Scene) -> None:
    _, page = planned(scene)
    address = page.link("4 februari 2026")
    directeur = scene.open("directeur", DAY)
    listed = directeur.get(unit(scene))
    assert "4 februari 2026" in listed.text
    assert "4 februari 2026" not in listed.links()
    for login, address_of in (("directeur", address), ("001134", unit(scene)), ("medewerker", "/smo")):
        assert scene.open(login, DAY).get(address_of).status == 404
    assert "Sociaal-medisch overleg" not in scene.open("medewerker", DAY).get("/").links()


def test_the_preparation_holds_no_name_and_no_number_of_a_dossier(scene: Scene) -> None:
    with connection():
        names = [name for (name,) in rows("SELECT name FROM person WHERE personnel_number IS NOT NULL")]
    page = scene.open("bedrijfsarts", DAY).get(f"{unit(scene)}/voorbereiding")
    assert not [name for name in names if name in page.text]
    assert "0001" not in page.text
    assert "Middellang (8 tot en met 42 dagen) te weinig mensen" in page.text
    assert "kwartaal 4 van 2025 0,0 0,0 geen" in page.text
    assert "Er is niets te laat, of het gaat om minder dan 5 mensen." in page.text
    assert page.link("Dossiers") == "/dossiers"
    assert "Voortgang teams" not in page.links()
    bars = page.soup.select("svg.bars")
    assert len(bars) == 3
    assert all(len(one.select(".p-track, .p-none")) == len(one.select("text")) for one in bars), "none leaves a hole"
    assert page.soup.select(".p-none")


def test_a_day_that_is_refused_keeps_who_was_chosen(scene: Scene) -> None:
    head = scene.open("afdelingshoofd", DAY)
    page = head.get(f"{unit(scene)}/plannen")
    directeur = f"deelnemer_{scene.stage.ids['directeur']}"
    page = head.fill(page, {"dag": scene.stage.day(33).isoformat(), directeur: False}, with_field="dag")
    assert page.status == 422
    assert "Dit is geen werkdag" in page.errors
    assert directeur not in page.fields("dag")
    assert page.fields("dag")[f"deelnemer_{scene.stage.ids['bedrijfsarts']}"] == "ja"


def test_an_overleg_can_be_called_off(scene: Scene) -> None:
    head, page = planned(scene)
    meeting = head.follow(page, "4 februari 2026")
    button = meeting.soup.select_one("#verslag form")
    page = head.post(str(button["action"]), {"csrf_token": button.find("input")["value"]})
    assert "Het overleg is afgezegd." in page.text
    assert "4 februari 2026" not in page.text
