"""Questions about who someone is to the identity provider of the organisation."""

from portal.storage.database import rows
from portal.storage.reading.logins import token_hash
from portal.storage.sealing import opened_text


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


def id_token_of(token: str) -> str:
    """The ID token with which the login with this token began; empty when it did not begin at a provider."""
    sql = """
        SELECT o.session_id, o.id_token FROM sign_on_session o JOIN session s ON s.id = o.session_id
        WHERE s.token_hash = ? AND o.id_token IS NOT NULL
    """
    for session_id, sealed in rows(sql, token_hash(token)):
        return opened_text(sealed, "sign_on_session.id_token", session_id)
    return ""
