"""Which dossiers someone opened last is found in the read log, by the person."""


def up(migrator, db):
    db.execute_sql('CREATE INDEX "read_log_person_dossier" ON "read_log" ("person", "dossier")')
