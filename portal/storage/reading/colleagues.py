"""Finding someone by what people know of them: name, personnel number or e-mail address."""

from dataclasses import dataclass
from datetime import date

from portal.storage.database import like, rows

MOST_FOUND = 8

_WORKS_HERE = """
(p.organisation_id = ? OR EXISTS (
    SELECT 1 FROM appointment a WHERE a.person_id = p.id AND a.organisation_id = ?
    AND a.from_on <= ? AND (a.until_on IS NULL OR a.until_on >= ?)
))
"""
_FOUND = f"""
SELECT p.id, p.name, p.job, COALESCE(p.personnel_number, p.email), p.organisation_id,
    EXISTS (SELECT 1 FROM account c WHERE c.person_id = p.id AND c.active),
    EXISTS (SELECT 1 FROM person t WHERE t.leidinggevende_id = p.id AND t.active)
FROM person p WHERE p.active AND {_WORKS_HERE}
"""
_FUNCTIONS = """
SELECT role, organisation_id FROM appointment
WHERE person_id = ? AND from_on <= ? AND (until_on IS NULL OR until_on >= ?)
"""


@dataclass(frozen=True)
class Colleague:
    """Someone who works in an organisation or is appointed there; `known_by` tells two of one name apart."""

    id: int
    name: str
    job: str
    known_by: str
    organisation_id: int | None
    has_account: bool
    leads: bool

    @property
    def shown(self) -> str:
        """The name with what tells it apart, which finds the same person again."""
        return f"{self.name} ({self.known_by})"


def colleagues(organisation_id: int, text: str, today: date) -> tuple[Colleague, ...]:
    """Who is meant by `text`: a name (or a piece of it), a personnel number, an e-mail address, or «name (number)».

    An exact find goes before pieces of names. At most MOST_FOUND.
    """
    day = today.isoformat()
    here = (organisation_id, organisation_id, day, day)
    text = text.strip()
    known = text.rpartition("(")[2].rstrip(")").strip() if text.endswith(")") else text
    exact = "lower(?) IN (lower(p.name), lower(p.email), lower(p.personnel_number))"
    found = rows(f"{_FOUND} AND {exact} ORDER BY p.name, p.id", *here, known)
    if not found and len(text) > 1:
        piece = "lower(p.name) LIKE lower(?) ESCAPE '!'"
        found = rows(f"{_FOUND} AND {piece} ORDER BY p.name, p.id LIMIT {MOST_FOUND}", *here, like(text))
    return tuple(
        Colleague(person, name, job, known_by, organisation, bool(has_account), bool(leads))
        for person, name, job, known_by, organisation, has_account, leads in found
    )


def appointed_as(person_id: int, today: date) -> frozenset[tuple[str, int]]:
    """The functions someone is appointed to on a day, each with the organisation."""
    day = today.isoformat()
    return frozenset((role, organisation) for role, organisation in rows(_FUNCTIONS, person_id, day, day))
