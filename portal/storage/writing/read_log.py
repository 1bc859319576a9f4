"""Writing down who looked at what. Through a connection of its own, before anything is shown."""

import secrets
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
    paper_id: int | None,
    result: str,
    origin: str,
    object: str = "",
    basis: str = "",
    absent: int | None = None,
) -> None:
    """One line, chained to the one before it.

    `result` is allowed, refused, invisible, missing, rejected, changed or failed; `origin` the address it came from,
    `object` what the address named besides dossier and paper, `basis` the role that allowed it, `absent` the id of
    the person in whose place was looked.
    """
    said = (at.isoformat(), person_id, action, paper_id, object, result, origin, basis, absent)
    salt = secrets.token_hex(8)
    digest = look_digest(salt, *said)
    with models.log_database.atomic():
        [(number, sealed)] = _execute("SELECT looks, hash FROM read_log_head").fetchall()
        previous = opened_text(sealed, *HEAD, number)
        linked = look_hash(previous, number + 1, dossier_id, digest)
        _execute(_INSERT, number + 1, dossier_id, *said, salt, digest, linked)
        _execute("UPDATE read_log_head SET looks = ?, hash = ?", number + 1, seal_text(linked, *HEAD, number + 1))


_COLUMNS = ("id", "dossier", *SAID, "salt", "digest", "hash")
_INSERT = f"INSERT INTO read_log ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"


def _execute(sql: str, *values: object) -> Any:
    return models.log_database.execute_sql(sql.replace("?", models.log_database.param), values)
