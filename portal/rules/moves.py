"""A dossier that goes along with its employee to another organisation of the Rijk.

Within the Rijk the State stays the employer: the first sick day, the terms and the protocol go on. The dossier itself
is personal data, so the other organisation only gets it when the employee agrees. It moves on the day that was
proposed, or on the day of the yes when that is later; until then the employee can take the yes back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from portal.rules.facts import Fact, day_of, effective

PROPOSED, ANSWERED = "naar_andere_organisatie", "naar_andere_organisatie_antwoord"
CARRIED_ALONG = ("organisatie", "persoon_id", "vanaf")
"""What the answer repeats of the proposal: the employee agrees with this and with nothing that is changed later."""


@dataclass(frozen=True)
class Move:
    """From `from_on` the dossier is of the employment `person`, in the organisation with that name."""

    person: int
    organisation: str
    from_on: date

    @property
    def last_day(self) -> date:
        """The last day of those who had a role in the organisation before."""
        return self.from_on - timedelta(days=1)


def moves(facts: Iterable[Fact]) -> tuple[Move, ...]:
    """Every move that was agreed and not taken back, in the order in which they were agreed."""
    standing = effective(facts)
    proposals = {fact.seq for fact in standing if fact.kind == PROPOSED}
    return tuple(
        Move(int(fact.data["persoon_id"]), fact.data["organisatie"], moves_on(fact))
        for fact in sorted(standing, key=lambda fact: fact.seq)
        if fact.kind == ANSWERED and fact.data.get("antwoord") == "ja" and fact.data["voorstel"] in proposals
    )


def moves_on(answer: Fact) -> date:
    """The day on which the dossier moves by this yes."""
    return max(day_of(answer, "vanaf"), answer.on)
