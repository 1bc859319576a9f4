"""The BSN of the employee of a dossier, and in which dossiers it is known."""

from dataclasses import dataclass, field

from portal.storage.database import rows
from portal.storage.sealing import opened_text


@dataclass(frozen=True)
class BsnRow:
    """A number; `imported`: it came with the personnel file, not from the employee. Not to be seen when printed."""

    number: str = field(repr=False)
    imported: bool


def bsn_of(dossier_id: int) -> BsnRow | None:
    """The number of the employee of a dossier, or None."""
    found = rows("SELECT number, imported FROM bsn WHERE dossier_id = ?", dossier_id)
    return BsnRow(opened_text(found[0][0], "bsn.number", dossier_id), bool(found[0][1])) if found else None


def dossiers_by_number(organisation_id: int) -> dict[str, int]:
    """The dossiers of an organisation by the personnel number of their employee."""
    sql = """
        SELECT p.personnel_number, d.id FROM dossier d JOIN person p ON p.id = d.medewerker_id
        WHERE d.organisation_id = ? AND p.personnel_number IS NOT NULL
    """
    return dict(rows(sql, organisation_id))
