"""Files that wait until they can be looked at for viruses.

A copy of the table as it was at first; see the first migration.
"""

from peewee import AutoField, BlobField, ForeignKeyField, Model, TextField


def up(migrator, db):
    def known(name):
        """A table of the first migration, as far as a foreign key needs it."""
        return type(name, (Model,), {"Meta": type("Meta", (), {"database": db, "table_name": name.lower()})})

    class HeldFile(Model):
        id = AutoField()
        dossier = ForeignKeyField(known("Dossier"), on_delete="CASCADE")
        person = ForeignKeyField(known("Person"), on_delete="CASCADE")
        action = TextField()
        kind = TextField()
        answers_json = TextField()
        file_name = TextField()
        content = BlobField()
        sent_at = TextField()
        tried_at = TextField(null=True)
        problem = TextField(default="")

        class Meta:
            database = db
            table_name = "held_file"
            legacy_table_names = False
            indexes = ((("problem", "tried_at"), False),)

    db.create_tables([HeldFile])
