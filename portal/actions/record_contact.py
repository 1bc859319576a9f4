"""Write down a contact with the employee."""

from datetime import date, datetime

from portal.actions.dossier import opened
from portal.actions.fact_checks import check_fact
from portal.rules.errors import check_all


def record_contact(*, dossier_id: int, actor: int, now: datetime, on: date, way: str, note: str) -> int:
    """Append a contact; the first and second after a report settle the two follow-up calls (Verzuimprotocol 4.3).

    `way` is one of fact_checks.WAYS, `note` what was agreed. Returns the fact's number. Raises Rejected or
    RejectedForm.
    """
    with opened(dossier_id, "record_contact", actor=actor, now=now) as dossier:
        data = {"wijze": way, "verslag": note.strip()}
        check_all(lambda: dossier.check_day(on, "op"), lambda: check_fact(dossier, "contact", on, data))
        dossier.check_new("contact", on, data)
        return dossier.append("contact", on, data)
