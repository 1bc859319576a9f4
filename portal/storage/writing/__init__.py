"""Changes to the database. Each runs inside the caller's transaction."""
