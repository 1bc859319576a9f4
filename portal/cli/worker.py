"""`portal worker`: what takes longer than a page may, one thing at a time. `portal run` has one such worker inside."""

import argparse
import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Event, Thread
from typing import Any

from portal.actions.preview import do_next_preview
from portal.documents.office import clear_left_behind
from portal.settings import Settings, load_settings
from portal.storage.database import connect_to, connection, migrate
from portal.storage.sealing import ring
from portal.web.clock import clock_on

PAUSE = 0.5
"""Seconds between two looks at an empty queue."""
AFTER_FAULT = 10.0
"""Seconds of rest after a fault of ours, so that the log does not fill up."""

log = logging.getLogger(__name__)


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("worker", help="maak wat op de achtergrond wordt gemaakt (portal run doet dit zelf)")
    parser.set_defaults(answer=_answer)


def work(clock: Callable[[], datetime], stop: Event) -> None:
    """Do one job after another until `stop` is set; a fault is written in the log and does not end the work."""
    clear_left_behind()
    while not stop.is_set():
        try:
            rest = 0.0 if do_next_preview(clock) else PAUSE
        except Exception:
            log.exception("the worker met a fault")
            rest = AFTER_FAULT
        stop.wait(rest)


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
    thread = Thread(target=work, args=(clock_on(settings.today), stop), name="worker", daemon=True)
    thread.start()
    return Worker(thread, stop)


def _answer(_: argparse.Namespace) -> int:
    settings = load_settings()
    connect_to(settings.database, settings.keys)
    migrate()
    with connection():
        ring()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    stop = Event()
    # What is being made is finished first: at most a minute and a half.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    print("De worker wacht op werk (stoppen met Ctrl+C)", flush=True)
    work(clock_on(settings.today), stop)
    return 0
