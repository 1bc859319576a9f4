"""Ask the arbodienst on paper, and choose how the contact goes on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.actions.dossier import opened
from portal.actions.paper_checks import check_values, tidy
from portal.actions.settle_paper import store_paper
from portal.actions.word_forms import form_in_use
from portal.rules.errors import Rejected
from portal.storage.catalogue import catalogue

KIND = "vraagstelling_arbodienst"
FOLLOW_UPS = ("zelf", "verzuimadviseur", "bedrijfsarts")


def ask_arbodienst(*, dossier_id: int, actor: int, now: datetime, values: Mapping[str, Any], follow_up: str) -> int:
    """Append a question to the arbodienst with the chosen follow-up: keep contact alone, or with support.

    `values` are the asked fields of the paper that the question stands in, `follow_up` one of FOLLOW_UPS
    (Verzuimprotocol 4.2.2, 4.4). Returns the paper's id. Raises Rejected or RejectedForm.
    """
    with opened(dossier_id, "ask_arbodienst", actor=actor, now=now) as dossier:
        dossier.check_running()
        if follow_up not in FOLLOW_UPS:
            raise Rejected("choice_unknown", field="vervolg")
        form = form_in_use(dossier, KIND)
        whole = tidy(values)
        check_values(catalogue()[KIND], form, whole, today=dossier.today)
        paper_id = store_paper(dossier, catalogue()[KIND], whole, form=form)
        wanted = {"aan": whole["gericht_aan"], "antwoord_op": whole.get("antwoord_gewenst_op", "")}
        dossier.append("vraagstelling", dossier.today, {"vervolg": follow_up, "stuk": paper_id, **wanted})
        return paper_id
