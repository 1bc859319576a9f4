"""Whoever sends a form hears at once of all there is to mend, on top and at each field, and what was typed stays.

A form that tells one thing after another is sent again for each of them.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.actions.report_to_uwv import report_to_uwv
from portal.demonstration import texts
from portal.storage.database import connection
from tests.web.browsing import Visitor
from tests.web.page import Page
from tests.web.scene import Scene, at

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


def test_a_correction_of_a_record(sick: Scene) -> None:
    with connection():
        report_to_uwv(**sick.stage.who("personele-dienst", 280), on=sick.stage.day(280), reference="K1")
    who = sick.open("personele-dienst", 281)
    form = who.get(at("/feiten/2/verbeteren"))
    sent = {"op": (sick.stage.day(281) + timedelta(days=9)).isoformat(), "kenmerk": "", "reden_correctie": ""}
    assert told_of(who, form, sent, "kenmerk") == ["op", "kenmerk", "reden_correctie"]
