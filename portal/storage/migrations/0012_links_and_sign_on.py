"""Links to choose a password with, and logins that begin at the organisation's own identity provider.

A copy of the tables as they were at first; see the first migration.
"""

from peewee import CompositeKey, ForeignKeyField, Model, TextField


def up(migrator, db):
    class Frozen(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Person(Model):
        class Meta:
            database = db
            table_name = "person"

    class Session(Model):
        class Meta:
            database = db
            table_name = "session"

    class PasswordLink(Frozen):
        token_hash = TextField(primary_key=True)
        person = ForeignKeyField(Person, on_delete="CASCADE", backref="+")
        kind = TextField()
        at = TextField()
        until = TextField()

    class SignOnSubject(Frozen):
        issuer = TextField()
        subject = TextField()
        person = ForeignKeyField(Person, on_delete="CASCADE", backref="+")
        since = TextField()

        class Meta:
            primary_key = CompositeKey("issuer", "subject")

    class SignOnSession(Frozen):
        session = ForeignKeyField(Session, primary_key=True, on_delete="CASCADE", backref="+")
        issuer = TextField()
        subject = TextField()
        sid = TextField()

    class LogoutToken(Frozen):
        token_hash = TextField(primary_key=True)
        at = TextField()

    db.create_tables([PasswordLink, SignOnSubject, SignOnSession, LogoutToken])
