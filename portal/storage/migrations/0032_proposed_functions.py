"""A function that a beheerder gives begins once a second person confirms it.

A copy of the table as it was at first; see the first migration.
"""

from peewee import AutoField, ForeignKeyField, Model, TextField


def up(migrator, db):
    def known(name):
        """A table of the first migration, as far as a foreign key needs it."""
        return type(name, (Model,), {"Meta": type("Meta", (), {"database": db, "table_name": name.lower()})})

    Person = known("Person")

    class ProposedFunction(Model):
        id = AutoField()
        organisation = ForeignKeyField(known("Organisation"), on_delete="CASCADE")
        role = TextField()
        unit = TextField()
        login = TextField()
        name = TextField()
        email = TextField()
        by = ForeignKeyField(Person, on_delete="CASCADE", index=False)
        at = TextField()
        state = TextField()
        decided_by = ForeignKeyField(Person, null=True, on_delete="SET NULL", backref="+", index=False)
        decided_at = TextField(null=True)

        class Meta:
            database = db
            table_name = "proposed_function"
            legacy_table_names = False

    db.create_tables([ProposedFunction])
