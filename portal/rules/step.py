"""What the plan is made of."""

from datetime import date
from typing import Literal, NamedTuple

from portal.rules.calendar import Pause
from portal.rules.inbox import days_late, is_late

State = Literal["done", "open", "waiting", "expected"]

SIGNING = "ondertekenen:"
"""How the keys of the requests to sign begin; the kind of paper and the role follow."""
REMAKING = "opnieuw_maken:"
"""How the keys begin of the requests to make a recalled paper again; the kind of paper follows, the round is its
number."""
AGREED_LATER = "Later, met reden: "
"""How the sentence begins that says which later day was agreed on."""

LEFT_UNDONE = "Ook nog open: "
"""How the sentence begins that says what was left undone in an earlier round, and is done along with this one."""


class Step(NamedTuple):
    """One thing that must happen in a case.

    `state`: done; open (can be done from `opens_on`); waiting (for the steps or signatures in `waits_for`);
    expected (a milestone, or a later round). `statutory_on` is the day of the law where that differs from the
    protocol's, and where both parties agreed on a later day that of the term itself. After `until_on` the step is no
    longer asked for. `why` explains the due day in sentences. `paper` is the kind of paper that the step asks for, of a
    signature the paper itself, and for the action «record» the kind of record. `idle` are the days after its last
    day that do not count for the case, without what they are.
    """

    key: str
    round: int
    owner: str
    title: str
    state: State
    opens_on: date
    due_on: date
    soon_on: date
    until_on: date | None
    statutory_on: date | None
    done_on: date | None
    action: str
    paper: str
    waits_for: tuple[str, ...]
    rule: str
    source: str
    why: tuple[str, ...]
    idle: tuple[Pause, ...] = ()

    @property
    def agreed_later(self) -> bool:
        """Whether its last day is a later one, on which both parties agreed."""
        return any(sentence.startswith(AGREED_LATER) for sentence in self.why)

    @property
    def left_undone(self) -> str:
        """What was left undone in an earlier round, in a sentence; empty for nothing."""
        return next((sentence for sentence in self.why if sentence.startswith(LEFT_UNDONE)), "")

    def is_late(self, day: date) -> bool:
        """Whether it is late on this day, when it is not done by then."""
        return is_late(self.due_on, day, self.idle)

    def days_late(self, day: date) -> int:
        """By how many days it is late on this day, or was when it was done on it."""
        return days_late(self.due_on, day, self.idle)

    def asked_on(self, day: date) -> bool:
        """Whether the owner is asked to do it on this day: it can be done, and the portal still asks for it."""
        return self.state == "open" and self.opens_on <= day and (self.until_on is None or day <= self.until_on)
