"""What happens after something was done: which steps come next, who does them and by when.

Of the own steps of the employee only the employee hears (see OpenDossier.shown_steps).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from flask import url_for

from portal.actions.dossier import OpenDossier, looked_at
from portal.actions.sign_paper import signing_role
from portal.rules.access import may
from portal.rules.calendar import long_date
from portal.rules.errors import Invisible
from portal.rules.facts import PaperState, Situation
from portal.rules.step import Step
from portal.storage.catalogue import catalogue
from portal.storage.reading.involvements import people_of
from portal.storage.reading.papers import PaperRow
from portal.web.present.after_settling import told_with
from portal.web.present.dossier import Holders, people_there
from portal.web.present.places import place_of
from portal.web.present.steps import is_milestone, role_label, standing, title_of

SIGNS = ("sign_paper", "sign_on_paper")
COMING = ("next", "soon", "later")
MOST_COMING = 3
FIRST_DAYS = 4
DAY = timedelta(days=1)


def what_comes(dossier: OpenDossier, row: PaperRow, state: PaperState) -> dict[str, Any]:
    """What the page after settling shows: the signatures that are asked, the copies, and the steps after it."""
    holders = _holders(dossier)
    undone = [step for step in dossier.shown_steps if step.state != "done"]
    signing = [step for step in undone if step.action in SIGNS and step.paper == str(row.id)]
    coming = [step for step in _ahead(dossier) if step.action not in SIGNS]
    may_sign = may(dossier.roles, "sign_paper") and signing_role(state, dossier.roles) is not None
    return {
        "signing": _lines(signing, holders),
        "signed": bool(state.signers) and not state.unsigned,
        "sign_href": url_for("papers.sign", number=dossier.row.number, paper_id=row.id) if may_sign else "",
        "copies": [role_label(role) for role in catalogue()[row.kind].copy_to],
        "coming": _lines(_next_time(coming), holders)[:MOST_COMING],
        "told_with": told_with(dossier, row),
        "dossier_href": url_for("dossiers.dossier", number=dossier.row.number),
    }


def after_report(dossier: OpenDossier) -> dict[str, Any]:
    """What the page after a ziekmelding shows: what its leidinggevende does today, and the days that come first."""
    mine = [step for step in _asked_now(dossier) if step.owner in dossier.roles]
    coming = [step for step in _ahead(dossier) if step not in mine]
    return {
        "name": dossier.row.medewerker_name,
        "belongs": _belongs(dossier.situation),
        "lapsed": _lapsed(dossier),
        "today_tasks": [_doing(step, dossier.row.number) for step in mine],
        "coming": _lines(coming, _holders(dossier))[:FIRST_DAYS],
        "dossier_href": url_for("dossiers.dossier", number=dossier.row.number),
    }


def _lapsed(dossier: OpenDossier) -> str:
    """What was asked after the return before this report, and is not any more: nobody can talk about a return now."""
    last = max(fact.seq for fact in dossier.facts if fact.kind == "ziekmelding" and fact.corrects is None)
    before = dossier.with_facts(tuple(fact for fact in dossier.facts if fact.seq < last))
    per = {rule.key: rule.per for rule in dossier.protocol.rules}
    asked = [step for step in _asked_now(before) if per.get(step.key) == "return" and step.owner in dossier.roles]
    had = " Was het er al? Leg het dan vast als contact." if len(dossier.situation.spells) > 1 else ""
    return " ".join(
        f"{_named(step)} na de terugkeer van {long_date(step.opens_on)} was nog niet vastgelegd. Dat vervalt, want "
        f"{dossier.row.medewerker_name} is weer ziek. Na de volgende terugkeer vraagt het portaal er opnieuw om.{had}"
        for step in asked
    )


def _belongs(situation: Situation) -> str:
    """Of who was ill before: whether this absence goes on with the one before it, and from which day it counts."""
    first = long_date(situation.eerste_ziektedag) if situation.eerste_ziektedag else ""
    if len(situation.spells) > 1:
        return (
            "Dit hoort bij het verzuim daarvoor, want het herstel duurde korter dan vier weken. De eerste ziektedag "
            f"blijft {first}. De dagen ertussen tellen niet mee."
        )
    if situation.earlier_cases:
        return f"Dit is een nieuw geval, los van het verzuim daarvoor. De termijnen tellen vanaf {first}."
    return ""


def comes_next(before: OpenDossier, *, actor: int, now: datetime) -> str:
    """What comes next for who did something with a dossier that was `before`: what, who and by when, in sentences.

    First what follows from the act itself, else what came next already. When that is for another, also what waits for
    the person. Empty for who no longer sees the dossier.
    """
    try:
        dossier = looked_at(before.row.id, actor=actor, now=now)
    except Invisible:
        return ""
    known = {_place(step) for step in before.shown_steps}
    ahead = [step for step in _ahead(dossier) if step.state == "open"]
    first = next(iter([step for step in ahead if _place(step) not in known] or ahead), None)
    mine = next((step for step in _asked_now(dossier) if step.owner in dossier.roles), None)
    said = []
    if first:
        said.append(f"Hierna komt: {_named(first)}. {_doer(dossier, first)}, uiterlijk {long_date(first.due_on)}.")
    if mine and mine != first and not (first and first.owner in dossier.roles and mine.due_on >= first.due_on):
        said.append(f"Voor u staat nog open: {_named(mine)}, uiterlijk {long_date(mine.due_on)}.")
    return " ".join(said) or "Er hoeft nu niets meer te gebeuren."


def _doer(dossier: OpenDossier, step: Step) -> str:
    """Who does a step that comes, or that nobody was named for it yet."""
    holders = _holders(dossier)
    if holders.held_from(step) is None:
        return f"Daarvoor is nog niemand aangewezen ({role_label(step.owner)})"
    comes = step.action == "take_over" and step.opens_on > dossier.today
    return "Dat doet u" if step.owner in dossier.roles and not comes else f"Dat doet {holders.sentence(step)}"


def _place(step: Step) -> tuple[Any, ...]:
    """What of a step, when it changes, is news to whoever does it."""
    return (step.key, step.round, step.state, step.due_on)


def _named(step: Step) -> str:
    """The title in quotes; what it quotes itself stands in single ones."""
    return f"«{title_of(step).translate(str.maketrans('«»', '‘’'))}»"


def _holders(dossier: OpenDossier) -> Holders:
    return Holders(people_of(dossier.row.id, dossier.today), dossier.actor, people_there(dossier))


def _asked_now(dossier: OpenDossier) -> list[Step]:
    """The steps that can be done now, the most urgent first."""
    return _by_day(step for step in dossier.shown_steps if step.asked_on(dossier.today))


def _ahead(dossier: OpenDossier) -> list[Step]:
    """What people must still do, today's with it, the nearest first; nothing of which the day has passed.

    What is asked today for the last time, and was due later, does not come any more.
    """
    today = dossier.today
    undone = (step for step in dossier.shown_steps if step.state != "done" and step.due_on >= today)
    lasting = (step for step in undone if step.until_on is None or step.until_on >= min(step.due_on, today + DAY))
    return _by_day(step for step in lasting if standing(step, today) in COMING and not is_milestone(step))


def _next_time(steps: Iterable[Step]) -> list[Step]:
    """Of what comes again and again only the next time, in the order of the steps."""
    found: dict[str, Step] = {}
    for step in steps:
        found.setdefault(step.key, step)
    return list(found.values())


def _by_day(steps: Iterable[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: (step.due_on, step.key))


def _doing(step: Step, number: str) -> dict[str, str]:
    """A step to do now, with the place where that is told."""
    href, button = place_of(step, number)
    rule = f"{step.rule} {step.left_undone}".strip()
    return {"what": title_of(step), "when": _when(step), "rule": rule, "href": href, "button": button}


def _when(step: Step) -> str:
    return f"Uiterlijk {long_date(step.due_on)}"


def _lines(steps: Iterable[Step], holders: Holders) -> list[dict[str, str]]:
    """Steps in the order of their last day: what, who and by when."""
    return [{"what": title_of(step), "who": holders.sentence(step), "when": _when(step)} for step in _by_day(steps)]
