"""Appending facts. There is no other way to change a dossier."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from portal.storage.database import insert, rows
from portal.storage.hashing import chain_hash
from portal.storage.reading.facts import HEAD, LINE, last_fact
from portal.storage.sealing import seal_text


def append_fact(
    dossier_id: int,
    *,
    kind: str,
    on: date,
    at: datetime,
    author: int,
    data: Mapping[str, Any],
    corrects: int | None = None,
) -> int:
    """Add a fact to the dossier's chain, move the head of the chain to it, and return its number.

    Call inside `transaction()`.

    `on` is the day it holds, `at` the moment of registration, `corrects` the number of the fact it replaces.
    """
    last, previous = last_fact(dossier_id)
    open_to_read = (last + 1, kind, on.isoformat(), at.isoformat(), author)
    line = chain_hash(previous, dossier_id, *open_to_read, corrects)
    text = json.dumps({**data, LINE: line}, ensure_ascii=False, sort_keys=True)
    # The chain runs over what stands in the database: it can be checked without a key, and its hashes tell nobody
    # what was said, as those of short texts that can be guessed would.
    sealed = seal_text(text, "fact.data", dossier_id, last + 1)
    said = (*open_to_read, sealed, corrects)
    columns = dict(zip(("seq", "kind", "on_day", "at", "author_id", "data", "corrects"), said, strict=True))
    linked = chain_hash(previous, dossier_id, *said)
    insert("fact", {"dossier_id": dossier_id, **columns, "previous_hash": previous, "hash": linked})
    rows(_NEW_HEAD, dossier_id, last + 1, seal_text(linked, HEAD, dossier_id, last + 1))
    return last + 1


_NEW_HEAD = """
INSERT INTO fact_head (dossier_id, seq, hash) VALUES (?, ?, ?)
ON CONFLICT (dossier_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash
"""
