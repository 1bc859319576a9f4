"""Questions to the database. Every answer is a frozen row or a tuple of them, in a fixed order."""
