"""What happens after a paper was settled: who signs it and by when, who gets a copy, and which steps come next."""

from collections.abc import Iterable
from typing import Any

from flask import url_for

from portal.actions.dossier import OpenDossier
from portal.actions.sign_paper import signing_role
from portal.rules.access import may
from portal.rules.calendar import long_date
from portal.rules.facts import PaperState
from portal.rules.step import Step
from portal.storage.catalogue import catalogue
from portal.storage.reading.involvements import people_of
from portal.storage.reading.papers import PaperRow
from portal.web.present.dossier import Holders
from portal.web.present.steps import role_label, standing, title_of

SIGNS = ("sign_paper", "sign_on_paper")
COMING = ("next", "soon", "later")
MOST_COMING = 3


def what_comes(dossier: OpenDossier, row: PaperRow, state: PaperState) -> dict[str, Any]:
    """What the page after settling shows: the signatures that are asked, the copies, and the steps after it."""
    today = dossier.today
    holders = Holders(people_of(dossier.row.id, today), dossier.actor)
    undone = [step for step in dossier.shown_steps if step.state != "done"]
    signing = [step for step in undone if step.action in SIGNS and step.paper == str(row.id)]
    ahead = [step for step in undone if step.action not in SIGNS and step.due_on >= today]
    coming = [step for step in ahead if standing(step, today) in COMING]
    may_sign = may(dossier.roles, "sign_paper") and signing_role(state, dossier.roles) is not None
    return {
        "signing": _lines(signing, holders),
        "signed": bool(state.signers) and not state.unsigned,
        "sign_href": url_for("papers.sign", number=dossier.row.number, paper_id=row.id) if may_sign else "",
        "copies": [role_label(role) for role in catalogue()[row.kind].copy_to],
        "coming": _lines(coming, holders)[:MOST_COMING],
        "dossier_href": url_for("dossiers.dossier", number=dossier.row.number),
    }


def _lines(steps: Iterable[Step], holders: Holders) -> list[dict[str, str]]:
    """Steps in the order of their last day: what, who and by when."""
    return [
        {"what": title_of(step), "who": holders.sentence(step), "when": f"Uiterlijk {long_date(step.due_on)}"}
        for step in sorted(steps, key=lambda step: (step.due_on, step.key))
    ]
