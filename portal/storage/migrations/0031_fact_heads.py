"""Each dossier has a sealed head: the number and hash of its newest fact. A dossier that is there gets its own.

A copy of the table as it was at first; see the first migration.
"""

from peewee import ForeignKeyField, IntegerField, Model, TextField

from portal.storage.sealing import seal_text

NEWEST = """
SELECT f.dossier_id, f.seq, f.hash FROM fact f
WHERE f.seq = (SELECT MAX(l.seq) FROM fact l WHERE l.dossier_id = f.dossier_id)
"""


def up(migrator, db):
    def known(name):
        """A table of the first migration, as far as a foreign key needs it."""
        return type(name, (Model,), {"Meta": type("Meta", (), {"database": db, "table_name": name.lower()})})

    class FactHead(Model):
        dossier = ForeignKeyField(known("Dossier"), primary_key=True, on_delete="CASCADE")
        seq = IntegerField()
        hash = TextField()

        class Meta:
            database = db
            table_name = "fact_head"
            legacy_table_names = False

    db.create_tables([FactHead])
    for dossier, seq, last in db.execute_sql(NEWEST).fetchall():
        FactHead.insert(dossier=dossier, seq=seq, hash=seal_text(last, "fact_head.hash", dossier, seq)).execute()
