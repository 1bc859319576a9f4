"""The words of an organisation about illness, and who kept one in a text.

A copy of the tables as they were at first; see the first migration.
"""

from peewee import AutoField, BooleanField, ForeignKeyField, IntegerField, Model, TextField


def up(migrator, db):
    def known(name):
        """A table of the first migration, as far as a foreign key needs it."""
        return type(name, (Model,), {"Meta": type("Meta", (), {"database": db, "table_name": name.lower()})})

    Organisation, Person, Dossier = known("Organisation"), known("Person"), known("Dossier")

    class IllnessWord(Model):
        id = AutoField()
        organisation = ForeignKeyField(Organisation, on_delete="CASCADE")
        word = TextField()
        off = BooleanField()
        person = ForeignKeyField(Person, on_delete="RESTRICT")
        at = TextField()

        class Meta:
            database = db
            table_name = "illness_word"
            legacy_table_names = False
            indexes = ((("organisation", "word"), True),)

    class WentOn(Model):
        id = AutoField()
        dossier = ForeignKeyField(Dossier, null=True, on_delete="CASCADE")
        person = ForeignKeyField(Person, on_delete="RESTRICT")
        at = TextField()
        place = TextField()
        words = IntegerField()
        reason = TextField()

        class Meta:
            database = db
            table_name = "went_on"
            legacy_table_names = False

    db.create_tables([IllnessWord, WentOn])
