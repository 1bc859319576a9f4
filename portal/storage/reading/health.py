"""Whether the database itself is well."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime

import peewee

from portal.storage.database import rows
from portal.storage.keyring import CannotOpen
from portal.storage.models import TABLES
from portal.storage.models.base import SealedBytes, SealedText
from portal.storage.sealing import opened, opened_text

MOST_SHOWN = 5
MOST_OPENED = 200
"""Values of each sealed column that are tried, the newest first."""


def damaged_pages() -> tuple[str, ...]:
    """What SQLite finds wrong with the file and its indexes, in its own words; nothing when it is whole."""
    try:
        found = [str(line) for (line,) in rows(f"PRAGMA integrity_check({MOST_SHOWN})")]
    except (peewee.DatabaseError, sqlite3.DatabaseError) as error:
        # Some pages are needed to look at the others; which ones are damaged is a matter of chance.
        return (str(error),)
    return () if found == ["ok"] else tuple(found)


def dangling_references() -> tuple[str, ...]:
    """The tables with a row that refers to one that is not there."""
    return tuple(sorted({table for table, *_ in rows("PRAGMA foreign_key_check")}))


def sealed_values_that_do_not_open() -> Iterator[tuple[str, int, int]]:
    """Each sealed column with how many of its newest values were tried, and how many do not open.

    Raises KeyProblem when the key does not belong to the database.
    """
    for table in TABLES:
        for column in table._meta.sorted_fields:
            if isinstance(column, SealedText | SealedBytes):
                name = f"{table._meta.table_name}.{column.column_name}"
                key = table._meta.primary_key.column_name
                sql = f"SELECT {column.column_name}, {', '.join(column.place)} FROM {table._meta.table_name}"
                found = rows(f"{sql} WHERE {column.column_name} <> '' ORDER BY {key} DESC LIMIT ?", MOST_OPENED)
                yield name, len(found), sum(not _opens(name, sealed, place) for sealed, *place in found)


def _opens(name: str, sealed: str | bytes, place: list[int | str]) -> bool:
    try:
        if isinstance(sealed, str):
            opened_text(sealed, name, *place)
        else:
            opened(sealed, name, *place)
    except CannotOpen:
        return False
    return True


def keys_in_use() -> tuple[frozenset[str], datetime]:
    """The names of the keys that the data keys are wrapped with, and when the newest data key was made."""
    found = rows("SELECT wrapped_by, made_at FROM data_key ORDER BY id")
    return frozenset(name for name, _ in found), datetime.fromisoformat(found[-1][1])


def newest_moment() -> datetime | None:
    """When the last fact was registered; None without any."""
    found = rows("SELECT at FROM fact ORDER BY id DESC LIMIT 1")
    return datetime.fromisoformat(found[0][0]) if found else None
