"""Writing down who looked at what. Through a connection of its own, before anything is shown."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from portal.storage import models
from portal.storage.hashing import look_digest, look_hash
from portal.storage.reading.read_log import HEAD, SAID
from portal.storage.sealing import opened_text, seal_text


def record_look(
    *,
    at: datetime,
    person_id: int | None,
    action: str,
    dossier_id: int | None,
    result: str,
    origin: str,
    papers: Sequence[int | None] = (None,),
    object: str = "",
    basis: str = "",
    absent: int | None = None,
) -> None:
    """One line for each of the `papers`, chained to the one before it; None stands for no paper.

    `result` is allowed, refused, invisible, missing, rejected, changed or failed; `origin` the address it came from,
    `object` what the address named besides dossier and paper, `basis` the role that allowed it, `absent` the id of
    the person in whose place was looked.
    """
    moment = at.isoformat()
    _append(
        [(dossier_id, (moment, person_id, action, paper, object, result, origin, basis, absent)) for paper in papers]
    )


def record_search(*, at: datetime, person_id: int, origin: str, shown: Mapping[int, tuple[str, int | None]]) -> None:
    """One line for each dossier of which a search showed papers, with the role that allowed it and who was absent."""
    moment = at.isoformat()
    _append(
        [
            (dossier_id, (moment, person_id, "search", None, "", "allowed", origin, basis, absent))
            for dossier_id, (basis, absent) in shown.items()
        ]
    )


def _append(looks: Sequence[tuple[int | None, tuple[Any, ...]]]) -> None:
    """Add lines, each of a dossier and what it says in the order of SAID, to the end of the chain."""
    if not looks:
        return
    added: list[Any] = []
    with models.log_database.atomic():
        [(number, sealed)] = _execute("SELECT looks, hash FROM read_log_head").fetchall()
        linked = opened_text(sealed, *HEAD, number)
        for dossier_id, said in looks:
            number, salt = number + 1, secrets.token_hex(8)
            digest = look_digest(salt, *said)
            linked = look_hash(linked, number, dossier_id, digest)
            added += (number, dossier_id, *said, salt, digest, linked)
        _execute(f"{_INSERT} {', '.join([_LINE] * len(looks))}", *added)
        _execute("UPDATE read_log_head SET looks = ?, hash = ?", number, seal_text(linked, *HEAD, number))


_COLUMNS = ("id", "dossier", *SAID, "salt", "digest", "hash")
_INSERT = f"INSERT INTO read_log ({', '.join(_COLUMNS)}) VALUES"
_LINE = f"({', '.join('?' * len(_COLUMNS))})"


def _execute(sql: str, *values: object) -> Any:
    return models.log_database.execute_sql(sql.replace("?", models.log_database.param), values)
