"""`portal import` and `portal account`: loading personnel, and accounts for everyone else."""

import argparse
import getpass
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from portal.actions.import_personnel import PROTOCOL, import_personnel
from portal.actions.manage_account import (
    appoint,
    create_account,
    create_login,
    deactivate,
    end_appointment,
    reactivate,
    set_password,
)
from portal.actions.passwords import hashing_of, plain_login
from portal.cli.given import given
from portal.documents.personnel_csv import PersonnelErrors
from portal.rules.errors import Rejected
from portal.settings import load_settings
from portal.storage.database import connect_to, connection, migrate
from portal.storage.reading.accounts import account_named
from portal.storage.reading.people import person
from portal.storage.reading.read_log import COMMAND_LINE
from portal.storage.writing.logins import record_event
from portal.web.clock import clock_on
from portal.web.messages import sentence


def add_parser(subparsers: Any) -> None:
    """Add the commands for people."""
    load = subparsers.add_parser("import", help="lees personeel in uit een CSV-bestand")
    load.add_argument("file", type=Path)
    load.add_argument("--organisatie", help="naam van de organisatie, als die niet in het bestand staat")
    load.add_argument(
        "--protocol", default="", help=f"protocol van een nieuwe organisatie (standaard: {PROTOCOL}); daarna vast"
    )
    load.add_argument("--bsn", action="store_true", help="neem de kolom «bsn» over van wie een dossier heeft")
    load.set_defaults(answer=_import)
    account = subparsers.add_parser("account", help="maak of wijzig een account")
    kinds = account.add_subparsers(required=True, metavar="WAT")
    _add_new(kinds)
    _add_employee(kinds)
    _add_role(kinds, "functie", _appoint, "geef een account er een functie bij")
    _add_role(kinds, "functie-weg", _end_appointment, "neem een functie van een account af")
    for name, answer, words in (
        ("wachtwoord", _new_password, "geef een account een nieuw wachtwoord"),
        ("blokkeer", _deactivate, "blokkeer een account"),
        ("heropen", _reactivate, "laat een geblokkeerd account weer toe, met een nieuw wachtwoord"),
    ):
        parser = kinds.add_parser(name, help=words)
        parser.add_argument("login")
        parser.set_defaults(answer=answer)


def _add_new(kinds: Any) -> None:
    parser = kinds.add_parser("nieuw", help="account met een functie: arbodienst, hrm, medezeggenschap, beheer …")
    parser.add_argument("login")
    parser.add_argument("--naam", required=True)
    parser.add_argument("--email", required=True)
    parser.add_argument("--functie", required=True, help="bijvoorbeeld bedrijfsarts of beheerder")
    parser.add_argument("--organisatie", required=True)
    parser.add_argument("--eenheid", help="code van de eenheid, als de functie daar alleen voor geldt")
    parser.set_defaults(answer=_create_account)


def _add_employee(kinds: Any) -> None:
    parser = kinds.add_parser("medewerker", help="account voor iemand uit de personeelslijst")
    parser.add_argument("nummer", help="personeelsnummer")
    parser.add_argument("--organisatie", required=True)
    parser.add_argument("--login", help="gebruikersnaam (standaard: het personeelsnummer)")
    parser.set_defaults(answer=_create_login)


def _add_role(kinds: Any, name: str, answer: Callable[[argparse.Namespace], int], words: str) -> None:
    parser = kinds.add_parser(name, help=words)
    parser.add_argument("login")
    parser.add_argument("--functie", required=True)
    parser.add_argument("--organisatie", required=True)
    parser.add_argument("--eenheid", help="code van de eenheid, als de functie daar alleen voor geldt")
    parser.set_defaults(answer=answer)


def _attempt(work: Callable[[], None]) -> int:
    """Do the work on the migrated database; a refusal is a sentence and exit code 1."""
    settings = load_settings()
    connect_to(settings.database, settings.keys)
    migrate()
    try:
        with connection():
            work()
    except PersonnelErrors as errors:
        print("\n".join(errors.lines()), file=sys.stderr)
        return 1
    except Rejected as problem:
        print(sentence(problem), file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Het bestand {error.filename} kan niet worden gelezen.", file=sys.stderr)
        return 1
    return 0


def _import(chosen: argparse.Namespace) -> int:
    def work() -> None:
        report = import_personnel(
            organisation=chosen.organisatie,
            content=given(chosen.file),
            protocol=chosen.protocol,
            now=_now(),
            with_bsn=chosen.bsn,
        )
        print(
            f"{report.organisation}: {report.added} nieuw, {report.changed} gewijzigd, "
            f"{report.unchanged} ongewijzigd, {report.left} uit dienst, {report.units} eenheden bijgewerkt."
        )
        if report.linked:
            print(f"Gewijzigde koppelingen tussen dienstverbanden van dezelfde persoon: {report.linked}.")
        if chosen.bsn:
            print(f"Bewaarde burgerservicenummers, van wie een dossier heeft: {report.numbers}.")
        if report.absent:
            print(f"Niet in dit bestand, en dus ongemoeid gelaten: {', '.join(report.absent)}.")
        if report.without_manager:
            print(f"Zonder leidinggevende: {', '.join(report.without_manager)}.")

    return _attempt(work)


def _create_account(chosen: argparse.Namespace) -> int:
    def work() -> None:
        person_id = create_account(
            login=chosen.login,
            name=chosen.naam,
            email=chosen.email,
            organisation=chosen.organisatie,
            role=chosen.functie,
            unit=chosen.eenheid,
            password=_asked_password(),
            hashing=hashing_of(load_settings()),
            today=_today(),
        )
        # The e-mail address decides whose account this is: say who was found.
        found = person(person_id)
        _write_down("function_given", person_id)
        print(f"Account {chosen.login} is gemaakt voor {found.name if found else chosen.naam}.")

    return _attempt(work)


def _create_login(chosen: argparse.Namespace) -> int:
    def work() -> None:
        create_login(
            personnel_number=chosen.nummer,
            organisation=chosen.organisatie,
            password=_asked_password(),
            hashing=hashing_of(load_settings()),
            login=chosen.login,
        )
        print(f"Account {chosen.login or chosen.nummer} is gemaakt.")

    return _attempt(work)


def _appoint(chosen: argparse.Namespace) -> int:
    def work() -> None:
        appoint(
            login=chosen.login,
            organisation=chosen.organisatie,
            role=chosen.functie,
            unit=chosen.eenheid,
            today=_today(),
        )
        _write_down("function_given", _person_of(chosen.login))
        print(f"{chosen.login} heeft nu ook de functie {chosen.functie}.")

    return _attempt(work)


def _end_appointment(chosen: argparse.Namespace) -> int:
    def work() -> None:
        end_appointment(login=chosen.login, organisation=chosen.organisatie, role=chosen.functie, today=_today())
        _write_down("function_ended", _person_of(chosen.login))
        print(f"{chosen.login} heeft de functie {chosen.functie} niet meer.")

    return _attempt(work)


def _reactivate(chosen: argparse.Namespace) -> int:
    def work() -> None:
        reactivate(login=chosen.login, password=_asked_password(), hashing=hashing_of(load_settings()))
        print(f"Account {chosen.login} werkt weer, met het nieuwe wachtwoord.")

    return _attempt(work)


def _new_password(chosen: argparse.Namespace) -> int:
    def work() -> None:
        set_password(login=chosen.login, password=_asked_password(), hashing=hashing_of(load_settings()))
        print(f"Account {chosen.login} heeft een nieuw wachtwoord. Lopende sessies zijn beëindigd.")

    return _attempt(work)


def _deactivate(chosen: argparse.Namespace) -> int:
    def work() -> None:
        deactivate(login=chosen.login, today=_today())
        print(f"Account {chosen.login} is geblokkeerd.")

    return _attempt(work)


def _asked_password() -> str:
    """The password, typed twice at a terminal or read as one line; it never stands on the command line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Wachtwoord: ")
    if getpass.getpass("Nogmaals: ") != password:
        raise Rejected("passwords_differ")
    return password


def _write_down(what: str, person_id: int | None) -> None:
    """Keep with the account what was done on the server, where one person is enough."""
    record_event(what, "done", clock_on(load_settings().today)(), origin=COMMAND_LINE, person_id=person_id)


def _person_of(login: str) -> int | None:
    account = account_named(plain_login(login))
    return account.person_id if account else None


def _now() -> datetime:
    return clock_on(load_settings().today)()


def _today() -> date:
    return _now().date()
