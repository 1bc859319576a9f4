"""An employee reports sick; the manager confirms, and only then it counts."""

from datetime import datetime, timedelta

import pytest

from portal.actions.deputies import name_deputy
from portal.actions.record_recovery import record_recovery
from portal.actions.record_ziekmelding import SixItems, record_ziekmelding
from portal.actions.report_sick import confirm_report, report_sick, reports_to_confirm, withdraw_report
from portal.storage.database import rows
from portal.storage.reading.dossiers import dossier_of
from portal.storage.reading.facts import facts_of
from portal.web.present.fact_words import Told
from tests.staging import Stage, refused

KROON = "002024"
ITEMS = SixItems(
    "06 1", "Dorpsstraat 1", "een week", "", vangnet=False, arbeidsongeval=True, verkeersongeval_derde=False
)


def report(stage: Stage, days: int = 45, first: int = 45, login: str = KROON) -> int:
    who = stage.ids[login]
    return report_sick(actor=who, now=stage.moment(days), eerste_ziektedag=stage.day(first), items=ITEMS)[0]


def confirm(stage: Stage, report_id: int, days: int, first: int, login: str = "teamleider", reason: str = "") -> int:
    return confirm_report(
        actor=stage.ids[login],
        now=stage.moment(days),
        report_id=report_id,
        eerste_ziektedag=stage.day(first),
        items=ITEMS,
        reason=reason,
    )


def waiting(stage: Stage, login: str, days: int) -> list[str]:
    return [row.medewerker_name for row in reports_to_confirm(stage.ids[login], stage.day(days))]


def stored(stage: Stage) -> list[tuple[str, str]]:
    return rows("SELECT state, items_json FROM sick_report ORDER BY id")


def test_nothing_is_official_until_the_manager_confirms(stage: Stage) -> None:
    report_id = report(stage)
    assert dossier_of(stage.ids[KROON]) is None
    assert waiting(stage, "teamleider", 45) == ["Piet Kroon"]
    for login in ("001117", "afdelingshoofd", KROON, "bedrijfsarts"):
        assert waiting(stage, login, 45) == [], login
    dossier = confirm(stage, report_id, 45, 45)
    [fact] = facts_of(dossier)
    assert (fact.kind, fact.on, fact.author) == ("ziekmelding", stage.day(45), stage.ids["teamleider"])
    assert fact.data["telefoon"] == "06 1"
    assert fact.data["arbeidsongeval"] is True
    assert "toelichting" not in fact.data
    assert waiting(stage, "teamleider", 45) == []
    assert stored(stage) == [("confirmed", "")]


def test_the_day_of_the_report_is_the_employee_s_own_also_when_confirmed_later(stage: Stage) -> None:
    report_id = report(stage, 45, 43)
    [fact] = facts_of(confirm(stage, report_id, 47, 43))
    assert (fact.on, fact.data["gemeld_op"], fact.data["door"]) == (
        stage.day(43),
        stage.day(45).isoformat(),
        "medewerker",
    )
    told = Told(titles={}, papers={}, consults={})
    assert told.sentence(fact) == "Gemeld op 19 februari 2026 door de medewerker zelf."


def test_a_report_just_after_midnight_is_of_that_day(stage: Stage) -> None:
    night = stage.moment(45).replace(hour=0, minute=10)
    assert isinstance(night, datetime)
    [report_id] = report_sick(actor=stage.ids[KROON], now=night, eerste_ziektedag=stage.day(45), items=ITEMS)
    [fact] = facts_of(confirm(stage, report_id, 45, 45))
    assert fact.data["gemeld_op"] == stage.day(45).isoformat()


def test_another_first_day_needs_a_reason(stage: Stage) -> None:
    report_id = report(stage, 45, 45)
    with refused("other_day_unexplained", field="reden"):
        confirm(stage, report_id, 45, 44)
    [fact] = facts_of(confirm(stage, report_id, 45, 44, reason="Op maandag niet meer gewerkt."))
    assert fact.on == stage.day(44)
    assert fact.data["toelichting"] == "Op maandag niet meer gewerkt."


def test_days_that_cannot_be(stage: Stage) -> None:
    with refused("sick_after_report", field="eerste_ziektedag"):
        report(stage, 45, 46)
    with refused("sick_long_ago", field="eerste_ziektedag"):
        report(stage, 45, 45 - 3 * 366 - 1)


def test_one_report_at_a_time_which_can_be_withdrawn(stage: Stage) -> None:
    report_id = report(stage)
    with refused("report_waits"):
        report(stage)
    withdraw_report(actor=stage.ids[KROON], now=stage.moment(45) + timedelta(minutes=5))
    assert stored(stage) == [("withdrawn", "")]
    assert waiting(stage, "teamleider", 45) == []
    with refused("report_settled"):
        confirm(stage, report_id, 45, 45)
    with refused("report_settled"):
        withdraw_report(actor=stage.ids[KROON], now=stage.moment(45))
    report(stage)


def test_who_is_ill_already_reports_nothing(stage: Stage) -> None:
    with refused("ill_already"):
        report(stage, login="medewerker")


def test_who_fell_ill_again_comes_back_in_the_same_dossier(stage: Stage) -> None:
    record_recovery(**stage.who("teamleider", 50), on=stage.day(50), hours=36)
    with refused("ill_before_return", field="eerste_ziektedag"):
        report(stage, 60, 49, "medewerker")
    report_id = report(stage, 60, 60, "medewerker")
    assert confirm(stage, report_id, 60, 60) == stage.dossier_id
    assert stage.seen_by("medewerker", 60).situation.hersteld_op is None


def test_a_ziekmelding_by_the_manager_settles_the_report(stage: Stage) -> None:
    report(stage)
    record_ziekmelding(
        medewerker_id=stage.ids[KROON],
        actor=stage.ids["teamleider"],
        now=stage.moment(45),
        eerste_ziektedag=stage.day(45),
        gemeld_op=stage.day(45),
        items=ITEMS,
    )
    assert stored(stage) == [("confirmed", "")]


@pytest.mark.parametrize("login", ["001117", "afdelingshoofd", KROON, "hrm-adviseur", "bedrijfsarts"])
def test_only_the_own_manager_confirms(stage: Stage, login: str) -> None:
    report_id = report(stage)
    with refused("Invisible"):
        confirm(stage, report_id, 45, 45, login)


@pytest.mark.parametrize("login", ["bedrijfsarts", "arbo-secretariaat"])
def test_who_is_no_employee_here_reports_nothing(stage: Stage, login: str) -> None:
    with refused("Forbidden"):
        report(stage, login=login)


def test_when_the_manager_left_the_next_one_up_confirms(stage: Stage) -> None:
    report(stage)
    rows("UPDATE person SET active = 0 WHERE id = ?", stage.ids["teamleider"])
    assert waiting(stage, "afdelingshoofd", 45) == ["Piet Kroon"]


def test_a_deputy_confirms_in_the_window(stage: Stage) -> None:
    name_deputy(
        actor=stage.ids["teamleider"],
        now=stage.moment(44),
        who="001117",
        dossier_id=None,
        from_on=stage.day(45),
        until_on=stage.day(46),
    )
    report_id = report(stage)
    assert waiting(stage, "001117", 46) == ["Piet Kroon"]
    assert waiting(stage, "001117", 47) == []
    [fact] = facts_of(confirm(stage, report_id, 46, 45, "001117"))
    assert fact.data["namens"] == stage.ids["teamleider"]


def test_who_has_nobody_above_is_told_whom_to_call(stage: Stage) -> None:
    items = SixItems("", "", "", "", vangnet=False, arbeidsongeval=False, verkeersongeval_derde=False)
    now = stage.moment(1)
    with refused("nobody_confirms"):
        report_sick(actor=stage.ids["directeur"], now=now, eerste_ziektedag=now.date(), items=items)
