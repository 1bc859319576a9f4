"""Opening dossiers."""

from datetime import date

from portal.storage import models
from portal.storage.reading.dossiers import next_number


def open_dossier(organisation_id: int, medewerker_id: int, protocol: str, today: date) -> int:
    """Open the dossier of an employee; it keeps this protocol for good. Returns its id."""
    return int(
        models.Dossier.insert(
            number=next_number(),
            organisation=organisation_id,
            medewerker=medewerker_id,
            protocol=protocol,
            opened_on=today,
        ).execute()
    )
