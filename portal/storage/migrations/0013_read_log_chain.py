"""The read log as a chain of hashes, that the database lets nobody change.

The one change it allows empties what a row says and keeps its digest: for a dossier that is destroyed.
"""

import hashlib
import json
import secrets

from peewee import AutoField, IntegerField, Model, TextField

SAID = ("at", "person", "action", "paper", "object", "result", "origin", "basis", "absent")

OLD = ("at", "person", "action", "paper", "'' AS object", "result", "origin", "'' AS basis", "absent")

NO_DELETE = """
CREATE TRIGGER read_log_no_delete BEFORE DELETE ON read_log
BEGIN SELECT RAISE(ABORT, 'the read log is append-only'); END
"""

ONLY_EMPTIED = """
CREATE TRIGGER read_log_no_update BEFORE UPDATE ON read_log
WHEN NOT (
    NEW.id IS OLD.id AND NEW.dossier IS OLD.dossier AND NEW.digest IS OLD.digest AND NEW.hash IS OLD.hash
    AND NEW.at = '' AND NEW.person IS NULL AND NEW.action = '' AND NEW.paper IS NULL AND NEW.object = ''
    AND NEW.result = '' AND NEW.origin = '' AND NEW.basis = '' AND NEW.absent IS NULL AND NEW.salt = ''
)
BEGIN SELECT RAISE(ABORT, 'the read log is append-only'); END
"""

HEAD_NO_DELETE = """
CREATE TRIGGER read_log_head_no_delete BEFORE DELETE ON read_log_head
BEGIN SELECT RAISE(ABORT, 'the read log has one head'); END
"""


def up(migrator, db):
    class Frozen(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class ReadLog(Frozen):
        id = AutoField()
        at = TextField()
        person = IntegerField(null=True)
        action = TextField()
        dossier = IntegerField(null=True, index=True)
        paper = IntegerField(null=True)
        object = TextField()
        result = TextField()
        origin = TextField()
        basis = TextField()
        absent = IntegerField(null=True)
        salt = TextField()
        digest = TextField()
        hash = TextField()

    class ReadLogHead(Frozen):
        id = AutoField()
        looks = IntegerField()
        hash = TextField()

    db.execute_sql("ALTER TABLE read_log RENAME TO read_log_before")
    db.execute_sql("DROP INDEX read_log_dossier")
    db.create_tables([ReadLog, ReadLogHead])
    number, last = 0, ""
    columns = ("id", "dossier", *SAID, "salt", "digest", "hash")
    insert = f"INSERT INTO read_log ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    for dossier, *said in db.execute_sql(f"SELECT dossier, {', '.join(OLD)} FROM read_log_before ORDER BY id"):
        number, salt = number + 1, secrets.token_hex(8)
        digest = over(salt, *said)
        last = over(last, number, dossier, digest)
        db.execute_sql(insert, (number, dossier, *said, salt, digest, last))
    db.execute_sql("DROP TABLE read_log_before")
    db.execute_sql("INSERT INTO read_log_head (id, looks, hash) VALUES (1, ?, ?)", (number, last))
    for trigger in (NO_DELETE, ONLY_EMPTIED, HEAD_NO_DELETE):
        db.execute_sql(trigger)


def over(*said):
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
