"""Second factors, what a login is waiting for, and a record of what happened with logins.

Whoever is signed in signs in again: of the logins until now it is not known how they were proved.

A copy of the tables as they were at first; see the first migration.
"""

from peewee import AutoField, BlobField, ForeignKeyField, IntegerField, Model, TextField

NO_UPDATE = """
CREATE TRIGGER login_event_no_update BEFORE UPDATE ON login_event
BEGIN SELECT RAISE(ABORT, 'what happened with logins is append-only'); END
"""

# After a year it may go: it is about persons.
NO_EARLY_DELETE = """
CREATE TRIGGER login_event_no_delete BEFORE DELETE ON login_event
WHEN substr(OLD.at, 1, 10) > date('now', '-1 year')
BEGIN SELECT RAISE(ABORT, 'what happened with logins is kept for a year'); END
"""


def up(migrator, db):
    class Frozen(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Person(Model):
        class Meta:
            database = db
            table_name = "person"

    class CodeApp(Frozen):
        person = ForeignKeyField(Person, primary_key=True, on_delete="CASCADE", backref="+")
        secret = TextField()
        last_step = IntegerField()
        since = TextField()

    class Passkey(Frozen):
        id = AutoField()
        person = ForeignKeyField(Person, on_delete="CASCADE", backref="+")
        handle = TextField()
        credential = TextField(unique=True)
        public_key = BlobField()
        sign_count = IntegerField()
        name = TextField()
        since = TextField()
        used_at = TextField(null=True)

    class RecoveryCode(Frozen):
        id = AutoField()
        person = ForeignKeyField(Person, on_delete="CASCADE", backref="+")
        code_hash = TextField(unique=True)
        used_at = TextField(null=True)

    class Session(Frozen):
        id = AutoField()
        token_hash = TextField(unique=True)
        person = ForeignKeyField(Person, on_delete="CASCADE", backref="+")
        created_at = TextField()
        seen_at = TextField()
        proof = TextField()
        proved_at = TextField()
        functions = TextField()
        origin = TextField()
        device = TextField()

    class LoginChallenge(Frozen):
        token_hash = TextField(primary_key=True)
        kind = TextField()
        person = ForeignKeyField(Person, null=True, on_delete="CASCADE", backref="+")
        content = TextField()
        at = TextField()

    class LoginEvent(Frozen):
        id = AutoField()
        at = TextField()
        what = TextField()
        result = TextField()
        proof = TextField()
        person = IntegerField(null=True, index=True)
        by = IntegerField(null=True)
        origin = TextField()

    db.execute_sql("DROP TABLE session")
    db.create_tables([CodeApp, Passkey, RecoveryCode, Session, LoginChallenge, LoginEvent])
    db.execute_sql(NO_UPDATE)
    db.execute_sql(NO_EARLY_DELETE)
