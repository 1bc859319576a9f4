"""Questions about accounts and the functions people hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.storage.database import like, marks, rows

LONGEST_LIST = 1000

_FUNCTIONS = """
SELECT role FROM appointment WHERE person_id = ? AND from_on <= ? AND (until_on IS NULL OR until_on >= ?)
UNION SELECT 'leidinggevende' FROM person WHERE leidinggevende_id = ? AND active
UNION SELECT 'medewerker' FROM person WHERE id = ? AND personnel_number IS NOT NULL
UNION SELECT role FROM person_role
WHERE person_id = ? AND role = 'naasthogere_leidinggevende' AND from_on <= ? AND (until_on IS NULL OR until_on >= ?)
"""
_ACCOUNTS = """
SELECT c.person_id, c.login, p.name, p.email, c.active AND p.active, NOT p.active
FROM account c JOIN person p ON p.id = c.person_id
"""
_WORKS_HERE = """
(p.organisation_id = ? OR EXISTS (SELECT 1 FROM appointment WHERE person_id = p.id AND organisation_id = ?))
"""


@dataclass(frozen=True)
class AccountRow:
    """An account with what is needed to check a password; `active` is False too when the person has left."""

    person_id: int
    login: str
    name: str
    password_hash: str
    active: bool


@dataclass(frozen=True)
class AccountListRow:
    """An account as the beheerder sees it: no content, only who may enter and in which functions.

    `organisation_id` is where those functions are held; None: in any. Who `has_left` is not `active` either.
    """

    person_id: int
    login: str
    name: str
    email: str
    roles: tuple[str, ...]
    active: bool
    organisation_id: int | None
    has_left: bool


def account_named(login: str) -> AccountRow | None:
    """The account with exactly this login (stored in lower case)."""
    sql = """
        SELECT c.person_id, c.login, p.name, c.password_hash, c.active AND p.active
        FROM account c JOIN person p ON p.id = c.person_id WHERE c.login = ?
    """
    for person_id, known_login, name, password_hash, active in rows(sql, login):
        return AccountRow(person_id, known_login, name, password_hash, bool(active))
    return None


def account_of(person_id: int) -> str | None:
    """The login of a person, or None when they have no account."""
    return next((login for (login,) in rows("SELECT login FROM account WHERE person_id = ?", person_id)), None)


def account_is_open(person_id: int) -> bool:
    """Whether this person may enter: with an account that was not closed, and not one who has left."""
    sql = "SELECT 1 FROM account c JOIN person p ON p.id = c.person_id WHERE c.person_id = ? AND c.active AND p.active"
    return bool(rows(sql, person_id))


def accounts(
    on: date | None = None,
    *,
    organisation_id: int | None = None,
    person_id: int | None = None,
    search: str = "",
    limit: int = LONGEST_LIST,
    offset: int = 0,
) -> tuple[AccountListRow, ...]:
    """At most `limit` accounts by name after the first `offset`, with the functions their people are appointed to.

    `on`: the functions of that day; None: those without an end. `organisation_id` leaves out who has no work
    in that organisation, and the functions held elsewhere. `person_id`: only the account of this person.
    `search` is a piece of a name or login.
    """
    held, works, values = "until_on IS NULL", "1 = 1", []
    if on is not None:
        day = on.isoformat()
        held, values = "from_on <= ? AND (until_on IS NULL OR until_on >= ?)", [day, day]
    if organisation_id is not None:
        held += " AND organisation_id = ?"
        works = _WORKS_HERE
    here = [] if organisation_id is None else [organisation_id]
    who: list[int | str] = [] if person_id is None else [person_id]
    one = "1 = 1" if person_id is None else "c.person_id = ?"
    if search:
        one += " AND (lower(p.name) LIKE lower(?) ESCAPE '!' OR c.login LIKE lower(?) ESCAPE '!')"
        who = [*who, like(search), like(search)]
    roles: dict[int, list[str]] = {}
    sql = f"SELECT DISTINCT person_id, role FROM appointment WHERE {held} ORDER BY role"
    for person_id, role in rows(sql, *values, *here):
        roles.setdefault(person_id, []).append(role)
    found = rows(
        f"{_ACCOUNTS} WHERE {works} AND {one} ORDER BY p.name, c.login LIMIT ? OFFSET ?",
        *here,
        *here,
        *who,
        limit,
        offset,
    )
    return tuple(
        AccountListRow(
            person_id, login, name, email, tuple(roles.get(person_id, ())), bool(active), organisation_id, bool(left)
        )
        for person_id, login, name, email, active, left in found
    )


def watchers_of(organisation_id: int, roles: Sequence[str], on: date) -> tuple[tuple[int, str], ...]:
    """Who holds one of these functions in an organisation on a day, and who heads it: the ids and e-mail addresses.

    The head leads others and has no leidinggevende. Who has no address is left out.
    """
    day = on.isoformat()
    sql = f"""
        SELECT DISTINCT p.id, p.email FROM person p WHERE p.active AND p.email <> '' AND (
            p.id IN (
                SELECT person_id FROM appointment WHERE organisation_id = ? AND role IN ({marks(roles)})
                AND from_on <= ? AND (until_on IS NULL OR until_on >= ?)
            ) OR (
                p.organisation_id = ? AND p.leidinggevende_id IS NULL
                AND EXISTS (SELECT 1 FROM person t WHERE t.leidinggevende_id = p.id AND t.active)
            )
        ) ORDER BY p.id
    """
    return tuple(rows(sql, organisation_id, *roles, day, day, organisation_id))


def organisations_appointed_in(person_id: int, today: date) -> tuple[int, ...]:
    """The organisations in which someone holds an appointment today or later."""
    sql = """
        SELECT DISTINCT organisation_id FROM appointment
        WHERE person_id = ? AND (until_on IS NULL OR until_on >= ?) ORDER BY organisation_id
    """
    return tuple(organisation for (organisation,) in rows(sql, person_id, today.isoformat()))


def organisations_of(person_id: int, today: date) -> tuple[int, ...]:
    """The organisations where someone works, or holds an appointment today or later."""
    sql = """
        SELECT organisation_id FROM appointment WHERE person_id = ? AND (until_on IS NULL OR until_on >= ?)
        UNION SELECT organisation_id FROM person WHERE id = ? AND organisation_id IS NOT NULL ORDER BY 1
    """
    return tuple(one for (one,) in rows(sql, person_id, today.isoformat(), person_id))


def appointed_as(person_id: int, role: str, on: date) -> tuple[tuple[int, int | None], ...]:
    """Where someone is appointed to a role on a day: (organisation, unit), without a unit for the whole of it."""
    sql = """
        SELECT DISTINCT organisation_id, unit_id FROM appointment
        WHERE person_id = ? AND role = ? AND from_on <= ? AND (until_on IS NULL OR until_on >= ?) ORDER BY 1, 2
    """
    return tuple((organisation, unit) for organisation, unit in rows(sql, person_id, role, str(on), str(on)))


def functions_of(person_id: int, on: date) -> frozenset[str]:
    """The roles someone is appointed to on a day, and those of the managers and `medewerker` for who is that.

    `naasthogere_leidinggevende` is who holds that role in a dossier, so it comes and goes with the dossiers.
    """
    day = on.isoformat()
    values = (person_id, day, day, person_id, person_id, person_id, day, day)
    return frozenset(role for (role,) in rows(_FUNCTIONS, *values))
