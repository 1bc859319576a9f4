"""Deputies for a period, employees who report sick themselves, and on whose behalf someone looked.

A copy of the tables as they were at first; see the first migration.
"""

from peewee import AutoField, ForeignKeyField, Model, TextField

# Whoever holds a role in a dossier on a day: by right, or as the deputy of who does. For the arbodienst only who is
# appointed to the same function in that organisation; nobody ever in their own dossier.
HELD_ROLE = """
CREATE VIEW held_role AS
SELECT i.id, i.dossier_id, i.person_id, i.role, i.from_on, i.until_on, NULL AS absent_id FROM involvement i
UNION ALL
SELECT i.id, i.dossier_id, v.deputy_id, i.role, MAX(i.from_on, v.from_on),
    MIN(COALESCE(i.until_on, v.until_on), v.until_on), v.absent_id
FROM deputy v
JOIN involvement i ON i.person_id = v.absent_id AND (v.dossier_id IS NULL OR v.dossier_id = i.dossier_id)
JOIN dossier d ON d.id = i.dossier_id AND d.medewerker_id <> v.deputy_id
WHERE i.role IN ('leidinggevende', 'casemanager', 'naasthogere_leidinggevende')
UNION ALL
SELECT i.id, i.dossier_id, v.deputy_id, i.role, MAX(i.from_on, v.from_on, a.from_on),
    MIN(COALESCE(i.until_on, v.until_on), v.until_on, COALESCE(a.until_on, v.until_on)), v.absent_id
FROM deputy v
JOIN involvement i ON i.person_id = v.absent_id AND (v.dossier_id IS NULL OR v.dossier_id = i.dossier_id)
JOIN dossier d ON d.id = i.dossier_id AND d.medewerker_id <> v.deputy_id
JOIN appointment a ON a.person_id = v.deputy_id AND a.role = i.role AND a.organisation_id = d.organisation_id
WHERE i.role IN ('bedrijfsarts', 'verzuimadviseur', 're_integratiedeskundige', 'arbo_secretariaat')
"""


class Frozen(Model):
    class Meta:
        legacy_table_names = False


def up(migrator, db):
    def known(name):
        """A table of the first migration, as far as a foreign key needs it."""
        return type(name, (Model,), {"Meta": type("Meta", (), {"database": db, "table_name": name.lower()})})

    Person, Dossier = known("Person"), known("Dossier")

    class Deputy(Frozen):
        id = AutoField()
        absent = ForeignKeyField(Person, on_delete="CASCADE", backref="+")
        deputy = ForeignKeyField(Person, on_delete="CASCADE", backref="+")
        dossier = ForeignKeyField(Dossier, null=True, on_delete="CASCADE")
        from_on = TextField()
        until_on = TextField()
        named_at = TextField()
        ended_at = TextField(null=True)

        class Meta:
            database = db
            table_name = "deputy"

    db.create_tables([Deputy])

    class SickReport(Frozen):
        id = AutoField()
        medewerker = ForeignKeyField(Person, on_delete="CASCADE")
        eerste_ziektedag = TextField()
        reported_at = TextField()
        items_json = TextField()
        state = TextField()
        decided_at = TextField(null=True)
        decided_by = ForeignKeyField(Person, null=True, on_delete="CASCADE", backref="+")

        class Meta:
            database = db
            table_name = "sick_report"
            indexes = ((("medewerker", "state"), False),)

    db.create_tables([SickReport])
    db.execute_sql("ALTER TABLE read_log ADD COLUMN absent INTEGER")
    db.execute_sql(HELD_ROLE)
