"""Mail in the morning, and of which late steps the manager one level up was told.

A copy of the tables as they were at first; see the first migration.
"""

from peewee import AutoField, ForeignKeyField, IntegerField, Model, TextField


class Frozen(Model):
    class Meta:
        legacy_table_names = False


def up(migrator, db):
    def known(name):
        """A table of the first migration, as far as a foreign key needs it."""
        return type(name, (Model,), {"Meta": type("Meta", (), {"database": db, "table_name": name.lower()})})

    Person, Dossier = known("Person"), known("Dossier")

    class MorningMail(Frozen):
        person = ForeignKeyField(Person, primary_key=True, on_delete="CASCADE")
        wish = TextField()
        last_on = TextField(null=True)

        class Meta:
            database = db
            table_name = "morning_mail"

    class Escalation(Frozen):
        id = AutoField()
        dossier = ForeignKeyField(Dossier, on_delete="CASCADE")
        key = TextField()
        round = IntegerField()
        due_on = TextField()
        person = ForeignKeyField(Person, on_delete="CASCADE")
        at = TextField()

        class Meta:
            database = db
            table_name = "escalation"
            indexes = ((("dossier", "key", "round", "due_on", "person"), True),)

    db.create_tables([MorningMail, Escalation])
