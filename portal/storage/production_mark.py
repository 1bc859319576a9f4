"""A database that production used says so in its header, so that no demonstration runs on it by a moved clock."""

import sqlite3
from contextlib import closing
from pathlib import Path

MARK = 0x52495057
"""The `application_id` of a database of production."""


def is_of_production(path: Path) -> bool:
    """Whether production ever used this database; of a file that is not there, or is no database, nothing is known."""
    if not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as found:
            return bool(found.execute("PRAGMA application_id").fetchone() == (MARK,))
    except sqlite3.Error:
        return False
