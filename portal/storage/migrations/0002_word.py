"""Own templates, papers taken along to Word and brought back, and work done in the background.

A copy of the tables as they were at first; see the first migration.
"""

from peewee import BlobField, ForeignKeyField, IntegerField, Model, TextField


class Frozen(Model):
    class Meta:
        legacy_table_names = False


def up(migrator, db):
    def known(name):
        """A table of the first migration, as far as a foreign key needs it."""
        return type(name, (Model,), {"Meta": type("Meta", (), {"database": db, "table_name": name.lower()})})

    Organisation, Person, Dossier = known("Organisation"), known("Person"), known("Dossier")

    class TemplateVersion(Frozen):
        organisation = ForeignKeyField(Organisation, on_delete="RESTRICT")
        kind = TextField()
        template_sha256 = TextField()
        file_name = TextField()
        uploaded_by = ForeignKeyField(Person, on_delete="RESTRICT")
        uploaded_at = TextField()
        from_on = TextField(null=True)
        published_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
        published_at = TextField(null=True)

        class Meta:
            database = db
            table_name = "template_version"
            indexes = ((("organisation", "kind", "from_on"), False),)

    db.create_tables([TemplateVersion])
    db.execute_sql("ALTER TABLE draft ADD COLUMN template_sha256 TEXT")
    db.execute_sql("ALTER TABLE draft ADD COLUMN screen TEXT")

    class WordCopy(Frozen):
        dossier = ForeignKeyField(Dossier, on_delete="CASCADE")
        kind = TextField()
        person = ForeignKeyField(Person, on_delete="CASCADE")
        number = IntegerField()
        version = IntegerField()
        template_sha256 = TextField()
        content = BlobField()
        issued_at = TextField()

        class Meta:
            database = db
            table_name = "word_copy"
            indexes = ((("dossier", "kind", "person"), False),)

    db.create_tables([WordCopy])

    class ReceivedFile(Frozen):
        copy = ForeignKeyField(WordCopy, on_delete="CASCADE")
        file_name = TextField()
        content = BlobField()
        sha256 = TextField()
        received_at = TextField()
        taken_over_at = TextField(null=True)

        class Meta:
            database = db
            table_name = "received_file"

    db.create_tables([ReceivedFile])

    class Job(Frozen):
        kind = TextField()
        subject = TextField()
        state = TextField()
        problem = TextField(default="")
        attempts = IntegerField(default=0)
        asked_at = TextField()
        begun_at = TextField(null=True)
        ended_at = TextField(null=True)

        class Meta:
            database = db
            table_name = "job"
            indexes = ((("kind", "subject"), True), (("state", "asked_at"), False))

    db.create_tables([Job])

    class JobFile(Frozen):
        job = ForeignKeyField(Job, on_delete="CASCADE")
        name = TextField()
        content = BlobField()

        class Meta:
            database = db
            table_name = "job_file"
            indexes = ((("job", "name"), True),)

    db.create_tables([JobFile])
