"""After each act the page says what comes next, who does that and by when; to each what that person may know."""

from pathlib import Path

import pytest

from portal.demonstration import texts
from portal.rules.calendar import long_date
from portal.storage.database import connection
from tests.web.browsing import Visitor
from tests.web.page import Page
from tests.web.scene import Scene, at

OWN_STEPS = ("Medische stukken van de arbodienst ontvangen", "Eigen oordeel over de re-integratie")


def contact(who: Visitor) -> str:
    """What someone is told after writing down a contact."""
    return told(who.fill(who.get(at("/contact")), {"verslag": "Samen koffie gedronken."}, with_field="verslag"))


def told(page: Page) -> str:
    """The notice on top of a page."""
    return str(page.soup.find(id="meldingen").get_text(" ", strip=True))


def test_what_follows_from_the_act_is_told_with_who_and_when(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    words = contact(scene.open("teamleider", 2))
    assert "Het contact staat in het dossier." in words
    due = long_date(scene.stage.day(9))
    assert f"Hierna komt: «Tweede vervolgcontact». Dat doet u, uiterlijk {due}." in words
    # What should have been done already stands beside it.
    assert f"Voor u staat nog open: «Ziekmelding in SAP zetten», uiterlijk {long_date(scene.stage.day(0))}." in words


def test_a_contact_on_the_day_of_the_report_says_why_it_is_no_follow_up(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    words = contact(scene.open("teamleider", 0))
    assert "Het is geen vervolgcontact, want het was niet na de dag van de melding." in words
    assert "geen vervolgcontact" not in contact(scene.open("teamleider", 1))


def test_a_relapse_says_that_the_talk_of_the_return_lapses(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    manager = scene.open("teamleider", 8)
    back = {"op": scene.stage.day(7).isoformat(), "uren": "36"}
    manager.fill(manager.get(at("/herstel")), back, with_field="uren")
    form = manager.get(at("/stappen/terugkeergesprek/1"))
    early = manager.fill(form, {"op": scene.stage.day(5).isoformat()}, with_field="toelichting")
    assert early.status == 422
    assert f"Deze dag telt niet voor deze taak. Kies een dag vanaf {long_date(scene.stage.day(7))}." in early.errors
    ill = manager.get(f"/ziekmelding/{scene.stage.ids['medewerker']}")
    again = manager.fill(ill, with_field="telefoon")
    assert (
        f"«Terugkeergesprek» na de terugkeer van {long_date(scene.stage.day(7))} was nog niet vastgelegd." in again.text
    )
    assert "Kijk of die in SAP staat." in again.text
    gone = manager.get(form.url)
    assert gone.status == 422
    assert "Deze stap is er niet (meer)." in gone.text
    # Who was typing when it went has the words to copy; the contact or the next talk can take them.
    note = "Wij spraken af dat het werk eerst lichter is."
    sent = manager.fill(form, {"toelichting": note}, with_field="toelichting")
    assert sent.status == 422
    assert "Deze stap is er niet (meer)." in sent.errors
    assert sent.fields("toelichting")["toelichting"] == note


def test_who_must_act_is_named(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    manager = scene.open("teamleider", 16)
    form = manager.get(at("/stappen/registratie_sap/1"))
    words = told(manager.fill(form, {"op": scene.stage.day(0).isoformat()}, with_field="toelichting"))
    due = long_date(scene.stage.day(28))
    assert (
        f"«Spreekuur plannen en uitnodigen». Dat doet Loes van Dam, secretariaat arbodienst, uiterlijk {due}." in words
    )


def test_after_an_early_analysis_nothing_that_was_only_for_it_comes(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    with connection():
        analysis = scene.stage.settle("bedrijfsarts", 20, "probleemanalyse", texts.ANALYSIS)
    page = scene.open("bedrijfsarts", 20).get(at(f"/papieren/{analysis}/vastgesteld"))
    coming = page.soup.find(id="daarna").get_text(" ")
    assert "Plan van aanpak" in coming
    assert "Informatie voor de probleemanalyse geven" not in coming
    assert "Spreekuur plannen en uitnodigen" not in coming


def test_of_what_comes_again_and_again_only_the_next_time_comes(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    no_return = {"terugkeer_mogelijk": "nee", "terugkeer_toelichting": "Nu niet."}
    still = no_return | {"reden": "Nog niet.", "wijzigingen": "Geen."}
    with connection():
        scene.stage.settle("bedrijfsarts", 38, "probleemanalyse", texts.ANALYSIS | no_return)
        later = scene.stage.settle("bedrijfsarts", 95, "bijstelling_probleemanalyse", still)
    page = scene.open("bedrijfsarts", 95).get(at(f"/papieren/{later}/vastgesteld"))
    coming = [one.get_text() for one in page.soup.select("#daarna li b")]
    assert len([one for one in coming if one.startswith("Spreekuur")]) == 1, coming


@pytest.mark.parametrize("day", [625, 640])
def test_the_employees_own_steps_are_named_to_the_employee_alone(tmp_path: Path, day: int) -> None:
    scene = Scene(tmp_path, "near_the_end")
    assert not [one for one in OWN_STEPS if one in contact(scene.open("teamleider", day))]
    employee = scene.open("medewerker", day)
    form = employee.get(at("/vastleggen/ander_verblijf"))
    away = {"op": scene.stage.day(day).isoformat(), "adres": "Dorpsstraat 1"}
    words = told(employee.fill(form, away, with_field="adres"))
    assert [one for one in OWN_STEPS if one in words], words


def test_a_title_that_quotes_is_quoted_in_single_signs(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "analysed")
    with connection():
        plan = scene.stage.settle("teamleider", 48, "plan_van_aanpak", texts.plan_values(scene.stage.day(48)))
        scene.stage.sign("medewerker", 48, plan, "gezien_niet_akkoord", "Te snel.")
    employee = scene.open("medewerker", 49)
    form = employee.get(at("/vastleggen/ander_verblijf"))
    away = {"op": scene.stage.day(49).isoformat(), "adres": "Dorpsstraat 1"}
    words = told(employee.fill(form, away, with_field="adres"))
    assert "«Kiezen hoe het verdergaat na ‘niet akkoord’»" in words, words
