"""Keeping which rows of people are one human being. Call inside `transaction()`."""

from collections.abc import Collection

from peewee import chunked

from portal.storage.database import rows
from portal.storage.models import OtherEmployment
from portal.storage.reading.employments import is_same_human

ROWS_AT_ONCE = 500

# The address alone is not enough: people share a mailbox, and who is taken for someone else would read their dossier.
# Whoever occurs twice is found first: comparing everyone with everyone takes seconds in a large organisation.
_ALIKE = """
WITH employee AS MATERIALIZED (
    SELECT id, email, lower(name) AS name FROM person
    WHERE organisation_id = ? AND email <> '' AND personnel_number IS NOT NULL
), twice AS MATERIALIZED (
    SELECT email, name FROM employee GROUP BY email, name HAVING COUNT(*) > 1
)
SELECT p.id, q.id FROM twice t
JOIN employee p ON p.email = t.email AND p.name = t.name
JOIN employee q ON q.email = t.email AND q.name = t.name AND q.id <> p.id
"""
_LINKED = """
SELECT e.person_id, e.other_id FROM other_employment e
JOIN person p ON p.id = e.person_id JOIN person q ON q.id = e.other_id
WHERE p.organisation_id = ? AND q.organisation_id = p.organisation_id
"""

Pair = tuple[int, int]


def link_employments(organisation_id: int) -> int:
    """Link the employees of an organisation with one address and one name, and no others.

    Returns how many links were made or undone. What links someone to an employment in another organisation stays.
    """
    alike = {(one, other) for one, other in rows(_ALIKE, organisation_id)}
    linked = {(one, other) for one, other in rows(_LINKED, organisation_id)}
    _add(alike - linked)
    for one, other in linked - alike:
        OtherEmployment.delete().where(OtherEmployment.person == one, OtherEmployment.other == other).execute()
    return len(alike ^ linked) // 2


def link_as_same(one: int, other: int) -> None:
    """Two rows are one human being, and with them whoever either of them was already."""
    sql = "SELECT other_id FROM other_employment WHERE person_id IN (?, ?)"
    everyone = {one, other, *(found for (found,) in rows(sql, one, other))}
    pairs = {(a, b) for a in everyone for b in everyone if a != b}
    _add({pair for pair in pairs if not is_same_human(*pair)})


def _add(pairs: Collection[Pair]) -> None:
    for batch in chunked(({"person": one, "other": other} for one, other in sorted(pairs)), ROWS_AT_ONCE):
        OtherEmployment.insert_many(batch).execute()
