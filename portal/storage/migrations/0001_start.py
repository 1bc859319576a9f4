"""The first tables, facts that cannot be altered, and the index that makes the inbox one quick look-up."""

from portal.storage import models

FACTS_STAND = """
CREATE TRIGGER fact_no_{verb} BEFORE {verb} ON fact
BEGIN SELECT RAISE(ABORT, 'facts are append-only'); END
"""
OPEN_STEPS = "CREATE INDEX step_open ON step (dossier_id, owner, due_on) WHERE state = 'open'"


def up(migrator, db):
    with db.bind_ctx(models.TABLES):
        db.create_tables(models.TABLES)
    db.execute_sql(OPEN_STEPS)
    for verb in ("UPDATE", "DELETE"):
        db.execute_sql(FACTS_STAND.format(verb=verb))


def down(migrator, db):
    db.drop_tables(models.TABLES)
