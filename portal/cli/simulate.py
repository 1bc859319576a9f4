"""`portal simulate`: play an organisation for some years, and check that everything that must hold does."""

import argparse
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from portal.settings import Settings, load_settings
from portal.web.clock import HERE

FILE = "simulatie.sqlite3"
YEAR = 365.25
EXPLANATION = """\
Speelt een organisatie na: medewerkers worden ziek en beter, en iedereen doet wat het portaal vraagt, op tijd, te laat
of nooit, met dezelfde handelingen als in het portaal. Daarna wordt elk dossier nagekeken. De uitkomst is 1 als er iets
niet klopt. Met hetzelfde zaad en dezelfde laatste dag is het verhaal steeds hetzelfde.

Kijken naar wat er is gespeeld, met de accounts die dan op het scherm staan:
  PORTAL_FILE={file} PORTAL_TODAY={day} portal run
"""


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "simulate",
        help="speel een organisatie na en kijk elk dossier na",
        description=EXPLANATION.format(file=FILE, day="2026-11-23"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--employees", type=_positive, default=2000, help="aantal medewerkers (standaard 2000)")
    parser.add_argument("--years", type=_positive, default=3, help="aantal jaren (standaard 3)")
    parser.add_argument("--seed", type=int, default=1, help="zaad van het toeval (standaard 1)")
    parser.add_argument(
        "--until", type=date.fromisoformat, help="laatste dag, bijvoorbeeld 2026-11-23 (standaard vandaag)"
    )
    parser.add_argument(
        "--turbulent", action="store_true", help="veel lang verzuim, terugval en zijwegen, om te zoeken wat niet past"
    )
    parser.add_argument("--database", type=Path, help=f"bestand (standaard {FILE} in de map van het portaal)")
    parser.add_argument("--force", action="store_true", help="overschrijf het bestand als het er al is")
    parser.add_argument("--processes", type=_positive, default=2, help="aantal processen tegelijk (standaard 2)")
    parser.set_defaults(answer=_simulate)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is geen aantal")
    return number


def _simulate(arguments: argparse.Namespace) -> int:
    settings = load_settings()
    path = arguments.database or settings.instance / FILE
    if path.exists() and not arguments.force:
        print(
            f"{path} bestaat al. Kies met --database een ander bestand, of overschrijf het met --force.",
            file=sys.stderr,
        )
        return 1
    for old in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        old.unlink(missing_ok=True)
    return _play(arguments, settings, path)


def _play(arguments: argparse.Namespace, settings: Settings, path: Path) -> int:
    # Imported here because no other command has a use for it.
    from portal.demonstration.simulation.absences import ORDINARY, TURBULENT
    from portal.demonstration.simulation.play import Plot
    from portal.demonstration.simulation.report import examine
    from portal.demonstration.simulation.whole import simulate

    end = arguments.until or settings.today or datetime.now(HERE).date()
    begin = end - timedelta(days=round(arguments.years * YEAR))
    odds = TURBULENT if arguments.turbulent else ORDINARY
    plot = Plot(arguments.employees, arguments.seed, begin, end, datetime.combine(end, time(8), HERE), odds)
    print(f"{plot.employees} medewerkers van {begin} tot en met {end}, zaad {plot.seed}.", flush=True)
    played = _timed("Gespeeld", lambda: simulate(plot, path, processes=arguments.processes))
    report = _timed("Nagekeken", lambda: examine(played, path, processes=arguments.processes))
    print("\n".join(report.lines()))
    print(f"\nBekijken: PORTAL_FILE={_shown(path, settings)} PORTAL_TODAY={end} portal run")
    return 0 if report.good else 1


def _timed(done: str, work: Callable[[], Any]) -> Any:
    begin = perf_counter()
    found = work()
    print(f"{done} in {perf_counter() - begin:.0f} seconden.", flush=True)
    return found


def _shown(path: Path, settings: Settings) -> str:
    """The path as PORTAL_FILE takes it: a name in the instance folder, or the whole path."""
    return path.name if path.parent == settings.instance else str(path.absolute())
