"""Papers and free text are sealed: the data key, and everything that stood there plain.

The seal is that of storage/keyring.py, with the key in the file beside the database or where the settings say. The
hashes of the facts are made anew, over what stands in the database now; a chain that was broken stays broken.
"""

import hashlib
import json
from datetime import UTC, datetime

from peewee import BlobField, IntegerField, Model, TextField

from portal.storage.sealing import seal, seal_text
from portal.storage.writing.keys import first_data_key

# Which columns, and what each seal is bound to beside the name of the column.
TEXTS = (
    ("paper", "values_json", ("dossier_id", "kind", "number", "version")),
    ("draft", "values_json", ("dossier_id", "kind", "person_id")),
    ("sick_report", "items_json", ("id",)),
    ("received_file", "file_name", ("id",)),
)
FILES = (
    ("paper_file", "content", ("paper_id", "seq")),
    ("word_copy", "content", ("id",)),
    ("received_file", "content", ("id",)),
    ("job_file", "content", ("job_id", "name")),
)
FACTS_STAND = """
CREATE TRIGGER fact_no_{verb} BEFORE {verb} ON fact
BEGIN SELECT RAISE(ABORT, 'facts are append-only'); END
"""

# VACUUM, which leaves nothing of the plain text behind, cannot be part of a transaction.
atomic = False


class Frozen(Model):
    class Meta:
        legacy_table_names = False


def up(migrator, db):
    if not db.table_exists("data_key"):
        # All or nothing: after a stop in here it begins again.
        with db.atomic():
            sealed = seal_all(db)
    else:
        sealed = True
    if sealed:
        db.execute_sql("VACUUM")
        db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def seal_all(db):
    class DataKey(Frozen):
        id = IntegerField(primary_key=True)
        wrapped = BlobField()
        wrapped_by = TextField()
        made_at = TextField()

        class Meta:
            database = db
            table_name = "data_key"

    db.create_tables([DataKey])
    first_data_key(datetime.now(UTC))
    db.execute_sql("UPDATE sick_report SET items_json = '' WHERE state <> 'waiting'")
    count = 0
    for table, column, place in TEXTS:
        count += seal_column(db, seal_text, table, column, place)
    for table, column, place in FILES:
        count += seal_column(db, seal, table, column, place)
    return seal_facts(db) + count


def seal_column(db, how, table, column, place):
    ids = [row_id for (row_id,) in db.execute_sql(f"SELECT id FROM {table} WHERE {column} <> ''").fetchall()]
    for row_id in ids:
        sql = f"SELECT {column}, {', '.join(place)} FROM {table} WHERE id = ?"
        plain, *values = db.execute_sql(sql, (row_id,)).fetchone()
        sealed = how(plain, f"{table}.{column}", *values)
        db.execute_sql(f"UPDATE {table} SET {column} = ? WHERE id = ?", (sealed, row_id))
    return len(ids)


def seal_facts(db):
    ids = [row_id for (row_id,) in db.execute_sql("SELECT id FROM fact ORDER BY dossier_id, seq").fetchall()]
    db.execute_sql("DROP TRIGGER fact_no_UPDATE")
    columns = "dossier_id, seq, kind, on_day, at, author_id, data, corrects, previous_hash, hash"
    # By dossier, the last hash as it was and as it is now.
    links = {}
    for row_id in ids:
        row = db.execute_sql(f"SELECT {columns} FROM fact WHERE id = ?", (row_id,)).fetchone()
        dossier, seq, kind, on, at, author, data, corrects, previous, stored = row
        before, linked = links.get(dossier, ("", ""))
        sealed = seal_text(data, "fact.data", dossier, seq)
        whole = previous == before and stored == over(before, dossier, seq, kind, on, at, author, data, corrects)
        # What was broken gets no new hash, so that it still shows.
        new = over(linked, dossier, seq, kind, on, at, author, sealed, corrects) if whole else stored
        update = "UPDATE fact SET data = ?, previous_hash = ?, hash = ? WHERE id = ?"
        db.execute_sql(update, (sealed, linked if whole else previous, new, row_id))
        links[dossier] = stored, new
    db.execute_sql(FACTS_STAND.format(verb="UPDATE"))
    return len(ids)


def over(*said):
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
