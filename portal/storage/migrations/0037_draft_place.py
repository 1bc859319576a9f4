"""A draft knows at which part of its form it was left."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE draft ADD COLUMN place INTEGER")
