"""`portal doctor`: whether the portal is safe and well, in sentences. A new check is a function in the list here."""

import argparse
from collections.abc import Iterator
from typing import Any

from portal.cli.doctor import database, keys, surroundings, tls, web
from portal.cli.doctor.finding import Check, Finding, wrong
from portal.settings import Settings, SettingsError, read_settings

CHECKS: tuple[tuple[str, Check, tuple[str, ...]], ...] = (
    ("Instellingen", keys.check_settings, ("13.2.3",)),
    ("Sleutel", keys.check_key_file, ("13.3.2",)),
    ("Sleutel en database", keys.check_key_outside, ()),
    ("Bestanden", surroundings.check_modes, ("13.3.2",)),
    ("Database", database.check_database, ()),
    ("Zegels", database.check_seals, ("11.3.3",)),
    ("Logboek en dossiers", database.check_chains, ("16.4.2",)),
    ("Back-up", surroundings.check_backups, ()),
    ("LibreOffice", surroundings.check_office, ("13.2.2",)),
    ("Virussen", surroundings.check_scanner, ("5.4.3",)),
    ("Klok", surroundings.check_clock, ()),
    ("Adres", web.check_address, ("12.2.1",)),
    ("TLS", tls.check_tls, ("12.1.1", "12.2.2")),
    ("Mail", web.check_mail, ("12.3.1",)),
    ("Identityprovider", web.check_sign_on, ("6.8.4",)),
    ("Inloggen", web.check_logins, ("3.3.1", "3.3.3", "3.3.4", "6.3.3", "7.3.2")),
)
"""Each subject with its check, and the requirements of OWASP ASVS 5.0 of which it looks after the installation."""


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("doctor", help="kijk na of het portaal veilig en gezond is; uitkomst 1 bij een fout")
    parser.set_defaults(answer=_answer)


def examine(settings: Settings) -> Iterator[tuple[str, Finding]]:
    """Every check, with what it finds. A check that fails itself is something wrong too, and stops no other."""
    for subject, check, _ in CHECKS:
        try:
            yield from ((subject, finding) for finding in check(settings))
        except Exception as error:
            yield subject, wrong(f"Dit kon niet worden nagekeken: {type(error).__name__}: {error}")


def _answer(_: argparse.Namespace) -> int:
    try:
        settings = read_settings()
    except SettingsError as error:
        print(f"FOUT    {error}")
        return 1
    found = list(examine(settings))
    for subject, finding in found:
        print(f"{finding.level:7} {subject}: {finding.sentence}")
    faults = sum(finding.level == "FOUT" for _, finding in found)
    print(f"\n{faults} {'fout' if faults == 1 else 'fouten'}." if faults else "\nGeen fouten.")
    return 1 if faults else 0
