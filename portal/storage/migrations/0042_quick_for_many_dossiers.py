"""Who works for a whole organisation holds a role in every dossier: what their pages ask is answered from indexes.

A copy of the view as it is from here on; see 0007_other_employments.
"""

# The dossiers about oneself are the same for every row, so they are looked up once and not for each role.
PERSON_ROLE = """
CREATE VIEW person_role AS
WITH own_dossier(person_id, dossier_id) AS (
    SELECT e.person_id, d.id FROM other_employment e JOIN dossier d ON d.medewerker_id = e.other_id
)
SELECT h.id, h.dossier_id, h.person_id, h.role, h.from_on, h.until_on, h.absent_id FROM held_role h
WHERE h.role = 'medewerker' OR (h.person_id, h.dossier_id) NOT IN (SELECT person_id, dossier_id FROM own_dossier)
    AND (h.absent_id IS NULL OR (h.absent_id, h.dossier_id) NOT IN (SELECT person_id, dossier_id FROM own_dossier))
UNION ALL
SELECT i.id, i.dossier_id, e.person_id, i.role, i.from_on, i.until_on, NULL
FROM other_employment e JOIN involvement i ON i.person_id = e.other_id AND i.role = 'medewerker'
"""
INDEXES = (
    'CREATE INDEX "involvement_person_id_role_dossier_id_from_on_until_on"'
    ' ON "involvement" ("person_id", "role", "dossier_id", "from_on", "until_on")',
    "CREATE INDEX step_open ON step (dossier_id, owner, due_on, opens_on, until_on, key) WHERE state = 'open'",
    "CREATE INDEX step_unfinished ON step (dossier_id) WHERE state <> 'done'",
    "CREATE INDEX fact_consults ON fact (dossier_id, on_day)"
    " WHERE kind IN ('consult_gepland', 'consult_vervallen', 'intrekking')",
    "CREATE INDEX paper_title ON paper (dossier_id, title, kind) WHERE recalled_at IS NULL",
)
OLD_INDEXES = ("involvement_person_id", "involvement_person_id_role_dossier_id", "step_open")


def up(migrator, db):
    db.execute_sql("DROP VIEW person_role")
    db.execute_sql(PERSON_ROLE)
    for name in OLD_INDEXES:
        db.execute_sql(f"DROP INDEX {name}")
    for index in INDEXES:
        db.execute_sql(index)
