"""What the hand-over page of a dossier shows."""

from typing import Any

from flask import url_for

from portal.actions.dossier import OpenDossier
from portal.actions.take_over_dossier import TakeOver
from portal.rules.calendar import long_date
from portal.web.present.binder import paper_title
from portal.web.present.fact_log import teller
from portal.web.present.steps import role_label


def handed_over(dossier: OpenDossier, found: TakeOver) -> dict[str, Any]:
    """The promises, the papers that wait for signatures, drafts by name, and the last contacts."""
    number, told = dossier.row.number, teller(dossier)
    source = found.promised_in
    return {
        "asked": found.asked,
        "change": _change(found),
        "promises": found.promises,
        "promised_in": {
            "title": f"{source.title} van {long_date(source.on)}",
            "href": url_for("papers.paper", number=number, paper_id=source.id),
        }
        if source
        else None,
        "unsigned": [
            {
                "label": paper_title(paper.title, paper.number, False),
                "href": url_for("papers.paper", number=number, paper_id=paper.paper),
                "text": "Wacht op: " + ", ".join(role_label(role) for role in paper.unsigned) + ".",
            }
            for paper in found.unsigned
        ],
        "drafts": found.drafts,
        "contacts": [
            {"label": long_date(fact.on), "value": f"{told.sentence(fact)} {told.own_words(fact)}".strip()}
            for fact in found.contacts
        ],
    }


def _change(found: TakeOver) -> str:
    """What happened last: another leidinggevende, or another organisation."""
    if found.moved_on and (found.change is None or found.change.on <= found.moved_on):
        day = long_date(found.moved_on)
        return f"Dit dossier kwam op {day} met de medewerker mee uit een andere organisatie. De termijnen lopen door."
    if found.change is None:
        return ""
    return f"{found.change.data['van_naam']} was leidinggevende tot {long_date(found.change.on)}."
