"""Accounts: who may enter the portal, and in which functions.

Employees get a login to the person that the personnel file made. Arbo staff belong to no client organisation:
they have an appointment in each organisation that they serve.
"""

import re
from dataclasses import dataclass
from datetime import date

from portal.actions.passwords import DEFAULT, HashedPassword, Hashing, hash_password, plain_login
from portal.documents.personnel_cells import clean, email_error
from portal.rules.errors import Rejected
from portal.rules.terms import ROLE
from portal.storage.database import transaction
from portal.storage.reading import accounts as reading
from portal.storage.reading import people
from portal.storage.reading.employments import is_same_human
from portal.storage.writing import accounts as writing
from portal.storage.writing.involvements import derive_all
from portal.storage.writing.people import add_person

ARBODIENST = ("bedrijfsarts", "verzuimadviseur", "re_integratiedeskundige", "arbo_secretariaat")
EMPLOYER = ("hrm_adviseur", "personele_dienst", "medezeggenschap", "beheerder")
LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")


@dataclass(frozen=True)
class _Function:
    role: str
    organisation_id: int
    unit_id: int | None


def create_account(
    *,
    login: str,
    name: str,
    email: str,
    organisation: str,
    role: str,
    unit: str | None = None,
    password: str | HashedPassword,
    today: date,
    hashing: Hashing = DEFAULT,
) -> int:
    """Make an account with a function from `today` on; returns the person's id.

    The person is found by `email` (and keeps the name they have), or made: for the arbodienst without an
    organisation. `organisation` is a name, `unit` a code that limits the function to that unit and all below.

    Raises `Rejected`: login_invalid, login_taken, name_missing, email_invalid, email_not_unique, person_left,
    email_elsewhere, account_exists, role_unknown, organisation_unknown, unit_unknown, password_*.
    """
    # Hashing is slow on purpose, so it is done before the write lock is taken.
    hashed = _hashed(password, login, hashing)
    with transaction():
        free = free_login(login)
        function = _function(organisation, role, unit)
        person_id = _person(clean(name), clean(email).lower(), function)
        existing = reading.account_of(person_id)
        if existing:
            raise Rejected("account_exists", "email", login=existing)
        writing.add_account(person_id, free, hashed)
        _appoint(person_id, function, today)
    return person_id


def create_login(
    *,
    personnel_number: str,
    organisation: str,
    password: str | HashedPassword,
    login: str | None = None,
    hashing: Hashing = DEFAULT,
) -> int:
    """Give an employee an account; the login is the personnel number if none is given. Returns the id.

    Raises `Rejected`: organisation_unknown, personnel_number_unknown, not_employed_yet, account_exists, login_invalid,
    login_taken, password_*.
    """
    hashed = _hashed(password, login or personnel_number, hashing)
    with transaction():
        employee_id = employee_without_account(_organisation(organisation).id, personnel_number)
        free = free_login(login or personnel_number)
        writing.add_account(employee_id, free, hashed)
    return employee_id


def employee_without_account(organisation_id: int, personnel_number: str) -> int:
    """The id of an employee who can get an account. Raises Rejected."""
    employee = people.person_by_number(organisation_id, personnel_number.strip())
    if employee is None:
        raise Rejected("personnel_number_unknown", "personnel_number", number=personnel_number)
    if not employee.active:
        raise Rejected("not_employed_yet", "personnel_number", number=personnel_number)
    existing = reading.account_of(employee.id)
    if existing:
        raise Rejected("account_exists", "personnel_number", login=existing)
    return employee.id


def appoint(*, login: str, organisation: str, role: str, unit: str | None = None, today: date) -> None:
    """Give someone with an account a further function from `today` on; doing it again changes nothing.

    Who cannot log in gets none: their tasks would wait for nobody.

    Raises `Rejected`: login_unknown, role_unknown, organisation_unknown, unit_unknown, person_left,
    email_elsewhere, account_closed.
    """
    with transaction():
        account = _account(login)
        function = _function(organisation, role, unit)
        person = people.person(account.person_id)
        if person is not None:
            _check_free_for(person, function)
        if not account.active:
            raise Rejected("account_closed", "login")
        _appoint(account.person_id, function, today)


def end_appointment(*, login: str, organisation: str, role: str, today: date) -> None:
    """End a function the day before `today`; the dossiers pass to whoever else is appointed.

    Raises `Rejected`: login_unknown, organisation_unknown, appointment_unknown.
    """
    with transaction():
        account, employer = _account(login), _organisation(organisation)
        if not writing.end_appointments(account.person_id, employer.id, role, today):
            raise Rejected("appointment_unknown", "role", role=role, organisation=organisation)
        derive_all(employer.id, today)


def set_password(*, login: str, password: str | HashedPassword, hashing: Hashing = DEFAULT) -> None:
    """Store another password and end every login made with the old one.

    Raises `Rejected`: login_unknown, password_*.
    """
    hashed = _hashed(password, login, hashing)
    with transaction():
        writing.change_password(_account(login).person_id, hashed)


def reactivate(*, login: str, password: str | HashedPassword, hashing: Hashing = DEFAULT) -> None:
    """Open a closed account again with a new password; functions must be given again with `appoint`.

    Raises `Rejected`: login_unknown, password_*.
    """
    hashed = _hashed(password, login, hashing)
    with transaction():
        writing.reopen_account(_account(login).person_id, hashed)


def deactivate(*, login: str, today: date) -> None:
    """Close an account: no login, no running sessions, no functions; the dossiers pass to others.

    What follows from the personnel file (medewerker, leidinggevende) stays.

    Raises `Rejected("login_unknown", "login")`.
    """
    with transaction():
        account = _account(login)
        writing.close_account(account.person_id)
        for organisation_id in reading.organisations_appointed_in(account.person_id, today):
            writing.end_appointments(account.person_id, organisation_id, None, today)
            derive_all(organisation_id, today)


def _account(login: str) -> reading.AccountRow:
    account = reading.account_named(plain_login(login))
    if account is None:
        raise Rejected("login_unknown", "login", login=login)
    return account


def free_login(login: str) -> str:
    """The login as it is kept, if nobody has it. Raises Rejected."""
    plain = plain_login(login)
    if not LOGIN.fullmatch(plain):
        raise Rejected("login_invalid", "login", login=login)
    if reading.account_named(plain):
        raise Rejected("login_taken", "login", login=plain)
    return plain


def _hashed(password: str | HashedPassword, login: str, hashing: Hashing) -> str:
    if isinstance(password, HashedPassword):
        return password.text
    return hash_password(password, login=plain_login(login), hashing=hashing).text


def _organisation(name: str) -> people.OrganisationRow:
    found = people.organisation_named(name.strip())
    if found is None:
        known = ", ".join(row.name for row in people.organisations()) or "nog geen"
        raise Rejected("organisation_unknown", "organisation", organisation=name, known=known)
    return found


def _function(organisation: str, role: str, unit: str | None) -> _Function:
    if role not in (*ARBODIENST, *EMPLOYER):
        raise Rejected("role_unknown", "role", role=role, known=", ".join((*ARBODIENST, *EMPLOYER)))
    employer = _organisation(organisation)
    return _Function(role, employer.id, None if unit is None else unit_coded(employer.id, employer.name, unit))


def unit_coded(organisation_id: int, organisation: str, code: str) -> int:
    """The id of the unit with this code. Raises Rejected."""
    for node in people.units_of(organisation_id):
        if node.code == code.strip():
            return node.id
    raise Rejected("unit_unknown", "unit", unit=code, organisation=organisation)


def _person(name: str, email: str, function: _Function) -> int:
    if not name:
        raise Rejected("name_missing", "name")
    check_email(email)
    found = people.people_by_email(email)
    if any(not is_same_human(found[0].id, one.id) for one in found):
        raise Rejected("email_not_unique", "email", email=email)
    if not found:
        employer = None if function.role in ARBODIENST else function.organisation_id
        # Papers name the job of who made or signed them; without a personnel file the function is the job.
        return add_person(name, email, employer, ROLE[function.role].label.lower())
    # Of someone with two employments: where they are at work, and have an account already.
    chosen = min(found, key=lambda one: (not one.active, reading.account_of(one.id) is None))
    _check_free_for(chosen, function)
    return chosen.id


def check_email(email: str) -> None:
    """Raise Rejected for what is no address."""
    if email_error(email):
        raise Rejected("email_invalid", "email", email=email)


def _check_free_for(person: people.PersonRow, function: _Function) -> None:
    """Who has left holds no function; only the arbodienst serves other organisations than its own."""
    if not person.active:
        raise Rejected("person_left", "email", email=person.email)
    if function.role in EMPLOYER and person.organisation_id not in (None, function.organisation_id):
        raise Rejected("email_elsewhere", "email", email=person.email, organisation=person.organisation_name)


def _appoint(person_id: int, function: _Function, today: date) -> None:
    writing.add_appointment(person_id, function.role, function.organisation_id, function.unit_id, today)
    derive_all(function.organisation_id, today)
