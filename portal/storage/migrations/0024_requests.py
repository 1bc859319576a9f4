"""How much someone who is signed in asks of the portal.

A copy of the table as it was at first; see the first migration.
"""

from peewee import ForeignKeyField, IntegerField, Model


def up(migrator, db):
    class Person(Model):
        class Meta:
            database = db
            table_name = "person"

    class RequestCount(Model):
        person = ForeignKeyField(Person, primary_key=True, on_delete="CASCADE")
        minute = IntegerField()
        count = IntegerField()

        class Meta:
            database = db
            table_name = "request_count"
            legacy_table_names = False

    db.create_tables([RequestCount])
