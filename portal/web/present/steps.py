"""How a step reads: its name, whose turn it is, how far off its day is. The same words on every page."""

from datetime import date
from typing import Any

from portal.rules.calendar import long_date
from portal.rules.inbox import urgency
from portal.rules.step import Step
from portal.rules.terms import ROLE
from portal.web.present import distance

BADGES = {"late": "late", "this_week": "soon", "later": "later"}
SIGNING = " ondertekenen"


def title_of(step: Step) -> str:
    """The step's name; a later round says which time it is."""
    if step.round == 1:
        return step.title
    if step.action == "sign_paper":
        return f"{step.title.removesuffix(SIGNING)} {step.round}{SIGNING}"
    return f"{step.title}, {step.round}e keer"


def standing(step: Step, today: date) -> str:
    """Where a step stands on a day: done, late, next (can be done now), soon, waiting, later, or lapsed.

    Waiting: for a signature; what waits for another step comes later. Lapsed: it was not done, and the portal no
    longer asks for it. A milestone that lies behind us is done.
    """
    match step.state:
        case "done":
            return "done"
        case "waiting" if waits_for_signature(step):
            return "waiting"
        case "waiting":
            return "lapsed" if is_past(step, today) else "later"
        case "expected":
            return "done" if is_milestone(step) and step.due_on < today else "later"
        case "open":
            return _open(step, today)


def waits_for_signature(step: Step) -> bool:
    """Whether a step is done but for the signatures of the roles it waits for."""
    return bool(step.waits_for) and all(name in ROLE for name in step.waits_for)


def is_milestone(step: Step) -> bool:
    """Whether nobody does the step: its day just passes. Only a milestone is expected in its first round."""
    return step.state == "expected" and step.round == 1


def is_later_round(step: Step) -> bool:
    """Whether a step comes again after the one that is asked next."""
    return step.state == "expected" and step.round > 1


def is_past(step: Step, today: date) -> bool:
    """Whether the portal does not ask for a step any more."""
    return step.until_on is not None and step.until_on < today


def _open(step: Step, today: date) -> str:
    if is_past(step, today):
        return "lapsed"
    if step.opens_on <= today:
        return "late" if step.is_late(today) else "next"
    return "soon" if step.soon_on <= today else "later"


def term(step: Step, today: date) -> dict[str, Any]:
    """The last day of a step that is asked for: the date, how far off it is, and the law's day where it differs."""
    return {
        "date": f"uiterlijk {long_date(step.due_on)}",
        "state": BADGES[urgency(step.due_on, today, step.idle)],
        "distance": distance(step.due_on, today, step.idle),
        "statutory": other_day(step),
    }


def days_left(step: Step, today: date) -> int | None:
    """The whole days until the last day, negative by as many as it is late; None while the term stands still."""
    if step.due_on >= today:
        return (step.due_on - today).days
    return -step.days_late(today) if step.is_late(today) else None


def other_day(step: Step) -> str:
    """The day beside the last one: of the law, or of the term before both agreed on a later day; empty without one."""
    if step.statutory_on is None:
        return ""
    beside = "Later, met reden; eerst uiterlijk" if step.agreed_later else "Volgens de wet uiterlijk"
    return f"{beside} {long_date(step.statutory_on)}"


def reason(step: Step, *, content: bool = True) -> dict[str, Any]:
    """Why a step is there and why its day falls as it does: the rule, its paragraph, and sentences on the day.

    Without `content` those sentences are left out: they tell what was settled when.
    """
    return {"rule": step.rule, "source": step.source, "why": list(filter(None, step.why)) if content else []}


def role_label(role: str) -> str:
    """A role as it stands in a sentence: «bedrijfsarts», «HRM-adviseur»."""
    return in_sentence(ROLE[role].label)


def in_sentence(name: str) -> str:
    """A name as it stands within a sentence: «ziekmelding bij UWV», «WIA-aanvraag»."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def who_acts(role: str, name: str, holders: int, *, reader: bool = False) -> dict[str, str]:
    """Who must act: the name of the first of `holders` people with the role, and the role; «U» for the `reader`."""
    if reader:
        return {"name": "U", "role": role_label(role)}
    first = f"{name} of een collega" if holders > 1 else name
    return {"name": first or "Nog niemand aangewezen", "role": role_label(role)}
