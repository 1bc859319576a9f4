"""Who looked at a dossier, and whether the log of it is whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from portal.storage.database import Question, answer, rows
from portal.storage.hashing import look_digest, look_hash
from portal.storage.keyring import CannotOpen
from portal.storage.reading.facts import broken_links, ends_at_head, forged_facts
from portal.storage.sealing import opened_text

COMMAND_LINE = "opdrachtregel"
"""The origin of what was done on the server itself, without an account."""
QUARANTINE = "quarantaine"
"""The origin of what became of a file once it had been looked at for viruses: its sender did nothing then."""
SAID = ("at", "person", "action", "paper", "object", "result", "origin", "basis", "absent")
"""The columns that say something, in the order in which their digest is made."""
_READERS = """
SELECT l.paper, COALESCE(l.absent, l.person) AS reader, p.name, l.basis, MIN(l.at),
    MIN(CASE WHEN l.action NOT IN ('read_dossier', 'sign_paper') THEN l.at END)
FROM read_log l JOIN person p ON p.id = COALESCE(l.absent, l.person)
WHERE l.dossier = ? AND l.paper IS NOT NULL AND l.result = 'allowed'
    AND l.action IN ('read_dossier', 'sign_paper', 'download_paper', 'download_packet', 'download_packet:POST',
        'export_dossier')
GROUP BY l.paper, reader, p.name, l.basis ORDER BY MIN(l.id)
"""


@dataclass(frozen=True)
class LookRow:
    """One look: at what moment, by whom (with the job), at what, and whether it was allowed.

    `basis` is the role that allowed it, `on_behalf_of` the person in whose place it was, `origin` the address.
    """

    at: datetime
    name: str
    job: str
    action: str
    paper_title: str
    result: str
    basis: str
    on_behalf_of: str
    origin: str


def looks_at(dossier_id: int, limit: int = 100, offset: int = 0) -> tuple[LookRow, ...]:
    """Who looked at a dossier or one of its papers, the newest first."""
    found = rows(
        """
        SELECT l.at, p.name, p.job, l.action, a.title, l.result, l.basis, q.name, l.origin
        FROM read_log l LEFT JOIN person p ON p.id = l.person LEFT JOIN person q ON q.id = l.absent
        LEFT JOIN paper a ON a.id = l.paper
        WHERE l.dossier = ? ORDER BY l.id DESC LIMIT ? OFFSET ?
        """,
        dossier_id,
        limit,
        offset,
    )
    return tuple(
        LookRow(datetime.fromisoformat(at), name or "", job or "", action, title or "", result, basis, absent or "", of)
        for at, name, job, action, title, result, basis, absent, of in found
    )


@dataclass(frozen=True)
class OpenerRow:
    """Someone who had a paper open or downloaded it: `times` times, first and last at these moments.

    `basis` is the role that allowed it, `on_behalf_of` the person in whose place it was. `packet`: it was among the
    papers of the report that they downloaded.
    """

    name: str
    job: str
    basis: str
    on_behalf_of: str
    origin: str
    first: datetime
    last: datetime
    times: int
    packet: bool


def openers_of(paper_id: int, until: datetime) -> tuple[OpenerRow, ...]:
    """Who opened or downloaded a paper before this moment, in the order in which they first did."""
    found = rows(
        """
        SELECT p.name, p.job, l.basis, q.name, MAX(l.origin), MIN(l.at), MAX(l.at), COUNT(*),
            MAX(l.action LIKE 'download_packet%')
        FROM read_log l LEFT JOIN person p ON p.id = l.person LEFT JOIN person q ON q.id = l.absent
        WHERE l.paper = ? AND l.result = 'allowed' AND l.at <= ? AND l.action NOT LIKE 'recall_paper%'
        GROUP BY l.person, l.absent, l.basis ORDER BY MIN(l.id)
        """,
        paper_id,
        until.isoformat(),
    )
    return tuple(
        OpenerRow(
            name or "",
            job or "",
            basis,
            absent or "",
            origin,
            datetime.fromisoformat(first),
            datetime.fromisoformat(last),
            times,
            bool(packet),
        )
        for name, job, basis, absent, origin, first, last, times, packet in found
    )


@dataclass(frozen=True)
class ReaderRow:
    """Someone who had a paper open: in which role, when first, and when they first took its file along, if ever.

    A deputy's look counts for the person in whose place it was.
    """

    paper_id: int
    person_id: int
    name: str
    role: str
    seen: datetime
    downloaded: datetime | None


def readers_in(dossier_id: int) -> tuple[ReaderRow, ...]:
    """Who had which paper of a dossier open, in which role."""
    return tuple(
        ReaderRow(
            paper_id,
            reader,
            name,
            role,
            datetime.fromisoformat(seen),
            datetime.fromisoformat(taken) if taken else None,
        )
        for paper_id, reader, name, role, seen, taken in answer(readers_asked(dossier_id))
    )


def readers_asked(dossier_id: int) -> Question:
    """What `readers_in` asks."""
    return Question(6, _READERS, (dossier_id,))


def looked_since(moment: datetime, person_id: int, action: str, dossier_id: int) -> frozenset[int | None]:
    """The papers to which this person was let in for this action, at this moment or later; None for the dossier."""
    sql = """
        SELECT DISTINCT paper FROM read_log
        WHERE dossier = ? AND person = ? AND action = ? AND result = 'allowed' AND at >= ?
    """
    return frozenset(paper for (paper,) in rows(sql, dossier_id, person_id, action, moment.isoformat()))


HEAD = ("read_log_head", "hash")
"""What the seal of the head is bound to, besides the number of rows."""

Damage = Literal["altered", "emptied", "unlinked", "missing", "cut", "before"]


@dataclass(frozen=True)
class Fault:
    """What is wrong with the log, and at which row.

    `altered`: the row does not say what it said; `emptied`: it says nothing more, though its dossier was not
    destroyed; `unlinked`: it does not follow from the row before it; `missing`:
    rows are gone before it; `cut`: the last rows are gone, or more were added than the head knows; `before`: it is
    not the row that someone noted down earlier, so everything was made anew.
    """

    damage: Damage
    row: int


@dataclass(frozen=True)
class Audit:
    """What became of looking the whole log through: its rows, how many of a destroyed dossier, and what is wrong.

    `head` is the hash of the last row: kept elsewhere, it shows later that nothing before it was made anew.
    """

    looks: int
    emptied: int
    head: str
    faults: tuple[Fault, ...]


def audit(known: tuple[int, str] | None = None) -> Audit:
    """Look the whole log through; `known` is the number and hash of a row that was the last one before."""
    found = rows(f"SELECT id, dossier, salt, digest, hash, {', '.join(SAID)} FROM read_log ORDER BY id")
    [(counted, sealed)] = rows("SELECT looks, hash FROM read_log_head")
    head = _head(sealed, counted)
    kept = {dossier for (dossier,) in rows("SELECT id FROM dossier")} | {None}
    faults: list[Fault] = []
    emptied, last, previous = 0, 0, ""
    seen = known in (None, (0, ""))
    for look_id, dossier, salt, digest, linked, *said in found:
        if look_id != last + 1:
            faults.append(Fault("missing", look_id))
        elif linked != look_hash(previous, look_id, dossier, digest):
            faults.append(Fault("unlinked", look_id))
        if not salt and not any(said):
            emptied += 1
            if dossier in kept:
                faults.append(Fault("emptied", look_id))
        elif digest != look_digest(salt, *said):
            faults.append(Fault("altered", look_id))
        last, previous = look_id, linked
        seen = seen or (look_id, linked) == known
    if (last, previous) != (counted, head):
        faults.append(Fault("cut", counted))
    if known and not seen:
        faults.append(Fault("before", known[0]))
    return Audit(counted, emptied, head, tuple(faults))


def _head(sealed: str, counted: int) -> str:
    """The hash in the head; nothing when it was sealed for another number of rows, or not with our key."""
    try:
        return opened_text(sealed, *HEAD, counted)
    except CannotOpen:
        return ""


def dossiers_with_broken_chains() -> Iterator[str]:
    """The numbers of the dossiers whose facts do not follow from one another, or whose last facts are gone."""
    for dossier_id, number in rows("SELECT id, number FROM dossier ORDER BY id"):
        if broken_links(dossier_id) or forged_facts(dossier_id) or not ends_at_head(dossier_id):
            yield number
