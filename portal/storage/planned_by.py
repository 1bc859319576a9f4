"""A database says in its header by which rules its steps were planned, so that other rules are noticed at the start."""

from portal.storage.database import rows


def planned_by() -> int:
    """The mark of the rules by which all stored steps were planned; 0 in a database that does not say so."""
    [(mark,)] = rows("PRAGMA user_version")
    return int(mark)


def keep_planned_by(mark: int) -> None:
    """From now on the steps are those of the rules with this mark."""
    rows(f"PRAGMA user_version = {mark:d}")
