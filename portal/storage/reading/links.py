"""Questions about links with which someone chooses a password."""

from dataclasses import dataclass
from datetime import UTC, datetime

from portal.storage.database import rows
from portal.storage.reading.logins import token_hash


@dataclass(frozen=True)
class LinkRow:
    """A link that works: whose, and for what (invitation or reset)."""

    person_id: int
    kind: str
    login: str
    email: str


def link_with(token: str, now: datetime) -> LinkRow | None:
    """The link with this token, as long as it works and its account is open."""
    sql = """
        SELECT k.person_id, k.kind, c.login, p.email FROM password_link k
        JOIN account c ON c.person_id = k.person_id AND c.active
        JOIN person p ON p.id = k.person_id AND p.active
        WHERE k.token_hash = ? AND k.until > ?
    """
    found = rows(sql, token_hash(token), _text(now))
    return LinkRow(*found[0]) if found else None


def links_since(person_id: int, kind: str, moment: datetime) -> int:
    """How many links of a kind someone got from `moment` on."""
    sql = "SELECT COUNT(*) FROM password_link WHERE person_id = ? AND kind = ? AND at >= ?"
    [(count,)] = rows(sql, person_id, kind, _text(moment))
    return int(count)


def invited_until(person_id: int, now: datetime) -> datetime | None:
    """Until when the invitation of someone works; None when there is none."""
    sql = "SELECT MAX(until) FROM password_link WHERE person_id = ? AND kind = 'invitation' AND until > ?"
    [(until,)] = rows(sql, person_id, _text(now))
    return datetime.fromisoformat(until) if until else None


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
