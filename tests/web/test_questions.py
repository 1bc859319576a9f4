"""A long form a part at a time, without a script: keeping, going back and forth, checking, settling."""

from pathlib import Path
from typing import Any

import pytest

from portal.actions.keep_draft import keep_draft
from portal.actions.word_forms import delivered_form
from portal.demonstration import texts
from portal.storage.database import connection, rows
from tests.staging import FIRST
from tests.web.browsing import Visitor
from tests.web.page import Page
from tests.web.scene import Scene, at, flat, press, token
from tests.web.test_held_form import send
from tests.web.test_proof import confirm, grow_old
from tests.web.test_signed_in import seen

DAY = 48
PLAN = texts.plan_values(FIRST.fromordinal(FIRST.toordinal() + DAY))
FORM = "/papieren/plan_van_aanpak/invullen"
CHECK = f"{FORM}/controleren"
WORK, GOAL, ADVICE, AGREEMENTS, PARTS = 1, 3, 4, 5, 9


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


@pytest.fixture
def manager(scene: Scene) -> Visitor:
    return scene.open("teamleider", DAY)


def part(place: int) -> str:
    """The address of one part of the plan."""
    return at(f"{FORM}/vraag/{place}")


def go_through(who: Visitor, page: Page, values: dict[str, Any]) -> Page:
    """Answer part after part, what it asks of these values, up to where the answers are checked."""
    while page.url != at(CHECK):
        asked = {name.partition(".")[0] for name in page.form("gezien").select("[name]") and page.fields("gezien")}
        asked |= {str(one["id"]) for one in page.soup.select("fieldset.rows")}
        asked |= {str(one["name"]) for one in page.soup.select("input[type=radio], input[type=checkbox]")}
        done = press(who, page, "volgende", {name: value for name, value in values.items() if name in asked})
        assert done.status == 200, done.errors
        page = done
    return page


# The way through


def test_a_long_form_opens_at_its_first_part_and_a_short_one_as_a_whole(scene: Scene, manager: Visitor) -> None:
    page = manager.get(at(FORM))
    assert page.url == part(WORK)
    assert page.soup.select_one("#stap").get_text() == "Stap 1 van 10: Functie en laatste werk"
    assert len(page.soup.select("#formulier h2")) == 1
    assert "doel" not in page.fields("gezien")
    assert manager.get(at(f"{FORM}?alles=ja")).url == at(FORM)
    assert manager.get(at("/papieren/gespreksverslag/invullen")).url == at("/papieren/gespreksverslag/invullen")


def test_from_the_first_part_to_what_happens_next(scene: Scene, manager: Visitor) -> None:
    check = go_through(manager, manager.get(at(FORM)), PLAN)
    assert check.heading == "Controleer uw antwoorden"
    assert "Nog niet klaar" not in check.text
    for words in (PLAN["zienswijze_werkgever"], PLAN["adviezen"][0]["advies"], "Terug in de eigen functie"):
        assert words in check.text
    done = press(manager, check, "vaststellen")
    assert done.heading == "Plan van aanpak: wat er nu gebeurt"
    signing = done.soup.select_one("#ondertekenen")
    assert signing
    assert "Joost van der Meulen, medewerker" in signing.get_text()
    assert "U, leidinggevende" in signing.get_text()
    assert "Uiterlijk" in signing.get_text()
    assert "Periodieke evaluatie" in done.soup.select_one("#daarna").get_text()
    assert "bedrijfsarts" in done.text
    assert done.link("Lezen en ondertekenen")
    with connection():
        kept = scene.stage.newest("plan_van_aanpak").values
    assert {name: kept[name] for name in PLAN} == PLAN
    assert scene.draft("teamleider") is None
    assert press(manager, check, "vaststellen").url == done.url


def test_every_part_says_where_it_stands_and_can_be_reached(manager: Visitor) -> None:
    page = manager.get(part(WORK))
    steps = page.soup.select(".form-steps li")
    assert len(steps) == PARTS + 1
    assert steps[0]["aria-current"] == "step"
    assert "Nog niet klaar" in steps[0].get_text()
    assert "Mag leeg blijven" in steps[PARTS - 1].get_text()
    there = press(manager, page, f"ga:{GOAL}", {"laatste_werkzaamheden": "Nota’s schrijven"})
    assert there.url == part(GOAL)
    assert "Klaar" in there.soup.select(".form-steps li")[0].get_text()
    assert press(manager, there, "ga:2").url == part(2)
    assert press(manager, there, f"ga:{PARTS + 1}").url == at(CHECK)


@pytest.mark.parametrize("place", ["0", "10", "99", "x"])
def test_a_part_that_is_not_there_is_not_found(manager: Visitor, place: str) -> None:
    assert manager.get(at(f"{FORM}/vraag/{place}")).status == 404


@pytest.mark.parametrize("button", ["ga:", "ga:x", "ga:-1", "ga:99999999", "volgende:9", "rij-op:doel:0"])
def test_a_button_that_leads_nowhere_keeps_what_was_typed(scene: Scene, manager: Visitor, button: str) -> None:
    page = press(manager, manager.get(part(WORK)), button, {"laatste_werkzaamheden": "Nota’s schrijven"})
    assert page.status == 200
    assert scene.draft("teamleider")["laatste_werkzaamheden"] == "Nota’s schrijven"


# Keeping


@pytest.mark.parametrize("button", ["volgende", "ga:2", "bewaren", "word", "ga:0"])
def test_each_button_keeps_this_part_and_leaves_the_others(scene: Scene, manager: Visitor, button: str) -> None:
    press(manager, manager.get(part(GOAL)), "bewaren", {"doel": "andere_functie"})
    press(manager, manager.get(part(WORK)), button, {"laatste_werkzaamheden": "Nota’s schrijven"})
    draft = scene.draft("teamleider")
    assert (draft["laatste_werkzaamheden"], draft["doel"]) == ("Nota’s schrijven", "andere_functie")
    assert draft["adviezen"][0]["advies"] == texts.ANALYSIS_ADVICE[0]["advies"]


def test_the_form_opens_where_it_was_left(scene: Scene, manager: Visitor) -> None:
    press(manager, manager.get(part(GOAL)), "volgende", {"doel": "andere_functie"})
    who = scene.open("teamleider", DAY + 1)
    again = who.get(at(FORM))
    assert again.url == part(ADVICE)
    assert "Concept bewaard op" in again.text
    whole = press(who, again, "ga:0")
    assert whole.url == at(FORM)
    assert whole.fields("gezien")["doel"] == "andere_functie"
    assert who.get(at(FORM)).url == at(FORM)
    assert press(who, whole, "ga:1").url == part(WORK)


def test_another_window_that_is_newer_is_not_overwritten_unseen(scene: Scene, manager: Visitor) -> None:
    first, second = manager.get(part(WORK)), manager.get(part(GOAL))
    press(manager, second, "bewaren", {"doel": "andere_functie"})
    refused = press(manager, first, "volgende", {"laatste_werkzaamheden": "Nota’s schrijven"})
    assert refused.status == 409
    assert refused.fields("gezien")["laatste_werkzaamheden"] == "Nota’s schrijven"
    assert not scene.draft("teamleider").get("laatste_werkzaamheden")
    assert press(manager, refused, "volgende").url == part(2)
    draft = scene.draft("teamleider")
    assert (draft["laatste_werkzaamheden"], draft["doel"]) == ("Nota’s schrijven", "andere_functie")


def test_what_changed_since_it_was_checked_is_not_settled_unseen(scene: Scene, manager: Visitor) -> None:
    check = go_through(manager, manager.get(at(FORM)), PLAN)
    press(manager, manager.get(part(WORK)), "bewaren", {"laatste_werkzaamheden": "Iets anders"})
    before = scene.stored()
    refused = press(manager, check, "vaststellen")
    assert (refused.status, scene.stored()) == (409, before)
    assert "antwoorden zijn intussen veranderd" in refused.errors
    assert "Iets anders" in refused.text
    assert press(manager, refused, "vaststellen").heading == "Plan van aanpak: wat er nu gebeurt"


def test_a_login_that_ended_halfway_loses_nothing(scene: Scene, manager: Visitor) -> None:
    page = manager.get(part(WORK))
    seen(31)
    typed = {"laatste_werkzaamheden": "Een half uur over nagedacht", "knop": "volgende"}
    held = send(manager, page, typed)
    assert held.heading == "U was uitgelogd"
    manager.sign_in("teamleider")
    assert send(manager, held).url == part(2)
    assert scene.draft("teamleider")["laatste_werkzaamheden"] == typed["laatste_werkzaamheden"]


def test_who_asks_for_a_part_without_a_login_comes_back_to_it(scene: Scene) -> None:
    who = scene.stranger(DAY)
    login = who.get(part(GOAL))
    done = who.fill(login, {"gebruikersnaam": "teamleider", "wachtwoord": "welkom-in-waterland"})
    assert done.url == part(GOAL)


# What is wrong, and what is missing


def test_a_part_may_be_left_empty_for_now_but_not_hold_what_cannot_be(scene: Scene, manager: Visitor) -> None:
    page = manager.get(part(GOAL))
    refused = press(manager, page, "volgende", {"doel_termijn": "31 juni", "doel_toelichting": "Dit blijft staan."})
    assert refused.status == 422
    assert [link["href"] for link in refused.soup.select(".error-summary a")] == ["#doel_termijn"]
    assert "geen datum" in refused.soup.select_one("#doel_termijn-fout").get_text()
    assert refused.fields("gezien")["doel_toelichting"] == "Dit blijft staan."
    assert scene.draft("teamleider")["doel_termijn"] == "31 juni"
    assert press(manager, refused, "ga:2").url == part(2)
    assert press(manager, refused, "volgende", {"doel_termijn": ""}).url == part(ADVICE)


def test_the_check_names_what_is_missing_and_leads_to_it_and_back(scene: Scene, manager: Visitor) -> None:
    go_through(manager, manager.get(at(FORM)), {name: value for name, value in PLAN.items() if name != "doel"})
    check = manager.get(at(CHECK))
    assert "Nog niet klaar" in check.text
    assert check.link("Doel van de re-integratie: vul dit in.") == f"{part(GOAL)}?controle=ja#doel"
    before = scene.stored()
    refused = press(manager, check, "vaststellen")
    assert (refused.status, scene.stored()) == (422, before)
    assert [link["href"] for link in refused.soup.select(".error-summary a")] == [f"{part(GOAL)}?controle=ja#doel"]
    mend = manager.get(f"{part(GOAL)}?controle=ja")
    assert "Vul dit in" in mend.soup.select_one("#doel-keuze-fout").get_text()
    done = press(manager, mend, "volgende", {"doel": "eigen_functie"})
    assert done.url == at(CHECK)
    assert "Nog niet klaar" not in done.text


def test_a_row_in_which_nothing_stands_is_no_answer(scene: Scene, manager: Visitor) -> None:
    steps = {"doelstellingen.0.wat": "", "doelstellingen.1.wat": "Acht uur per week", "doelstellingen.2.wat": ""}
    press(manager, manager.get(part(GOAL)), "bewaren", steps)
    shown = {dt.get_text(): dt.find_next("dd") for dt in manager.get(at(CHECK)).soup.select("dl.checks dt")}
    assert [row.get_text(" ", strip=True) for row in shown["Stappen naar het doel"].select("tbody tr")] == [
        "Acht uur per week –"
    ]
    assert shown["Afspraken A Arbeidsinhoud"].get_text(strip=True) == "Niet ingevuld"


def test_every_answer_can_be_changed_from_the_check(manager: Visitor) -> None:
    check = manager.get(at(CHECK))
    changes = [link["href"] for link in check.soup.select(".checks .change a")]
    assert len(changes) == len(set(changes)) == len(delivered_form("plan_van_aanpak").asked)
    assert f"{part(AGREEMENTS)}?controle=ja#afspraken_overig" in changes


def test_a_short_way_leads_past_the_answers_once_nothing_is_missing(manager: Visitor) -> None:
    assert not manager.get(at(CHECK)).soup.select("a[href='#vaststellen']")
    whole = go_through(manager, manager.get(at(FORM)), PLAN)
    way, first_change = (whole.soup.select_one(one) for one in ("a[href='#vaststellen']", ".checks .change a"))
    assert way.get_text() == "Naar vaststellen"
    assert way.sourceline <= first_change.sourceline
    assert whole.soup.select_one("#vaststellen button[value=vaststellen]")


def test_words_about_illness_are_pointed_at_in_their_part(scene: Scene, manager: Visitor) -> None:
    go_through(manager, manager.get(at(FORM)), PLAN | {"laatste_werkzaamheden": "Voor de burn-out: nota’s."})
    refused = press(manager, manager.get(at(CHECK)), "vaststellen")
    assert refused.status == 422
    assert "«burnout»" in refused.errors
    mend = manager.get(f"{part(WORK)}?controle=ja")
    assert "«burnout»" in mend.soup.select_one("#laatste_werkzaamheden-fout").get_text()
    reason = {"toch_doorgaan": "Zo heet het project waaraan zij werkt."}
    assert press(manager, refused, "vaststellen", reason).heading == "Plan van aanpak: wat er nu gebeurt"


# Rows


def test_rows_move_without_a_script_and_the_focus_goes_along(scene: Scene, manager: Visitor) -> None:
    steps = [{"wat": word, "termijn": ""} for word in ("een", "twee", "drie")]
    page = press(manager, manager.get(part(GOAL)), "rij-op:doelstellingen:2", {"doelstellingen": steps})
    assert [page.fields("gezien")[f"doelstellingen.{n}.wat"] for n in range(3)] == ["een", "drie", "twee"]
    assert page.soup.select_one("[autofocus]")["value"] == "rij-op:doelstellingen:1"
    page = press(manager, page, "rij-op:doelstellingen:1")
    assert page.soup.select_one("[autofocus]")["value"] == "rij-neer:doelstellingen:0"
    press(manager, page, "rij-neer:doelstellingen:0")
    assert [row["wat"] for row in scene.draft("teamleider")["doelstellingen"]] == ["een", "drie", "twee"]
    for button in ("rij-op:doelstellingen:0", "rij-neer:doelstellingen:2", "rij-op:doelstellingen:99999"):
        press(manager, page, button)
        assert [row["wat"] for row in scene.draft("teamleider")["doelstellingen"]] == ["drie", "een", "twee"]


# Who


def test_the_advice_stands_beside_every_part_for_who_may_read_it_and_is_one_look(
    scene: Scene, manager: Visitor
) -> None:
    def looks() -> int:
        with connection():
            return int(rows("SELECT COUNT(*) FROM read_log")[0][0])

    page = manager.get(part(WORK))
    assert texts.ANALYSIS["prognose"] in page.soup.select_one("aside #ernaast").get_text()
    before = looks()
    for place in range(1, PARTS + 1):
        assert "Probleemanalyse" in manager.get(part(place)).soup.select_one("aside #ernaast").get_text()
    assert looks() == before


@pytest.mark.parametrize(("login", "status"), [("medewerker", 403), ("bedrijfsarts", 403), ("002018", 404)])
@pytest.mark.parametrize("where", [f"{FORM}/vraag/1", CHECK])
def test_who_does_not_write_it_gets_no_part_and_no_check(scene: Scene, login: str, status: int, where: str) -> None:
    who = scene.open(login, DAY)
    before = scene.stored()
    assert who.get(at(where)).status == status
    assert who.post(at(where), {"csrf_token": token(who), "knop": "vaststellen", **flat(PLAN)}).status == status
    assert scene.stored()["draft"] == before["draft"]


def test_the_doctor_declares_and_signs_where_the_answers_are_checked(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    doctor = scene.open("bedrijfsarts", 38)
    address = at("/papieren/probleemanalyse/invullen")
    page = doctor.get(address)
    assert "Ik verklaar" not in page.text
    with connection():
        keep_draft(**scene.stage.who("bedrijfsarts", 38), kind="probleemanalyse", values=texts.ANALYSIS)
    refused = press(doctor, doctor.get(f"{address}/controleren"), "vaststellen")
    assert "Zet het vinkje" in refused.errors
    grow_old()
    asked = press(doctor, refused, "vaststellen", {"verklaring": True})
    assert asked.heading == "Bevestig dat u het bent"
    done = confirm(doctor, asked)
    assert "vastgesteld en ondertekend" in done.text
    assert "Het stuk is ondertekend" in done.text
    assert "Plan van aanpak" in done.soup.select_one("#daarna").get_text()
