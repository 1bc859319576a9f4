"""A login that began at the identity provider keeps the ID token of it, sealed, to log out there by it.

Logins from before have none: there the provider asks who is leaving.
"""


def up(migrator, db):
    db.execute_sql("ALTER TABLE sign_on_session ADD COLUMN id_token TEXT")
