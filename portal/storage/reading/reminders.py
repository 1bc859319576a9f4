"""Mail in the morning: who may get one, how they want it, and of which late steps they were told."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.storage.database import rows

DAILY, WEEKLY, ESCALATION = "daily", "weekly", "escalation"
WISHES = (DAILY, WEEKLY, ESCALATION)

# Who has two employments gets one mail, to the account that the portal knew first: either opens both dossiers.
_READERS = """
SELECT p.id, p.email, COALESCE(w.wish, 'daily'), w.last_on
FROM account c JOIN person p ON p.id = c.person_id LEFT JOIN morning_mail w ON w.person_id = p.id
WHERE c.active AND p.active AND p.email <> '' AND {whom}
    AND NOT EXISTS (
        SELECT 1 FROM other_employment e JOIN person q ON q.id = e.other_id JOIN account o ON o.person_id = q.id
        WHERE e.person_id = p.id AND q.id < p.id AND o.active AND q.active AND q.email <> ''
    )
ORDER BY p.id
"""


@dataclass(frozen=True)
class MailReader:
    """Someone who can get the mail of the morning: at which address, how often, and on which day was the last."""

    person_id: int
    email: str
    wish: str
    last_on: date | None


@dataclass(frozen=True)
class EscalationRow:
    """A step that was still not done so long after `due_on` that `name` was told; `at` has a zone."""

    key: str
    round: int
    due_on: date
    at: datetime
    name: str


def mail_readers() -> tuple[int, ...]:
    """Everyone who has an open account and an address and is still at work, by id; a human being once."""
    return tuple(row[0] for row in rows(_READERS.format(whom="1 = 1")))


def mail_reader(person_id: int) -> MailReader | None:
    """How one of them wants the mail; None for anyone else."""
    for who, email, wish, last_on in rows(_READERS.format(whom="p.id = ?"), person_id):
        return MailReader(who, email, wish, date.fromisoformat(last_on) if last_on else None)
    return None


def mail_wish(person_id: int) -> str:
    """How often someone wants the mail of the morning: one of WISHES."""
    found = rows("SELECT wish FROM morning_mail WHERE person_id = ?", person_id)
    return str(found[0][0]) if found else DAILY


def dossiers_of_dead(person_id: int) -> tuple[int, ...]:
    """The dossiers of a human being, in any employment, in which a death was recorded (or taken back since)."""
    sql = """
        SELECT DISTINCT d.id FROM dossier d JOIN fact f ON f.dossier_id = d.id AND f.kind = 'overleden'
        WHERE d.medewerker_id = ? OR d.medewerker_id IN (SELECT other_id FROM other_employment WHERE person_id = ?)
    """
    return tuple(found for (found,) in rows(sql, person_id, person_id))


def escalations_of(dossier_id: int) -> tuple[EscalationRow, ...]:
    """Who was told when of which late step of a dossier, the first first."""
    sql = """
        SELECT e.key, e.round, e.due_on, e.at, p.name FROM escalation e JOIN person p ON p.id = e.person_id
        WHERE e.dossier_id = ? ORDER BY e.id
    """
    return tuple(
        EscalationRow(key, turn, date.fromisoformat(due_on), datetime.fromisoformat(at), name)
        for key, turn, due_on, at, name in rows(sql, dossier_id)
    )


def told_of(person_id: int) -> frozenset[tuple[int, str, int, date]]:
    """The late steps that someone was told of: dossier, key, round and last day."""
    found = rows("SELECT dossier_id, key, round, due_on FROM escalation WHERE person_id = ?", person_id)
    return frozenset((dossier, key, number, date.fromisoformat(due)) for dossier, key, number, due in found)
