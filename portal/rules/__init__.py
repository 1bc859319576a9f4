"""The law and the protocol as pure functions: no files, no database, no clock."""
