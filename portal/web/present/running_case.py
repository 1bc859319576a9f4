"""What is missing in a running case and what mends it, and of a case that was taken over what can be added."""

from itertools import groupby
from typing import Any

from flask import url_for

from portal.actions.dossier import OpenDossier
from portal.actions.file_earlier_paper import earlier_kinds, opens_for_earlier, paper_to_mend
from portal.actions.tick_earlier_step import earlier_steps
from portal.rules.access import may
from portal.rules.calendar import long_date
from portal.rules.repairs import Repair
from portal.rules.step import Step
from portal.storage.catalogue import catalogue
from portal.web.present.meter import with_name
from portal.web.present.places import place_of

HOW = {
    "settle_paper": "Maak dit stuk alsnog, en schrijf erin waarom het later is.",
    "sign_paper": "Vraag om het antwoord: akkoord, of gezien en niet akkoord.",
    "sign_on_paper": "Laat het papieren stuk ondertekenen en leg het antwoord vast.",
    "plan_consult": "Plan dit alsnog.",
    "report_to_uwv": "Doe de melding alsnog.",
    "tick_step": "Doe dit alsnog en vink het af.",
    "record_contact": "Neem alsnog contact op en leg dat vast.",
    "hand_over": "Draag de stukken alsnog over.",
    "confirm_receipt": "Vraag de medewerker om de ontvangst te bevestigen.",
}
IN_TIME = "Maak dit stuk. Nu kan dat nog op tijd."
OTHERWISE = "Doe dit alsnog en leg het vast."


def repairs_page(dossier: OpenDossier) -> dict[str, Any]:
    """Everything on the page of what is missing: the repairs in their order, and the places to add what there is."""
    repairs = dossier.repairs
    taken_over = dossier.situation.taken_over_on
    running = dossier.situation.is_ill
    number = dossier.row.number
    adds = running and taken_over is not None
    return {
        "medewerker": dossier.row.medewerker_name,
        "taken_over": long_date(taken_over) if taken_over else "",
        "missing": sum(len(one.mends) for one in repairs),
        "repairs": [_repair(dossier, one, adds) for one in repairs],
        "kinds": [
            {"label": kind.title, "href": url_for("running_case.file_earlier_paper", number=number, kind=kind.key)}
            for kind in earlier_kinds()
            if adds and _can_be_added(dossier, kind.key)
        ],
        "tick_href": url_for("running_case.tick_earlier_step", number=number) if adds else "",
        "recovery_href": url_for("recovery.new", number=number),
        "back": url_for("dossiers.dossier", number=number),
        "report": url_for("wia.report", number=number) if may(dossier.roles, "download_packet") else "",
    }


def earlier_choices(dossier: OpenDossier) -> tuple[tuple[str, str], ...]:
    """The steps that can be ticked as done before the take-over, each by its key and title."""
    return tuple((rule.key, rule.title) for rule in earlier_steps(dossier))


def _can_be_added(dossier: OpenDossier, kind: str) -> bool:
    """One that is made once is not offered twice, unless it lacks something; no bijstelling without what it adjusts.

    Nor one that lies ahead.
    """
    there = {one.kind for one in dossier.situation.papers}
    once = any(rule.paper == kind and rule.per == "case" for rule in dossier.protocol.rules)
    parent = catalogue()[kind].parent
    opens = opens_for_earlier(dossier, kind)
    if paper_to_mend(dossier, kind):
        return True
    return not (once and kind in there) and (not parent or parent in there) and opens <= dossier.today


def _repair(dossier: OpenDossier, repair: Repair, adds: bool) -> dict[str, Any]:
    step = repair.step
    mine = step.owner in dossier.roles and step.asked_on(dossier.today)
    href, button = place_of(step, dossier.row.number) if mine else ("", "")
    return {
        "title": step.title,
        "how": IN_TIME if repair.by and step.action == "settle_paper" else HOW.get(step.action, OTHERWISE),
        "who": with_name(dossier, step.owner),
        "late": repair.by is None,
        "by": f"Uiterlijk {long_date(repair.by)}"
        if repair.by
        else f"Zo snel mogelijk: de uiterste dag was {long_date(repair.mends[0].due_on)}",
        "rounds": sum(one.key == step.key for one in repair.mends),
        "mends": _mended(repair),
        "href": href,
        "button": button,
        "add_href": _add_href(dossier, step) if adds else "",
    }


def _mended(repair: Repair) -> list[str]:
    """The other steps that a repair mends along with its own."""
    others = sorted((one for one in repair.mends if one.key != repair.step.key), key=lambda one: one.key)
    grouped = [list(group) for _, group in groupby(others, key=lambda one: one.key)]
    return [f"{one[0].title} ({len(one)} keer)" if len(one) > 1 else one[0].title for one in grouped]


def _add_href(dossier: OpenDossier, step: Step) -> str:
    """Where the manager adds what was already there before the take-over; empty for what leaves nothing."""
    number = dossier.row.number
    if step.action == "settle_paper" and any(kind.key == step.paper for kind in earlier_kinds()):
        return url_for("running_case.file_earlier_paper", number=number, kind=step.paper)
    if any(rule.key == step.key for rule in earlier_steps(dossier)):
        return url_for("running_case.tick_earlier_step", number=number, stap=step.key)
    return ""
