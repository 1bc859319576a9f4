"""How long dossiers are kept, what keeps one longer, and the ledger of what was destroyed.

Facts can be deleted now, of a dossier that is being destroyed and of no other. What the ledger says of a dossier that
is gone stands for good. A copy of the tables as they were at first; see the first migration.
"""

from peewee import AutoField, ForeignKeyField, IntegerField, Model, TextField

FACT_NO_DELETE = """
CREATE TRIGGER fact_no_DELETE BEFORE DELETE ON fact
WHEN NOT EXISTS (SELECT 1 FROM destruction v WHERE v.dossier = OLD.dossier_id AND v.state = 'destroying')
BEGIN SELECT RAISE(ABORT, 'facts are append-only'); END
"""

LEDGER_STANDS = """
CREATE TRIGGER destruction_no_{verb} BEFORE {verb} ON destruction WHEN OLD.state = 'destroyed'
BEGIN SELECT RAISE(ABORT, 'what was destroyed stays written down'); END
"""


class Frozen(Model):
    class Meta:
        legacy_table_names = False


def up(migrator, db):
    def known(name):
        """A table of the first migration, as far as a foreign key needs it."""
        return type(name, (Model,), {"Meta": type("Meta", (), {"database": db, "table_name": name.lower()})})

    Organisation, Person, Dossier = known("Organisation"), known("Person"), known("Dossier")

    class RetentionTerm(Frozen):
        id = AutoField()
        organisation = ForeignKeyField(Organisation, on_delete="RESTRICT")
        from_on = TextField()
        short_years = IntegerField()
        long_years = IntegerField()
        objection_days = IntegerField()
        basis = TextField()
        person = ForeignKeyField(Person, on_delete="RESTRICT")
        at = TextField()

        class Meta:
            database = db
            table_name = "retention_term"

    class RetentionHold(Frozen):
        id = AutoField()
        dossier = ForeignKeyField(Dossier, on_delete="CASCADE")
        kind = TextField()
        reason = TextField()
        person = ForeignKeyField(Person, on_delete="RESTRICT")
        at = TextField()
        ended_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
        ended_at = TextField(null=True)
        end_reason = TextField(default="")

        class Meta:
            database = db
            table_name = "retention_hold"

    class Destruction(Frozen):
        id = AutoField()
        dossier = IntegerField(unique=True)
        number = TextField(unique=True)
        first_hash = TextField()
        organisation = ForeignKeyField(Organisation, null=True, on_delete="RESTRICT")
        ended_on = TextField(null=True)
        keep_until = TextField(null=True)
        listed_on = TextField(null=True)
        objection_until = TextField(null=True)
        basis = TextField()
        state = TextField()
        destroyed_at = TextField(null=True)
        counts_json = TextField(default="{}")

        class Meta:
            database = db
            table_name = "destruction"

    db.create_tables([RetentionTerm, RetentionHold, Destruction])
    db.execute_sql("DROP TRIGGER IF EXISTS fact_no_DELETE")
    db.execute_sql(FACT_NO_DELETE)
    for verb in ("UPDATE", "DELETE"):
        db.execute_sql(LEDGER_STANDS.format(verb=verb))
