"""What is still asked of people once a case ends otherwise than by recovery."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from portal.rules.calendar import last_working_day
from portal.rules.facts import ANSWERS_TO, Ending, Event, Fact, day_of
from portal.rules.pairing import told_on
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


def consults_after(facts: Iterable[Fact], ending: Ending | None) -> Mapping[str, tuple[Event, ...]]:
    """The consults planned on a day after the last one employed, and what called each of them off since.

    After that day UWV goes on with the person (Ziektewet art. 38). Each is asked about from the day on which the end
    was told. `facts` are those that stand.
    """
    facts = tuple(facts)
    if ending is None or ending.kind != "uit_dienst":
        return {}
    told = min(told_on(fact.event) for fact in facts if (fact.kind, fact.on) == (ending.kind, ending.on))
    off = {int(fact.data["consult"]): fact for fact in facts if fact.kind == "consult_vervallen"}
    planned = (fact for fact in facts if fact.kind == "consult_gepland" and day_of(fact, "dag") > ending.on)
    asked = [fact for fact in planned if fact.seq not in off or off[fact.seq].on >= told]
    answers = ((fact, off[fact.seq].event) for fact in asked if fact.seq in off)
    return {
        "consult_na_einde": tuple(replace(fact.event, on=max(fact.on, told)) for fact in asked),
        "consult_na_einde_afgezegd": tuple(
            replace(event, data={**event.data, ANSWERS_TO: fact.seq}) for fact, event in answers
        ),
    }
