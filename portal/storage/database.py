"""Opening, migrating and locking the one database."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from peewee import SqliteDatabase
from playhouse.migrations import Runner

from portal.storage.keyfile import KEY_FILE
from portal.storage.models import database, log_database
from portal.storage.production_mark import DEMONSTRATION, MARK

MIGRATIONS = Path(__file__).parent / "migrations"

# synchronous=FULL (2): a fact that was confirmed to someone survives a power cut. A connection keeps up to 32 MiB of
# the file at hand: what is asked over all the dossiers of an organisation does not fit in the 2 MiB that are usual.
PRAGMAS = {
    "journal_mode": "wal",
    "foreign_keys": 1,
    "synchronous": 2,
    "busy_timeout": 5000,
    "cache_size": -32 * 1024,
    "secure_delete": 1,
    "trusted_schema": 0,
    "journal_size_limit": 64 * 1024 * 1024,
}


_key_file = Path(KEY_FILE)


# For a file that is made in one go and can be made again: nobody waits for the disk.
UNSAFE = {"journal_mode": "memory", "synchronous": 0, "secure_delete": 0, "cache_size": -256 * 1024}


def connect_to(path: Path, keys: Path | None = None, *, lasting: bool = True) -> None:
    """Point the portal at the SQLite file `path`; its folder is made when it is missing.

    `keys` is the file with the keys that what is stored is sealed with; it lies beside the database unless told.
    Without `lasting` a power cut may destroy the file: only for one that can be made again.
    """
    global _key_file
    path.parent.mkdir(parents=True, exist_ok=True)
    _key_file = keys or path.parent / KEY_FILE
    pragmas = PRAGMAS if lasting else PRAGMAS | UNSAFE
    if database.obj is not None:
        _close()
    # IMMEDIATE: a write transaction takes its lock at the start, so that two writers wait instead of failing.
    database.initialize(SqliteDatabase(str(path), pragmas=pragmas, lock_type="IMMEDIATE", autoconnect=False))
    # The read log has a connection of its own, because pages are read with every write refused.
    log_database.initialize(SqliteDatabase(str(path), pragmas=PRAGMAS | {"synchronous": 1}, lock_type="IMMEDIATE"))


def key_file() -> Path:
    """The file with the keys that belong to the database."""
    return _key_file


def opened_database() -> Any:
    """What stands for the database that `connect_to` pointed at last; another one is another object."""
    return database.obj


def migrate(*, production: bool = False) -> list[str]:
    """Bring the schema up to date; returns the names of the migrations that ran.

    With `production` the database says from now on that it is no demonstration; without it a new one says that it is.
    The first time in a database this makes the data key, and outside production a file with a key when there is none.
    """
    # Whoever may read the file may read names and steps: only who runs the portal. Its log takes over the mode.
    with suppress(FileExistsError):
        os.close(os.open(database.obj.database, os.O_CREAT | os.O_EXCL, 0o600))
    with connection():
        new = not database.get_tables()
        ran = list(Runner(database.obj, str(MIGRATIONS)).up())
        if production or new:
            database.execute_sql(f"PRAGMA application_id = {MARK if production else DEMONSTRATION}")
        if ran:
            forget_old_pages()
        return ran


def waiting_migrations() -> list[str]:
    """The names of the migrations that this database has not had yet."""
    return [one.name for one in Runner(database.obj, str(MIGRATIONS)).status() if not one.applied]


_answered: ContextVar[dict[tuple[Any, ...], list[tuple[Any, ...]]] | None] = ContextVar("answered", default=None)
MOST_ANSWERS = 200


@contextmanager
def connection(read_only: bool = False, *, keep: bool = False) -> Iterator[None]:
    """Hold a connection for the length of one request or command; with `read_only`, every write is refused.

    Who only reads gets the same answer to the same question: a page is made of one state, and asks it once.
    With `keep` it stays open for the next request of this thread: to open one and read the schema takes longer than
    most pages ask. A transaction that could not be ended is never kept.
    """
    opened = database.connect(reuse_if_open=True)
    before = _answered.set({} if read_only else _answered.get())
    try:
        if read_only:
            database.execute_sql("PRAGMA query_only = 1")
        yield
    finally:
        _answered.reset(before)
        if read_only:
            database.execute_sql("PRAGMA query_only = 0")
        for one in (database, log_database):
            if (opened and not keep) or _is_stuck(one):
                one.close()


def _is_stuck(one: Any) -> bool:
    """Whether a connection is in a transaction that nobody is going to end: it keeps every other writer waiting."""
    return not one.is_closed() and one.connection().in_transaction and not one.in_transaction()


def _close() -> None:
    database.close()
    log_database.close()


@contextmanager
def transaction() -> Iterator[None]:
    """All or nothing: everything written inside is stored together, or not at all."""
    with database.atomic():
        yield


def rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """The rows of a hand-written query, where building it with peewee would cost more than running it.

    `?` marks a value, whatever the database calls it.
    """
    known = _answered.get()
    if known is None:
        return _asked(sql, values)
    if (sql, values) not in known:
        if len(known) >= MOST_ANSWERS:
            known.clear()
        known[sql, values] = _asked(sql, values)
    return list(known[sql, values])


@dataclass(frozen=True)
class Question:
    """A hand-written query with its values, that can be asked together with others; `columns`: so many has a row."""

    columns: int
    sql: str
    values: tuple[Any, ...]


def answer(question: Question) -> list[tuple[Any, ...]]:
    """The rows that answer one question."""
    return rows(question.sql, *question.values)


def ask_together(*questions: Question) -> None:
    """Ask in one statement what a page is going to ask; `answer` then has it at hand.

    Only for who reads, and for no longer than one request: elsewhere nothing is remembered, so nothing is asked.
    """
    known = _answered.get()
    new = [one for one in dict.fromkeys(questions) if known is not None and (one.sql, one.values) not in known]
    if known is None or not new:
        return
    width = max(one.columns for one in new)
    parts = (
        f"SELECT {number}, q.*{', NULL' * (width - one.columns)} FROM ({one.sql}) q" for number, one in enumerate(new)
    )
    found: list[list[tuple[Any, ...]]] = [[] for _ in new]
    for number, *row in _asked(" UNION ALL ".join(parts), tuple(value for one in new for value in one.values)):
        found[number].append(tuple(row[: new[number].columns]))
    known.update({(one.sql, one.values): found[number] for number, one in enumerate(new)})


def _asked(sql: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    return list(database.execute_sql(sql.replace("?", database.param), values).fetchall())


def forget_old_pages() -> None:
    """Bring the log into the file and empty it: what was overwritten no longer stands there either."""
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def table_exists(name: str) -> bool:
    """Whether there is such a table: a database may be older than the program."""
    return bool(database.table_exists(name))


def insert(table: str, values: Mapping[str, Any]) -> int:
    """Add one row of values that the database takes as they are; returns its id.

    For what every action writes: peewee takes longer to build such a statement than the database to run it.
    """
    cursor = database.execute_sql(_insertion(table, tuple(values)).replace("?", database.param), tuple(values.values()))
    return int(cursor.lastrowid)


@cache
def _insertion(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def execute_many(sql: str, values: Iterable[Sequence[Any]]) -> None:
    """Run a hand-written statement once for each row of values; `?` marks a value. Call inside `transaction()`."""
    database.cursor().executemany(sql.replace("?", database.param), values)


def marks(values: Sized) -> str:
    """A `?` for each of the values, for IN (…)."""
    return ", ".join("?" * len(values))


def like(piece: str) -> str:
    """The pattern for LIKE … ESCAPE '!' that finds a piece of text anywhere."""
    escaped = piece.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{escaped}%"
