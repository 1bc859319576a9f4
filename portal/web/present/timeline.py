"""The timeline of a case: what is done, what is asked now, and what comes, with rounds folded together."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from portal.rules.calendar import long_date
from portal.rules.protocol import Protocol
from portal.rules.step import Step
from portal.web.present import distance
from portal.web.present.places import explanation_of
from portal.web.present.steps import (
    is_later_round,
    is_milestone,
    other_day,
    reason,
    role_label,
    standing,
    title_of,
    waits_for_signature,
)

Who = Callable[[Step], str]

NOW = ("late", "next", "waiting")
AHEAD = ("soon", "later")
AHEAD_SHOWN = 4
SIGNING = "ondertekenen:"
COUNTED = {2: "twee", 3: "drie", 4: "vier", 6: "zes"}


def timeline(
    steps: Iterable[Step], protocol: Protocol, today: date, *, who: Who, content: bool, address: str
) -> dict[str, list[dict[str, Any]]]:
    """The steps in lists: `done`, `now`, the first ones `ahead` and those `later`.

    `lapsed` are the steps that were not done and are no longer asked for.

    `who` says in words who must do a step. With `content` every step carries the days behind it. `address` is that
    of the dossier.
    """
    steps = tuple(steps)
    titles = {rule.key: rule.title for rule in protocol.rules} | {step.key: step.title for step in steps}
    shown = [
        {**_item(step, today, titles, who, content), "explain": explanation_of(step, address)}
        for step in _worth_showing(steps)
        if not is_later_round(step)
    ]
    shown += _rounds_ahead(steps, protocol, address)
    shown.sort(key=lambda item: item["day"])
    ahead = [item for item in shown if item["state"] in AHEAD]
    return {
        "done": [item for item in shown if item["state"] == "done"],
        "now": [item for item in shown if item["state"] in NOW],
        "ahead": ahead[:AHEAD_SHOWN],
        "later": ahead[AHEAD_SHOWN:],
        "lapsed": [item for item in shown if item["state"] == "lapsed"],
    }


def _worth_showing(steps: tuple[Step, ...]) -> list[Step]:
    """Signing stands with its paper: only what no paper waits for has a line of its own."""
    waiting = {step.paper for step in steps if step.state == "waiting"}
    return [
        step
        for step in steps
        if not step.key.startswith(SIGNING) or (step.state != "done" and step.key.split(":")[1] not in waiting)
    ]


def _item(step: Step, today: date, titles: Mapping[str, str], who: Who, content: bool) -> dict[str, Any]:
    state = standing(step, today)
    return {
        "state": state,
        "title": title_of(step),
        "line": _line(step, state, today),
        "note": "" if state == "done" or is_milestone(step) else _waits_for(step, titles) or who(step),
        "statutory": other_day(step),
        "day": step.done_on or step.due_on,
        **reason(step, content=content),
    }


def _line(step: Step, state: str, today: date) -> str:
    due = long_date(step.due_on)
    if step.done_on:
        late = step.days_late(step.done_on)
        after = f", {late} {'dag' if late == 1 else 'dagen'} te laat" if late > 0 else ""
        return f"Gedaan op {long_date(step.done_on)}{after}"
    if is_milestone(step):
        return due
    match state:
        case "late" | "next":
            return f"uiterlijk {due} ({distance(step.due_on, today, step.idle)})"
        case "soon":
            return f"vanaf {long_date(step.opens_on)}, uiterlijk {due}"
        case _:
            return f"uiterlijk {due}"


def _waits_for(step: Step, titles: Mapping[str, str]) -> str:
    if not step.waits_for:
        return ""
    if waits_for_signature(step):
        return f"Wacht op de handtekening van {' en '.join('de ' + role_label(role) for role in step.waits_for)}"
    return f"Eerst: {', '.join(titles.get(key, key) for key in step.waits_for)}"


def _rounds_ahead(steps: Iterable[Step], protocol: Protocol, address: str) -> list[dict[str, Any]]:
    """One line for all the rounds that come after the next one."""
    rounds = sorted((step for step in steps if is_later_round(step)), key=lambda step: (step.key, step.round))
    found = []
    for key, group in groupby(rounds, key=lambda step: step.key):
        ahead = list(group)
        rule = protocol.rule(key)
        weeks = rule.due.days // 7 if rule else 0
        often = f"daarna elke {COUNTED.get(weeks, weeks)} weken" if weeks else "daarna opnieuw"
        found.append(
            {
                "state": "later",
                "title": f"{ahead[0].title}: {often}",
                "line": f"van {long_date(ahead[0].due_on)} tot en met {long_date(ahead[-1].due_on)}",
                "note": "De dagen schuiven mee met de dag van de vorige keer.",
                "statutory": "",
                "day": ahead[0].due_on,
                "explain": explanation_of(ahead[0], address),
                **reason(ahead[0], content=False),
            }
        )
    return found
