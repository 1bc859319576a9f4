"""Someone's terms in a calendar elsewhere.

A copy of the tables as they were at first; see the first migration.
"""

from peewee import AutoField, BooleanField, ForeignKeyField, IntegerField, Model, TextField


class Frozen(Model):
    class Meta:
        legacy_table_names = False


def up(migrator, db):
    def known(name):
        """A table of the first migration, as far as a foreign key needs it."""
        return type(name, (Model,), {"Meta": type("Meta", (), {"database": db, "table_name": name.lower()})})

    Person, Dossier = known("Person"), known("Dossier")

    class CalendarFeed(Frozen):
        person = ForeignKeyField(Person, primary_key=True, on_delete="CASCADE")
        token_hash = TextField(unique=True)
        since = TextField()
        fetched_on = TextField(null=True)

        class Meta:
            database = db
            table_name = "calendar_feed"

    class CalendarEntry(Frozen):
        id = AutoField()
        person = ForeignKeyField(Person, on_delete="CASCADE", index=False)
        dossier = ForeignKeyField(Dossier, on_delete="CASCADE")
        key = TextField()
        round = IntegerField()
        uid = TextField(unique=True)
        day = TextField()
        sequence = IntegerField()
        cancelled = BooleanField()
        changed_at = TextField()

        class Meta:
            database = db
            table_name = "calendar_entry"
            indexes = ((("person", "dossier", "key", "round"), True),)

    db.create_tables([CalendarFeed, CalendarEntry])
