"""Questions about logins: who is signed in, what a browser was asked, how often it went wrong."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from portal.storage.database import Question, answer, rows
from portal.storage.hashing import sha256
from portal.storage.sealing import opened_text

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=10)
MOST_EVENTS = 20
MOST_KEPT = 5000
"""Of so many logins is kept whose they are."""

# Comes and goes with the dossiers, so losing it ends no login; every request looks at it anew.
PASSING = frozenset({"naasthogere_leidinggevende"})

APPLYING = timedelta(days=98 + 366)
"""So long before the last day of the WIA application its page can be there: from week 80, and a delay adds a year."""

# One row for every appointment, or one without any: all that a request must know about its person. The person is given
# as well: for one who is not known beforehand the view goes through the roles of everyone.
_SESSION = """
WITH held AS (
    SELECT EXISTS (
        SELECT 1 FROM person_role i WHERE i.person_id = ? AND i.role = 'naasthogere_leidinggevende'
        AND i.from_on <= ? AND (i.until_on IS NULL OR i.until_on >= ?)
    ) AS follows, EXISTS (
        SELECT 1 FROM person_role i WHERE i.person_id = ? AND i.role <> 'medewerker'
        AND i.from_on <= ? AND (i.until_on IS NULL OR i.until_on >= ?)
    ) AS others
)
SELECT s.id, s.created_at, s.seen_at, s.proof, s.proved_at, s.functions,
       p.id, p.name, p.organisation_id, c.login, p.personnel_number IS NOT NULL,
       EXISTS (SELECT 1 FROM person t WHERE t.leidinggevende_id = p.id AND t.active),
       held.follows, held.others, EXISTS (SELECT 1 FROM other_employment e WHERE e.person_id = p.id), (
           SELECT d.id FROM dossier d JOIN step t ON t.dossier_id = d.id
           WHERE d.medewerker_id = p.id AND t.key = 'wia_aanvraag' AND t.due_on <= ?
       ), NOT EXISTS (
           SELECT 1 FROM person w
           WHERE (w.id = p.id OR w.id IN (SELECT e.other_id FROM other_employment e WHERE e.person_id = p.id))
           AND w.active AND w.personnel_number IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM dossier d WHERE d.medewerker_id = w.id AND d.ill)
       ), a.role
FROM session s
JOIN held
JOIN person p ON p.id = s.person_id AND p.active
JOIN account c ON c.person_id = p.id AND c.active
LEFT JOIN appointment a ON a.person_id = p.id AND a.from_on <= ? AND (a.until_on IS NULL OR a.until_on >= ?)
WHERE s.token_hash = ? AND p.id = ?
"""


@dataclass(frozen=True)
class SessionRow:
    """The person behind a login, with the functions of the day; the moments are in UTC.

    `several`: this person has, or had, another employment as well. `of_others`: they lead people, or have a role in the
    dossier of another. `applying`: the own dossier in which the page of the WIA application may be there.
    `ill`: reported ill in every employment.
    """

    id: int
    person_id: int
    name: str
    organisation_id: int | None
    functions: frozenset[str]
    login: str
    created_at: datetime
    seen_at: datetime
    proof: str
    proved_at: datetime
    several: bool
    of_others: bool
    applying: int | None
    ill: bool


@dataclass(frozen=True)
class RunningSession:
    """One of someone's logins, as they see it in a list."""

    id: int
    created_at: datetime
    seen_at: datetime
    proof: str
    origin: str
    device: str


@dataclass(frozen=True)
class ChallengeRow:
    """What a browser was asked; `person_id` is None while it is not known whose it is."""

    kind: str
    person_id: int | None
    content: str


@dataclass(frozen=True)
class EventRow:
    """What happened with a login of someone; `by` is the name of who did it, when that is someone else."""

    at: datetime
    what: str
    result: str
    proof: str
    origin: str
    by: str


def session_person(
    token: str, now: datetime, idle: timedelta = IDLE, absolute: timedelta = ABSOLUTE
) -> SessionRow | None:
    """Whose login this token is; None when it is unknown, ended, too old, unused for too long, or has lost a function.

    `now` must have a zone; its own calendar day decides which appointments hold, so give it in local time.
    `idle` is the longest time between two requests, `absolute` the longest life of a login.
    """
    day, hashed = now.date().isoformat(), token_hash(token)
    try:
        whose = _whose(hashed)
    except LookupError:
        return None
    held = (whose, day, day)
    found = rows(_SESSION, *held, *held, (now.date() + APPLYING).isoformat(), day, day, hashed, whose)
    if not found:
        return None
    session_id, created, seen, proof, proved, began_with, *more = found[0]
    *person, employed, manages, follows, others, several, applying, ill, _ = more
    created_at, seen_at, proved_at = (datetime.fromisoformat(text) for text in (created, seen, proved))
    if now - created_at >= absolute or now - seen_at >= idle:
        return None
    functions = {row[-1] for row in found if row[-1]}
    functions |= {"leidinggevende"} if manages else set()
    functions |= {"naasthogere_leidinggevende"} if follows else set()
    functions |= {"medewerker"} if employed else set()
    if not functions.issuperset(began_with.split()):
        return None
    person_id, name, organisation_id, login = person
    return SessionRow(
        session_id,
        person_id,
        name,
        organisation_id,
        frozenset(functions),
        login,
        created_at,
        seen_at,
        proof,
        proved_at,
        bool(several),
        bool(others or manages),
        applying,
        bool(ill),
    )


def sessions_of(
    person_id: int, now: datetime, idle: timedelta = IDLE, absolute: timedelta = ABSOLUTE
) -> tuple[RunningSession, ...]:
    """The logins of someone that still work, the one used last first."""
    return tuple(
        RunningSession(number, datetime.fromisoformat(created), datetime.fromisoformat(seen), proof, origin, device)
        for number, created, seen, proof, origin, device in answer(sessions_asked(person_id, now, idle, absolute))
    )


def sessions_asked(person_id: int, now: datetime, idle: timedelta = IDLE, absolute: timedelta = ABSOLUTE) -> Question:
    """What `sessions_of` asks."""
    sql = """
        SELECT id, created_at, seen_at, proof, origin, device FROM session
        WHERE person_id = ? AND created_at > ? AND seen_at > ? ORDER BY seen_at DESC, id DESC
    """
    return Question(6, sql, (person_id, _text(now - absolute), _text(now - idle)))


def challenge(token: str, kind: str, since: datetime) -> ChallengeRow | None:
    """What the browser with this token was asked, if that was of this kind and not before `since`."""
    sql = "SELECT person_id, content FROM login_challenge WHERE token_hash = ? AND kind = ? AND at >= ?"
    hashed = token_hash(token)
    for person_id, sealed in rows(sql, hashed, kind, _text(since)):
        return ChallengeRow(kind, person_id, opened_text(sealed, "login_challenge.content", hashed))
    return None


def failures_since(subject: str, moment: datetime) -> int:
    """How often logging in failed for a subject (an account or an address) from `moment` on."""
    sql = "SELECT COUNT(*) FROM login_failure WHERE subject = ? AND at >= ?"
    [(count,)] = rows(sql, subject_hash(subject), _text(moment))
    return int(count)


def is_known_browser(browser: str, login: str, since: datetime) -> bool:
    """Whether someone logged in with `login` in the browser with this token, since a moment."""
    sql = """
        SELECT 1 FROM known_browser k JOIN account c ON c.person_id = k.person_id
        WHERE k.token_hash = ? AND c.login = ? AND k.since >= ?
    """
    return bool(rows(sql, token_hash(browser), login, _text(since)))


def events_of(person_id: int, limit: int = MOST_EVENTS) -> tuple[EventRow, ...]:
    """The last things that happened with the logins of someone, newest first."""
    found = answer(events_asked(person_id, limit))
    return tuple(EventRow(datetime.fromisoformat(at), *rest) for at, *rest in found)


def events_asked(person_id: int, limit: int = MOST_EVENTS) -> Question:
    """What `events_of` asks."""
    sql = """
        SELECT e.at, e.what, e.result, e.proof, e.origin, COALESCE(p.name, '') FROM login_event e
        LEFT JOIN person p ON p.id = e.by WHERE e.person = ? ORDER BY e.id DESC LIMIT ?
    """
    return Question(6, sql, (person_id, limit))


@dataclass(frozen=True)
class UndeliveredRow:
    """Someone whose mail a server refused: how often, when the last time, and whether they have an account."""

    person_id: int
    name: str
    email: str
    last: datetime
    times: int
    has_account: bool


def undelivered_in(organisation_id: int, since: datetime) -> tuple[UndeliveredRow, ...]:
    """Whose mail was refused since a moment, of who works in an organisation or did, the newest first.

    For who has been blocked since, nothing is left to do.
    """
    sql = """
        SELECT p.id, p.name, p.email, MAX(e.at), COUNT(*),
            EXISTS (SELECT 1 FROM account c WHERE c.person_id = p.id)
        FROM login_event e JOIN person p ON p.id = e.person
        WHERE e.what = 'mail_refused' AND e.at >= ? AND (p.organisation_id = ?
            OR EXISTS (SELECT 1 FROM appointment a WHERE a.person_id = p.id AND a.organisation_id = ?))
            AND NOT EXISTS (SELECT 1 FROM account c WHERE c.person_id = p.id AND NOT c.active)
        GROUP BY p.id, p.name, p.email ORDER BY 4 DESC, p.id LIMIT ?
    """
    found = rows(sql, _text(since), organisation_id, organisation_id, MOST_EVENTS)
    return tuple(
        UndeliveredRow(person_id, name, email, datetime.fromisoformat(last), times, bool(has_account))
        for person_id, name, email, last, times, has_account in found
    )


def token_hash(token: str) -> str:
    """What is stored of a token: whoever reads the database cannot log in with it."""
    return sha256(token.encode())


def subject_hash(subject: str) -> str:
    """What is stored of a subject: people do type their password in the field of the login."""
    return sha256(subject.encode())


@lru_cache(maxsize=MOST_KEPT)
def _whose(hashed: str) -> int:
    """The person of a login, which is nobody else's as long as it lasts. Raises LookupError when it is unknown."""
    return int(rows("SELECT person_id FROM session WHERE token_hash = ?", hashed)[0][0])


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
