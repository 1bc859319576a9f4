"""The people of the demonstration: Provincie Waterland, its arbodienst, and an account for each of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from portal.actions.import_personnel import import_personnel
from portal.actions.manage_account import create_account, create_login
from portal.actions.passwords import DEFAULT, HashedPassword, Hashing, hash_password
from portal.storage.database import transaction
from portal.storage.reading import accounts, people

ORGANISATION = "Provincie Waterland"
PROTOCOL = "wvp_2023"
PASSWORD = "welkom-in-waterland"
PERSONNEL = Path(__file__).with_name("personeel.csv")

DOSSIERS: tuple[str, ...] = (
    "002011",  # Joost van der Meulen, Wegen en Verkeer: the account `medewerker`
    "002018",  # Esra Demir, Wegen en Verkeer
    "002031",  # Thi Lan Nguyen, Wegen en Verkeer
    "002045",  # Samira Aït Hamou, Wegen en Verkeer
    "002066",  # Ingrid Sørensen, Wegen en Verkeer
    "002112",  # Anouk le Clercq, Vaarwegen en Bruggen
    "002218",  # Amber den Hartog, Natuur en Landschap
    "002338",  # Gijs van Beek, Personeel en Informatie
)
"""The personnel numbers of the employees whose dossiers the demonstration plays; they do office work."""

# Functions are held from three years back, so that dossiers of two years old had people from their first day.
HELD_SINCE = timedelta(days=3 * 365)


@dataclass(frozen=True)
class DemoAccount:
    """An account of the demonstration; `role` says what it shows, `job` is what the person does."""

    login: str
    name: str
    job: str
    role: str
    person_id: int


@dataclass(frozen=True)
class _Expert:
    """Someone with an appointed function; `unit` limits it to that unit and those below."""

    login: str
    name: str
    email: str
    role: str
    unit: str | None = None


EMPLOYEES: tuple[tuple[str, str, str], ...] = (
    ("teamleider", "001108", "leidinggevende"),
    ("medewerker", "002011", "medewerker"),
    ("afdelingshoofd", "001015", "naasthogere_leidinggevende"),
    ("directeur", "001002", "directeur"),
)
"""The employees with a simple login: login, personnel number, role."""

EXPERTS: tuple[_Expert, ...] = (
    _Expert("bedrijfsarts", "Maaike Hoekstra", "m.hoekstra@arbodienst.example", "bedrijfsarts"),
    _Expert("verzuimadviseur", "Chantal Vermeer", "c.vermeer@arbodienst.example", "verzuimadviseur"),
    _Expert("re-integratiedeskundige", "Babak Karimi", "b.karimi@arbodienst.example", "re_integratiedeskundige"),
    _Expert("arbo-secretariaat", "Loes van Dam", "l.vandam@arbodienst.example", "arbo_secretariaat"),
    _Expert("hrm-adviseur", "Petra Zuidema", "p.zuidema@waterland.example", "hrm_adviseur", "110"),
    _Expert("personele-dienst", "Wilma Blokland", "w.blokland@waterland.example", "personele_dienst"),
    _Expert("medezeggenschap", "Saskia Veenstra", "s.veenstra@waterland.example", "medezeggenschap"),
    _Expert("beheerder", "Ravi Sharma", "r.sharma@waterland.example", "beheerder"),
    _Expert("bedrijfsarts2", "Dirk-Pieter van Loon", "d.vanloon@arbodienst.example", "bedrijfsarts", "120"),
    _Expert("hrm-adviseur2", "Dennis Kuipers", "d.kuipers@waterland.example", "hrm_adviseur", "120"),
)


def seed_people(now: datetime, hashing: Hashing = DEFAULT) -> tuple[DemoAccount, ...]:
    """Fill an empty database with the people of the demonstration; returns the accounts, the main ones first.

    Everyone has the same password (`PASSWORD`), hashed once at the cost of `hashing`.
    """
    password = hash_password(PASSWORD, hashing=hashing)
    with transaction():
        import_personnel(organisation=ORGANISATION, content=PERSONNEL.read_bytes(), protocol=PROTOCOL, now=now)
        logins = [(login, _employee_login(number, login, password), role) for login, number, role in EMPLOYEES]
        logins += [(expert.login, _expert_account(expert, now, password), expert.role) for expert in EXPERTS]
        logins += _other_logins({person_id for _, person_id, _ in logins}, password)
    return tuple(_listed(logins))


def number_to_person(number: str) -> int:
    """The id of an employee of the demonstration; KeyError when the personnel number is not in it."""
    person = people.person_by_number(_organisation_id(), number)
    if person is None:
        raise KeyError(number)
    return person.id


def _organisation_id() -> int:
    found = people.organisation_named(ORGANISATION)
    if found is None:
        raise KeyError(ORGANISATION)
    return found.id


def _employee_login(number: str, login: str, password: HashedPassword) -> int:
    return create_login(personnel_number=number, organisation=ORGANISATION, login=login, password=password)


def _expert_account(expert: _Expert, now: datetime, password: HashedPassword) -> int:
    return create_account(
        login=expert.login,
        name=expert.name,
        email=expert.email,
        organisation=ORGANISATION,
        role=expert.role,
        unit=expert.unit,
        password=password,
        today=now.date() - HELD_SINCE,
    )


def _other_logins(taken: set[int], password: HashedPassword) -> list[tuple[str, int, str]]:
    """Everyone else of the province logs in with the personnel number."""
    others = []
    for number, (person_id, employment) in people.employments_of(_organisation_id()).items():
        if employment.active and person_id not in taken:
            _employee_login(number, number, password)
            leads = bool(people.team_of(person_id))
            others.append((number, person_id, "leidinggevende" if leads else "medewerker"))
    return others


def _listed(logins: list[tuple[str, int, str]]) -> Iterator[DemoAccount]:
    for login, person_id, role in logins:
        person = people.person(person_id)
        if person is not None:
            yield DemoAccount(login, person.name, person.job, role, person_id)


def main_accounts() -> list[tuple[str, str, str]]:
    """The account to try for each role: login, name and job."""
    found = []
    for login in [login for login, _, _ in EMPLOYEES] + [expert.login for expert in EXPERTS[:8]]:
        account = accounts.account_named(login)
        row = people.person(account.person_id) if account else None
        if row:
            found.append((login, row.name, row.job))
    return found
