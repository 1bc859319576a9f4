"""What one can do with a dossier. Each module is one verb: allow → check → append → re-plan."""
