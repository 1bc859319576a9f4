"""The scan of a paper that was signed with a pen is kept beside the file that the portal made of it."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE paper_file ADD COLUMN is_scan INTEGER")
