"""Finding someone by what people know of them: name, personnel number or e-mail address."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from portal.storage.database import like, marks, rows

MOST_FOUND = 10_000
"""More people than any organisation has: whether someone can be chosen is not known before they are looked at."""

_HELD = "a.person_id = p.id AND a.from_on <= ? AND (a.until_on IS NULL OR a.until_on >= ?)"
_COLLEAGUE = f"""
SELECT p.id, p.name, p.job, COALESCE(p.personnel_number, p.email), p.organisation_id,
    EXISTS (SELECT 1 FROM account c WHERE c.person_id = p.id AND c.active),
    EXISTS (SELECT 1 FROM person t WHERE t.leidinggevende_id = p.id AND t.active),
    (SELECT GROUP_CONCAT(a.role || ' ' || a.organisation_id) FROM appointment a WHERE {_HELD}),
    (SELECT GROUP_CONCAT(e.other_id) FROM other_employment e WHERE e.person_id = p.id)
FROM person p WHERE p.active AND
"""
_WORKS_IN = (
    f"(p.organisation_id IN (%s) OR EXISTS (SELECT 1 FROM appointment a WHERE {_HELD} AND a.organisation_id IN (%s)))"
)
_EXACT = "lower(?) IN (lower(p.name), lower(p.email), lower(p.personnel_number))"
_PIECE = "lower(p.name) LIKE lower(?) ESCAPE '!'"
_FUNCTIONS = """
SELECT role, organisation_id FROM appointment
WHERE person_id = ? AND from_on <= ? AND (until_on IS NULL OR until_on >= ?)
"""


@dataclass(frozen=True)
class Colleague:
    """Someone who works in an organisation or is appointed there; `known_by` tells two of one name apart.

    `functions` are those they are appointed to, each with the organisation; `others` their other employments.
    """

    id: int
    name: str
    job: str
    known_by: str
    organisation_id: int | None
    has_account: bool
    leads: bool
    functions: frozenset[tuple[str, int]] = frozenset()
    others: frozenset[int] = frozenset()

    @property
    def shown(self) -> str:
        """The name with what tells it apart, which finds the same person again."""
        return f"{self.name} ({self.known_by})"

    def is_also(self, person_id: int) -> bool:
        """Whether this is the human being of that row of people, in whatever employment."""
        return person_id == self.id or person_id in self.others


def colleagues(organisations: Collection[int], text: str, today: date) -> tuple[Colleague, ...]:
    """Who is meant by `text`: a name (or a piece of it), a personnel number, an e-mail address, or «name (number)».

    An exact find goes before pieces of names. At most MOST_FOUND.
    """
    day, places = today.isoformat(), marks(organisations)
    works, here = _WORKS_IN % (places, places), (*organisations, day, day, *organisations)
    text = text.strip()
    known = text.rpartition("(")[2].rstrip(")").strip() if text.endswith(")") else text
    found = rows(f"{_COLLEAGUE} {works} AND {_EXACT} ORDER BY p.name, p.id LIMIT ?", day, day, *here, known, MOST_FOUND)
    if not found and len(text) > 1:
        sql = f"{_COLLEAGUE} {works} AND {_PIECE} ORDER BY p.name, p.id LIMIT ?"
        found = rows(sql, day, day, *here, like(text), MOST_FOUND)
    return tuple(_colleague(*row) for row in found)


def as_colleague(person_id: int, today: date) -> Colleague | None:
    """Someone as their colleagues find them; None for who has left."""
    found = rows(f"{_COLLEAGUE} p.id = ?", today.isoformat(), today.isoformat(), person_id)
    return _colleague(*found[0]) if found else None


def _colleague(
    number: int, name: str, job: str, known_by: str, works: int | None, account: int, leads: int, held: str, others: str
) -> Colleague:
    pairs = (one.split(" ") for one in (held or "").split(",") if one)
    functions = frozenset((role, int(organisation)) for role, organisation in pairs)
    same = frozenset(int(one) for one in (others or "").split(",") if one)
    return Colleague(number, name, job, known_by, works, bool(account), bool(leads), functions, same)


def appointed_as(person_id: int, today: date) -> frozenset[tuple[str, int]]:
    """The functions someone is appointed to on a day, each with the organisation."""
    day = today.isoformat()
    return frozenset((role, organisation) for role, organisation in rows(_FUNCTIONS, person_id, day, day))
