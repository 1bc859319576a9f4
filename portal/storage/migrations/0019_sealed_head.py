"""The head of the read log is sealed: who has the database but not its key cannot make the whole log anew."""

from portal.storage.sealing import seal_text


def up(migrator, db):
    for looks, last in db.execute_sql("SELECT looks, hash FROM read_log_head").fetchall():
        db.execute_sql("UPDATE read_log_head SET hash = ?", (seal_text(last, "read_log_head", "hash", looks),))
