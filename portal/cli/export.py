"""`portal export-dossier`: a dossier as its employee or its employer may read it, for who asks without an account.

What is not finished stays out: a draft is read by who wrote it, in the portal.
"""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from portal.actions.dossier import looked_at
from portal.settings import load_settings
from portal.storage.database import connection
from portal.storage.reading.dossiers import dossier_numbered
from portal.storage.reading.involvements import holder_of
from portal.storage.reading.read_log import COMMAND_LINE
from portal.storage.writing.read_log import record_look
from portal.web.app import create_app
from portal.web.clock import clock_on
from portal.web.present.export import exported, readable_papers

OWN, EMPLOYER = "medewerker", "werkgever"
"""For whom the copy is; for the employer it is what the leidinggevende may read."""


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("export-dossier", help="schrijf alle gegevens van een dossier in een ZIP-bestand")
    parser.add_argument("nummer", help="nummer van het dossier, bijvoorbeeld 0042")
    parser.add_argument("bestand", type=Path, help="het ZIP-bestand dat er komt; het mag er nog niet zijn")
    parser.add_argument(
        "--voor",
        choices=(OWN, EMPLOYER),
        default=OWN,
        help="wie het krijgt: de medewerker alles, de werkgever zonder wat alleen van de medewerker is",
    )
    parser.set_defaults(answer=_answer)


def _answer(chosen: argparse.Namespace) -> int:
    settings = load_settings()
    app = create_app(settings)
    now = clock_on(settings.today)()
    with connection():
        row = dossier_numbered(chosen.nummer)
        if row is None:
            print(f"Er is geen dossier {chosen.nummer}.", file=sys.stderr)
            return 1
        reader = row.medewerker_id if chosen.voor == OWN else holder_of(row.id, "leidinggevende", now.date())
        if reader is None:
            print(f"Dossier {chosen.nummer} heeft nu geen leidinggevende.", file=sys.stderr)
            return 1
        dossier = looked_at(row.id, actor=reader, now=now)
        with app.test_request_context():
            content = exported(dossier, drafts=False)
        try:
            # For nobody else from its first moment: who opened it before a chmod would read all that comes after.
            with open(os.open(chosen.bestand, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
        except OSError as error:
            print(f"{chosen.bestand} kan niet worden geschreven: {error.strerror}.", file=sys.stderr)
            return 1
        papers = [one.id for one in readable_papers(dossier) if one.recalled_at is None]
        for paper_id in (None, *papers):
            look = {"at": now, "person_id": None, "action": "export_dossier", "dossier_id": row.id}
            record_look(**look, papers=(paper_id,), result="allowed", origin=COMMAND_LINE)  # type: ignore[arg-type]
    print(f"{chosen.bestand}: alle gegevens van dossier {chosen.nummer} voor de {chosen.voor}, zonder concepten.")
    return 0
