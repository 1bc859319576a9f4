"""Browsers in which someone logged in before, so that strangers who guess shut no door but their own.

A copy of the table as it was at first; see the first migration.
"""

from peewee import CompositeKey, ForeignKeyField, Model, TextField


def up(migrator, db):
    def known(name):
        """A table of the first migration, as far as a foreign key needs it."""
        return type(name, (Model,), {"Meta": type("Meta", (), {"database": db, "table_name": name.lower()})})

    class KnownBrowser(Model):
        token_hash = TextField()
        person = ForeignKeyField(known("Person"), on_delete="CASCADE")
        since = TextField()

        class Meta:
            database = db
            table_name = "known_browser"
            primary_key = CompositeKey("token_hash", "person")
            legacy_table_names = False

    db.create_tables([KnownBrowser])
