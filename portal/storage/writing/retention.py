"""The terms, what keeps a dossier, the list, and destroying a dossier. Call inside `transaction()`."""

import json
from collections import Counter
from datetime import date, datetime

from portal.rules.retention import Kept, Terms
from portal.storage import models
from portal.storage.database import rows
from portal.storage.reading.dossiers import DossierRow
from portal.storage.reading.retention import first_hash
from portal.storage.sealing import seal_text
from portal.storage.writing.jobs import forget_packets
from portal.storage.writing.sealed import add_sealed

EMPTIED = """
UPDATE read_log SET at = '', person = NULL, action = '', paper = NULL, object = '', result = '', origin = '',
    basis = '', absent = NULL, salt = '' WHERE dossier = ?
"""
# Reports of the employee, also in the employment from which the dossier moved here, if that has none of its own.
_REPORTS = """
DELETE FROM sick_report WHERE medewerker_id IN (
    SELECT medewerker_id FROM dossier WHERE id = ?
    UNION SELECT person_id FROM involvement WHERE dossier_id = ? AND role = 'medewerker'
) AND medewerker_id NOT IN (SELECT medewerker_id FROM dossier WHERE id <> ?)
"""
_SHOWN = """
DELETE FROM job WHERE subject IN (
    SELECT f.sha256 FROM paper_file f JOIN paper p ON p.id = f.paper_id WHERE p.dossier_id = ?
    UNION SELECT r.sha256 FROM received_file r JOIN word_copy c ON c.id = r.copy_id WHERE c.dossier_id = ?
)
"""


def add_terms(organisation_id: int, from_on: date, terms: Terms, person_id: int, at: datetime) -> None:
    """From a day on these are the terms of an organisation."""
    models.RetentionTerm.insert(
        organisation=organisation_id,
        from_on=from_on,
        short_years=terms.short_years,
        long_years=terms.long_years,
        objection_days=terms.objection_days,
        basis=terms.basis,
        person=person_id,
        at=at,
    ).execute()


def add_hold(dossier_id: int, kind: str, reason: str, person_id: int, at: datetime) -> int:
    """Keep a dossier from being destroyed: a `bewaarplicht` or a `bezwaar`. Returns its id."""
    return add_sealed(models.RetentionHold, dossier=dossier_id, kind=kind, reason=reason, person=person_id, at=at)


def end_hold(hold_id: int, reason: str, person_id: int, at: datetime) -> None:
    """What kept a dossier does so no longer."""
    sealed = seal_text(reason, "retention_hold.end_reason", hold_id)
    models.RetentionHold.update(ended_by=person_id, ended_at=at, end_reason=sealed).where(
        models.RetentionHold.id == hold_id
    ).execute()


def put_on_list(row: DossierRow, kept: Kept, basis: str, listed_on: date, objection_until: date) -> None:
    """The time of a dossier is over: it is destroyed after `objection_until`, unless something keeps it."""
    models.Destruction.insert(
        dossier=row.id,
        number=row.number,
        first_hash=first_hash(row.id),
        organisation=row.organisation_id,
        ended_on=kept.ended,
        keep_until=kept.until,
        listed_on=listed_on,
        objection_until=objection_until,
        basis=basis,
        state="listed",
    ).execute()


def take_off_list(dossier_id: int) -> None:
    """The time of a dossier is not over after all."""
    ledger = models.Destruction
    ledger.delete().where((ledger.dossier == dossier_id) & (ledger.state == "listed")).execute()


def write_off(dossier_id: int, number: str, digest: str, organisation_id: int | None, basis: str, state: str) -> None:
    """Write down a dossier of which only the file beside the database tells that it was destroyed."""
    models.Destruction.insert(
        dossier=dossier_id, number=number, first_hash=digest, organisation=organisation_id, basis=basis, state=state
    ).execute()


def destroy(dossier_id: int, at: datetime) -> None:
    """Destroy a dossier that is on the list, with all that refers to it; its row in the ledger is left.

    What refers to it is found by the references between the tables, so that no table can be forgotten.
    """
    ledger = models.Destruction.dossier == dossier_id
    models.Destruction.update(state="destroying").where(ledger).execute()
    counts: Counter[str] = Counter()
    counts["job"] = _changed(_SHOWN, dossier_id, dossier_id) + forget_packets(dossier_id)
    counts["sick_report"] = _changed(_REPORTS, dossier_id, dossier_id, dossier_id)
    counts["read_log"] = _changed(EMPTIED, dossier_id)
    models.Paper.update(parent=None).where(models.Paper.dossier == dossier_id).execute()
    row = models.Dossier.get_by_id(dossier_id)
    for found, key in row.dependencies():
        counts[key.model._meta.table_name] += key.model.delete().where(found).execute()
    row.delete_instance()
    told = json.dumps({name: count for name, count in sorted(counts.items()) if count})
    models.Destruction.update(state="destroyed", destroyed_at=at, counts_json=told).where(ledger).execute()


def _changed(sql: str, *values: int) -> int:
    rows(sql, *values)
    [(count,)] = rows("SELECT changes()")
    return int(count)
