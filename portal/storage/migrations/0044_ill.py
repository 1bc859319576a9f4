"""A dossier says whether its employee is ill. That follows from the facts, so every dossier is planned anew once."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE dossier ADD COLUMN ill INTEGER NOT NULL DEFAULT 0")
    db.execute_sql("PRAGMA user_version = 0")
