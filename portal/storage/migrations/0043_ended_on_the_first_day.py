"""A function that ended on the day on which it began is kept from here on, as one that never held.

Without it nobody could find the account that was blocked on that day. Those of before are told by what was proposed.
"""

NEVER_HELD = """
INSERT INTO appointment (person_id, role, organisation_id, from_on, until_on)
SELECT p.id, f.role, f.organisation_id, date(f.decided_at), date(f.decided_at, '-1 day')
FROM proposed_function f JOIN person p ON lower(p.email) = f.email AND p.organisation_id IS NULL
JOIN account c ON c.person_id = p.id AND NOT c.active
WHERE f.state = 'confirmed'
    AND NOT EXISTS (SELECT 1 FROM appointment a WHERE a.person_id = p.id AND a.organisation_id = f.organisation_id)
"""


def up(migrator, db):
    db.execute_sql(NEVER_HELD)
