"""The command line: `portal COMMAND`. Each command module adds its parser and answers with an exit code."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from portal.settings import SettingsError
from portal.storage.keyfile import KeyProblem

# Imported one by one when asked for: `portal timeline` needs no web server.
COMMANDS = {
    "run": "run",
    "migrate": "run",
    "worker": "worker",
    "make-key": "keys",
    "rotate-key": "keys",
    "doctor": "doctor",
    "simulate": "simulate",
    "timeline": "timeline",
    "import": "people",
    "account": "people",
    "fields": "word",
    "fill": "word",
    "read": "word",
    "check-template": "check_template",
    "verify-audit": "audit",
    "retention": "retention",
    "reminders": "reminders",
    "export-dossier": "export",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code (0 good, 1 refused with a sentence, 2 wrong words)."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    wanted = COMMANDS.get(words[0]) if words else None
    parser = argparse.ArgumentParser(prog="portal", description="Re-integratieportaal")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for name in [wanted] if wanted else dict.fromkeys(COMMANDS.values()):
        import_module(f"portal.cli.{name}").add_parser(subparsers)
    chosen = parser.parse_args(words)
    try:
        return int(chosen.answer(chosen))
    except (SettingsError, KeyProblem) as problem:
        print(problem, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read along (`head`, `less`) has seen enough; nothing may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
