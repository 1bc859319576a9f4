"""Write down a contact with the employee."""

from datetime import date, datetime

from portal.actions.dossier import opened
from portal.rules.errors import Rejected

WAYS = ("telefoon", "gesprek_op_werk", "huisbezoek", "videogesprek", "bericht")


def record_contact(*, dossier_id: int, actor: int, now: datetime, on: date, way: str, note: str) -> int:
    """Append a contact; the first and second after a report settle the two follow-up calls (Verzuimprotocol 4.3).

    `way` is one of WAYS, `note` what was agreed. Returns the fact's number. Raises Rejected.
    """
    with opened(dossier_id, "record_contact", actor=actor, now=now) as dossier:
        dossier.check_day(on, "op")
        if way not in WAYS:
            raise Rejected("choice_unknown", field="wijze")
        if not note.strip():
            raise Rejected("field_empty", field="verslag")
        return dossier.append("contact", on, {"wijze": way, "verslag": note.strip()})
