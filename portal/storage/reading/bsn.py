"""The BSN of the employee of a dossier, and in which dossiers it is known."""

from dataclasses import dataclass, field

from portal.storage.database import rows
from portal.storage.sealing import opened_text


@dataclass(frozen=True)
class BsnRow:
    """A number and since when; `imported`: it came with the personnel file, not from the employee.

    The number is not to be seen when this is printed.
    """

    number: str = field(repr=False)
    imported: bool
    given_at: str


def bsn_of(dossier_id: int) -> BsnRow | None:
    """The number of the employee of a dossier, or None."""
    found = rows("SELECT number, imported, given_at FROM bsn WHERE dossier_id = ?", dossier_id)
    if not found:
        return None
    [(sealed, imported, given_at)] = found
    return BsnRow(opened_text(sealed, "bsn.number", dossier_id), bool(imported), given_at)


def dossiers_by_number(organisation_id: int) -> dict[str, int]:
    """The dossiers of an organisation by the personnel number of their employee."""
    sql = """
        SELECT p.personnel_number, d.id FROM dossier d JOIN person p ON p.id = d.medewerker_id
        WHERE d.organisation_id = ? AND p.personnel_number IS NOT NULL
    """
    return dict(rows(sql, organisation_id))
