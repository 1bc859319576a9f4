"""Also sealed: what was said in meetings, why someone kept a word about illness, and the secret of a code app.

On a new database there is nothing to seal yet, and one of the tables is made later. What a browser was asked on the
way to a login is thrown away: it is asked again.
"""

from portal.storage.keyring import CannotOpen
from portal.storage.sealing import opened_text, seal_text

TEXTS = (
    ("smo", "verslag", "id"),
    ("smo", "besluiten", "id"),
    ("smo_action", "what", "id"),
    ("went_on", "reason", "id"),
    ("code_app", "secret", "person_id"),
)


def up(migrator, db):
    for table, column, place in TEXTS:
        if not db.table_exists(table):
            continue
        found = db.execute_sql(f"SELECT {place}, {column} FROM {table} WHERE {column} <> ''").fetchall()
        for key, plain in found:
            name = f"{table}.{column}"
            if is_sealed(plain, name, key):
                continue
            sealed = seal_text(plain, name, key)
            db.execute_sql(f"UPDATE {table} SET {column} = ? WHERE {place} = ?", (sealed, key))
    db.execute_sql("DELETE FROM login_challenge")


def is_sealed(text, *place):
    """Whether it is sealed already: some of these columns were, before this migration was there."""
    try:
        opened_text(text, *place)
    except CannotOpen:
        return False
    return True
