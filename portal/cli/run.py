"""`portal run`: migrate, seed a demonstration when there is nothing yet, and serve."""

import argparse
import sys
from datetime import datetime, time
from typing import Any

from waitress.server import create_server

from portal.actions.follow_rules import follow_rules
from portal.actions.retention import destroy_again
from portal.cli.worker import start_worker
from portal.settings import Settings, load_settings
from portal.storage.database import connect_to, connection, migrate
from portal.storage.reading.people import organisations
from portal.storage.sealing import ring
from portal.web.app import MEBIBYTE, create_app
from portal.web.clock import HERE, clock_on
from portal.web.log import log_in_lines

KIBIBYTE = 1024


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("run", help="start het portaal")
    parser.set_defaults(answer=_run)
    update = subparsers.add_parser("migrate", help="werk de database bij, zonder het portaal te starten")
    update.set_defaults(answer=_migrate)


def prepare(settings: Settings) -> list[str]:
    """Migrate, and in demo mode seed an empty database; returns the lines to print about the accounts.

    Raises KeyProblem when the key does not belong to the database.
    """
    connect_to(settings.database, settings.keys)
    migrate(production=settings.mode == "production")
    with connection():
        ring()
        now = clock_on(settings.today)()
        destroy_again(now)
        follow_rules(now.date())
        if settings.mode != "demo":
            return []
        # Imported here because a production start has no use for it.
        from portal.demonstration import accounts_listing, seed

        if not organisations():
            day = settings.today or datetime.now(HERE).date()
            print("Eerste start: de demonstratie wordt klaargezet …", flush=True)
            seed(datetime.combine(day, time(8, 30), HERE))
        return accounts_listing()


def _run(_: argparse.Namespace) -> int:
    settings = load_settings()
    lines = prepare(settings)
    log_in_lines()
    try:
        server = serving(settings)
    except OSError as error:
        place = f"{settings.host}:{settings.port}"
        print(f"Op {place} kan het portaal niet starten: {error.strerror}. Kies een andere poort:", file=sys.stderr)
        print("PORTAL_PORT=8080 make run", file=sys.stderr)
        return 1
    start_worker(settings)
    print("\n".join(lines))
    print(f"Het portaal staat op http://{settings.host}:{settings.port} (stoppen met Ctrl+C)", flush=True)
    server.run()
    return 0


def serving(settings: Settings) -> Any:
    """The portal on its port, to be run. Raises OSError when something else is there."""
    return create_server(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        threads=8,
        ident=None,
        # What is sent is kept on the disk first. A file that is far too large still gets a sentence from the app.
        max_request_body_size=64 * MEBIBYTE,
        max_request_header_size=64 * KIBIBYTE,
        # The app itself reads the headers of the proxies it was told of; without proxies they come from visitors.
        clear_untrusted_proxy_headers=not settings.proxies,
    )


def _migrate(_: argparse.Namespace) -> int:
    settings = load_settings()
    connect_to(settings.database, settings.keys)
    ran = migrate(production=settings.mode == "production")
    with connection():
        now = clock_on(settings.today)()
        again = destroy_again(now)
        planned = follow_rules(now.date())
    if again:
        print(f"Opnieuw vernietigd, na het terugzetten van een reservekopie: {', '.join(again)}.")
    if planned:
        print(f"Opnieuw gepland, omdat de regels zijn veranderd: {planned} dossier{'s' if planned > 1 else ''}.")
    print(f"Bijgewerkt: {', '.join(ran)}." if ran else "De database was al bij.")
    return 0
