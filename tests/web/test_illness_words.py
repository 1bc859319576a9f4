"""The employer's side is warned about words that say what somebody has, and may go on only with a reason."""

from pathlib import Path

import pytest

from portal.demonstration import texts
from portal.storage.database import connection
from portal.storage.reading.facts import facts_of
from portal.storage.reading.illness_words import went_on_in, words_of
from tests.web.browsing import Visitor
from tests.web.page import Page
from tests.web.scene import Scene, at, press

REASON = "Zo heet het project waaraan zij werkt."


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """The intake and the probleemanalyse are there."""
    return Scene(tmp_path, "analysed")


def note(who: Visitor, text: str, **more: str) -> Page:
    """Someone writes a contact down."""
    form = who.get(at("/contact"))
    return who.fill(form, {"verslag": text, **more}, with_field="verslag")


def test_the_writer_is_told_what_to_write_instead_and_loses_nothing(scene: Scene) -> None:
    who = scene.open("teamleider", 40)
    before = scene.stored()
    page = note(who, "Zij heeft een burn-out en slikt medicatie.")
    assert page.status == 422
    assert "«burnout», «medicatie»" in page.text
    assert "Schrijf wat iemand in het werk wel en niet kan" in page.text
    assert page.fields("verslag")["verslag"] == "Zij heeft een burn-out en slikt medicatie."
    assert scene.stored() == before


def test_going_on_needs_a_reason_that_the_employee_reads(scene: Scene) -> None:
    who = scene.open("teamleider", 40)
    for reason in ("ja", "Vanwege haar burn-out moet het."):
        assert note(who, "Het project Griep loopt door.", toch_doorgaan=reason).status == 422
    assert note(who, "Het project Griep loopt door.", toch_doorgaan=REASON).status == 200
    with connection():
        assert facts_of(scene.stage.dossier_id)[-1].data["verslag"] == "Het project Griep loopt door."
        [row] = went_on_in(scene.stage.dossier_id)
    assert (row.words, row.reason, row.place) == (1, REASON, "Contact vastleggen")
    assert REASON in scene.open("medewerker", 40).get(at("/inzage")).text


def test_words_are_told_with_all_else_that_is_wrong_and_a_reason_stays_in_a_form_that_comes_back(scene: Scene) -> None:
    who = scene.open("teamleider", 40)
    page = note(who, "Het project Griep loopt door.", op="")
    assert [link["href"] for link in page.soup.select(".error-summary a")] == ["#op", "#verslag"]
    page = note(who, "Het project Griep loopt door.", op="", toch_doorgaan=REASON)
    assert [link["href"] for link in page.soup.select(".error-summary a")] == ["#op"]
    assert page.fields("verslag")["toch_doorgaan"] == REASON


def test_a_paper_of_the_employer_is_read_as_well(scene: Scene) -> None:
    who = scene.open("teamleider", 45)
    form = who.get(at("/papieren/plan_van_aanpak/invullen?alles=ja"))
    values = texts.plan_values(scene.stage.day(45))
    values["afspraken_arbeidsinhoud"][0]["wat"] = "Na de chemo rustig beginnen"
    page = press(who, form, "vaststellen", values)
    assert page.status == 422
    assert "«chemo»" in page.text
    page = press(who, page, "vaststellen", {**values, "toch_doorgaan": REASON})
    assert page.heading == "Plan van aanpak: wat er nu gebeurt"
    with connection():
        assert [row.place for row in went_on_in(scene.stage.dossier_id)] == ["Plan van aanpak"]


def test_the_invitation_of_the_arbodienst_is_read_as_well(scene: Scene) -> None:
    """The leidinggevende gets a copy of it."""
    who = scene.open("arbo-secretariaat", 40)
    form = who.get(at("/consult"))
    day = scene.stage.day(49).isoformat()
    values = {"dag": day, "tijd": "10:00", "afzeggen_via": "020 555 01 01", "plaats": "Kamer 2"}
    values["bericht"] = "Het gaat over zijn d e p r e s s i e."
    page = who.fill(form, values, with_field="plaats")
    assert page.status == 422
    assert "«depressie»" in page.text
    assert who.fill(page, {**values, "bericht": "Wat kan hij weer doen?"}, with_field="plaats").status == 200


def test_a_paper_of_the_arbodienst_is_read_as_well(scene: Scene) -> None:
    who = scene.open("bedrijfsarts", 60)
    form = who.get(at("/papieren/advies_arbodienst/invullen"))
    page = press(who, form, "vaststellen", {**texts.ANSWER, "antwoord": "Hij slikt med1cijnen."})
    assert page.status == 422
    assert "«medicijnen»" in page.text
    assert [link["href"] for link in page.soup.select(".error-summary a")] == ["#antwoord", "#verklaring"]


def test_the_employee_writes_freely(scene: Scene) -> None:
    own = scene.open("medewerker", 40)
    form = own.get(at("/vastleggen/ander_verblijf"))
    assert (
        own.fill(
            form, {"op": scene.stage.day(40).isoformat(), "adres": "Revalidatiecentrum 1"}, with_field="adres"
        ).status
        == 200
    )


def test_the_first_report_is_read_too(scene: Scene) -> None:
    who = scene.open("teamleider", 40)
    team = who.get("/ziekmelding")
    form = who.get(team.soup.select_one("a[href^='/ziekmelding/']")["href"])
    page = who.fill(form, {"lopende_zaken": "Ligt in het ziekenhuis voor een operatie."}, with_field="lopende_zaken")
    assert page.status == 422
    assert "«operatie»" in page.text


def test_the_beheerder_keeps_the_list(scene: Scene) -> None:
    keeper = scene.open("beheerder", 40)
    page = keeper.follow(keeper.get("/beheer"), "De lijst met woorden")
    page = keeper.fill(page, {"woord": "Kwakkel*"}, with_field="woord")
    assert "kwakkel*" in page.text
    assert keeper.fill(page, {"woord": "kwakkel*"}, with_field="woord").status == 422
    keeper.post(page.url + "/uit", {"csrf_token": page.fields("woord")["csrf_token"], "woord": "griep", "stand": "uit"})
    who = scene.open("teamleider", 40)
    assert note(who, "Het project Griep loopt door.").status == 200
    assert note(who, "Het gaat kwakkelend.").status == 422
    with connection():
        found = words_of(scene.stage.seen_by("teamleider", 40).row.organisation_id)
    assert [(row.word, row.off) for row in found] == [("griep", True), ("kwakkel*", False)]


def test_who_keeps_no_list_does_not_find_one(scene: Scene) -> None:
    for login, address in (("teamleider", "/beheer/ziektewoorden/1"), ("beheerder", "/beheer/ziektewoorden/99")):
        assert scene.open(login, 40).get(address).status == 404
