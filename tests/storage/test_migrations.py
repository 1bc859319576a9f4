"""The migrations make the tables that the models describe: neither may run ahead of the other."""

import sqlite3
from pathlib import Path

from portal.storage import models
from portal.storage.database import connect_to, connection, migrate


def schema_of(path: Path) -> dict[str, object]:
    """Every table with its columns and references, and every index with its definition.

    Triggers and partial indexes exist in the migrations only; the text of a table differs when a column came later.
    """
    database = sqlite3.connect(path)
    sql = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"
    found = {name: text if kind == "index" else columns(database, name) for kind, name, text in database.execute(sql)}
    return {name: text for name, text in found.items() if not name.startswith("schema_migration")}


def columns(database: sqlite3.Connection, table: str) -> set[object]:
    """The columns of a table (without their order) and what they refer to."""
    named = {row[1:] for row in database.execute(f"PRAGMA table_info({table})")}
    return named | {row[2:] for row in database.execute(f"PRAGMA foreign_key_list({table})")}


def test_migrations_and_models_agree(tmp_path: Path) -> None:
    connect_to(tmp_path / "modellen.sqlite3")
    with connection(), models.database.obj.bind_ctx(models.TABLES):
        models.database.create_tables(models.TABLES)
    connect_to(tmp_path / "migraties.sqlite3")
    assert migrate()
    migrated = schema_of(tmp_path / "migraties.sqlite3")
    for partial in ("step_open", "step_unfinished", "fact_consults", "paper_title"):
        assert " WHERE " in str(migrated.pop(partial))
    assert migrated == schema_of(tmp_path / "modellen.sqlite3")


def test_migrating_again_changes_nothing(database: Path) -> None:
    before = schema_of(database)
    assert migrate() == []
    assert schema_of(database) == before
