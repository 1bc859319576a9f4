"""Which steps are so late that the manager one level up must know (Verzuimprotocol §2.3: voortgangsbewaking)."""

from collections.abc import Collection, Iterable
from datetime import date

from portal.rules.access import MEDEWERKER, NAASTHOGERE
from portal.rules.calendar import add_counted_days
from portal.rules.protocol import Protocol
from portal.rules.step import Step

NOT_ABOUT = MEDEWERKER | NAASTHOGERE
"""An employee who is ill is not reported to a higher manager; and nobody is told of what they must do themselves."""


def escalates_on(step: Step, protocol: Protocol) -> date | None:
    """The day from which the manager one level up is told of a step that is not done; None: never.

    The days come from the rule of the step, else from the protocol; they are calendar days after the last day
    that count for the case. Steps that say too much for who only follows the progress are never told of.
    """
    if protocol.escalation is None or step.owner in NOT_ABOUT or step.key in protocol.private:
        return None
    rule = protocol.rule(step.key)
    days = rule.escalate_days if rule and rule.escalate_days is not None else protocol.escalation.days
    return add_counted_days(step.due_on, days, step.idle)


def escalated(steps: Iterable[Step], protocol: Protocol, today: date, own: Collection[str] = ()) -> tuple[Step, ...]:
    """Those of the steps asked for on day `today` of which the manager one level up is told.

    `own` are the roles in which that manager acts in the dossier: what they must do themselves stands in their inbox.
    While the case is paused there are none.
    """
    return tuple(
        step
        for step in steps
        if step.owner not in own and step.is_late(today)
        if (day := escalates_on(step, protocol)) is not None and day <= today
    )
