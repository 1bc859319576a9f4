"""Which rows of people are one human being: the employments someone has beside each other, or had before."""

from portal.storage.database import Question, answer, rows
from portal.storage.reading.people import PersonRow, person

_OTHERS = "SELECT other_id FROM other_employment WHERE person_id = ? ORDER BY other_id"


def other_employments(person_id: int) -> tuple[PersonRow, ...]:
    """The same human being in their other employments, in the order in which the portal came to know them."""
    found = (person(other) for (other,) in rows(_OTHERS, person_id))
    return tuple(one for one in found if one)


def employments(person_id: int) -> tuple[PersonRow, ...]:
    """Every employment of a human being who is at work in it now, the given one first; none without a number."""
    own = person(person_id)
    found = (own, *other_employments(person_id)) if own else ()
    return tuple(one for one in found if one.active and one.personnel_number and one.organisation_id)


def is_same_human(one: int, other: int) -> bool:
    """Whether two rows of people are one human being."""
    return one == other or (other,) in rows(_OTHERS, one)


def linked_in(organisation_id: int) -> tuple[tuple[str, str, str], ...]:
    """The pairs of employments of one human being in an organisation: the name and both personnel numbers."""
    return tuple((name, one, other) for name, one, other in answer(linked_asked(organisation_id)))


def linked_asked(organisation_id: int) -> Question:
    """What `linked_in` asks."""
    sql = """
        SELECT p.name, p.personnel_number, q.personnel_number
        FROM other_employment e JOIN person p ON p.id = e.person_id JOIN person q ON q.id = e.other_id
        WHERE p.organisation_id = ? AND q.organisation_id = p.organisation_id AND p.id < q.id
        ORDER BY p.name, p.id, q.id
    """
    return Question(3, sql, (organisation_id,))
