"""`portal retention`: list the dossiers whose time is over, and destroy those that nobody wants kept."""

import argparse
from datetime import datetime
from typing import Any

from portal.actions.retention import Review, review
from portal.actions.send_file import refuse_old_held
from portal.settings import load_settings
from portal.storage.database import connect_to, connection, migrate
from portal.web.clock import clock_on


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "retention", help="zet op de lijst wat vernietigd moet worden, en vernietig wat aan de beurt is"
    )
    parser.set_defaults(answer=_answer)


def told(done: Review, now: datetime) -> list[str]:
    """What a round did, in sentences with nothing but numbers of dossiers."""
    lines = {
        "Op de lijst gezet": done.listed,
        "Van de lijst gehaald": done.taken_off,
        "Vernietigd": done.destroyed,
        "Opnieuw vernietigd, na het terugzetten van een reservekopie": done.again,
        "Niet gelukt, de oorzaak staat in het logboek": done.failed,
    }
    return [f"{what}: {', '.join(numbers)}." for what, numbers in lines.items() if numbers] or [
        f"Niets te doen op {now.date().isoformat()}."
    ]


def _answer(_: argparse.Namespace) -> int:
    settings = load_settings()
    connect_to(settings.database, settings.keys)
    migrate()
    now = clock_on(settings.today)()
    with connection():
        done = review(now, settings.origin if settings.sends_mail else "")
        held = refuse_old_held(now)
    lines = [f"Vernietigd, na te lang wachten op de virusscanner: {held} bestanden."] if held else []
    print("\n".join((*told(done, now), *lines)))
    return 1 if done.failed else 0
