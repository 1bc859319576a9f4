"""Two versions of a protocol next to each other for one case: which days differ, and by how much."""

from collections.abc import Iterable
from typing import Any

from portal.rules.calendar import long_date
from portal.rules.step import Step
from portal.web.present.steps import title_of

Steps = dict[tuple[str, int], Step]


def compared(own: Iterable[Step], other: Iterable[Step]) -> dict[str, list[dict[str, Any]]]:
    """The steps of the own plan and of the other one: those that differ and those that do not, by their day.

    Signing follows its paper in every version and is left out.
    """
    ours, theirs = _by_place(own), _by_place(other)
    places = sorted({**theirs, **ours}, key=lambda place: (ours.get(place) or theirs[place]).due_on)
    lines = [_line(ours.get(place), theirs.get(place)) for place in places]
    return {
        "different": [line for line in lines if line["differs"]],
        "same": [line for line in lines if not line["differs"]],
    }


def _by_place(steps: Iterable[Step]) -> Steps:
    return {(step.key, step.round): step for step in steps if step.action != "sign_paper"}


def _line(own: Step | None, other: Step | None) -> dict[str, Any]:
    named = own or other
    assert named, "a line has a step on one side at least"
    return {
        "title": title_of(named),
        "own": _day(own),
        "own_law": _law(own),
        "other": _day(other),
        "other_law": _law(other),
        "difference": _difference(own, other),
        "differs": _days(own) != _days(other),
    }


def _days(step: Step | None) -> tuple[Any, ...]:
    return (step.due_on, step.statutory_on) if step else ()


def _day(step: Step | None) -> str:
    return long_date(step.due_on) if step else "komt niet voor"


def _law(step: Step | None) -> str:
    if step is None or step.statutory_on is None:
        return ""
    return f"{'eerst' if step.agreed_later else 'wet'}: {long_date(step.statutory_on)}"


def _difference(own: Step | None, other: Step | None) -> str:
    if own is None or other is None:
        return "alleen hier" if own else "alleen daar"
    days = (other.due_on - own.due_on).days
    if not days:
        return "zelfde dag"
    return f"{abs(days)} {'dag' if abs(days) == 1 else 'dagen'} {'later' if days > 0 else 'eerder'}"
