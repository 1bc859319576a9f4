"""How far a job is that makes several things."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE job ADD COLUMN done INTEGER")
    db.execute_sql("ALTER TABLE job ADD COLUMN parts INTEGER")
