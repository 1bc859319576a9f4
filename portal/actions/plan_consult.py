"""Plan a consult and invite the employee in writing."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from portal.actions.dossier import opened
from portal.actions.paper_values import current_template, involved
from portal.actions.settle_paper import check_values, store_paper
from portal.rules.errors import Rejected
from portal.rules.terms import ROLE
from portal.storage.catalogue import catalogue

WITH = ("bedrijfsarts", "verzuimadviseur", "re_integratiedeskundige")


def plan_consult(
    *,
    dossier_id: int,
    actor: int,
    now: datetime,
    day: date,
    at: time,
    place: str,
    with_role: str,
    values: Mapping[str, Any],
) -> int:
    """Append a planned consult and make the invitation letter; returns the letter's paper id.

    `day`, `at` and `place` say when and where, `with_role` whom the employee meets, `values` are the asked
    fields of the letter. Source: Verzuimprotocol 4.5, 4.7.1. Raises Rejected for a consult in the past.
    """
    with opened(dossier_id, "plan_consult", actor=actor, now=now) as dossier:
        if not dossier.situation.spells or dossier.situation.hersteld_op is not None:
            raise Rejected("not_ill")
        if day < dossier.today:
            raise Rejected("consult_in_past", field="dag")
        if not place.strip():
            raise Rejected("field_empty", field="plaats")
        if with_role not in WITH:
            raise Rejected("choice_unknown", field="met")
        kind = catalogue()["uitnodiging_consult"]
        template = current_template(kind.key)
        check_values(kind, template, values)
        host = involved(dossier, with_role)
        label = ROLE[with_role].label.lower()
        letter = store_paper(
            dossier,
            kind,
            values,
            template=template,
            portal_values={
                "papier.consult_datum": day.isoformat(),
                "papier.consult_tijd": f"{at:%H.%M} uur",
                "papier.consult_plaats": place.strip(),
                "papier.consult_met": f"{host.name}, {label}" if host else label,
            },
        )
        dossier.append(
            "consult_gepland",
            dossier.today,
            {
                "dag": day.isoformat(),
                "tijd": f"{at:%H:%M}",
                "plaats": place.strip(),
                "met": with_role,
                "uitnodiging": letter,
            },
        )
        return letter
