"""The mail of the morning through a real mail server: once, on working days, when something waits; quiet in words."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from portal.actions.morning_mail import choose_wish, mail_morning, morning_of
from portal.actions.record import record
from portal.actions.record_recovery import record_recovery
from portal.actions.waiting import waiting
from portal.cli import main
from portal.cli.worker import jobs
from portal.rules.errors import Rejected
from portal.settings import Settings
from portal.storage.database import connection, rows, transaction
from portal.storage.reading.reminders import mail_readers, told_of
from portal.storage.writing.sick_reports import add_report
from portal.web.clock import HERE
from tests.actions.test_two_employments import second_contract
from tests.postbox import Postbox, serving
from tests.staging import FIRST, Stage

THURSDAY, SATURDAY, MONDAY = 45, 47, 49
LATE = 63
"""The plan van aanpak was due on day 52 and is told of from day 55 on; day 63 is a Monday."""
PORTAL = "https://portaal.example"


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def settings(tmp_path: Path, stage: Stage, postbox: Postbox) -> Iterator[Settings]:
    """A portal that sends mail to the postbox."""
    with serving(postbox) as port:
        found = Settings(mode="test", instance=tmp_path, secret_key="k" * 40, address=PORTAL)
        yield replace(found, smtp_host="127.0.0.1", smtp_port=port, smtp_security="none", mail_from="p@water.example")


def at(day: int, hour: int = 7, minute: int = 5) -> datetime:
    return datetime.combine(FIRST + timedelta(days=day), time(hour, minute), HERE)


class Worker:
    """A worker that was started, and works whenever the clock is put at a moment."""

    def __init__(self, settings: Settings) -> None:
        self.now = at(0)
        self.does = jobs(settings, lambda: self.now)

    def works(self, now: datetime) -> None:
        self.now = now
        while any([do() for do in self.does]):
            pass


def work(settings: Settings, now: datetime) -> None:
    """A worker that was just started does all there is to do."""
    Worker(settings).works(now)


def address(login: str) -> str:
    sql = "SELECT p.email FROM person p JOIN account c ON c.person_id = p.id WHERE c.login = ?"
    return str(rows(sql, login)[0][0])


def test_each_gets_one_mail_with_as_much_as_waits_in_the_inbox(
    stage: Stage, settings: Settings, postbox: Postbox
) -> None:
    worker = Worker(settings)
    for hour in (6, 7, 9, 17, 20):
        worker.works(at(THURSDAY, hour))
    told = {to: text for to, _, text in postbox.texts()}
    assert len(told) == len(postbox.mails)
    day = stage.day(THURSDAY)
    expected = {}
    for login, person_id in stage.ids.items():
        if count := waiting(person_id, day).count:
            expected[address(login)] = count
    assert {to: int(re.findall(r"[0-9]+", text)[0]) for to, text in told.items()} == expected
    assert address("teamleider") in told
    assert address("medewerker") not in told or waiting(stage.ids["medewerker"], day).count


def test_the_words_are_quiet(stage: Stage, settings: Settings, postbox: Postbox) -> None:
    """No name, no number of a dossier, nothing about illness: not in the words, and not in the headers."""
    work(settings, at(LATE))
    names = [name for (name,) in rows("SELECT name FROM person")]
    assert postbox.mails
    for to, content in postbox.mails:
        text = content.decode().replace(to, "")
        assert not [name for name in names if name in text or name.split()[-1] in text]
        assert not re.search(r"ziek|integratie|arts|verzuim|herstel|WIA|0001|plan van", text, re.IGNORECASE)
    assert {subject for _, subject, _ in postbox.texts()} == {"Taken in het portaal"}


def test_a_worker_that_was_down_in_the_morning_sends_it_later_that_day(
    stage: Stage, settings: Settings, postbox: Postbox
) -> None:
    work(settings, at(THURSDAY, 14))
    before = len(postbox.mails)
    assert before
    work(settings, at(THURSDAY, 15))
    assert len(postbox.mails) == before


@pytest.mark.parametrize(
    "now",
    [
        at(SATURDAY),
        datetime(2026, 4, 6, 9, tzinfo=HERE),  # Easter Monday
        datetime(2026, 4, 27, 9, tzinfo=HERE),  # the King's birthday
        at(THURSDAY, 6, 59),
        at(THURSDAY, 18),
    ],
)
def test_nothing_goes_out_at_another_time(stage: Stage, settings: Settings, postbox: Postbox, now: datetime) -> None:
    work(settings, now)
    assert postbox.mails == []


def test_two_workers_send_one(stage: Stage, settings: Settings, postbox: Postbox) -> None:
    one, other = Worker(settings), Worker(settings)
    one.now = other.now = at(THURSDAY)
    busy = True
    while busy:
        busy = any([do() for pair in zip(one.does, other.does, strict=True) for do in pair])
    told = [to for to, _ in postbox.mails]
    assert told
    assert len(told) == len(set(told))


def test_a_worker_that_is_killed_between_sends_the_rest_and_nothing_twice(
    stage: Stage, settings: Settings, postbox: Postbox
) -> None:
    """It stops after each single thing that it does; the next one starts from nothing."""
    for _ in range(60):
        worker = Worker(settings)
        worker.now = at(THURSDAY)
        # One starts with its list; then it does one thing more.
        for do in worker.does * 2:
            if do():
                break
        for do in worker.does[:2]:
            do()
    work(settings, at(THURSDAY, 8))
    told = [to for to, _ in postbox.mails]
    assert len(told) == len(set(told))
    assert set(told) == {address(login) for login, who in stage.ids.items() if waiting(who, stage.day(THURSDAY)).count}


def test_what_was_not_sent_on_its_own_day_is_never_sent(stage: Stage, settings: Settings, postbox: Postbox) -> None:
    """The mail server is down for two days; then comes the mail of that day, and no flood."""
    down = replace(settings, smtp_port=9)
    for day in (THURSDAY, THURSDAY + 1):
        work(down, at(day))
    [(waits,)] = rows("SELECT COUNT(*) FROM job WHERE kind = 'mail' AND state = 'waiting'")
    assert waits
    work(settings, at(SATURDAY))
    assert postbox.mails == []
    work(settings, at(MONDAY))
    told = [to for to, _ in postbox.mails]
    assert told
    assert len(told) == len(set(told))


def test_what_stood_in_a_mail_that_was_not_sent_was_not_told(
    stage: Stage, settings: Settings, postbox: Postbox
) -> None:
    head = stage.ids["afdelingshoofd"]
    choose_wish(person_id=head, wish="escalation")
    down = Worker(replace(settings, smtp_port=9))
    for day in range(THURSDAY, LATE - 2):
        down.works(at(day))
    assert told_of(head)
    work(settings, at(LATE))
    [text] = [text for to, _, text in postbox.texts() if to == address("afdelingshoofd")]
    assert "al zo lang te laat" in text


def test_what_stood_in_a_mail_that_was_refused_was_not_told_and_is_told_again(
    stage: Stage, settings: Settings, postbox: Postbox
) -> None:
    """By a server that does not know the address; the beheerder sees it (tests/web/test_password_links.py)."""
    head, to = stage.ids["afdelingshoofd"], address("afdelingshoofd")
    postbox.unknown = {to}
    for _ in range(2):
        # Also by a worker that is started once more on that day.
        work(settings, at(LATE))
        assert not told_of(head)
    assert rows("SELECT what, proof FROM login_event WHERE person = ?", head) == [("mail_refused", "ochtend")]
    postbox.unknown = set()
    work(settings, at(LATE + 1))
    assert told_of(head)
    assert [who for who, _, _ in postbox.texts()].count(to) == 1


def test_once_a_week_at_most_for_who_wants_that(stage: Stage, settings: Settings, postbox: Postbox) -> None:
    choose_wish(person_id=stage.ids["teamleider"], wish="weekly")
    days = [day for day in range(THURSDAY, THURSDAY + 16) if waiting(stage.ids["teamleider"], stage.day(day)).count]
    worker = Worker(settings)
    got = []
    for day in days:
        before = len(postbox.mails)
        worker.works(at(day))
        got += [day for to, _ in postbox.mails[before:] if to == address("teamleider")]
    assert got == [THURSDAY, MONDAY, MONDAY + 7]


def test_who_wants_none_gets_none_but_of_late_steps_of_others(
    stage: Stage, settings: Settings, postbox: Postbox
) -> None:
    for login in ("teamleider", "afdelingshoofd"):
        choose_wish(person_id=stage.ids[login], wish="escalation")
    worker = Worker(settings)
    for day in range(THURSDAY, LATE + 1):
        worker.works(at(day))
    told = [(to, text) for to, _, text in postbox.texts()]
    assert address("teamleider") not in dict(told)
    assert [text for to, text in told if to == address("afdelingshoofd")]


def test_the_manager_one_level_up_is_told_once_of_each_late_step_and_it_is_written_down(
    stage: Stage, settings: Settings, postbox: Postbox
) -> None:
    head = stage.ids["afdelingshoofd"]
    worker = Worker(settings)
    for day in range(THURSDAY, LATE):
        worker.works(at(day))
    mine = [text for to, _, text in postbox.texts() if to == address("afdelingshoofd")]
    assert all(f"{PORTAL}/voortgang" in text for text in mine)
    known = told_of(head)
    assert ("plan_van_aanpak", stage.day(52)) in {(key, due) for _, key, _, due in known}
    # One mail for each day on which something was new.
    [(days,)] = rows("SELECT COUNT(DISTINCT at) FROM escalation WHERE person_id = ?", head)
    assert len(mine) == days
    worker.works(at(LATE + 1))
    assert told_of(head) >= known


@pytest.mark.parametrize(
    "away",
    [
        "UPDATE person SET active = 0 WHERE id = ?",
        "UPDATE account SET active = 0 WHERE person_id = ?",
        "UPDATE person SET email = '' WHERE id = ?",
    ],
)
def test_who_cannot_come_in_or_has_no_address_gets_none(stage: Stage, away: str) -> None:
    leader = stage.ids["teamleider"]
    assert mail_morning(leader, PORTAL, at(THURSDAY))
    with transaction():
        rows(away, leader)
    assert not mail_morning(leader, PORTAL, at(THURSDAY + 1))
    assert leader not in mail_readers()


def test_a_death_silences_the_mail_to_who_died(stage: Stage) -> None:
    employee = stage.ids["medewerker"]
    with transaction():
        rows("UPDATE person SET leidinggevende_id = ? WHERE id = ?", employee, stage.ids["002018"])
        add_report(stage.ids["002018"], stage.day(THURSDAY), {}, at(THURSDAY))
    assert morning_of(employee, stage.day(THURSDAY))
    record(**stage.who("teamleider", THURSDAY), kind="overleden", on=stage.day(44), answers={})
    assert waiting(employee, stage.day(THURSDAY)).count
    assert not morning_of(employee, stage.day(THURSDAY))


def test_after_a_death_no_mail_goes_out_that_was_made_before_it(
    stage: Stage, settings: Settings, postbox: Postbox
) -> None:
    manager = stage.ids["teamleider"]
    mail_morning(manager, PORTAL, at(THURSDAY))
    record(**stage.who("teamleider", THURSDAY), kind="overleden", on=stage.day(44), answers={})
    assert not waiting(manager, stage.day(THURSDAY)).count
    work(settings, at(THURSDAY, 10))
    assert address("teamleider") not in [to for to, _, _ in postbox.texts()]
    assert rows("SELECT last_on FROM morning_mail WHERE person_id = ?", manager)[0][0] is None


def test_a_case_that_is_over_asks_nobody(stage: Stage) -> None:
    record_recovery(**stage.who("teamleider", THURSDAY), on=stage.day(THURSDAY), hours=36)
    year = stage.day(THURSDAY + 366)
    assert not [login for login, who in stage.ids.items() if (waits := waiting(who, year)).count and not waits.late]
    assert not morning_of(stage.ids["medewerker"], year)


def test_who_has_two_employments_gets_one_mail(stage: Stage) -> None:
    second = second_contract(stage, 44)
    with transaction():
        rows("INSERT INTO account (person_id, login, password_hash, active) VALUES (?, 'tweede', 'x', 1)", second)
    first = stage.ids["medewerker"]
    assert [one for one in mail_readers() if one in (first, second)] == [min(first, second)]


def test_another_word_than_the_three_is_refused(stage: Stage) -> None:
    with pytest.raises(Rejected, match="choice_unknown"):
        choose_wish(person_id=stage.ids["teamleider"], wish="hourly")


def test_the_command_shows_the_mails_and_sends_none(
    stage: Stage,
    settings: Settings,
    postbox: Postbox,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    leader = address("teamleider")
    given = {"MODE": "test", "INSTANCE": settings.instance, "SECRET_KEY": "k" * 40, "TODAY": stage.day(THURSDAY)}
    for name, value in {**given, "ADDRESS": PORTAL}.items():
        monkeypatch.setenv(f"PORTAL_{name}", str(value))
    assert main(["reminders", "teamleider"]) == 0
    told = capsys.readouterr().out
    assert f"Aan: {leader}" in told
    assert told.endswith("1 mail op 19 februari 2026.\n")
    assert postbox.mails == []
    with connection():
        assert rows("SELECT COUNT(*) FROM job WHERE kind = 'mail'") == [(0,)]
