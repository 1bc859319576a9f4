"""The yearly review of rights.

A copy of the table as it was at first; see the first migration.
"""

from peewee import AutoField, ForeignKeyField, Model, TextField


def up(migrator, db):
    def known(name):
        """A table of the first migration, as far as a foreign key needs it."""
        return type(name, (Model,), {"Meta": type("Meta", (), {"database": db, "table_name": name.lower()})})

    class RightsReview(Model):
        id = AutoField()
        organisation = ForeignKeyField(known("Organisation"), on_delete="RESTRICT")
        person = ForeignKeyField(known("Person"), on_delete="RESTRICT")
        at = TextField()
        note = TextField()

        class Meta:
            database = db
            table_name = "rights_review"
            legacy_table_names = False

    db.create_tables([RightsReview])
