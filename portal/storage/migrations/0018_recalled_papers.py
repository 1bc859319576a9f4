"""A paper that holds health data is recalled: from that moment nobody can open it."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE paper ADD COLUMN recalled_at TEXT")
