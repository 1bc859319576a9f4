"""The re-integration report: what is there, what is missing, whose turn it is, and how many days are left."""

from datetime import date, timedelta
from typing import Any

from flask import url_for

from portal.actions.copies import copies_of
from portal.actions.dossier import OpenDossier
from portal.actions.hand_over import (
    OWN_JUDGEMENT,
    came_since,
    check_something_to_hand_over,
    drawn_up_by,
    handed_over,
    on_paper,
    received,
    report_papers,
    signed_by,
)
from portal.rules.access import may
from portal.rules.calendar import counted_days, long_date
from portal.rules.errors import Rejected
from portal.rules.facts import Situation
from portal.rules.step import Step
from portal.storage.catalogue import catalogue
from portal.storage.reading.bsn import bsn_of
from portal.storage.reading.papers import PaperRow, newest, papers_of
from portal.web.present.meter import summary, whole, with_name
from portal.web.present.packet import bsn_kept, bsn_known
from portal.web.present.papers import title_of_paper
from portal.web.present.places import place_of
from portal.web.present.steps import days_left, reason, standing

COURSE = (
    "wia_overdracht",
    "ontvangst_bevestigen",
    "medische_stukken_ontvangen",
    "oordeel_werknemer",
    "wia_aanvraag",
)
"""The steps from the employer's papers to the application, in the order in which they are done."""

FROM_REPORT = ("confirm_receipt",)
"""Actions whose button stands on the report page itself."""


def report_page(dossier: OpenDossier) -> dict[str, Any]:
    """Everything on the page of the report, for the employee and for the employer."""
    number = dossier.row.number
    handed = handed_over(dossier)
    waiting = handed is not None and not received(dossier, handed.paper)
    return {
        "medewerker": dossier.row.medewerker_name,
        "own": "medewerker" in dossier.roles,
        "countdowns": countdowns(dossier),
        "table": papers_table(dossier),
        "meter": summary(dossier),
        "lines": whole(dossier),
        "course": _course(dossier),
        "handed": _handed(dossier, handed.paper) if handed else "",
        "receipt_address": url_for("wia.receipt", number=number)
        if waiting and may(dossier.roles, "confirm_receipt")
        else "",
        "bsn": bsn_card(dossier),
        "packet_href": url_for("wia.packet", number=number) if report_papers(dossier) else "",
        "pdf_href": url_for("packet.pdfs", number=number),
        "hand_over_href": _hand_over_href(dossier),
        "came_since": [row.title for row in came_since(dossier)],
        "judgement": own_judgement(dossier),
    }


def bsn_lacks(dossier: OpenDossier, here: str) -> dict[str, str] | None:
    """That a download has no BSN in it yet, and where it is filled in on the way back `here`; None once it is known."""
    if bsn_of(dossier.row.id):
        return None
    card = bsn_card(dossier, here)
    return {**card, "link": "BSN invullen" if may(dossier.roles, "give_bsn") else card["link"]}


def bsn_card(dossier: OpenDossier, here: str | None = None) -> dict[str, str]:
    """Whether there is a BSN, and where this person fills it in."""
    number = dossier.row.number
    if may(dossier.roles, "give_bsn"):
        return {
            "title": "Uw BSN",
            "text": f"Op elk stuk voor UWV moet uw burgerservicenummer staan. {bsn_kept(dossier)}",
            "href": url_for("wia.bsn", number=number, terug=here),
            "link": "BSN invullen of wissen",
        }
    return {
        "title": "BSN van de medewerker",
        "text": f"Op elk stuk voor UWV moet het burgerservicenummer staan. {bsn_known(dossier)}",
        "href": "" if bsn_of(dossier.row.id) else url_for("wia.bsn_for_employee", number=number, terug=here),
        "link": "BSN invullen voor de medewerker",
    }


def countdowns(dossier: OpenDossier) -> list[dict[str, Any]]:
    """How long until the papers must be with the employee, and until the application must be with UWV."""
    steps = {step.key: step for step in dossier.steps}
    found = [steps[key] for key in ("wia_overdracht", "wia_aanvraag") if key in steps]
    return [countdown(step, dossier) for step in found]


def papers_table(dossier: OpenDossier) -> list[dict[str, Any]]:
    """The papers of the report that are there, as rows of a table, with the numbers of the inventory."""
    states = {state.paper: state for state in dossier.situation.papers}
    rows = report_papers(dossier)
    return [
        {
            "title": f"{place}.\u00a0{title_of_paper(row, rows)}{on_paper(states[row.id])}",
            "href": url_for("papers.paper", number=dossier.row.number, paper_id=row.id),
            "date": long_date(row.on),
            "author": drawn_up_by(row, states[row.id]),
            "signed": signed_by(states[row.id]) or ("in het bestand" if not row.template_sha256 else ""),
            "complete": not states[row.id].unsigned,
        }
        for place, row in enumerate(rows, start=1)
    ]


def week_of_due(situation: Situation, due_on: date) -> str:
    """Where a last day lies in the weeks of the case: «vóór week 91» or «na 93 weken»; empty when in between."""
    first = situation.eerste_ziektedag
    if first is None:
        return ""
    if counted_days(first, due_on + timedelta(days=1), situation.pauses) % 7 == 0:
        weeks = counted_days(first, due_on + timedelta(days=1), situation.pauses) // 7
        return f"vóór week {weeks + 1}"
    days = counted_days(first, due_on, situation.pauses)
    return f"na {days // 7} weken" if days % 7 == 0 else ""


def countdown(step: Step, dossier: OpenDossier) -> dict[str, Any]:
    when = week_of_due(dossier.situation, step.due_on)
    return {
        "label": step.title,
        "done": f"Gedaan op {long_date(step.done_on)}" if step.done_on else "",
        "days": days_left(step, dossier.today),
        "date": long_date(step.due_on),
        "before": f"{when}, uiterlijk" if when else "uiterlijk",
        "statutory": f"De wet zegt: uiterlijk {long_date(step.statutory_on)}." if step.statutory_on else "",
        "reason": reason(step),
    }


def _course(dossier: OpenDossier) -> list[dict[str, Any]]:
    """The last steps as a timeline; a step that is this person's to do now is a link."""
    steps = {step.key: step for step in dossier.shown_steps}
    return [_course_item(steps[key], dossier) for key in COURSE if key in steps]


def _course_item(step: Step, dossier: OpenDossier) -> dict[str, Any]:
    state = standing(step, dossier.today)
    mine = step.owner in dossier.roles and step.asked_on(dossier.today)
    linked = mine and step.action not in FROM_REPORT
    line = f"uiterlijk {long_date(step.due_on)}, door {with_name(dossier, step.owner)}"
    return {
        "state": "later" if state == "lapsed" else state,
        "title": step.title,
        "line": f"gedaan op {long_date(step.done_on)}" if step.done_on else line,
        "href": place_of(step, dossier.row.number)[0] if linked else "",
    }


def _handed(dossier: OpenDossier, paper_id: int) -> str:
    row = next(one for one in papers_of(dossier.row.id) if one.id == paper_id)
    return f"De stukken zijn op {long_date(row.on)} overgedragen door {row.author_name}. {_got(dossier, row)}"


def _got(dossier: OpenDossier, row: PaperRow) -> str:
    if received(dossier, row.id):
        return "De ontvangst is bevestigd."
    on_paper = (one for one in copies_of(dossier, [row])[row.id] if one.role == "medewerker" and one.on_paper_on)
    copy = next(on_paper, None)
    if copy and copy.on_paper_on:
        return f"Op papier gegeven op {long_date(copy.on_paper_on)} door {copy.given_by}."
    return "De ontvangst is nog niet bevestigd."


def _hand_over_href(dossier: OpenDossier) -> str:
    """Where the papers are handed over, while that is open and there is something to hand over."""
    if not may(dossier.roles, "hand_over"):
        return ""
    try:
        check_something_to_hand_over(dossier)
    except Rejected:
        return ""
    return url_for("wia.hand_over", number=dossier.row.number)


def own_judgement(dossier: OpenDossier) -> dict[str, str] | None:
    """The employee's own judgement, for whoever may read it: only the employee."""
    if not catalogue()[OWN_JUDGEMENT].readable_by(dossier.roles):
        return None
    row: PaperRow | None = newest(dossier.row.id, OWN_JUDGEMENT)
    if row is None or row.recalled_at:
        return None
    return {
        "title": row.title,
        "date": long_date(row.on),
        "href": url_for("papers.paper", number=dossier.row.number, paper_id=row.id),
    }
