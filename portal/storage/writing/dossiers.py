"""Opening dossiers, and what is kept of where they stand."""

from datetime import date

from portal.storage import models
from portal.storage.reading.dossiers import next_id, number_of


def open_dossier(organisation_id: int, medewerker_id: int, protocol: str, today: date) -> int:
    """Open the dossier of an employee; it keeps this protocol for good. Returns its id."""
    dossier_id = next_id()
    return int(
        models.Dossier.insert(
            id=dossier_id,
            number=number_of(dossier_id),
            organisation=organisation_id,
            medewerker=medewerker_id,
            protocol=protocol,
            opened_on=today,
        ).execute()
    )


def keep_ill(dossier_id: int, ill: bool) -> None:
    """Whether the employee is ill, as it follows from the facts."""
    models.Dossier.update(ill=ill).where((models.Dossier.id == dossier_id) & (models.Dossier.ill != ill)).execute()


def plan_move(dossier_id: int, employment: int | None, on: date | None) -> None:
    """From the day `on` the dossier is of another employment; None: it stays where it is."""
    models.Dossier.update(moves_as=employment, moves_on=on).where(models.Dossier.id == dossier_id).execute()


def move_dossier(dossier_id: int, employment: int, organisation_id: int) -> None:
    """The dossier is of this employment from now on, in this organisation; its protocol stays."""
    models.Dossier.update(medewerker=employment, organisation=organisation_id, moves_as=None, moves_on=None).where(
        models.Dossier.id == dossier_id
    ).execute()
