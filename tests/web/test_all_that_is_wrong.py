"""Whoever sends a form hears at once of all there is to mend, on top and at each field, and what was typed stays.

A form that tells one thing after another is sent again for each of them.
"""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.actions.report_to_uwv import report_to_uwv
from portal.demonstration import texts
from portal.storage.database import connection
from portal.storage.reading.papers import papers_of
from portal.storage.reading.people import organisations
from tests.web.browsing import PASSWORD, Visitor
from tests.web.page import Page
from tests.web.scene import Scene, at
from tests.web.test_running_case_pages import CASE, WEEK_30, add, take_over
from tests.web.test_signed_with_a_pen_pages import hand_in
from tests.web.test_smo_pages import DAY, planned, unit

SPACES = "   "


@pytest.fixture
def sick(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "sick")


@pytest.fixture
def analysed(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


def told_of(who: Visitor, form: Page, sent: dict[str, Any], field: str) -> list[str]:
    """At which fields a form that is sent like this has something to say: the same on top as at the fields themselves.

    What was typed stands in it still.
    """
    back = who.fill(form, sent, with_field=field)
    assert back.status == 422, back.text
    linked = [str(link["href"])[1:] for link in back.soup.select(".error-summary a")]
    assert len(linked) == len(back.soup.select(".error-summary li"))
    at_fields = [str(one["id"]).removesuffix("-fout") for one in back.soup.select("main [id$=-fout]")]
    assert linked == [one.removesuffix("-keuze") for one in at_fields]
    kept = back.fields(field)
    shown = {name: value for name, value in sent.items() if _kind(back, name) != "date" and value.strip()}
    assert {name: kept[name] for name in shown} == shown
    return linked


def _kind(page: Page, name: str) -> str:
    found = page.soup.select_one(f"main [name='{name}']")
    return str(found.get("type", "")) if found else ""


def test_a_contact_on_a_day_to_come_without_words(sick: Scene) -> None:
    who = sick.open("teamleider", 3)
    form = who.get(at("/contact"))
    tomorrow = sick.stage.day(4).isoformat()
    assert told_of(who, form, {"op": tomorrow, "verslag": ""}, "verslag") == ["op", "verslag"]
    assert told_of(who, form, {"op": tomorrow, "verslag": SPACES}, "verslag") == ["op", "verslag"]
    assert told_of(who, form, {"op": tomorrow, "wijze": "", "verslag": "Gebeld."}, "verslag") == ["op", "wijze"]


def test_a_report_to_uwv_on_a_day_to_come_without_its_number(sick: Scene) -> None:
    who = sick.open("personele-dienst", 280)
    form = who.get(at("/uwv-melding"))
    sent = {"op": sick.stage.day(281).isoformat(), "kenmerk": ""}
    assert told_of(who, form, sent, "kenmerk") == ["op", "kenmerk"]


def test_a_tick_of_a_talk_from_before_it_was_asked_without_what_was_said(analysed: Scene) -> None:
    with connection():
        plan = analysed.stage.settle("teamleider", 48, "plan_van_aanpak", texts.plan_values(analysed.stage.day(48)))
        analysed.stage.sign("medewerker", 48, plan, "gezien_niet_akkoord", "Dit is te snel.")
    who = analysed.open("teamleider", 50)
    form = who.get(at("/stappen/verschil_bespreken/1"))
    for day in (47, 51):
        sent = {"op": analysed.stage.day(day).isoformat(), "toelichting": ""}
        assert told_of(who, form, sent, "toelichting") == ["op", "toelichting"]


def test_a_correction_of_a_ziekmelding_and_of_a_contact(sick: Scene) -> None:
    who = sick.open("teamleider", 3)
    form = who.get(at("/feiten/1/verbeteren"))
    sent = {"op": sick.stage.day(2).isoformat(), "gemeld_op": sick.stage.day(1).isoformat(), "reden_correctie": ""}
    assert told_of(who, form, sent, "reden_correctie") == ["op", "reden_correctie"]
    who.fill(who.get(at("/contact")), {"verslag": "Gebeld."}, with_field="verslag")
    form = who.get(at("/feiten/2/verbeteren"))
    sent = {"op": sick.stage.day(4).isoformat(), "verslag": "", "reden_correctie": "De dag klopt niet."}
    assert told_of(who, form, sent, "reden_correctie") == ["op", "verslag"]


def test_a_correction_of_a_report_to_uwv(sick: Scene) -> None:
    with connection():
        report_to_uwv(**sick.stage.who("personele-dienst", 280), on=sick.stage.day(280), reference="K1")
    who = sick.open("personele-dienst", 281)
    form = who.get(at("/feiten/2/verbeteren"))
    sent = {"op": (sick.stage.day(281) + timedelta(days=9)).isoformat(), "kenmerk": "", "reden_correctie": ""}
    assert told_of(who, form, sent, "kenmerk") == ["op", "kenmerk", "reden_correctie"]


def test_a_correction_of_a_record(sick: Scene) -> None:
    who = sick.open("medewerker", 3)
    stay = {"op": sick.stage.day(3).isoformat(), "adres": "Dorpsstraat 1"}
    who.fill(who.get(at("/vastleggen/ander_verblijf")), stay, with_field="adres")
    form = who.get(at("/feiten/2/verbeteren"))
    sent = {"op": "2031-01-01", "adres": "", "reden_correctie": ""}
    assert told_of(who, form, sent, "adres") == ["op", "adres", "reden_correctie"]


@pytest.fixture
def plan(analysed: Scene) -> int:
    """A plan van aanpak that nobody signed yet."""
    with connection():
        return analysed.stage.settle("teamleider", 48, "plan_van_aanpak", texts.plan_values(analysed.stage.day(48)))


@pytest.mark.parametrize("days", [47, 54, 61])
def test_that_someone_did_not_sign_on_a_day_that_cannot_be_without_a_reason(
    analysed: Scene, plan: int, days: int
) -> None:
    who = analysed.open("teamleider", 60)
    form = who.get(at(f"/papieren/{plan}/niet-ondertekend/medewerker"))
    sent = {"reden": "", "op": analysed.stage.day(days).isoformat()}
    assert told_of(who, form, sent, "reden") == ["reden", "op"]


def test_a_copy_on_paper_of_before_the_paper_for_nobody(analysed: Scene) -> None:
    with connection():
        paper = analysed.stage.newest("probleemanalyse").id
    who = analysed.open("teamleider", 45)
    form = who.get(at(f"/papieren/{paper}/afschrift-op-papier"))
    assert told_of(who, form, {"aan": "", "op": analysed.stage.day(1).isoformat()}, "op") == ["aan", "op"]


def test_a_file_of_the_arbodienst_of_a_day_to_come(sick: Scene) -> None:
    who = sick.open("bedrijfsarts", 38)
    form = who.get(at("/papieren/probleemanalyse/bijvoegen"))
    sent = {"op": sick.stage.day(39).isoformat(), "terugkeer_mogelijk": ""}
    assert told_of(who, form, sent, "op") == ["op", "bestand", "terugkeer_mogelijk", "verklaring"]


def test_a_scan_with_days_on_which_nobody_can_have_signed(analysed: Scene, plan: int) -> None:
    who = analysed.open("teamleider", 55)
    form = hand_in(who, code="D0001-PVA-1")
    sent = {
        "antwoord_medewerker": "akkoord",
        "op_medewerker": analysed.stage.day(40).isoformat(),
        "antwoord_leidinggevende": "akkoord",
        "op_leidinggevende": analysed.stage.day(56).isoformat(),
    }
    assert told_of(who, form, sent, "verklaring") == ["op_medewerker", "op_leidinggevende", "verklaring"]


def test_a_scan_that_was_not_chosen_with_a_code_that_is_none(analysed: Scene, plan: int) -> None:
    who = analysed.open("teamleider", 50)
    for code in ("geen code", "D0001-PVA-9"):
        assert told_of(who, who.get("/getekend"), {"code": code}, "code") == ["bestand", "code"]


def test_a_paper_of_before_the_take_over_with_days_that_cannot_be(sick: Scene) -> None:
    who = sick.open("teamleider", WEEK_30)
    take_over(sick, who)
    form = who.get(f"{CASE}/eerdere-stukken/plan_van_aanpak")
    later = sick.stage.day(WEEK_30 + 1).isoformat()
    sent = {"op": later, "opgesteld_door": "", "getekend_medewerker": later}
    assert told_of(who, form, sent, "op")[:3] == ["op", "opgesteld_door", "getekend_medewerker"]
    done = {"stap": "", "op": later}
    assert told_of(who, who.get(f"{CASE}/eerder-gedaan"), done, "stap") == ["stap", "op"]


def test_an_answer_on_a_paper_of_before_the_take_over_without_a_reason(sick: Scene) -> None:
    who = sick.open("teamleider", WEEK_30)
    take_over(sick, who)
    add(sick, who, "plan_van_aanpak", 60, casemanager="leidinggevende")
    with connection():
        paper = papers_of(2)[-1].id
    form = who.get(f"{CASE}/papieren/{paper}/op-papier/medewerker")
    sent = {"uitkomst": "niet_ondertekend", "op": sick.stage.day(50).isoformat(), "toelichting": ""}
    assert told_of(who, form, sent, "uitkomst") == ["op", "toelichting"]


def test_a_running_case_with_days_and_breaks_that_cannot_be(sick: Scene) -> None:
    who = sick.open("teamleider", WEEK_30)
    form = who.get(f"/ziekmelding/{sick.stage.ids['002024']}/lopend")
    rows = {"onderbrekingen.0.hersteld_vanaf": sick.stage.day(20).isoformat(), "onderbrekingen.0.weer_ziek_vanaf": ""}
    sent = {"eerste_ziektedag": "", "gemeld_op": sick.stage.day(0).isoformat(), **rows}
    links = [
        link["href"] for link in who.fill(form, sent, with_field="eerste_ziektedag").soup.select(".error-summary a")
    ]
    assert links == ["#eerste_ziektedag", "#onderbrekingen-0-weer_ziek_vanaf"]


def test_another_first_day_than_was_reported_that_cannot_be_without_a_reason(analysed: Scene) -> None:
    employee = analysed.open("002024", 45)
    employee.fill(employee.get("/ziek-melden"), {"telefoon": "06 1234"}, with_field="telefoon")
    who = analysed.open("teamleider", 45)
    form = who.get(who.get("/").link("Ziekmelding bevestigen: Piet Kroon"))
    sent = {"eerste_ziektedag": analysed.stage.day(46).isoformat(), "reden": ""}
    assert told_of(who, form, sent, "telefoon") == ["eerste_ziektedag", "reden"]


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({"op": "2030-01-01", "uren": "99", "waarde": "deels", "taken": "50"}, ["op", "uren", "beoordeeld_door"]),
        ({"op": "", "uren": "99", "waarde": "volledig", "taken": "50"}, ["op", "uren", "waarde"]),
        ({"op": "2030-01-01", "uren": "", "waarde": "deels", "taken": "150"}, ["op", "uren", "taken"]),
        ({"op": "2030-01-01", "uren": "99", "waarde": ""}, ["op", "uren", "waarde"]),
    ],
)
def test_a_recovery_with_a_day_hours_and_a_worth_that_cannot_be(
    sick: Scene, sent: dict[str, str], fields: list[str]
) -> None:
    who = sick.open("teamleider", 10)
    assert told_of(who, who.get(at("/herstel")), sent, "uren") == fields


def retention(scene: Scene, rest: str) -> str:
    with connection():
        return f"/beheer/bewaren/{organisations()[0].id}/{rest}"


def test_terms_of_keeping_that_cannot_be(sick: Scene) -> None:
    who = sick.open("beheerder", 10)
    form = who.get(retention(sick, "termijnen"))
    past = sick.stage.day(9).isoformat()
    wrong = {"vanaf": past, "kort": "0", "lang": "2,5", "bezwaar": "1", "grondslag": "x"}
    assert told_of(who, form, wrong, "kort") == ["vanaf", "kort", "lang", "bezwaar", "grondslag"]
    wrong = {"vanaf": "", "kort": "9", "lang": "3", "bezwaar": "30,5", "grondslag": ""}
    assert told_of(who, form, wrong, "kort") == ["vanaf", "lang", "bezwaar", "grondslag"]


def test_an_order_to_keep_an_unknown_dossier_without_a_reason(sick: Scene) -> None:
    who = sick.open("beheerder", 10)
    form = who.get(retention(sick, "bewaarplicht"))
    for reason in ("", "x"):
        assert told_of(who, form, {"nummer": "9999", "reden": reason}, "nummer") == ["nummer", "reden"]


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        (("verkeerd7x", "kort7x", "anders7x"), ["huidig", "wachtwoord", "nogmaals"]),
        (("", "kort7x", "anders7x"), ["huidig", "wachtwoord", "nogmaals"]),
        ((PASSWORD, "kort7x", ""), ["wachtwoord", "nogmaals"]),
        ((PASSWORD, "een lange zin over fietsen", "een andere zin"), ["nogmaals"]),
        (("verkeerd7x", "", "anders7x"), ["wachtwoord"]),
    ],
)
def test_another_password_of_which_more_is_wrong(sick: Scene, typed: tuple[str, str, str], fields: list[str]) -> None:
    """Whether the old one is right is told with the rest once all three are filled in: that counts as a try."""
    who = sick.open("teamleider", 10)
    names = ("huidig", "wachtwoord", "nogmaals")
    back = who.fill(
        who.get("/inloggen-beveiligen/wachtwoord"), dict(zip(names, typed, strict=True)), with_field="huidig"
    )
    told = [str(link["href"])[1:] for link in back.soup.select(".error-summary a")]
    assert told == fields
    assert [back.fields("huidig")[name] for name in names] == ["", "", ""]
    assert not any(word and word in back.content.decode() for word in typed)


def beheer(scene: Scene, rest: str) -> str:
    with connection():
        return f"/beheer/organisaties/{organisations()[0].id}/{rest}"


def test_a_function_for_someone_with_a_login_an_address_and_a_unit_that_cannot_be(sick: Scene) -> None:
    sick.settings = replace(sick.settings, smtp_host="post.example", mail_from="portaal@example.nl")
    who = sick.open("beheerder", 10)
    form = who.get(beheer(sick, "functie"))
    wrong = {"role": "", "name": "", "email": "geen adres", "login": "teamleider", "unit": "bestaat niet"}
    assert told_of(who, form, wrong, "email") == ["role", "name", "email", "login", "unit"]
    wrong |= {"role": "bedrijfsarts", "name": "An de Wit", "email": "an@example.nl", "login": "A"}
    assert told_of(who, form, wrong, "email") == ["login", "unit"]


def test_an_account_for_an_unknown_number_with_a_login_of_another(sick: Scene) -> None:
    sick.settings = replace(sick.settings, smtp_host="post.example", mail_from="portaal@example.nl")
    who = sick.open("beheerder", 10)
    form = who.get(beheer(sick, "medewerker"))
    for number in ("", "99999"):
        sent = {"personnel_number": number, "login": "teamleider"}
        assert told_of(who, form, sent, "login") == ["personnel_number", "login"]


def test_an_overleg_on_a_day_that_cannot_be_for_nobody(sick: Scene) -> None:
    who = sick.open("afdelingshoofd", DAY)
    form = who.get(f"{unit(sick)}/plannen")
    others = [name for name in form.fields("dag") if name.startswith("deelnemer_")]
    back = who.fill(form, {"dag": "2020-01-01", **dict.fromkeys(others, False)}, with_field="dag")
    assert [str(link["href"])[1:] for link in back.soup.select(".error-summary a")] == ["dag", others[0]]
    # It is about all of them, so it does not begin with the name of the first.
    assert back.soup.select(".error-summary a")[1].get_text().startswith("Nodig ten minste één ander uit.")


def test_an_agreement_of_an_overleg_by_a_day_that_has_passed(sick: Scene) -> None:
    who, page = planned(sick)
    meeting = page.soup.select_one("main a[href^='/smo/overleg/']")["href"]
    form = who.get(f"{meeting}/afspraak")
    assert told_of(who, form, {"wat": "", "wie": "", "uiterlijk": "2026-01-01"}, "wat") == ["wat", "wie", "uiterlijk"]


def test_a_bsn_that_is_none_without_a_reason(analysed: Scene) -> None:
    who = analysed.open("teamleider", 45)
    form = who.get(at("/bsn/namens-medewerker"))
    assert told_of(who, form, {"bsn": "123456789", "reden": ""}, "bsn") == ["bsn", "reden"]


def test_a_hand_over_of_a_report_with_gaps_and_words_about_illness(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "near_the_end")
    who = scene.open("teamleider", 640)
    form = who.get(at("/wia-overdracht"))
    sent = {"toelichting": "De griep is voorbij."}
    assert told_of(who, form, sent, "toelichting") == ["toelichting", "onvolledig"]


def test_a_deputy_whom_nobody_knows_for_days_that_have_passed(sick: Scene) -> None:
    who = sick.open("teamleider", 10)
    form = who.get("/vervanging")
    sent = {"wie": "Niemand Bekend", "waar": "", "van": sick.stage.day(9).isoformat(), "tot": ""}
    assert told_of(who, form, sent, "wie") == ["wie", "waar", "van", "tot"]
    sent = {"wie": "Niemand Bekend", "van": sick.stage.day(9).isoformat(), "tot": sick.stage.day(8).isoformat()}
    assert told_of(who, form, sent, "wie") == ["wie", "van", "tot"]


def test_a_question_to_the_arbodienst_by_a_day_that_has_passed(sick: Scene) -> None:
    who = sick.open("teamleider", 10)
    form = who.get(at("/vraag-arbodienst"))
    sent = {"vervolg": "", "antwoord_gewenst_op": sick.stage.day(9).isoformat()}
    told = told_of(who, form, sent, "vervolg")
    assert {"antwoord_gewenst_op", "vervolg"} <= set(told)
