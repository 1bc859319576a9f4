"""The same bytes can be the template of two kinds of paper: a file is sent in for the wrong kind first.

A copy of the table as it was at first; see the first migration.
"""

from peewee import BlobField, CompositeKey, Model, TextField


def up(migrator, db):
    class TemplateFile(Model):
        sha256 = TextField()
        kind = TextField()
        content = BlobField()

        class Meta:
            database = db
            table_name = "template_file_by_kind"
            primary_key = CompositeKey("sha256", "kind")

    db.create_tables([TemplateFile])
    db.execute_sql(
        "INSERT INTO template_file_by_kind (sha256, kind, content) SELECT sha256, kind, content FROM template_file"
    )
    db.execute_sql("DROP TABLE template_file")
    db.execute_sql("ALTER TABLE template_file_by_kind RENAME TO template_file")
