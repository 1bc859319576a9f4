"""Appending facts. There is no other way to change a dossier."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from portal.storage.database import insert
from portal.storage.hashing import chain_hash
from portal.storage.reading.facts import LINE, last_fact
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
    """Add a fact to the dossier's chain and return its number.

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
    links = {"previous_hash": previous, "hash": chain_hash(previous, dossier_id, *said)}
    insert("fact", {"dossier_id": dossier_id, **columns, **links})
    return last + 1
