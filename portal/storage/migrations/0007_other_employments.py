"""The employments of one human being, and a dossier that moves to another organisation on a day.

A copy of the tables as they were at first; see the first migration.
"""

from peewee import CompositeKey, ForeignKeyField, Model

# Who holds which role when, as everyone is asked for it: `held_role`, but as one human being. The employee has the
# dossier in every employment; in a dossier about themselves nobody holds any other role, and neither does their deputy.
PERSON_ROLE = """
CREATE VIEW person_role AS
SELECT h.id, h.dossier_id, h.person_id, h.role, h.from_on, h.until_on, h.absent_id FROM held_role h
WHERE h.role = 'medewerker' OR NOT EXISTS (
    SELECT 1 FROM other_employment e JOIN dossier d ON d.medewerker_id = e.other_id
    WHERE e.person_id IN (h.person_id, h.absent_id) AND d.id = h.dossier_id
)
UNION ALL
SELECT i.id, i.dossier_id, e.person_id, i.role, i.from_on, i.until_on, NULL
FROM other_employment e JOIN involvement i ON i.person_id = e.other_id AND i.role = 'medewerker'
"""


class Frozen(Model):
    class Meta:
        legacy_table_names = False


def up(migrator, db):
    class Person(Frozen):
        class Meta:
            database = db
            table_name = "person"

    class OtherEmployment(Frozen):
        person = ForeignKeyField(Person, on_delete="CASCADE", index=False)
        other = ForeignKeyField(Person, on_delete="CASCADE", backref="+")

        class Meta:
            database = db
            table_name = "other_employment"
            primary_key = CompositeKey("person", "other")

    db.create_tables([OtherEmployment])
    db.execute_sql("ALTER TABLE dossier ADD COLUMN moves_as_id INTEGER REFERENCES person (id) ON DELETE RESTRICT")
    db.execute_sql("ALTER TABLE dossier ADD COLUMN moves_on TEXT")
    db.execute_sql('CREATE INDEX "dossier_moves_as_id" ON "dossier" ("moves_as_id")')
    db.execute_sql(PERSON_ROLE)
