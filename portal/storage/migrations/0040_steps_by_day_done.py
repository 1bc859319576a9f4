"""What was done on a day is found without reading every step: figures count it as late until the day is over."""


def up(migrator, db):
    db.execute_sql('CREATE INDEX "step_done_on" ON "step" ("done_on")')
