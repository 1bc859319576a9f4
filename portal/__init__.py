"""The re-integratieportaal: one dossier per employee, a protocol read as data, Word papers as its forms."""
