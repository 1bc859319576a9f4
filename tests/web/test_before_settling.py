"""Where the answers are checked everything is named that settling would refuse, with the way to mend it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.demonstration import texts
from tests.staging import FIRST
from tests.web.browsing import Visitor
from tests.web.page import Page
from tests.web.scene import Scene, at, press
from tests.web.test_questions import ADVICE, CHECK, FORM, GOAL, PLAN, WORK, part

CHANGED = [{**PLAN["adviezen"][0], "advies": "Begin meteen met alles"}, *PLAN["adviezen"][1:]]
LATE = 53


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


def keep(who: Visitor, values: dict[str, Any]) -> None:
    """Keep a draft of the whole form."""
    press(who, who.get(at(f"{FORM}?alles=ja")), "bewaren", values)


def named(check: Page) -> list[str]:
    """What the page says is still needed, with where each is mended."""
    return [f"{link.get_text()} {link['href']}" for link in check.soup.select("form .utrecht-alert--warning li a")]


def refused_with(page: Page) -> list[str]:
    """The problems on top of the page."""
    return [f"{link.get_text()} {link['href']}" for link in page.soup.select(".error-summary a")]


def test_changed_advice_is_refused_in_its_part(scene: Scene) -> None:
    """Verzuimprotocol 4.6.2: the advice is the doctor's, the answer to it the writer's."""
    manager = scene.open("teamleider", 48)
    page = press(manager, manager.get(part(ADVICE)), "volgende", {"adviezen": CHANGED})
    assert page.status == 422
    assert "Hier ontbreekt wat een ander schreef" in page.soup.select_one("#adviezen-fout").get_text()
    assert page.soup.select_one("#adviezen-fout .icon"), "as at any other question"
    assert f"Er moet staan: «{texts.ANALYSIS_ADVICE[0]['advies']}»." in page.errors
    assert page.fields("gezien")["adviezen.0.advies"] == "Begin meteen met alles", "what was typed stays"
    assert scene.draft("teamleider")["adviezen"][0]["advies"] == "Begin meteen met alles"
    mended = press(manager, page, "volgende", {"adviezen": PLAN["adviezen"]})
    assert mended.url == part(ADVICE + 1)


def test_emptied_advice_is_refused_in_its_part_for_those_words(scene: Scene) -> None:
    manager = scene.open("teamleider", 48)
    keep(manager, PLAN)
    page = manager.get(part(ADVICE))
    for _ in PLAN["adviezen"]:
        page = press(manager, page, "rij-weg:adviezen:0")
    # What was emptied comes back by itself: the words of another stand in the form until they are changed.
    empty = {name: "" for name in page.fields("gezien") if name.endswith(".advies")}
    refused = manager.post(page.action("gezien"), {**page.fields("gezien"), **empty, "knop": "volgende"})
    assert refused.status == 422
    assert "hier ontbreekt wat een ander schreef" in refused.errors
    assert "Adviezen van de bedrijfsarts en ons antwoord: vul dit in" not in refused.errors


def test_of_several_lists_of_which_one_is_enough_the_first_says_how_far_they_go(scene: Scene) -> None:
    manager = scene.open("teamleider", 48)
    keep(manager, PLAN | {name: [] for name in PLAN if name.startswith("afspraken_")})
    page = manager.get(at(CHECK))
    said = page.soup.select_one("a[href$='controle=ja#afspraken_arbeidsinhoud']").get_text()
    wanted = "vul dit in, of een van de andere tot en met «Afspraken F Overige afspraken»."
    assert said == f"Afspraken A Arbeidsinhoud: {wanted}"


@pytest.mark.parametrize(
    ("day", "change", "at_part"),
    [
        (48, {"adviezen": CHANGED}, ADVICE),
        (48, {"doel": "", "laatste_werkzaamheden": ""}, WORK),
        (48, {"doel_termijn": "31 juni"}, GOAL),
        (48, {"laatste_werkzaamheden": "Voor de burn-out: nota’s."}, WORK),
        (LATE, {}, 0),
        (LATE, {"adviezen": CHANGED, "doel_termijn": "31 juni"}, ADVICE),
    ],
    ids=["advice", "empty", "unreadable", "illness", "late", "all at once"],
)
def test_the_check_names_what_settling_refuses(scene: Scene, day: int, change: dict[str, Any], at_part: int) -> None:
    manager = scene.open("teamleider", day)
    keep(manager, texts.plan_values(FIRST + timedelta(days=day)) | change)
    check = manager.get(at(CHECK))
    assert named(check)
    if at_part:
        assert any(f"{part(at_part)}?controle=ja#" in one for one in named(check))
    before = scene.stored()
    refused = press(manager, check, "vaststellen")
    assert (refused.status, scene.stored()) == (422, before)
    assert refused_with(refused) == named(check)


def test_who_keeps_a_word_about_illness_gives_the_reason_where_it_is_named(scene: Scene) -> None:
    manager = scene.open("teamleider", 48)
    keep(manager, PLAN | {"laatste_werkzaamheden": "Voor de burn-out: nota’s."})
    check = manager.get(at(CHECK))
    assert "«burnout»" in " ".join(named(check))
    reason = {"toch_doorgaan": "Zo heet het project waaraan zij werkt."}
    assert press(manager, check, "vaststellen", reason).heading == "Plan van aanpak: wat er nu gebeurt"
