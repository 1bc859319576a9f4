"""The report, the hand-over, the receipt and the application in the browser."""

import io
import zipfile
from pathlib import Path

import pytest

from portal.actions.hand_over import hand_over
from portal.storage.database import connection
from tests.web.scene import Scene, at, token


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """Week 87; the employee has not signed the eindevaluatie yet."""
    return Scene(tmp_path, "near_the_end")


def sign_last(scene: Scene) -> None:
    with connection():
        scene.stage.sign("medewerker", 603, scene.stage.newest("eindevaluatie").id)


def handed_over(scene: Scene, days: int = 612) -> None:
    with connection():
        hand_over(**scene.stage.who("teamleider", days), note="Hierbij.", accepts_gaps=True)


# The report


def test_the_report_says_what_is_there_what_is_missing_and_whose_turn_it_is(scene: Scene) -> None:
    page = scene.open("teamleider", 605).get(at("/rapport"))
    rows = page.soup.select("#aanwezig tbody tr")
    assert len(rows) == 5
    assert "1. Probleemanalyse" in rows[0].get_text().replace("\xa0", " ")
    missing = page.soup.select_one("#ontbreekt").get_text(" ")
    assert "Eindevaluatie" in missing
    assert "Niet ondertekend" in missing
    with connection():
        assert f"{scene.stage.name('medewerker')} (medewerker)" in missing
    assert "nog niet compleet" in page.text


@pytest.mark.parametrize("login", ["teamleider", "medewerker"])
def test_the_countdown_stands_on_both_screens(scene: Scene, login: str) -> None:
    page = scene.open(login, 612).get(at("/rapport"))
    counted = [found.get_text(" ") for found in page.soup.select(".countdown")]
    assert len(counted) == 2
    assert f"Nog {637 - 612} dagen" in counted[0]
    assert f"Nog {651 - 612} dagen" in counted[1]
    assert "na 93 weken, uiterlijk" in counted[1]


def test_what_concerns_only_the_employee_is_shown_to_nobody_else(scene: Scene) -> None:
    own = scene.open("medewerker", 617).get(at("/rapport"))
    assert "Eigen oordeel" in own.text
    assert own.link("Medische stukken van de arbodienst ontvangen") == at("/stappen/medische_stukken_ontvangen/1")
    assert own.link("Eigen oordeel") == at("/papieren/oordeel_werknemer/invullen")
    assert own.link("WIA-aanvraag versturen") == at("/aanvraag-verstuurd")
    other = scene.open("teamleider", 617).get(at("/rapport"))
    assert "Eigen oordeel" not in other.text


def test_the_meter_counts_for_the_employee_what_nobody_else_may_know(scene: Scene) -> None:
    def said(login: str, words: str) -> bool:
        return words in scene.open(login, 605).get(at("/rapport")).soup.select_one("#ontbreekt").get_text(" ")

    def hidden(login: str) -> int:
        badges = scene.open(login, 605).get(at("/rapport")).soup.select("#ontbreekt .utrecht-badge-status")
        return sum(badge.get_text(strip=True) == "van de medewerker" for badge in badges)

    # The signature and the hand-over; the employee also counts the medical papers and the own judgement.
    assert said("teamleider", "dan zou UWV het terugsturen: er ontbreken nog 2 onderdelen")
    assert said("medewerker", "Er ontbreken nog 4 onderdelen.")
    assert hidden("teamleider") == 3
    assert hidden("medewerker") == 0
    who = scene.open("medewerker", 617)
    who.fill(who.get(at("/stappen/medische_stukken_ontvangen/1")), {}, with_field="csrf_token")
    assert "nog 3 onderdelen" in who.get(at("/rapport")).text
    assert "nog 2 onderdelen" in scene.open("teamleider", 617).get(at("/rapport")).text


def test_the_meter_gives_each_the_own_button_and_both_days(scene: Scene) -> None:
    employee = scene.open("medewerker", 605).get(at("/rapport"))
    rows = {row.th.get_text(" "): row for row in employee.soup.select("#ontbreekt > .table-box tbody tr")}
    row = next(row for title, row in rows.items() if "Eindevaluatie" in title)
    # Fourteen days to sign it, and the law's day of the hand-over.
    last, law = scene.stage.day(602 + 14), scene.stage.day(637)
    assert f"{last.day} september {last.year}" in row.get_text(" ")
    assert f"{law.day} oktober {law.year}" in row.get_text(" ")
    assert row.select_one("a.utrecht-button").get_text(" ", strip=True).startswith("Lezen en ondertekenen")
    manager = scene.open("teamleider", 605).get(at("/rapport"))
    assert [
        one.get_text(" ", strip=True) for one in manager.soup.select("#ontbreekt > .table-box a.utrecht-button")
    ] == ["Overdragen WIA-overdracht aan de medewerker"]


def test_the_dossier_and_the_inbox_say_it_in_short(scene: Scene) -> None:
    page = scene.open("teamleider", 605).get(at(""))
    assert "nog 2 onderdelen" in page.soup.select_one("#verslag").get_text(" ")
    assert page.link("Bekijk het hele verslag") == at("/rapport#ontbreekt")
    doctor = scene.open("bedrijfsarts", 605).get(at(""))
    assert "nog 2 onderdelen" in doctor.soup.select_one("#verslag").get_text(" ")
    assert "Bekijk het hele verslag" not in doctor.links()
    assert scene.open("afdelingshoofd", 605).get(at("")).soup.select_one("#verslag") is None
    inbox = scene.open("medewerker", 605).get("/")
    assert "Deze handtekening ontbreekt nog in het re-integratieverslag." in inbox.text


def test_the_packet_is_a_zip_to_save(scene: Scene) -> None:
    page = scene.open("medewerker", 605).get(at("/rapport.zip"))
    assert page.status == 200
    expected = 'attachment; filename="re-integratieverslag-0001-2027-09-02.zip"'
    assert page.headers["Content-Disposition"] == expected
    assert page.headers["Content-Security-Policy"].startswith("sandbox")
    with zipfile.ZipFile(io.BytesIO(page.content)) as archive:
        assert len(archive.namelist()) == 6


def test_early_in_the_case_the_report_is_empty_and_says_so(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    who = scene.open("teamleider", 3)
    page = who.get(at("/rapport"))
    assert page.status == 200
    assert "nog geen stukken" in page.text
    assert "Alles downloaden (ZIP)" not in page.links()
    assert who.get(at("/rapport.zip")).status == 422


# Handing over


def test_the_manager_hands_over_and_the_employee_confirms(scene: Scene) -> None:
    sign_last(scene)
    manager = scene.open("teamleider", 612)
    page = manager.follow(manager.get(at("/rapport")), "Stukken overdragen")
    assert "onvolledig" not in page.fields("toelichting")
    done = manager.fill(page, {"toelichting": "Bel gerust."}, with_field="toelichting")
    assert done.url == at("/rapport")
    assert "nog niet bevestigd" in done.text
    employee = scene.open("medewerker", 613)
    report = employee.get(at("/rapport"))
    assert report.action("csrf_token") == at("/ontvangst")
    confirmed = employee.fill(report, with_field="csrf_token")
    assert "U hebt de ontvangst bevestigd." in confirmed.text
    manager = scene.open("teamleider", 614)
    report = manager.get(at("/rapport")).text
    assert "De ontvangst is bevestigd" in report
    # The own judgement is not written yet, which only the employee knows.
    assert "werkgever en de bedrijfsarts ontbreekt niets" in report
    assert "was het compleet" not in report
    assert manager.get(at("/wia-overdracht")).url == at("/rapport")


def test_gaps_must_be_accepted_by_a_tick(scene: Scene) -> None:
    who = scene.open("teamleider", 612)
    page = who.get(at("/wia-overdracht"))
    assert "ook al ontbreekt er nog 1 onderdeel" in page.text
    before = scene.stored()
    refused = who.fill(page, {"toelichting": "Alvast."}, with_field="toelichting")
    assert refused.status == 422
    assert "nog niet compleet" in refused.errors
    assert refused.soup.select_one(".error-summary a")["href"] == "#onvolledig"
    assert refused.fields("toelichting")["toelichting"] == "Alvast."
    assert scene.stored() == before
    assert who.fill(refused, {"onvolledig": "ja"}, with_field="toelichting").url == at("/rapport")


def test_before_its_time_the_hand_over_says_from_when(scene: Scene) -> None:
    sign_last(scene)
    who = scene.open("teamleider", 595)
    before = scene.stored()
    asked = who.get(at("/wia-overdracht"))
    sent = who.post(at("/wia-overdracht"), {"csrf_token": token(who), "toelichting": ""})
    for refused in (asked, sent):
        assert refused.status == 422
        assert "Dit kan vanaf" in refused.text
    assert scene.stored() == before


def test_what_came_later_can_be_handed_over_too(scene: Scene) -> None:
    handed_over(scene)
    with connection():
        values = {"reden": "Er kan meer.", "wijzigingen": "Meer uren.", "terugkeer_mogelijk": "ja"}
        scene.stage.settle("bedrijfsarts", 615, "bijstelling_probleemanalyse", values)
    who = scene.open("teamleider", 616)
    page = who.get(at("/rapport"))
    assert "Er kwam iets bij na de overdracht" in page.text
    assert "U draagt opnieuw over" in who.follow(page, "Stukken overdragen").text


def test_a_receipt_without_papers_is_refused_with_a_sentence(scene: Scene) -> None:
    who = scene.open("medewerker", 612)
    before = scene.stored()
    refused = who.post(at("/ontvangst"), {"csrf_token": token(who)})
    assert refused.status == 422
    assert "nog niet aan u overgedragen" in refused.text
    assert scene.stored() == before


# The application


def test_the_employee_tells_that_it_was_sent(scene: Scene) -> None:
    who = scene.open("medewerker", 640)
    page = who.get(at("/aanvraag-verstuurd"))
    assert "uiterlijk op" in page.text
    done = who.fill(page, {"op": scene.stage.day(639).isoformat()}, with_field="op")
    assert "U hebt de WIA-aanvraag verstuurd".lower() in done.text.lower()
    assert done.url == at("/wia-aanvraag")
    assert "Gedaan op" in done.soup.select_one(".countdown").get_text()
    assert who.get(at("/aanvraag-verstuurd")).url == at("/wia-aanvraag")


@pytest.mark.parametrize(
    ("day", "words"), [(641, "ligt nog voor ons"), (300, "Dit kan vanaf"), (-3, "eerste ziektedag")]
)
def test_a_day_that_cannot_be_right_gives_a_sentence(scene: Scene, day: int, words: str) -> None:
    who = scene.open("medewerker", 640)
    before = scene.stored()
    sent = {"op": scene.stage.day(day).isoformat()}
    refused = who.fill(who.get(at("/aanvraag-verstuurd")), sent, with_field="op")
    assert refused.status == 422
    assert words.lower() in refused.errors.lower()
    assert scene.stored() == before


# Who gets in


@pytest.mark.parametrize(
    ("login", "path", "status"),
    [
        ("bedrijfsarts", "/rapport", 403),
        ("hrm-adviseur", "/rapport", 403),
        ("afdelingshoofd", "/rapport.zip", 403),
        ("002018", "/rapport", 404),
        ("002018", "/rapport.zip", 404),
        ("medewerker", "/wia-overdracht", 403),
        ("teamleider", "/aanvraag-verstuurd", 403),
        ("beheerder", "/wia-overdracht", 404),
    ],
)
def test_the_pages_are_for_their_own_people(scene: Scene, login: str, path: str, status: int) -> None:
    assert scene.open(login, 612).get(at(path)).status == status


@pytest.mark.parametrize("day", [3, 20])
def test_in_the_first_weeks_nothing_is_sent_back(tmp_path: Path, day: int) -> None:
    said = Scene(tmp_path, "sick").open("teamleider", day).get(at("")).soup.select_one("#verslag").get_text(" ")
    assert "onderdelen. Daar is nog tijd voor." in said
    assert "terugsturen" not in said
