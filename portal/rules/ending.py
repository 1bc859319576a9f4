"""What is still asked of people once a case ends otherwise than by recovery."""

from collections.abc import Iterable, Iterator

from portal.rules.calendar import last_working_day
from portal.rules.facts import Ending
from portal.rules.spells import FOREVER
from portal.rules.step import Step


def until_the_end(steps: Iterable[Step], ending: Ending | None, *, asked: bool) -> Iterable[Step]:
    """The steps, unless the case ended before them; `asked` ones are still asked when the employment ends."""
    return steps if ending is None else _cut_off(steps, ending, asked=asked)


def _cut_off(steps: Iterable[Step], ending: Ending, *, asked: bool) -> Iterator[Step]:
    for step in steps:
        # A consult is on a working day: after the last one there is none to plan.
        last = last_working_day(ending.on) if step.action == "plan_consult" else ending.on
        if step.done_on or (ending.kind == "uit_dienst" and asked):
            yield step
        elif ending.kind == "uit_dienst" and step.opens_on <= last:
            yield step._replace(until_on=min(step.until_on or FOREVER, last))
