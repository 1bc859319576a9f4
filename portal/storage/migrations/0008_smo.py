"""The sociaal-medisch overleg: meetings, who was invited, and what was agreed.

A copy of the tables as they were at first; see the first migration.
"""

from peewee import AutoField, ForeignKeyField, Model, TextField


class Frozen(Model):
    class Meta:
        legacy_table_names = False


def up(migrator, db):
    def known(name):
        """A table of the first migration, as far as a foreign key needs it."""
        return type(name, (Model,), {"Meta": type("Meta", (), {"database": db, "table_name": name.lower()})})

    Person = known("Person")

    class Smo(Frozen):
        id = AutoField()
        unit = ForeignKeyField(known("Unit"), on_delete="RESTRICT")
        on_day = TextField()
        planned_by = ForeignKeyField(Person, on_delete="RESTRICT", backref="+")
        called_off_at = TextField(null=True)
        verslag = TextField()
        besluiten = TextField()
        writer = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
        written_at = TextField(null=True)

        class Meta:
            database = db
            table_name = "smo"
            indexes = ((("unit", "on_day"), False),)

    class SmoParticipant(Frozen):
        id = AutoField()
        smo = ForeignKeyField(Smo, on_delete="CASCADE")
        person = ForeignKeyField(Person, on_delete="CASCADE", backref="+")

        class Meta:
            database = db
            table_name = "smo_participant"
            indexes = ((("smo", "person"), True),)

    class SmoAction(Frozen):
        id = AutoField()
        smo = ForeignKeyField(Smo, on_delete="CASCADE")
        what = TextField()
        person = ForeignKeyField(Person, on_delete="CASCADE", backref="+")
        due_on = TextField()
        state = TextField()
        ended_at = TextField(null=True)

        class Meta:
            database = db
            table_name = "smo_action"
            indexes = ((("person", "state"), False),)

    db.create_tables([Smo, SmoParticipant, SmoAction])
