"""The demonstration: a province that does not exist, so that the portal can be tried at once."""

from datetime import datetime

from portal.actions.passwords import DEFAULT, Hashing
from portal.demonstration.cases import CASES, play
from portal.demonstration.overleg import hold_overleggen
from portal.demonstration.people import DOSSIERS, PASSWORD, main_accounts, number_to_person, seed_people
from portal.storage.database import transaction
from portal.storage.reading.people import person


def seed(now: datetime, hashing: Hashing = DEFAULT) -> None:
    """Fill an empty database with the people, the eight dossiers and the overleggen, as they stand at `now`.

    All or nothing.
    """
    with transaction():
        accounts = seed_people(now, hashing)
        for number, case in zip(DOSSIERS, CASES, strict=True):
            medewerker = person(number_to_person(number))
            if medewerker is None:
                raise LookupError(number)
            play(medewerker, case, now)
        hold_overleggen(now, {account.login: account.person_id for account in accounts})


def accounts_listing() -> list[str]:
    """The accounts to try, one line for each role."""
    lines = [f"Accounts van de demonstratie (wachtwoord: {PASSWORD})"]
    lines += [f"  {login:24} {name:28} {job}" for login, name, job in main_accounts()]
    return lines
