"""How a case runs, in words."""

from datetime import date

from portal.rules.facts import Delay, Ending, Situation
from portal.rules.spells import Spell
from portal.web.present.course import course

FIRST = date(2026, 1, 5)


def test_after_a_death_no_week_goes_on() -> None:
    died = Situation(spells=(Spell(FIRST, FIRST),), ending=Ending("overleden", date(2026, 2, 2)))
    for content, text in ((True, "Gesloten"), (False, "Afgesloten")):
        said = course(died, date(2026, 6, 1), content=content)
        assert (said["text"], said["week"]) == (text, "afgesloten in week 5")


def test_the_case_of_who_left_ill_ends_with_the_last_day_employed() -> None:
    left = Situation(spells=(Spell(FIRST, FIRST),), ending=Ending("uit_dienst", date(2026, 2, 2)))
    for content, text in ((True, "Uit dienst"), (False, "Afgesloten")):
        said = course(left, date(2026, 6, 1), content=content)
        assert (said["text"], said["week"]) == (text, "afgesloten in week 5")
    assert course(left, date(2026, 2, 2), content=False)["week"] == "week 5 van 104"


def test_an_early_benefit_ends_the_case_on_its_own_day() -> None:
    granted = Situation(spells=(Spell(FIRST, FIRST),), ending=Ending("vervroegd", date(2026, 2, 2)))
    said = course(granted, date(2026, 2, 2), content=False)
    assert (said["text"], said["week"]) == ("Afgesloten", "afgesloten in week 5")


def test_the_weeks_of_a_delayed_wia_do_not_come_after_the_waiting_time() -> None:
    spells = (Spell(FIRST, FIRST),)
    for delay, week in ((0, "week 126, na het einde van de wachttijd"), (365, "week 126")):
        found = Situation(spells=spells, delays=(Delay(date(2027, 10, 1), delay),))
        assert course(found, date(2028, 6, 1), content=True)["week"] == week


def test_the_last_day_employed_is_still_a_day_employed() -> None:
    left = Situation(spells=(Spell(FIRST, FIRST),), ending=Ending("uit_dienst", date(2026, 6, 30)))
    assert course(left, date(2026, 7, 1), content=True)["since"] == "na 30 juni 2026"
