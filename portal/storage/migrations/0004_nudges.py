"""Reminders of the manager one level up, one a day for each step.

A copy of the table as it was at first; see the first migration.
"""

from peewee import ForeignKeyField, IntegerField, Model, TextField


def up(migrator, db):
    def known(name):
        """A table of the first migration, as far as a foreign key needs it."""
        return type(name, (Model,), {"Meta": type("Meta", (), {"database": db, "table_name": name.lower()})})

    class Nudge(Model):
        dossier = ForeignKeyField(known("Dossier"), on_delete="CASCADE")
        key = TextField()
        round = IntegerField()
        owner = TextField()
        sender = ForeignKeyField(known("Person"), on_delete="RESTRICT")
        on_day = TextField()
        at = TextField()

        class Meta:
            database = db
            table_name = "nudge"
            legacy_table_names = False
            indexes = ((("dossier", "key", "round", "on_day"), True),)

    db.create_tables([Nudge])
