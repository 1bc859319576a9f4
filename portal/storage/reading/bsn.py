"""The BSN of the employee of a dossier, and in which dossiers it is known."""

from dataclasses import dataclass, field

from portal.storage.database import rows
from portal.storage.sealing import opened_text


@dataclass(frozen=True)
class BsnRow:
    """A number and since when; `imported`: it came with the personnel file, not from the employee.

    `entered_by` filled it in for the employee, for `reason`; both are empty when nobody did. The number is not to be
    seen when this is printed.
    """

    number: str = field(repr=False)
    imported: bool
    given_at: str
    entered_by: str = ""
    reason: str = ""

    @property
    def own(self) -> bool:
        """Whether the employee gave it."""
        return not (self.imported or self.entered_by)


def bsn_of(dossier_id: int) -> BsnRow | None:
    """The number of the employee of a dossier, or None."""
    sql = """
        SELECT b.number, b.imported, b.given_at, p.name, b.reason FROM bsn b
        LEFT JOIN person p ON p.id = b.entered_by_id WHERE b.dossier_id = ?
    """
    found = rows(sql, dossier_id)
    if not found:
        return None
    [(sealed, imported, given_at, entered_by, reason)] = found
    number = opened_text(sealed, "bsn.number", dossier_id)
    why = opened_text(reason, "bsn.reason", dossier_id) if reason else ""
    return BsnRow(number, bool(imported), given_at, entered_by or "", why)


def dossiers_by_number(organisation_id: int) -> dict[str, int]:
    """The dossiers of an organisation by the personnel number of their employee."""
    sql = """
        SELECT p.personnel_number, d.id FROM dossier d JOIN person p ON p.id = d.medewerker_id
        WHERE d.organisation_id = ? AND p.personnel_number IS NOT NULL
    """
    return dict(rows(sql, organisation_id))
