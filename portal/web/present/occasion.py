"""What a step that follows from something is about: the paper or the words that asked for it."""

from collections.abc import Iterator
from typing import Any

from flask import url_for

from portal.actions.dossier import OpenDossier
from portal.rules.access import may
from portal.rules.calendar import long_date
from portal.rules.facts import ANSWERS_TO, Fact
from portal.rules.protocol import Rule
from portal.rules.side_roads import rounds_of
from portal.rules.step import Step
from portal.rules.terms import FACT
from portal.storage.catalogue import catalogue
from portal.storage.protocols import records
from portal.storage.reading.papers import paper as stored_paper
from portal.web.present.after_settling import choices, way_on
from portal.web.present.fact_log import teller

Occasion = dict[str, Any]

RULING, ADJUSTMENT = "deskundigenoordeel_ontvangen", "bijstelling_plan_van_aanpak"
"""The record of what UWV found, and the paper in which both answer it."""

REPORT = "overzicht_verslag"
"""The paper that stands for the whole re-integration report."""

ADVICE_FIRST = "vakantie_gevraagd"
"""The question on which the bedrijfsarts can be asked for advice before the answer (Verzuimprotocol 4.1)."""


def occasion(dossier: OpenDossier, step: Step | None) -> Occasion | None:
    """What opened this round of a step, or the report that it hands along: {label, href, words, rows, links, choices}.

    The rows are those of the paper that asked for the step, the links are where one goes on after a disagreement.
    The choices stand in their place where nothing is done but choosing.
    As far as the person may read it; None for nothing.
    """
    rule = dossier.protocol.rule(step.key) if step else None
    if step is None or rule is None or not rule.each:
        return None
    if step.paper == REPORT and may(dossier.roles, "download_packet"):
        href = url_for("wia.report", number=dossier.row.number)
        return {
            "label": "Re-integratieverslag bekijken en downloaden",
            "href": href,
            "words": "",
            "rows": [],
            "links": [],
            "choices": [],
        }
    openers = [opener for opener, _ in rounds_of(rule, dossier.situation)]
    fact = next((one for one in dossier.facts if one.seq == openers[step.round - 1].seq), None)
    if fact is None:
        return None
    return _paper(dossier, fact, rule) if "papier" in fact.data else _record(dossier, fact)


def _paper(dossier: OpenDossier, fact: Fact, rule: Rule) -> Occasion | None:
    """The paper that was settled, or the one that was signed with the signer's own view."""
    paper = next((one for one in dossier.situation.papers if one.paper == fact.data["papier"]), None)
    if paper is None or not catalogue()[paper.kind].readable_by(dossier.roles):
        return None
    view = fact.data.get("zienswijze", "")
    further = way_on(dossier, paper) if fact.kind == "ondertekend" else None
    return {
        "label": f"{paper.title}, {long_date(paper.on)}",
        "href": url_for("papers.paper", number=dossier.row.number, paper_id=paper.paper),
        "words": f"{fact.data['naam']}: «{view}»" if view else "",
        "rows": list(_rows(paper.paper, rule)),
        "links": further["links"] if further and not rule.chosen else [],
        "choices": choices(dossier) if further and rule.chosen else [],
    }


def _rows(paper_id: int, rule: Rule) -> Iterator[str]:
    """The rows of a paper that asked for the step, such as each advice that a plan departs from, with the reason."""
    asked = {name: answers for name, answers in rule.only.items() if "." in name}
    row = stored_paper(paper_id) if asked else None
    values = row.values if row else {}
    for name, answers in asked.items():
        rows, _, column = name.partition(".")
        for one in values.get(rows) or []:
            if one.get(column) in answers:
                yield ": ".join(str(said) for key, said in one.items() if key != column and said)


def _record(dossier: OpenDossier, fact: Fact) -> Occasion | None:
    if not _may_read(dossier, fact):
        return None
    told = teller(dossier)
    asked = next((one for one in dossier.facts if one.seq == fact.data.get(ANSWERS_TO)), None)
    on_what = told.answers(asked) if asked and _may_read(dossier, asked) else ""
    return {
        "label": f"{FACT[fact.kind]}, {long_date(fact.on)}",
        "href": "",
        "words": " ".join(filter(None, (on_what, told.answers(fact)))),
        "rows": [],
        "links": list(_ways(dossier, fact)),
        "choices": [],
    }


def _may_read(dossier: OpenDossier, fact: Fact) -> bool:
    kind = records().get(fact.kind)
    return kind is not None and kind.readable_by(dossier.roles)


def _ways(dossier: OpenDossier, fact: Fact) -> Iterator[dict[str, str]]:
    """Where one goes on: advice comes before a decision, and the plan follows a ruling of UWV (4.1, 4.7.1)."""
    number, kind = dossier.row.number, catalogue()[ADJUSTMENT]
    if fact.kind == ADVICE_FIRST and may(dossier.roles, "ask_arbodienst"):
        yield {
            "label": "Eerst advies vragen aan de bedrijfsarts",
            "href": url_for("case.question", number=number),
        }
    planned = any(paper.kind == kind.parent for paper in dossier.situation.readable_papers)
    if fact.kind == RULING and planned and kind.writable_by(dossier.roles):
        yield {"label": f"{kind.title} maken", "href": url_for("papers.fill", number=number, kind=kind.key)}
