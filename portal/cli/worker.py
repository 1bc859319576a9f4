"""`portal worker`: what takes longer than a page may, one thing at a time. `portal run` has one such worker inside."""

import argparse
import logging
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from threading import Event, Thread
from typing import Any

from portal.actions.choose_password import answer_next_request
from portal.actions.mail import MailServer, send_next_mail
from portal.actions.make_packet import do_next_packet
from portal.actions.morning_mail import goes_out, mail_morning, take_back_old
from portal.actions.preview import do_next_preview
from portal.actions.retention import review
from portal.actions.send_file import refuse_old_held, release_next
from portal.documents.office import clear_left_behind
from portal.rules.errors import told_for_log
from portal.settings import Settings, load_settings
from portal.storage.database import connect_to, connection, migrate
from portal.storage.reading.reminders import mail_readers
from portal.storage.sealing import ring
from portal.web.clock import clock_on
from portal.web.log import log_in_lines

PAUSE = 0.5
"""Seconds between two looks at an empty queue."""
AFTER_FAULT = 10.0
"""Seconds of rest after a fault of ours, so that the log does not fill up."""

log = logging.getLogger(__name__)


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("worker", help="maak wat op de achtergrond wordt gemaakt (portal run doet dit zelf)")
    parser.set_defaults(answer=_answer)


def jobs(settings: Settings, clock: Callable[[], datetime]) -> tuple[Callable[[], bool], ...]:
    """What there is to do here, most urgent first; each does one thing and says whether there was one."""

    def preview() -> bool:
        return do_next_preview(clock)

    def scan() -> bool:
        return release_next(settings.clamd, clock)

    def report() -> bool:
        return do_next_packet(clock)

    server = mail_server(settings)
    review_daily = daily_review(clock, settings.origin if server else "")
    always = (*((scan,) if settings.clamd else ()), preview, report, review_daily)
    if server is None:
        return always
    answer = partial(answer_next_request, settings.origin, clock)
    # What is out of date is taken back before the next mail is sent.
    return (answer, morning_mails(clock, settings.origin), partial(send_next_mail, server, clock), *always)


def daily_review(clock: Callable[[], datetime], portal: str = "") -> Callable[[], bool]:
    """Look once a day what must be destroyed or forgotten, and what waited too long.

    After a fault the next day: someone has to see to it.
    """
    reviewed: date | None = None

    def do() -> bool:
        nonlocal reviewed
        now = clock()
        if reviewed == now.date():
            return False
        reviewed = now.date()
        with connection():
            review(now, portal)
            refuse_old_held(now)
        return True

    return do


def morning_mails(clock: Callable[[], datetime], portal: str) -> Callable[[], bool]:
    """Put the mail of this day in the outbox for one person after the other, once a day or after each start."""
    begun: date | None = None
    left: list[int] | None = None

    def do() -> bool:
        nonlocal begun, left
        now = clock()
        if begun != now.date():
            with connection():
                take_back_old(now.date())
            begun, left = now.date(), None
        if not goes_out(now) or left == []:
            return False
        with connection():
            if left is None:
                left = list(mail_readers())
            elif left:
                mail_morning(left.pop(), portal, now)
        return True

    return do


def mail_server(settings: Settings) -> MailServer | None:
    """Where mail goes out, or None when there is no mail server."""
    if not settings.sends_mail:
        return None
    return MailServer(
        settings.smtp_host,
        settings.smtp_port,
        settings.mail_from,
        settings.smtp_security,
        settings.smtp_user,
        settings.smtp_password,
    )


def work(does: Sequence[Callable[[], bool]], stop: Event) -> None:
    """Do one job after another until `stop` is set; a fault is written in the log and does not end the work.

    Neither does it keep the jobs behind it from their turn, also when it comes back each time.
    """
    clear_left_behind()
    while not stop.is_set():
        rests = [_rest_after(do) for do in does]
        stop.wait(max(rests) if AFTER_FAULT in rests else min(rests))


def _rest_after(do: Callable[[], bool]) -> float:
    """Do one job; returns how many seconds to rest."""
    try:
        return 0.0 if do() else PAUSE
    except Exception as error:
        log.error("the worker met a fault: %s", told_for_log(error))
        return AFTER_FAULT


@dataclass(frozen=True)
class Worker:
    """A worker in a thread of its own; it ends with the program."""

    thread: Thread
    stopping: Event

    def stop(self) -> None:
        """Let it finish what it is making, and wait for that."""
        self.stopping.set()
        self.thread.join()


def start_worker(settings: Settings) -> Worker:
    """Work in a thread beside the web server."""
    stop = Event()
    thread = Thread(target=work, args=(jobs(settings, clock_on(settings.today)), stop), name="worker", daemon=True)
    thread.start()
    return Worker(thread, stop)


def _answer(_: argparse.Namespace) -> int:
    settings = load_settings()
    connect_to(settings.database, settings.keys)
    migrate(production=settings.mode == "production")
    with connection():
        ring()
    log_in_lines()
    stop = Event()
    # What is being made is finished first: at most a minute and a half.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    print("De worker wacht op werk (stoppen met Ctrl+C)", flush=True)
    work(jobs(settings, clock_on(settings.today)), stop)
    return 0
