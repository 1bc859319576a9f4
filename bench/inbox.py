"""How long the inbox of a manager with 50 open steps takes: `python -m bench.inbox`. The goal is under 15 ms.

A real database in a temporary folder, a real login, the whole page. Prints the server time of the whole page
and of the htmx part, how many queries each takes (at most 6), and the time of the query alone.
"""

import logging
import tempfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time

from flask.testing import FlaskClient

from portal.actions.import_personnel import import_personnel
from portal.actions.manage_account import create_account, create_login
from portal.actions.passwords import CHEAP
from portal.actions.record_ziekmelding import SixItems, record_ziekmelding
from portal.settings import Settings
from portal.storage.database import connect_to, connection, migrate
from portal.storage.reading.people import organisation_named, person_by_number
from portal.storage.reading.steps import inbox
from portal.web.app import create_app
from portal.web.clock import HERE

GOAL_MS = 15.0
MOST_QUERIES = 6
ROUNDS = 300
TODAY = date(2026, 3, 3)
ORGANISATION = "Meetgemeente"
PASSWORD = "meten-is-weten-2026"
OPEN_STEPS = 50
# Sixteen days after the first sick day a manager who did nothing has four open steps; on the day itself one.
WEEK_THREE, FIRST_DAY = 12, 2
ITEMS = SixItems("06 1234 5678", "", "onbekend", "", vangnet=False, arbeidsongeval=False, verkeersongeval_derde=False)


class CountQueries(logging.Handler):
    """Counts what peewee sends to the database, apart from the pragmas of a connection."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Count one statement."""
        statement = record.msg[0] if isinstance(record.msg, tuple) else str(record.msg)
        self.count += not statement.startswith("PRAGMA")


def fill(folder: Path) -> Settings:
    """A portal with one manager, a team, an arbodienst and 50 open steps."""
    settings = Settings(mode="test", instance=folder, secret_key="k" * 40, today=TODAY)
    connect_to(settings.database)
    migrate()
    lines = ["personeelsnummer;naam;email;functie;uren;eenheidscode;eenheid;leidinggevende"]
    lines.append("1000;Marije Meetlat;m@meet.example;teamleider;36;10;Team;")
    team = [f"{2000 + n};Medewerker {n:02};w{n}@meet.example;adviseur;36;10;Team;1000" for n in range(20)]
    with connection():
        import_personnel(
            organisation=ORGANISATION,
            content="\n".join(lines + team).encode(),
            now=datetime.combine(TODAY, time(9), HERE),
        )
        create_login(
            personnel_number="1000", organisation=ORGANISATION, login="manager", password=PASSWORD, hashing=CHEAP
        )
        for role in ("bedrijfsarts", "arbo_secretariaat"):
            create_account(
                login=role.replace("_", "-"),
                name=f"Arts {role}",
                email=f"{role}@arbo.example",
                organisation=ORGANISATION,
                role=role,
                password=PASSWORD,
                today=TODAY - timedelta(days=30),
                hashing=CHEAP,
            )
        report_sick()
    return settings


def report_sick() -> None:
    """The team falls ill: most of it sixteen days ago, the rest today."""
    organisation = organisation_named(ORGANISATION)
    manager = person_by_number(organisation.id, "1000")
    for n in range(WEEK_THREE + FIRST_DAY):
        first = TODAY - timedelta(days=16 if n < WEEK_THREE else 0)
        record_ziekmelding(
            medewerker_id=person_by_number(organisation.id, str(2000 + n)).id,
            actor=manager.id,
            now=datetime.combine(first, time(9), HERE),
            eerste_ziektedag=first,
            gemeld_op=first,
            items=ITEMS,
        )


def signed_in(settings: Settings) -> FlaskClient:
    """The manager with a browser."""
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    assert client.post("/inloggen", data={"gebruikersnaam": "manager", "wachtwoord": PASSWORD}).status_code == 303
    return client


def measured(name: str, work: Callable[[], object]) -> float:
    """Do the work many times and print how long it takes; returns the median in milliseconds."""
    for _ in range(20):
        work()
    spent, busy = [], process_time()
    for _ in range(ROUNDS):
        begin = perf_counter()
        work()
        spent.append((perf_counter() - begin) * 1000)
    processor = (process_time() - busy) * 1000 / ROUNDS
    tail = quantiles(spent, n=20)[-1]
    print(f"{name:18} median {median(spent):6.2f} ms  p95 {tail:6.2f} ms  processor {processor:6.2f} ms")
    return median(spent)


def main() -> int:
    """Measure and say whether the goals are met; 0 when they are."""
    queries = CountQueries()
    with tempfile.TemporaryDirectory() as folder:
        settings = fill(Path(folder))
        client = signed_in(settings)
        with connection():
            organisation = organisation_named(ORGANISATION)
            manager = person_by_number(organisation.id, "1000").id
            counts = inbox(manager, TODAY).counts
            mine = sum(counts.values()) - counts["waiting"]
            print(f"{mine} open steps of the manager, {counts['waiting']} of others")
            assert mine == OPEN_STEPS
            measured("the query alone", lambda: inbox(manager, TODAY))
        logging.getLogger("peewee").addHandler(queries)
        logging.getLogger("peewee").setLevel(logging.DEBUG)
        client.get("/")
        few = queries.count <= MOST_QUERIES
        print(f"{queries.count} queries for the page")
        logging.getLogger("peewee").setLevel(logging.WARNING)
        page = measured("the whole page", lambda: client.get("/"))
        measured("the part for htmx", lambda: client.get("/?zoek=mede", headers={"HX-Request": "true"}))
        return 0 if page < GOAL_MS and few else 1


if __name__ == "__main__":
    raise SystemExit(main())
