"""`portal verify-audit`: whether the read log and the facts of every dossier are as they were written."""

import argparse
from typing import Any

from portal.settings import load_settings
from portal.storage.database import connect_to, connection
from portal.storage.reading.read_log import Fault, audit, dossiers_with_broken_chains

DAMAGE = {
    "altered": "Regel {row} van het inzagelogboek zegt iets anders dan toen hij werd geschreven.",
    "emptied": "Regel {row} van het inzagelogboek is leeggemaakt, maar het dossier is niet vernietigd.",
    "unlinked": "Regel {row} van het inzagelogboek volgt niet op de regel ervoor.",
    "missing": "Voor regel {row} van het inzagelogboek ontbreken regels.",
    "cut": "Het einde van het inzagelogboek klopt niet: er moeten {row} regels zijn.",
    "before": "Het inzagelogboek heeft geen regel {row} meer met de controlewaarde die u opgaf.",
}


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("verify-audit", help="kijk na of logboek en dossiers onveranderd zijn")
    parser.add_argument(
        "--since",
        metavar="AANTAL:CONTROLEWAARDE",
        help="wat een vorige keer de laatste regel was; bewaar dat buiten het portaal",
    )
    parser.set_defaults(answer=_answer)


def _answer(arguments: argparse.Namespace) -> int:
    settings = load_settings()
    connect_to(settings.database, settings.keys)
    with connection():
        found = audit(_known(arguments.since))
        broken = tuple(dossiers_with_broken_chains())
    problems = [_sentence(fault) for fault in found.faults]
    problems += [f"De feiten van dossier {number} volgen niet op elkaar, of de laatste ontbreken." for number in broken]
    print("\n".join(problems) or "Het inzagelogboek en de dossiers zijn zoals ze zijn geschreven.")
    if not found.faults:
        print(f"Laatste regel: {found.looks}:{found.head}")
    return 1 if problems else 0


def _known(text: str | None) -> tuple[int, str] | None:
    if text is None:
        return None
    number, _, linked = text.partition(":")
    return int(number) if number.isdecimal() else -1, linked


def _sentence(fault: Fault) -> str:
    return DAMAGE[fault.damage].format(row=fault.row)
