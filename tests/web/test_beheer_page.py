"""The list of accounts: of one organisation at a time, to search and to leaf through."""

import sys
from pathlib import Path

import pytest

from portal.storage.database import connection, rows
from tests.web.scene import Scene


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "sick")


def names(page: object) -> list[str]:
    return [link.get_text().strip() for link in page.soup.select("#accounts tbody th a")]  # type: ignore[attr-defined]


def test_a_piece_of_a_name_or_login_finds_the_account(scene: Scene) -> None:
    keeper = scene.open("beheerder", 10)
    assert names(keeper.get("/beheer?zoek=MEULEN")) == ["Joost van der Meulen"]
    assert "Karin de Boer" in names(keeper.get("/beheer?zoek=teamleid"))
    nobody = keeper.get("/beheer?zoek=%25")
    assert names(nobody) == []
    assert "Geen account gevonden" in nobody.text


def test_the_list_goes_by_pages_and_shows_everyone_once(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper = scene.open("beheerder", 10)
    monkeypatch.setattr(sys.modules["portal.web.views.beheer"], "PAGE_SIZE", 500)
    whole = names(keeper.get("/beheer"))
    monkeypatch.setattr(sys.modules["portal.web.views.beheer"], "PAGE_SIZE", 2)
    page, found = keeper.get("/beheer"), []
    while True:
        assert len(names(page)) <= 2
        found += names(page)
        if not page.soup.select("a[rel=next]"):
            break
        page = keeper.follow(page, "Volgende")
    assert found == whole
    assert len(whole) > 4


def test_the_list_is_by_name_and_short_with_the_login_and_what_is_not_as_usual(scene: Scene) -> None:
    keeper = scene.open("beheerder", 10)
    with connection():
        rows("UPDATE account SET active = 0 WHERE person_id = ?", scene.stage.ids["afdelingshoofd"])
    page = keeper.get("/beheer")
    shown = names(page)
    assert len(shown) == 20
    assert page.link("Volgende").endswith("#accounts")
    assert shown == sorted(shown)
    heads = [" ".join(head.get_text(" ").split()) for head in page.soup.select("#accounts tbody th")]
    assert "Anouk le Clercq 002112" in heads
    assert "Annelies van Rijn geblokkeerd afdelingshoofd" in heads
    assert page.link("Zoek een account") == "#accounts", "past what else one can do, which comes first on a phone"


def test_who_keeps_two_organisations_sees_one_at_a_time(scene: Scene) -> None:
    keeper = scene.open("beheerder", 10)
    with connection():
        rows("INSERT INTO organisation (name, protocol) VALUES ('Elders', 'wvp_2023')")
        [(elsewhere,)] = rows("SELECT id FROM organisation WHERE name = 'Elders'")
        assert keeper.get(f"/beheer?organisatie={elsewhere}").text.count("Elders") == 0
        me = scene.stage.ids["beheerder"]
        columns = "person_id, organisation_id, role, from_on"
        rows(f"INSERT INTO appointment ({columns}) VALUES (?, ?, 'beheerder', ?)", me, elsewhere, "2020-01-01")
        rows("UPDATE person SET organisation_id = ? WHERE id = ?", elsewhere, scene.stage.ids["medewerker"])
    first = keeper.get("/beheer")
    assert "Accounts van Elders" in first.text
    assert names(first) == ["Joost van der Meulen", "Ravi Sharma"]
    other = first.link("Naar Provincie Waterland")
    assert names(keeper.get(f"{other}&zoek=Karin")) == ["Karin de Boer"]
    assert names(keeper.get(f"{other}&zoek=Joost")) == []


def test_what_one_can_do_stands_before_the_long_list(scene: Scene) -> None:
    places = [card["id"] for card in scene.open("beheerder", 10).get("/beheer").soup.select("main section[id]")]
    assert places.index("maken") < places.index("accounts")


def test_what_was_found_stands_in_sight_on_a_phone_too(scene: Scene) -> None:
    # What else is kept stands above the list there, so the answer to a search would be two screens down.
    search = scene.open("beheerder", 10).get("/beheer").soup.select_one("#accounts form[role=search]")
    assert search["action"].endswith("#accounts")


def test_an_account_is_not_blocked_with_one_touch(scene: Scene) -> None:
    shown = scene.open("beheerder", 10).get(f"/beheer/accounts/{scene.stage.ids['bedrijfsarts']}").soup
    card = shown.find(id="blokkeren")
    folded = card.find("details")
    assert not folded.has_attr("open")
    assert [one.get_text() for one in card.find_all("button")] == ["Ja, blokkeer Maaike Hoekstra"]
    assert folded.find("button")
    assert "verliest zijn functies" in folded.get_text()


def test_an_account_with_which_nothing_happened_says_so(scene: Scene) -> None:
    keeper = scene.open("beheerder", 10)
    assert "nog niets gebeurd" in keeper.get(f"/beheer/accounts/{scene.stage.ids['bedrijfsarts']}").text
    scene.open("bedrijfsarts", 10)
    assert "nog niets gebeurd" not in keeper.get(f"/beheer/accounts/{scene.stage.ids['bedrijfsarts']}").text


def test_of_who_left_the_page_says_that_and_not_that_the_account_is_blocked(scene: Scene) -> None:
    keeper = scene.open("beheerder", 10)
    with connection():
        rows("UPDATE person SET active = 0 WHERE id = ?", scene.stage.ids["medewerker"])
    shown = keeper.get(f"/beheer/accounts/{scene.stage.ids['medewerker']}").soup
    assert "uit dienst" in shown.find(id="geblokkeerd").get_text()
    assert not shown.find("form", action=lambda address: address and address.endswith("/toelaten"))
