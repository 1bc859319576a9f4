"""«Mijn WIA-aanvraag»: the employee's own page, from week 80 until after the application."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.actions.correct_fact import withdraw_fact
from portal.actions.hand_over import confirm_receipt, hand_over
from portal.actions.mark_sent import mark_sent
from portal.actions.record import record
from portal.actions.record_recovery import record_recovery
from portal.actions.tick_step import tick_step
from portal.storage.database import connection
from portal.storage.reading.papers import newest
from tests.actions.recording import delayed
from tests.staging import Stage
from tests.web.page import Page
from tests.web.scene import Scene, at

OWN = at("/wia-aanvraag")
JUDGEMENT = {"eens_met_papieren": "ja", "oordeel_verloop": "Het ging.", "oordeel_werkgever": "Goed."}
WEEK_80 = 79 * 7
"""Days from D: the last day of week 79 is the day before."""


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """Week 87; the employee has not signed the eindevaluatie yet."""
    return Scene(tmp_path, "near_the_end")


def played(scene: Scene, play: Callable[[Stage], object]) -> Scene:
    with connection():
        play(scene.stage)
    return scene


def part(page: Page, anchor: str) -> str:
    found = page.soup.select_one(f"#{anchor}")
    return " ".join(found.get_text(" ").split()) if found else ""


# From when


def test_before_week_80_one_line_says_when_it_comes(scene: Scene) -> None:
    who = scene.open("medewerker", WEEK_80 - 1)
    page = who.get(at(""))
    assert "Bent u dan nog ziek? Vanaf 12 juli 2027 (week 80) bereidt u hier uw WIA-aanvraag voor." in page.text
    assert "Mijn WIA-aanvraag" not in page.links()
    early = who.get(OWN)
    assert early.status == 422
    assert "Dit kan vanaf 12 juli 2027" in early.text


def test_from_week_80_the_first_page_leads_to_the_download_and_before_it_says_from_when(scene: Scene) -> None:
    words = "Re-integratieverslag downloaden"
    before = scene.open("medewerker", WEEK_80 - 1).get("/")
    assert "Bent u dan nog ziek? Vanaf 12 juli 2027 (week 80) downloadt u het hier." in part(before, "stand-1")
    assert words not in before.links()
    who = scene.open("medewerker", WEEK_80)
    page = who.get("/")
    assert "Karin de Boer (leidinggevende) draagt het aan u over, uiterlijk op" in part(page, "stand-1")
    download = who.follow(page, words)
    assert download.url == at("/rapport/downloaden")
    assert download.link("(ZIP)") == at("/rapport.zip")
    played(scene, lambda stage: hand_over(**stage.who("teamleider", 612), note="", accepts_gaps=True))
    after = scene.open("medewerker", 613).get("/")
    assert "Aan u overgedragen op 9 september 2027." in part(after, "stand-1")
    assert after.link(words) == at("/rapport/downloaden")


def stops_before(page: Page, address: str) -> int:
    """How often one presses Tab in the main part before coming to the first link to an address."""
    stops = page.soup.select("main a[href], main button, main summary, main input:not([type=hidden])")
    return [stop.get("href") for stop in stops].index(address)


def test_the_report_is_at_hand_on_the_page_of_the_dossier_from_week_80_on(scene: Scene) -> None:
    ways = {"medewerker": at("/rapport/downloaden"), "teamleider": at("/rapport")}
    for login, address in ways.items():
        assert stops_before(scene.open(login, WEEK_80).get(at("")), address) <= 2, login
        before = scene.open(login, WEEK_80 - 1).get(at(""))
        assert stops_before(before, at("/rapport")) > 10
        # Whenever there is something about it, the links on top lead there.
        assert stops_before(before, "#verslag") < stops_before(before, at("/rapport"))
    doctor = scene.open("bedrijfsarts", WEEK_80).get(at(""))
    assert not [link for link in doctor.soup.select("main a") if "/rapport" in str(link["href"])]


def test_after_recovery_the_first_page_speaks_of_no_report(scene: Scene) -> None:
    played(scene, lambda stage: record_recovery(**stage.who("teamleider", 606), on=stage.day(606), hours=36))
    assert "Re-integratieverslag" not in part(scene.open("medewerker", 607).get("/"), "stand-1")


def test_without_a_paper_the_first_page_speaks_of_no_report(tmp_path: Path) -> None:
    page = Scene(tmp_path, "sick").open("medewerker", 3).get("/")
    assert "Stand" in part(page, "stand-1")
    assert "Re-integratieverslag" not in part(page, "stand-1")


def test_from_week_80_it_stands_in_the_navigation_of_every_page(scene: Scene) -> None:
    who = scene.open("medewerker", WEEK_80)
    assert [who.get(page).link("Mijn WIA-aanvraag") for page in ("/", "/uitleg", at(""))] == [OWN] * 3
    page = who.get(OWN)
    assert page.soup.select_one("nav.bar [aria-current=page]").get_text() == "Mijn WIA-aanvraag"
    assert "week 80 van 104" in page.text


@pytest.mark.parametrize("login", ["teamleider", "afdelingshoofd", "bedrijfsarts", "002018", "beheerder"])
def test_it_stands_in_nobody_elses(scene: Scene, login: str) -> None:
    who = scene.open(login, 640)
    assert "Mijn WIA-aanvraag" not in who.get("/uitleg").links()
    assert who.get(OWN).status in (403, 404)
    assert "Mijn WIA-aanvraag" not in who.get(at("")).links()


# What stands in it


def test_what_comes_when_and_with_whom_it_lies(scene: Scene) -> None:
    road = part(scene.open("medewerker", 605).get(OWN), "wanneer")
    with connection():
        manager = scene.stage.name("teamleider")
    for words in (
        "Bericht van UWV over de WIA ontvangen (later) bij u, uiterlijk 20 september 2027",
        "Eindevaluatie van het plan van aanpak (wacht op een ander) bij u,",
        f"WIA-overdracht aan de medewerker (aan de beurt) bij {manager} (leidinggevende), uiterlijk 4 oktober 2027",
        "Eigen oordeel over de re-integratie (later) bij u, uiterlijk 18 oktober 2027",
        "WIA-aanvraag versturen (later) bij u, uiterlijk 18 oktober 2027",
    ):
        assert words in road, words


def test_what_can_be_done_now_leads_to_its_place(scene: Scene) -> None:
    now = scene.open("medewerker", 605).get(OWN)
    with connection():
        last = scene.stage.newest("eindevaluatie").id
    assert now.link("Eindevaluatie ondertekenen") == at(f"/papieren/{last}/ondertekenen")
    assert "Dat kan vanaf 13 september 2027" in part(now, "versturen")
    later = scene.open("medewerker", 617).get(OWN)
    assert later.link("Ik heb de aanvraag verstuurd") == at("/aanvraag-verstuurd")
    assert later.link("Ik heb ze ontvangen") == at("/stappen/medische_stukken_ontvangen/1")
    assert later.link("Eigen oordeel schrijven") == at("/papieren/oordeel_werknemer/invullen")


def test_the_2008_protocol_shows_its_own_day_beside_that_of_the_law(scene: Scene) -> None:
    with sqlite3.connect(scene.settings.database) as database:
        database.execute("UPDATE dossier SET protocol = 'noord_holland_2008'")
    road = part(scene.open("medewerker", 605).get(OWN), "wanneer")
    assert "bij u, uiterlijk 26 september 2027 (protocol) of 18 oktober 2027 (wet)" in road
    who = scene.open("medewerker", 640)
    after = who.fill(who.get(at("/aanvraag-verstuurd")), {"op": scene.stage.day(639).isoformat()}, with_field="op")
    assert "dan hoort u dat van UWV" in part(after, "verder")


def test_the_own_judgement_is_begun_and_handed_in(scene: Scene) -> None:
    who = scene.open("medewerker", 617)
    form = who.follow(who.get(OWN), "Eigen oordeel schrijven")
    assert "Vragen die u op weg helpen" in form.text
    assert "Niemand anders kan dit lezen" in form.text
    who.post(form.action("gezien"), {**form.fields("gezien"), "oordeel_verloop": "Het ging.", "knop": "bewaren"})
    assert "Verder schrijven" in who.get(OWN).links()
    with connection():
        scene.stage.settle("medewerker", 618, "oordeel_werknemer", JUDGEMENT)
    assert "U leverde uw oordeel in op 15 september 2027" in part(scene.open("medewerker", 619).get(OWN), "oordeel")


def test_a_tick_can_be_put_right_or_taken_back(scene: Scene) -> None:
    who = scene.open("medewerker", 640)
    sent = who.get(at("/aanvraag-verstuurd"))
    page = who.fill(sent, {"op": scene.stage.day(639).isoformat()}, with_field="op")
    assert page.url == OWN
    assert "U verstuurde de aanvraag op 6 oktober 2027" in part(page, "verder")
    assert "uiterlijk op 22 november 2027" in part(page, "verder")
    assert "wachttijd eindigt op 3 januari 2028" in part(page, "verder")
    wrong = who.follow(page, "Andere dag invullen")
    too_early = {"op": scene.stage.day(300).isoformat(), "reden_correctie": "Vergist."}
    assert "dit kan vanaf" in who.fill(wrong, too_early, with_field="op").errors
    who.fill(wrong, {**too_early, "op": scene.stage.day(638).isoformat()}, with_field="op")
    page = who.get(OWN)
    assert "U verstuurde de aanvraag op 5 oktober 2027" in part(page, "verder")
    who.fill(who.follow(page, "Toch niet gedaan"), {"reden": "Nog niet verstuurd."}, with_field="reden")
    assert "Ik heb de aanvraag verstuurd" in who.get(OWN).links()


# Downloading


def test_before_the_download_it_is_said_what_is_missing_and_who_does_that(scene: Scene) -> None:
    who = scene.open("medewerker", 605)
    for start in (OWN, "/", at("")):
        page = who.follow(who.get(start), "Re-integratieverslag downloaden")
        assert page.heading == "Re-integratieverslag downloaden", "what one pressed on"
    missing = part(page, "ontbreekt")
    with connection():
        names = [scene.stage.name(login) for login in ("medewerker", "teamleider")]
    for words in (
        "Niet ondertekend",
        "WIA-overdracht aan de medewerker",
        f"{names[0]} (medewerker)",
        f"{names[1]} (leidinggevende)",
    ):
        assert words in missing, words
    assert who.get(page.link("Downloaden wat er is (ZIP)")).status == 200


def test_of_what_is_private_the_manager_is_told_nothing(scene: Scene) -> None:
    page = scene.open("teamleider", 605).get(at("/rapport/downloaden"))
    assert "Eindevaluatie" in part(page, "ontbreekt")
    assert "Oordeel van de werknemer" not in page.text
    assert "Medische informatie" not in page.text


def test_without_a_paper_there_is_nothing_to_download(tmp_path: Path) -> None:
    page = Scene(tmp_path, "sick").open("medewerker", 3).get(at("/rapport/downloaden"))
    assert "nog geen stukken" in page.text


# Cases that run otherwise


def recovered(stage: Stage) -> None:
    record_recovery(**stage.who("teamleider", 612), on=stage.day(612), hours=36)


def early(stage: Stage) -> None:
    record(**stage.who("medewerker", 612), kind="vervroegd_aangevraagd", on=stage.day(400), answers={})


def granted(stage: Stage) -> None:
    early(stage)
    decided = {"besluit": "toegekend"}
    record(**stage.who("medewerker", 613), kind="vervroegd_besloten", on=stage.day(612), answers=decided)


def turned_down(stage: Stage) -> None:
    early(stage)
    decided = {"besluit": "afgewezen"}
    record(**stage.who("medewerker", 613), kind="vervroegd_besloten", on=stage.day(612), answers=decided)


def on_leave(stage: Stage) -> None:
    last = {"laatste_dag": stage.day(611 + 111).isoformat()}
    record(**stage.who("teamleider", 612), kind="verlof", on=stage.day(611), answers=last)


def sanctioned(stage: Stage) -> None:
    mark_sent(**stage.who("medewerker", 640), on=stage.day(640))
    said = {"soort": "administratief", "tot": stage.day(1000).isoformat()}
    record(**stage.who("teamleider", 690), kind="loonsanctie_opgelegd", on=stage.day(686), answers=said)


def left(stage: Stage) -> None:
    record(**stage.who("teamleider", 612), kind="uit_dienst", on=stage.day(611), answers={})


@pytest.mark.parametrize(
    ("play", "days", "words", "road"),
    [
        (recovered, 613, "U bent hersteld gemeld vanaf 9 september 2027", False),
        (recovered, 613, "Wordt u tot en met 6 oktober 2027 opnieuw ziek", False),
        (early, 613, "U vroeg een vervroegde uitkering aan U deed dat op 9 februari 2027", True),
        (granted, 614, "De gewone aanvraag hoeft u niet meer te doen", False),
        (turned_down, 614, "De gewone aanvraag doet u dus wel", True),
        (delayed, 640, "U en uw werkgever stelden de aanvraag samen 26 weken uit", True),
        (on_leave, 615, "U bent met verlof tot en met 28 december 2027", True),
        (on_leave, 730, "112 dagen van herstel of verlof tellen niet mee", True),
        (sanctioned, 700, "een loonsanctie op: uw loon loopt door tot en met 1 oktober 2028", True),
        (left, 614, "De laatste dag van uw dienstverband is 8 september 2027", False),
    ],
)
def test_the_page_stays_true(scene: Scene, play: Callable[[Stage], None], days: int, words: str, road: bool) -> None:
    page = played(scene, play).open("medewerker", days).get(OWN)
    assert page.status == 200
    assert words in " ".join(page.soup.main.get_text(" ").split())
    assert bool(part(page, "wanneer")) == road
    assert ("Mijn WIA-aanvraag" in page.links()) == road
    assert ("U bent in week" in page.text) == road
    if not road:
        assert not page.soup.select(".countdown")


def test_after_the_leave_every_day_lies_later(scene: Scene) -> None:
    road = part(played(scene, on_leave).open("medewerker", 730).get(OWN), "wanneer")
    assert "WIA-aanvraag versturen (aan de beurt) bij u, uiterlijk 7 februari 2028" in road


def test_the_sum_of_a_delayed_day_tells_the_delay_in_the_weeks_that_were_asked(scene: Scene) -> None:
    page = played(scene, delayed).open("medewerker", 640).get(at("/stappen/wia_aanvraag/1/uitleg"))
    assert "Uitstel van de WIA-aanvraag 26 weken (182 dagen)" in page.text


def test_who_was_granted_early_is_not_told_to_wait_for_week_80(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "analysed")
    with connection():
        own = scene.stage.who("medewerker", 100)
        record(**own, kind="vervroegd_aangevraagd", on=scene.stage.day(100), answers={})
        record(**own, kind="vervroegd_besloten", on=scene.stage.day(100), answers={"besluit": "toegekend"})
    who = scene.open("medewerker", 120)
    assert "De gewone aanvraag hoeft u niet meer te doen" in who.get(OWN).text
    assert "bereidt u hier uw WIA-aanvraag voor" not in who.get(at("")).text


def test_after_a_delay_the_new_day_is_counted_down(scene: Scene) -> None:
    page = played(scene, delayed).open("medewerker", 640).get(OWN)
    assert f"Nog {651 + 182 - 640} dagen" in page.soup.select_one(".countdown").get_text(" ")


# What the others see


def test_the_words_with_the_own_ticks_are_the_employees_alone(scene: Scene) -> None:
    with connection():
        own = scene.stage.who("medewerker", 617)
        said = "Mijn dossier van de huisarts zat er niet bij."
        tick_step(**own, key="medische_stukken_ontvangen", round=1, on=scene.stage.day(616), note=said)
    assert said in scene.open("medewerker", 618).get(at("")).text
    manager = scene.open("teamleider", 618)
    assert said not in manager.get(at("")).text
    assert manager.get(at("/stappen/medische_stukken_ontvangen/1/uitleg")).status == 404
    assert "Nog 33 dagen" in part(manager.get(at("/rapport")), "inhoud")


OWN_STEPS = ("Medische stukken van de arbodienst ontvangen", "Eigen oordeel over de re-integratie")


@pytest.mark.parametrize("login", ["teamleider", "afdelingshoofd", "bedrijfsarts", "hrm-adviseur"])
def test_of_the_employees_own_steps_nobody_else_sees_that_they_are_asked_or_done(scene: Scene, login: str) -> None:
    with connection():
        own = scene.stage.who("medewerker", 617)
        seq = tick_step(**own, key="medische_stukken_ontvangen", round=1, on=scene.stage.day(616), note="")
        withdraw_fact(**own, seq=seq, reason="Het was een andere brief.")
        scene.stage.settle("medewerker", 618, "oordeel_werknemer", JUDGEMENT)
    other = scene.open(login, 655)
    for address in ("/", at(""), at("/rapport"), "/dossiers", "/voortgang"):
        text = other.get(address).text
        assert not [one for one in (*OWN_STEPS, "Het was een andere brief.") if one in text], address
    # The employee does, of what is done and of what is late.
    assert all(one in scene.open("medewerker", 655).get(at("")).text for one in OWN_STEPS)
    assert OWN_STEPS[0] in scene.open("medewerker", 655).get("/").text


@pytest.mark.parametrize("day", [617, 640])
def test_what_comes_after_settling_a_paper_names_the_own_steps_to_the_employee_alone(scene: Scene, day: int) -> None:
    with connection():
        plan = newest(scene.stage.dossier_id, "plan_van_aanpak")
    assert plan
    page = at(f"/papieren/{plan.id}/vastgesteld")
    own = scene.open("medewerker", day).get(page).text
    assert any(one in own for one in OWN_STEPS)
    # A round that was passed over is nothing to come.
    assert "Spreekuur bij de bedrijfsarts" not in own
    for login in ("teamleider", "bedrijfsarts", "hrm-adviseur"):
        assert not [one for one in OWN_STEPS if one in scene.open(login, day).get(page).text], login


def test_after_the_receipt_the_road_says_so(scene: Scene) -> None:
    with connection():
        hand_over(**scene.stage.who("teamleider", 612), note="", accepts_gaps=True)
        confirm_receipt(**scene.stage.who("medewerker", 613))
    road = part(scene.open("medewerker", 614).get(OWN), "wanneer")
    assert "Ontvangst van de stukken bevestigen (gedaan) gedaan op 10 september 2027" in road
