"""The burgerservicenummer of the employee of a dossier.

A copy of the table as it was at first; see the first migration.
"""

from peewee import BooleanField, ForeignKeyField, Model, TextField


def up(migrator, db):
    def known(name):
        """A table of the first migration, as far as a foreign key needs it."""
        return type(name, (Model,), {"Meta": type("Meta", (), {"database": db, "table_name": name.lower()})})

    class Bsn(Model):
        dossier = ForeignKeyField(known("Dossier"), primary_key=True, on_delete="CASCADE")
        number = TextField()
        imported = BooleanField()
        given_at = TextField()

        class Meta:
            database = db
            table_name = "bsn"
            legacy_table_names = False

    db.create_tables([Bsn])
