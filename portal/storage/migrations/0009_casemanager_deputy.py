"""An agreed casemanager has no deputy: the employee said yes to this person, not to whoever acts for them.

A copy of the view as it is from here on; see the first migration.
"""

HELD_ROLE = """
CREATE VIEW held_role AS
SELECT i.id, i.dossier_id, i.person_id, i.role, i.from_on, i.until_on, NULL AS absent_id FROM involvement i
UNION ALL
SELECT i.id, i.dossier_id, v.deputy_id, i.role, MAX(i.from_on, v.from_on),
    MIN(COALESCE(i.until_on, v.until_on), v.until_on), v.absent_id
FROM deputy v
JOIN involvement i ON i.person_id = v.absent_id AND (v.dossier_id IS NULL OR v.dossier_id = i.dossier_id)
JOIN dossier d ON d.id = i.dossier_id AND d.medewerker_id <> v.deputy_id
WHERE i.role IN ('leidinggevende', 'naasthogere_leidinggevende')
UNION ALL
SELECT i.id, i.dossier_id, v.deputy_id, i.role, MAX(i.from_on, v.from_on, a.from_on),
    MIN(COALESCE(i.until_on, v.until_on), v.until_on, COALESCE(a.until_on, v.until_on)), v.absent_id
FROM deputy v
JOIN involvement i ON i.person_id = v.absent_id AND (v.dossier_id IS NULL OR v.dossier_id = i.dossier_id)
JOIN dossier d ON d.id = i.dossier_id AND d.medewerker_id <> v.deputy_id
JOIN appointment a ON a.person_id = v.deputy_id AND a.role = i.role AND a.organisation_id = d.organisation_id
WHERE i.role IN ('bedrijfsarts', 'verzuimadviseur', 're_integratiedeskundige', 'arbo_secretariaat')
"""


def up(migrator, db):
    db.execute_sql("DROP VIEW held_role")
    db.execute_sql(HELD_ROLE)
