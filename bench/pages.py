"""How long the server takes for every page: `python bench/pages.py`. The goals: p95 at most 40 ms, at most 8 queries.

An organisation of 2,000 people that worked three years (as `portal simulate` plays it) in a database in a temporary
folder, or in the file that is named on the command line. Someone of each role logs in and follows the links that are
there, and then tries what those links name (dossiers, papers, steps) in the pages that no link led to; of each page up
to some addresses are opened again and again, and their server time and queries are counted. Files (Word, PDF, ZIP,
pictures) are left out. Pages that nobody came to are named. The result is 1 when a page misses a goal.
"""

import logging
import sys
import tempfile
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, product
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.inbox import CountQueries
from portal.demonstration.people import PASSWORD
from portal.settings import Settings
from portal.storage.database import connect_to
from portal.web.app import create_app

GOAL_MS = 40.0
MOST_QUERIES = 8
TODAY = date(2026, 11, 28)
EMPLOYEES, YEARS, SEED = 2000, 3, 1
ROUNDS = 20
ADDRESSES = 3
"""Addresses of one page that are opened for each person."""
MOST_FOLLOWED = 400
"""Addresses that one person opens to find the pages."""
MOST_TRIED = 400
"""Addresses that one person tries of a page to which no link led."""
ASKED = {"search.search": "?q=jan"}
"""What a page is asked that shows little without a question."""
OTHERS: dict[str, list[Any]] = {"place": [1, 2], "role": ["medewerker", "leidinggevende"]}
"""What no address names before one is at the page itself."""
LOGINS = (
    "",
    "teamleider",
    "medewerker",
    "afdelingshoofd",
    "directeur",
    "bedrijfsarts",
    "verzuimadviseur",
    "re-integratiedeskundige",
    "arbo-secretariaat",
    "hrm-adviseur",
    "personele-dienst",
    "beheerder",
)


@dataclass
class Figures:
    """What was counted of one page.

    `spent` and `busy` are milliseconds of each time that it was opened, by the clock and of the processor (which other
    work on the machine lengthens less); `queries` the most that it took; `slowest` where it was slowest.
    """

    spent: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    queries: int = 0
    slowest: tuple[float, str] = (0.0, "")

    @property
    def p95(self) -> float:
        """Of twenty times it is quicker nineteen."""
        return quantiles(self.spent, n=20)[-1]

    @property
    def good(self) -> bool:
        """Whether both goals are met."""
        return self.p95 <= GOAL_MS and self.queries <= MOST_QUERIES


def played(folder: Path) -> Path:
    """The database of an organisation that was played in this folder."""
    from portal.cli import main

    file = folder / "simulatie.sqlite3"
    words = [
        "simulate",
        "--employees",
        str(EMPLOYEES),
        "--years",
        str(YEARS),
        "--seed",
        str(SEED),
        "--until",
        str(TODAY),
    ]
    main([*words, "--database", str(file)])
    return file


def pages(app: Flask, client: FlaskClient) -> dict[str, list[str]]:
    """The addresses that someone finds by following links and by trying what they name, by the name of their page."""
    found: dict[str, list[str]] = defaultdict(list)
    # Who works in no dossier begins elsewhere.
    first = client.get("/").headers.get("Location", "/")
    waiting, known = deque([first]), {first}
    for _ in range(MOST_FOLLOWED):
        if not waiting:
            break
        address = waiting.popleft()
        html = opened(client, address)
        if html is None:
            continue
        found[endpoint(app, address)].append(address)
        for link in BeautifulSoup(html, "html.parser").select("a[href]:not([download])"):
            there = urljoin(address, str(link["href"]).partition("#")[0])
            if there not in known and _is_wanted(app, there, found, waiting):
                known.add(there)
                waiting.append(there)
    for rule, tried in _untried(app, found, known):
        if len(found[rule]) < ADDRESSES and opened(client, tried) is not None:
            found[rule].append(tried)
    return {name: addresses[:ADDRESSES] for name, addresses in found.items()}


def opened(client: FlaskClient, address: str) -> str | None:
    """The page at an address; None when there is none for this person, or a file."""
    response = client.get(address)
    return response.text if response.status_code == 200 and response.mimetype == "text/html" else None


def _untried(app: Flask, found: Mapping[str, list[str]], known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Addresses of the pages to which no link led, made of what the known addresses name, with the page's name."""
    adapter = app.url_map.bind("localhost")
    seen = [adapter.match(urlsplit(address).path)[1] for address in known if endpoint(app, address)]
    named = {name: list(dict.fromkeys(one[name] for one in seen if name in one)) for one in seen for name in one}
    named |= OTHERS
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or found.get(rule.endpoint):
            continue
        # What stood in one address belongs together: such a paper is in such a dossier.
        together = {tuple(sorted((k, v) for k, v in one.items() if k in rule.arguments)) for one in seen}
        for some in islice(sorted(together, key=len, reverse=True), MOST_TRIED):
            left = sorted(rule.arguments - dict(some).keys())
            for more in islice(product(*(named.get(name, ()) for name in left)), ADDRESSES):
                filled = dict(some) | dict(zip(left, more, strict=True))
                yield rule.endpoint, adapter.build(rule.endpoint, filled) + ASKED.get(rule.endpoint, "")


def _is_wanted(app: Flask, address: str, found: dict[str, list[str]], waiting: deque[str]) -> bool:
    """Whether an address is one of the portal's, of a page of which not enough addresses were seen."""
    if not address.startswith("/"):
        return False
    name = endpoint(app, address)
    ahead = sum(endpoint(app, other) == name for other in waiting)
    return bool(name) and name != "static" and len(found[name]) + ahead < ADDRESSES


def endpoint(app: Flask, address: str) -> str:
    """The name of the page at an address; empty for one that is none of ours."""
    try:
        return str(app.url_map.bind("localhost").match(urlsplit(address).path)[0])
    except HTTPException:
        return ""


def measure(client: FlaskClient, address: str, figures: Figures, queries: CountQueries) -> None:
    """Open an address until its time is known."""
    logger = logging.getLogger("peewee")
    logger.setLevel(logging.DEBUG)
    queries.count = 0
    client.get(address)
    figures.queries = max(figures.queries, queries.count)
    logger.setLevel(logging.WARNING)
    spent = []
    for _ in range(ROUNDS):
        begin, busy = perf_counter(), process_time()
        client.get(address)
        spent.append((perf_counter() - begin) * 1000)
        figures.busy.append((process_time() - busy) * 1000)
    figures.spent += spent
    figures.slowest = max(figures.slowest, (median(spent), address))


def measured(database: Path) -> tuple[dict[str, Figures], set[str]]:
    """The figures of every page that the people of LOGINS find, and the addresses of the pages that nobody came to."""
    settings = Settings(mode="test", instance=database.parent, file=database.name, secret_key="k" * 40, today=TODAY)
    connect_to(settings.database, settings.keys)
    app, queries = create_app(settings), CountQueries()
    app.config["WTF_CSRF_ENABLED"] = False
    logging.getLogger("peewee").addHandler(queries)
    figures: dict[str, Figures] = defaultdict(Figures)
    for login in LOGINS:
        client = app.test_client()
        # The first is nobody yet, and sees the pages before the login.
        if (
            login
            and client.post("/inloggen", data={"gebruikersnaam": login, "wachtwoord": PASSWORD}).status_code != 303
        ):
            print(f"{login} cannot log in")
            continue
        for name, addresses in pages(app, client).items():
            for address in addresses:
                measure(client, address, figures[name], queries)
    left = {
        str(rule) for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint not in figures
    }
    return figures, left


def main() -> int:
    """Measure every page and say which misses a goal; 0 when none does."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(sys.argv[1]).absolute() if len(sys.argv) > 1 else played(Path(folder))
        figures, left = measured(database)
    for name, one in sorted(figures.items(), key=lambda item: -item[1].p95):
        verdict = "" if one.good else "  MISSED"
        print(
            f"{name:32} p95 {one.p95:6.1f} ms  median {median(one.spent):6.1f} ms  processor {median(one.busy):6.1f} ms"
            f"  {one.queries:3} queries{verdict}"
            f"  {one.slowest[1]}"
        )
    missed = sum(not one.good for one in figures.values())
    print(f"{len(figures)} pages, {missed} miss a goal ({GOAL_MS:.0f} ms, {MOST_QUERIES} queries).")
    print("Nobody came to, or it is a file:", *sorted(left), sep="\n  ")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
