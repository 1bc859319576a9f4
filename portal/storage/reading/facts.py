"""The facts of a dossier, and whether their chain is whole."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from portal.rules.facts import Fact
from portal.storage.database import Question, answer, marks, rows
from portal.storage.hashing import chain_hash
from portal.storage.keyring import CannotOpen
from portal.storage.sealing import opened_text

COLUMNS = "seq, kind, on_day, at, author_id, data, corrects"
LINE = "_regel"
"""In the sealed text of a fact: the hash of all that stands beside it in the open, and of the fact before it."""
KEPT = 10_000
"""Of so many facts what they say is kept in memory."""
HEAD = "fact_head.hash"
"""What the seal of the head is bound to, besides the dossier and the number of its newest fact."""


def facts_of(dossier_id: int) -> tuple[Fact, ...]:
    """Every fact of a dossier, corrected ones included, in the order of registration."""
    return tuple(fact_from(dossier_id, row) for row in answer(facts_asked(dossier_id)))


def facts_asked(dossier_id: int) -> Question:
    """What `facts_of` asks."""
    return Question(7, f"SELECT {COLUMNS} FROM fact WHERE dossier_id = ? ORDER BY seq", (dossier_id,))


def facts_since(dossier_id: int, seq: int, digest: str) -> tuple[Fact, ...]:
    """The facts that came after the one with this number; none when that one has another hash than `digest`."""
    known = "SELECT 1 FROM fact k WHERE k.dossier_id = ? AND k.seq = ? AND k.hash = ?"
    sql = f"SELECT {COLUMNS} FROM fact WHERE dossier_id = ? AND seq > ? AND EXISTS ({known}) ORDER BY seq"
    return tuple(fact_from(dossier_id, row) for row in rows(sql, dossier_id, seq, dossier_id, seq, digest))


def fact_from(dossier_id: int, columns: Sequence[Any]) -> Fact:
    """A fact of a dossier from its columns as COLUMNS selects them."""
    return _fact(dossier_id, *columns)


@lru_cache(maxsize=KEPT)
def _fact(dossier_id: int, seq: int, kind: str, on: str, at: str, author: int, data: str, corrects: int | None) -> Fact:
    """A fact never changes, so what it says is opened once; sealed anew it is another text."""
    said = json.loads(opened_text(data, "fact.data", dossier_id, seq))
    said.pop(LINE, None)
    return Fact(
        seq=seq,
        kind=kind,
        on=date.fromisoformat(on),
        at=datetime.fromisoformat(at),
        author=author,
        data=said,
        corrects=corrects,
    )


def authors_of(facts: Iterable[Fact]) -> Mapping[int, str]:
    """The names of everyone who registered one of these facts, or in whose place it was, also of who has left."""
    return dict(answer(authors_asked(facts)))


def authors_asked(facts: Iterable[Fact]) -> Question:
    """What `authors_of` asks."""
    people = sorted({who for fact in facts for who in (fact.author, fact.data.get("namens")) if who})
    return Question(2, f"SELECT id, name FROM person WHERE id IN ({marks(people)})", tuple(people))


def last_fact(dossier_id: int) -> tuple[int, str]:
    """The number and hash of the newest fact; (0, "") for an empty dossier."""
    found = rows("SELECT seq, hash FROM fact WHERE dossier_id = ? ORDER BY seq DESC LIMIT 1", dossier_id)
    return (found[0][0], found[0][1]) if found else (0, "")


def broken_links(dossier_id: int) -> tuple[int, ...]:
    """The numbers of facts whose hash does not follow from what they say and the fact before them."""
    found = rows(f"SELECT {COLUMNS}, previous_hash, hash FROM fact WHERE dossier_id = ? ORDER BY seq", dossier_id)
    broken, before = [], ""
    for index, (*said, previous, stored) in enumerate(found, start=1):
        if said[0] != index or previous != before or stored != chain_hash(before, dossier_id, *said):
            broken.append(said[0])
        before = stored
    return tuple(broken)


def forged_facts(dossier_id: int) -> tuple[int, ...]:
    """The numbers of facts whose seal says otherwise of them than stands beside it, though their hashes may follow.

    Who has the database but not its key can make every hash anew, and no seal. Of facts from before the seal said
    this, only the seal itself is looked at.
    """
    found = rows(f"SELECT {COLUMNS}, previous_hash FROM fact WHERE dossier_id = ? ORDER BY seq", dossier_id)
    return tuple(row[0] for row in found if not _is_as_sealed(dossier_id, row))


def ends_at_head(dossier_id: int) -> bool:
    """Whether the newest fact is the one that the head knows; not so when the last facts were cut off.

    The head of an earlier moment, put back together with the facts of that moment, cannot be told from the real one.
    """
    found = rows("SELECT seq, hash FROM fact_head WHERE dossier_id = ?", dossier_id)
    try:
        heads = [(seq, opened_text(sealed, HEAD, dossier_id, seq)) for seq, sealed in found]
    except CannotOpen:
        return False
    return heads == [last_fact(dossier_id)]


def _is_as_sealed(dossier_id: int, row: Sequence[Any]) -> bool:
    seq, kind, on, at, author, data, corrects, previous = row
    try:
        said = json.loads(opened_text(data, "fact.data", dossier_id, seq))
    except CannotOpen:
        return False
    line = chain_hash(previous, dossier_id, seq, kind, on, at, author, corrects)
    return bool(said.get(LINE, line) == line)
