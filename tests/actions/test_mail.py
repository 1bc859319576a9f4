"""Mail leaves once, through a real mail server on loopback, also when the server fails or the portal stops halfway."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from portal.actions.mail import (
    BUSY,
    GIVE_UP,
    KIND,
    WAIT,
    MailServer,
    post,
    send_next_mail,
    take_back_mails,
    uncertain_mails,
)
from portal.storage.database import transaction
from portal.storage.reading.jobs import count_jobs, job_about
from portal.storage.writing.jobs import give_back, hand_on, take_waiting
from tests.postbox import Postbox, serving

NOW = datetime(2026, 5, 4, 7, 30, tzinfo=UTC)


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def server(postbox: Postbox, database: Path) -> Iterator[MailServer]:
    """A real SMTP server on loopback."""
    with serving(postbox) as port:
        yield MailServer("127.0.0.1", port, "portaal@waterland.example", security="none")


def written(key: str = "dagbericht:7:2026-05-04", text: str = "Er wachten 3 taken op u.") -> bool:
    with transaction():
        return post(to="j@waterland.example", subject="Taken in het portaal", text=text, key=key, now=NOW)


def sent(server: MailServer, after: timedelta = timedelta()) -> bool:
    return send_next_mail(server, lambda: NOW + after)


def test_a_mail_arrives_once(server: MailServer, postbox: Postbox) -> None:
    assert written()
    assert not written()
    assert sent(server)
    assert not sent(server, WAIT * 2)
    [(to, content)] = postbox.mails
    message = message_from_bytes(content)
    assert (to, message["From"]) == ("j@waterland.example", "portaal@waterland.example")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_payload(decode=True).decode().strip() == "Er wachten 3 taken op u."
    assert not written()


def test_letters_arrive_as_they_were_written(server: MailServer, postbox: Postbox) -> None:
    written(text="Één taak: ë, ï en €.\n.\nLaatste regel.")
    sent(server)
    assert message_from_bytes(postbox.mails[0][1]).get_payload(decode=True).decode().split() == [
        "Één", "taak:", "ë,", "ï", "en", "€.", ".", "Laatste", "regel.",
    ]  # fmt: skip


def test_a_server_that_is_busy_is_asked_again_later(server: MailServer, postbox: Postbox) -> None:
    postbox.says = ["451 Later", "451 Later"]
    written()
    assert sent(server)
    assert not sent(server, timedelta(minutes=1))
    assert sent(server, WAIT * 1.5)
    assert sent(server, WAIT * 3)
    assert len(postbox.mails) == 1


@pytest.mark.asvs("16.5.2")
def test_a_server_that_is_not_there_loses_nothing(server: MailServer, postbox: Postbox) -> None:
    written()
    assert sent(MailServer("127.0.0.1", 9, "portaal@waterland.example", security="none"))
    assert sent(server, WAIT * 1.5)
    assert len(postbox.mails) == 1


def test_an_address_that_is_refused_ends_it(server: MailServer, postbox: Postbox) -> None:
    postbox.says = ["550 No such user"]
    written()
    assert sent(server)
    assert not sent(server, WAIT * 2)
    found = job_about(KIND, "dagbericht:7:2026-05-04")
    assert found
    assert found.problem == "mail_refused"


def test_stopped_before_the_text_was_given_it_is_sent_once(server: MailServer, postbox: Postbox) -> None:
    written()
    with transaction():
        assert take_waiting(KIND, NOW, wait=WAIT, busy=BUSY)
    assert not sent(server, BUSY / 2)
    assert sent(server, BUSY * 1.5)
    assert not sent(server, BUSY * 9)
    assert len(postbox.mails) == 1


def test_stopped_while_the_text_was_given_it_is_not_sent_again_and_said(server: MailServer, postbox: Postbox) -> None:
    written()
    with transaction():
        taken = take_waiting(KIND, NOW, wait=WAIT, busy=BUSY)
        assert taken
        assert hand_on(taken, NOW)
    assert not sent(server, BUSY * 9)
    assert postbox.mails == []
    assert uncertain_mails() == 1


def test_one_that_somebody_else_took_up_meanwhile_is_left_to_them(server: MailServer, postbox: Postbox) -> None:
    """A worker that slept through its time, as when a machine is paused, comes back and finds that it is late."""
    written()
    with transaction():
        first = take_waiting(KIND, NOW, wait=WAIT, busy=BUSY)
        second = take_waiting(KIND, NOW + BUSY * 1.5, wait=WAIT, busy=BUSY)
        assert first
        assert second
        assert not hand_on(first, NOW)
        assert not give_back(first, NOW)
        assert hand_on(second, NOW)


def test_one_that_was_taken_back_is_not_sent(server: MailServer, postbox: Postbox) -> None:
    written(key="ochtend:2026-05-04:7")
    written(key="ochtend:2026-05-05:7")
    with transaction():
        assert take_back_mails("ochtend:", but="ochtend:2026-05-05:") == ("ochtend:2026-05-04:7",)
    while sent(server):
        pass
    assert len(postbox.mails) == 1


def test_a_server_that_goes_away_with_the_text_gets_it_no_second_time(server: MailServer, postbox: Postbox) -> None:
    """It has the mail, and its «yes» does not come: nobody knows, so it is said and not sent again."""
    postbox.hangs_up = True
    written()
    assert sent(server)
    assert not sent(server, BUSY * 9)
    assert len(postbox.mails) == 1
    assert uncertain_mails() == 1


@pytest.mark.parametrize(("says", "arrive"), [("451 Later", 1), ("554 Spam", 0)])
def test_a_text_that_was_refused_is_tried_again_only_when_the_server_says_later(
    server: MailServer, postbox: Postbox, says: str, arrive: int
) -> None:
    postbox.says_to_text = [says]
    written()
    assert sent(server)
    assert sent(server, WAIT * 1.5) == bool(arrive)
    assert len(postbox.mails) == arrive
    assert uncertain_mails() == 0


def test_a_wrong_sender_is_a_mistake_of_ours_and_loses_no_mail(server: MailServer, postbox: Postbox) -> None:
    postbox.says_to_sender = ["550 Not from here"]
    written()
    assert sent(server)
    assert sent(server, WAIT * 1.5)
    assert len(postbox.mails) == 1


def test_two_workers_send_each_mail_once(server: MailServer, postbox: Postbox) -> None:
    for number in range(4):
        written(key=f"dagbericht:{number}")
    while sent(server) or sent(server):
        pass
    assert len(postbox.mails) == 4


def test_an_old_mail_is_given_up(server: MailServer, postbox: Postbox) -> None:
    written()
    assert not sent(server, GIVE_UP * 1.1)
    assert count_jobs(KIND, "waiting") == 0


@pytest.mark.asvs("1.3.11")
@pytest.mark.parametrize("wrong", [{"to": "a@b.nl\nBcc: x@y.nl"}, {"subject": "Taken\r\nBcc: x@y.nl"}])
def test_nothing_is_slipped_into_the_headers(database: Path, wrong: dict[str, str]) -> None:
    said = {"to": "j@waterland.example", "subject": "Taken", "text": "Tekst", "key": "k", **wrong}
    with pytest.raises(ValueError, match=r"linefeed|newline|header"):
        post(**said, now=NOW)


def test_a_server_without_the_encryption_that_was_asked_gets_nothing(server: MailServer, postbox: Postbox) -> None:
    written()
    assert sent(MailServer(server.host, server.port, server.sender, security="starttls", user="u", password="p"))
    assert postbox.mails == []
