"""A database says in its header whose it is, so that no demonstration runs on one of production by a moved clock.

An older one of production, or a backup of it, says nothing there: a demonstration only takes what one began.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

MARK = 0x52495057
"""The `application_id` of a database of production."""
DEMONSTRATION = 0x52495044
"""The one of a database that a demonstration or a test began."""


def is_of_demonstration(path: Path) -> bool:
    """Whether production never used this database; so too of a file that is not there, is empty or is no database."""
    if not path.is_file():
        return True
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as found:
            [(mark,)] = found.execute("PRAGMA application_id").fetchall()
            [(tables,)] = found.execute("SELECT COUNT(*) FROM sqlite_master").fetchall()
            return mark == DEMONSTRATION or not tables
    except sqlite3.Error:
        return True
