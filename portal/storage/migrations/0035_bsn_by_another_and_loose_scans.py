"""Who filled in a BSN for an employee who cannot be reached, and why; and a scan of which the code was wrong.

A copy of the table as it was at first; see the first migration.
"""

from peewee import BlobField, BooleanField, ForeignKeyField, Model, TextField


def up(migrator, db):
    db.execute_sql("ALTER TABLE bsn ADD COLUMN entered_by_id INTEGER REFERENCES person (id) ON DELETE RESTRICT")
    db.execute_sql("ALTER TABLE bsn ADD COLUMN reason TEXT")

    class Person(Model):
        class Meta:
            database = db
            table_name = "person"

    class LooseScan(Model):
        person = ForeignKeyField(Person, primary_key=True, on_delete="CASCADE")
        file_name = TextField()
        content = BlobField()
        scanned = BooleanField()
        sent_at = TextField()

        class Meta:
            database = db
            table_name = "loose_scan"
            legacy_table_names = False

    db.create_tables([LooseScan])
