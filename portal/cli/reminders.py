"""`portal reminders`: the mails of this morning as they are sent, to read; this sends none. The worker does."""

import argparse
from typing import Any

from portal.actions.morning_mail import SUBJECT, morning_of, words
from portal.rules.calendar import is_working_day, long_date
from portal.settings import load_settings
from portal.storage.database import connect_to, connection, migrate
from portal.storage.reading.accounts import account_named
from portal.storage.reading.reminders import mail_readers
from portal.web.clock import clock_on


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("reminders", help="laat de mails van deze ochtend zien; verstuurt niets")
    parser.add_argument("login", nargs="?", help="alleen die van deze gebruikersnaam")
    parser.set_defaults(answer=_answer)


def _answer(arguments: argparse.Namespace) -> int:
    settings = load_settings()
    connect_to(settings.database, settings.keys)
    migrate()
    today = clock_on(settings.today)().date()
    with connection():
        people = mail_readers()
        if arguments.login:
            account = account_named(arguments.login)
            people = tuple(one for one in people if account and one == account.person_id)
        found = [letter for one in people if (letter := morning_of(one, today))]
    for reader, morning in found:
        print(f"Aan: {reader.email}\nOnderwerp: {SUBJECT}\n\n{words(morning, settings.origin)}")
    many = "1 mail" if len(found) == 1 else f"{len(found)} mails"
    rest = "" if is_working_day(today) else " Er gaat niets uit: het is geen werkdag."
    print(f"{many} op {long_date(today)}.{rest}")
    return 0
