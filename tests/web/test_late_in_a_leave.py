"""While a leave lasts nobody is late in a dossier: in no inbox, list, figure or mail, nor on the page of the step."""

import re

import pytest

from portal.actions.morning_mail import late_of_others
from portal.actions.record import record
from portal.actions.waiting import waiting
from portal.storage.database import connection
from portal.storage.reading.directorates import late_steps
from portal.storage.reading.dossiers import Sought, visible_dossiers
from portal.storage.reading.steps import Task, inbox
from portal.web.present.steps import days_left
from tests.web.scene import Scene, at

DUE, FIRST, BACK = 52, 58, 170
"""The plan van aanpak is due on day 52, six days before a leave of sixteen weeks."""
STEP = ("plan_van_aanpak", 1)
ASKED, RULED = 50, 106
"""On day 50 UWV was asked for an opinion: its eight weeks end on day 106, in the leave."""
OPINION = ("deskundigenoordeel_werkgever", 1)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    found = Scene(tmp_path_factory.mktemp("verlof"), "analysed")
    with connection():
        who = found.stage.who("teamleider", 48)
        answers = {"laatste_dag": found.stage.day(BACK - 1).isoformat()}
        record(**who, kind="verlof", on=found.stage.day(FIRST), answers=answers)
        asked = found.stage.who("teamleider", ASKED), {"vraag": "inzet_werknemer"}
        record(**asked[0], kind="deskundigenoordeel_gevraagd", on=found.stage.day(ASKED), answers=asked[1])
    return found


def task(scene: Scene, days: int, place: tuple[str, int] = STEP) -> Task:
    found = inbox(scene.stage.ids["teamleider"], scene.stage.day(days), limit=200).tasks
    return next(one for one in found if (one.step.key, one.step.round) == place)


@pytest.mark.parametrize(
    ("day", "section", "badge"),
    [
        (FIRST - 1, "late", "5 dagen te laat"),
        (FIRST, "later", "de termijn staat stil"),
        (BACK - 1, "later", "de termijn staat stil"),
        (BACK, "late", "6 dagen te laat"),
    ],
)
def test_the_inbox_the_lists_and_the_figures_say_the_same(scene: Scene, day: int, section: str, badge: str) -> None:
    today, who = scene.stage.day(day), scene.stage.ids
    late = section == "late"
    with connection():
        assert task(scene, day).section == section
        assert bool(waiting(who["teamleider"], today).late) is late
        assert bool(visible_dossiers(who["hrm-adviseur"], today, Sought(standing="late"))) is late
        assert bool([one for one in late_of_others(who["afdelingshoofd"], today) if one[1] == STEP[0]]) is late
        days = [one.days for one in late_steps(1, today) if one.title == "Plan van aanpak"]
        assert days == ([int(badge[0])] if late else [])
    lead, head = scene.open("teamleider", day), scene.open("afdelingshoofd", day)
    assert badge in lead.get("/").text
    assert badge in lead.get(at("")).text
    progress = head.get("/voortgang").text
    assert badge in progress
    assert ("te laat" in progress.replace("0 te laat", "")) is late or "Alles op tijd" in progress


def test_the_page_that_explains_the_step_says_that_the_days_of_leave_do_not_count(scene: Scene) -> None:
    page = at("/stappen/plan_van_aanpak/1/uitleg")
    during = scene.open("teamleider", FIRST + 10).get(page).text
    assert "Nu aan de beurt: de termijn staat stil." in during
    assert "Op dagen van herstel of verlof telt «te laat» niet door." in during
    after = scene.open("teamleider", BACK).get(page).text
    assert "Nu aan de beurt: 6 dagen te laat." in after
    assert "Op dagen van herstel of verlof telt «te laat» niet door." in after
    follower = scene.open("afdelingshoofd", FIRST + 10).get(page).text
    assert "de termijn staat stil" in follower
    assert "dagen van herstel of verlof" not in follower


@pytest.mark.parametrize(
    ("day", "section", "badge"),
    [
        (RULED, "this_week", "vandaag"),
        (RULED + 1, "later", "de dag is voorbij"),
        (BACK, "late", "1 dag te laat"),
    ],
)
def test_the_weeks_of_uwv_run_on_in_the_leave_and_its_answer_stays_in_sight(
    scene: Scene, day: int, section: str, badge: str
) -> None:
    """Its term does not stand still, but nobody is late on a day of leave."""
    with connection():
        assert task(scene, day, OPINION).section == section
    lead = scene.open("teamleider", day)
    page = lead.get(at("/stappen/deskundigenoordeel_werkgever/1/uitleg"))
    assert f"Nu aan de beurt: {badge}." in page.text
    assert "Dagen van herstel of verlof tellen hier mee. 8 weken later is" in page.text
    assert "Dagen die niet meetellen geen" in page.text
    assert "Deze dagen tellen niet mee" not in page.text
    for elsewhere in ("/", at("")):
        assert badge in lead.get(elsewhere).text
    assert lead.get(at("/vastleggen/deskundigenoordeel_ontvangen")).status == 200


def test_the_meter_counts_nothing_as_late_during_the_leave(scene: Scene) -> None:
    page = scene.open("teamleider", BACK).get(at("/rapport")).text
    assert "te laat" in page.replace("niets te laat", "")
    during = scene.open("teamleider", FIRST + 10).get(at("/rapport")).text
    assert "te laat" not in during.replace("niets te laat", "")


def test_the_days_that_are_left_stand_still(scene: Scene) -> None:
    with connection():
        step = task(scene, FIRST).step
    found = [days_left(step, scene.stage.day(day)) for day in (DUE - 1, DUE, FIRST - 1, FIRST, BACK - 1, BACK)]
    assert found == [1, 0, -5, None, None, -6]


def test_whose_turn_it_is_does_not_last_longer_by_the_leave(scene: Scene) -> None:
    head = [scene.open("afdelingshoofd", day).get("/voortgang").text for day in (FIRST, BACK - 1)]
    lasted = [re.search(r"Plan van aanpak.*?sinds \S+ \S+ \S+ (\d+) dagen", text) for text in head]
    assert lasted[0]
    assert lasted[1]
    assert lasted[0][1] == lasted[1][1]


def test_a_step_keeps_the_days_that_do_not_count_without_what_they_are(scene: Scene) -> None:
    with connection():
        [idle] = task(scene, FIRST).step.idle
    assert (idle.first, idle.until, idle.cause) == (scene.stage.day(FIRST), scene.stage.day(BACK), "")
