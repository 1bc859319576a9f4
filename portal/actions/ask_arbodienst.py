"""Ask the arbodienst, and choose how the contact goes on."""

from datetime import datetime

from portal.actions.dossier import opened
from portal.rules.errors import Rejected

FOLLOW_UPS = ("zelf", "verzuimadviseur", "bedrijfsarts")


def ask_arbodienst(*, dossier_id: int, actor: int, now: datetime, question: str, follow_up: str) -> int:
    """Append a question to the arbodienst with the chosen follow-up: keep contact alone, or with support.

    `follow_up` is one of FOLLOW_UPS (Verzuimprotocol 4.2.2, 4.4). Returns the fact's number. Raises Rejected.
    """
    with opened(dossier_id, "ask_arbodienst", actor=actor, now=now) as dossier:
        if follow_up not in FOLLOW_UPS:
            raise Rejected("choice_unknown", field="vervolg")
        if not question.strip():
            raise Rejected("field_empty", field="vraag")
        return dossier.append("vraagstelling", dossier.today, {"vraag": question.strip(), "vervolg": follow_up})
