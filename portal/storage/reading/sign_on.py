"""Questions about who someone is to the identity provider of the organisation."""

from portal.storage.database import rows


def person_of_subject(issuer: str, subject: str) -> int | None:
    """Whom the provider calls this."""
    found = rows("SELECT person_id FROM sign_on_subject WHERE issuer = ? AND subject = ?", issuer, subject)
    return int(found[0][0]) if found else None


def is_linked(person_id: int, issuer: str) -> bool:
    """Whether it is known what the provider calls this person."""
    return bool(rows("SELECT 1 FROM sign_on_subject WHERE person_id = ? AND issuer = ?", person_id, issuer))


def open_accounts_known_by(claim: str, value: str) -> tuple[int, ...]:
    """Everyone with this e-mail address or personnel number, in whatever organisation, who may enter."""
    column = {"email": "p.email", "personnel_number": "p.personnel_number"}[claim]
    sql = f"""
        SELECT p.id FROM person p JOIN account c ON c.person_id = p.id AND c.active
        WHERE {column} = ? AND p.active ORDER BY p.id
    """
    return tuple(int(person_id) for (person_id,) in rows(sql, value))
