"""A step keeps the days that do not count for how late it is: while they last nobody is late."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE step ADD COLUMN idle TEXT")
