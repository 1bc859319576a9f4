"""A second factor: adding an app, logging in with its code or a recovery code, taking it away."""

from dataclasses import replace
from pathlib import Path

import pytest

from portal.settings import Settings, SettingsError, load_settings
from portal.storage.database import connection, rows
from tests.web.browsing import PASSWORD, Visitor
from tests.web.page import Page
from tests.web.scene import Scene
from tests.web.second_factor import PAGE, add_app, code, next_code, press, secret_on


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "sick")


def enter(scene: Scene, given: str) -> tuple[Visitor, Page]:
    """Someone who signs in with the right password and this code, and what they get to see."""
    who = scene.stranger(10)
    page = who.sign_in("medewerker")
    assert page.heading == "Code invullen"
    return who, who.fill(page, {"code": given}, with_field="code")


def events(what: str) -> list[tuple[str, str]]:
    """The result and the proof of everything of this kind that happened."""
    with connection():
        return rows("SELECT result, proof FROM login_event WHERE what = ? ORDER BY id", what)


@pytest.mark.asvs("6.3.3")
def test_with_an_app_a_password_is_half_of_it(scene: Scene) -> None:
    secret, _ = add_app(scene.open("medewerker", 10))
    halfway = scene.stranger(10)
    assert halfway.sign_in("medewerker").heading == "Code invullen"
    assert halfway.get("/dossiers").heading == "Inloggen"
    _, page = enter(scene, next_code(secret))
    assert page.heading == "Wat wordt er van mij verwacht?"
    assert events("login") == [("done", "password"), ("done", "password+code")]


@pytest.mark.asvs("6.5.1")
def test_a_code_works_once(scene: Scene) -> None:
    secret, _ = add_app(scene.open("medewerker", 10))
    given = next_code(secret)
    assert enter(scene, given)[1].status == 200
    _, page = enter(scene, given)
    assert "is al gebruikt" in page.errors
    assert enter(scene, code(secret))[1].status == 422


@pytest.mark.asvs("6.5.5")
@pytest.mark.parametrize("steps", [-3, 3])
def test_a_code_of_another_time_does_not_work(scene: Scene, steps: int) -> None:
    secret, _ = add_app(scene.open("medewerker", 10))
    assert enter(scene, code(secret, steps))[1].status == 422


@pytest.mark.asvs("6.5.1")
def test_a_recovery_code_works_once_however_it_is_typed(scene: Scene) -> None:
    _, codes = add_app(scene.open("medewerker", 10))
    assert (len(codes), len(set(codes))) == (10, 10)
    who, page = enter(scene, f" {codes[3].upper().replace('-', ' ')} ")
    assert page.heading == "Wat wordt er van mij verwacht?"
    assert "U hebt er nog 9" in who.get(PAGE).text
    assert "klopt niet" in enter(scene, codes[3])[1].errors
    assert enter(scene, codes[4])[1].status == 200
    assert events("login")[-2:] == [("refused", "password+code"), ("done", "password+recovery")]


@pytest.mark.asvs("6.5.2", "6.5.3", "6.5.4")
def test_recovery_codes_are_long_and_only_their_hash_is_kept(scene: Scene) -> None:
    _, codes = add_app(scene.open("medewerker", 10))
    assert {len(one.replace("-", "")) for one in codes} == {24}
    with connection():
        kept = str(rows("SELECT * FROM recovery_code"))
    assert not any(one in kept or one.replace("-", "") in kept for one in codes)


def test_new_recovery_codes_replace_the_old_ones(scene: Scene) -> None:
    who = scene.open("medewerker", 10)
    _, old = add_app(who)
    page = press(who, f"{PAGE}/herstelcodes")
    new = [one.get_text() for one in page.soup.select(".codes code")]
    assert enter(scene, old[0])[1].status == 422
    assert enter(scene, new[0])[1].status == 200
    assert new[0] not in who.get(PAGE).text


def test_the_codes_of_one_do_not_open_the_account_of_another(scene: Scene) -> None:
    _, codes = add_app(scene.open("teamleider", 10))
    add_app(scene.open("medewerker", 10))
    assert enter(scene, codes[0])[1].status == 422


@pytest.mark.asvs("6.3.1", "6.6.3")
def test_guessing_codes_stops_and_the_password_does_not_start_the_count_anew(scene: Scene) -> None:
    secret, _ = add_app(scene.open("medewerker", 10))
    for _ in range(5):
        assert "klopt niet" in enter(scene, "000000")[1].errors
    assert "Wacht een kwartier" in scene.stranger(10).sign_in("medewerker").errors
    assert events("login")[-2:] == [("refused", "password+code"), ("throttled", "password+code")]
    with connection():
        rows("DELETE FROM login_failure")
    assert enter(scene, next_code(secret))[1].status == 200


def test_the_second_step_belongs_to_one_browser_and_ends(scene: Scene) -> None:
    secret, _ = add_app(scene.open("medewerker", 10))
    assert scene.stranger(10).get("/inloggen/code").heading == "Inloggen"
    who = scene.stranger(10)
    form = who.sign_in("medewerker")
    with connection():
        rows("UPDATE login_challenge SET at = '2026-01-14T00:00:00+00:00'")
    page = who.fill(form, {"code": next_code(secret)}, with_field="code")
    assert page.heading == "Inloggen"
    assert "Dat duurde te lang" in page.text


@pytest.mark.asvs("7.4.3")
def test_a_new_factor_signs_out_everywhere_else(scene: Scene) -> None:
    elsewhere = scene.open("medewerker", 10)
    here = scene.open("medewerker", 10)
    add_app(here)
    assert elsewhere.get("/").heading == "Inloggen"
    assert here.get("/").heading != "Inloggen"


def test_an_app_that_shows_another_code_is_not_added(scene: Scene) -> None:
    who = scene.open("medewerker", 10)
    page = press(who, f"{PAGE}/app")
    back = who.fill(page, {"code": "000000"}, with_field="code")
    assert (back.status, secret_on(back)) == (422, secret_on(page))
    assert "App toevoegen" in who.get(PAGE).text
    assert scene.stranger(10).sign_in("medewerker").heading != "Code invullen"


def test_an_app_taken_away_is_asked_for_no_more(scene: Scene) -> None:
    who = scene.open("medewerker", 10)
    add_app(who)
    assert "De app is weggehaald" in press(who, f"{PAGE}/app/weg").text
    assert scene.stranger(10).sign_in("medewerker").heading == "Wat wordt er van mij verwacht?"
    assert press(who, f"{PAGE}/app/weg").status == 422
    with connection():
        assert rows("SELECT COUNT(*) FROM recovery_code") == [(0,)]


@pytest.mark.asvs("6.3.3", "6.3.4")
def test_where_a_password_is_not_enough_one_adds_a_factor_first(scene: Scene) -> None:
    scene.settings = replace(scene.settings, second_factor="required")
    who = scene.stranger(10)
    page = who.sign_in("medewerker")
    assert page.heading == "Inloggen beveiligen"
    assert "Doe dit eerst" in page.text
    for address in ("/", "/dossiers", "/dossiers/0001", "/ingelogd", f"{PAGE}/wachtwoord", "/ziek-melden"):
        assert who.get(address).heading == "Inloggen beveiligen", address
    assert press(who, "/ziek-melden", page).heading == "Inloggen beveiligen"
    secret, _ = add_app(who)
    assert who.get("/dossiers/0001").status == 200
    assert enter(scene, next_code(secret))[1].heading == "Wat wordt er van mij verwacht?"


def test_a_second_factor_is_needed_in_production_and_can_be_chosen(tmp_path: Path) -> None:
    assert Settings(mode="production").needs_second_factor
    assert not Settings(mode="demo").needs_second_factor
    assert Settings(mode="demo", second_factor="required").needs_second_factor
    assert not Settings(mode="production", second_factor="optional").needs_second_factor
    given = {"PORTAL_INSTANCE": str(tmp_path), "PORTAL_MODE": "test"}
    assert load_settings(given | {"PORTAL_IDLE_MINUTES": "20"}).idle_minutes == 20
    for wrong in ({"SECOND_FACTOR": "soms"}, {"IDLE_MINUTES": "600"}, {"SESSION_HOURS": "0"}, {"ADDRESS": "kwaad"}):
        with pytest.raises(SettingsError):
            load_settings(given | {f"PORTAL_{name}": value for name, value in wrong.items()})


# The password


def change(who: Visitor, **values: str) -> Page:
    page = who.get(f"{PAGE}/wachtwoord")
    sent = {"huidig": PASSWORD, "wachtwoord": "acht koeien in de stal", "nogmaals": "acht koeien in de stal"} | values
    return who.fill(page, sent, with_field="huidig")


@pytest.mark.asvs("6.2.2", "6.2.3", "7.4.3")
def test_another_password_replaces_the_old_one_and_ends_other_logins(scene: Scene) -> None:
    elsewhere, who = scene.open("medewerker", 10), scene.open("medewerker", 10)
    assert "Uw wachtwoord is veranderd" in change(who).text
    assert elsewhere.get("/").heading == "Inloggen"
    assert scene.stranger(10).sign_in("medewerker").status == 422
    assert scene.stranger(10).sign_in("medewerker", "acht koeien in de stal").status == 200


@pytest.mark.asvs("6.2.3")
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"huidig": "verkeerd"}, "Huidig wachtwoord: dit wachtwoord klopt niet"),
        ({"nogmaals": "acht koeien in de wei"}, "niet gelijk"),
        ({"wachtwoord": "kort", "nogmaals": "kort"}, "Nieuw wachtwoord: dit wachtwoord is te kort"),
    ],
)
def test_a_password_that_may_not_be_changes_nothing(scene: Scene, values: dict[str, str], words: str) -> None:
    refused = change(scene.open("medewerker", 10), **values)
    assert refused.status == 422
    assert words in refused.errors
    assert scene.stranger(10).sign_in("medewerker").status == 200


@pytest.mark.asvs("6.2.6", "6.2.7")
def test_password_fields_hide_and_let_a_password_manager_fill_them(scene: Scene) -> None:
    page = scene.open("medewerker", 10).get(f"{PAGE}/wachtwoord")
    found = [(one["type"], one["autocomplete"]) for one in page.soup.select("main input[id]")]
    assert found == [("password", "current-password"), ("password", "new-password"), ("password", "new-password")]


def focused(page: Page) -> list[str]:
    """The names of the fields, or the classes of what is no field, on which the page begins."""
    return [one.get("name") or one["class"][0] for one in page.soup.select("[autofocus]")]


def test_logging_in_begins_in_its_first_field_and_after_a_mistake_at_the_summary(scene: Scene) -> None:
    add_app(scene.open("medewerker", 10))
    who = scene.stranger(10)
    login = who.get("/inloggen")
    assert focused(login) == ["gebruikersnaam"]
    empty = who.fill(login, {"gebruikersnaam": "", "wachtwoord": ""}, with_field="wachtwoord")
    assert (empty.status, focused(empty)) == (422, ["error-summary"])
    halfway = who.sign_in("medewerker")
    assert focused(halfway) == ["code"]
    assert focused(who.fill(halfway, {"code": "000000"}, with_field="code")) == ["error-summary"]
