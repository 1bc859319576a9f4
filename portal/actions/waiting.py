"""What waits for someone: the same for their inbox and for the mail that tells how much it is."""

from dataclasses import dataclass
from datetime import date

from portal.actions.report_sick import reports_to_confirm
from portal.storage.reading.proposals import ProposalRow, proposals_for
from portal.storage.reading.sick_reports import ReportRow
from portal.storage.reading.smo import Action, open_actions
from portal.storage.reading.steps import MINE, Inbox, inbox


@dataclass(frozen=True)
class Waiting:
    """The inbox of someone: steps of dossiers, sick reports and functions to confirm, and what an overleg agreed."""

    inbox: Inbox
    reports: tuple[ReportRow, ...]
    agreed: tuple[Action, ...]
    functions: tuple[ProposalRow, ...]
    today: date

    @property
    def count(self) -> int:
        """How much there is to do for this person."""
        return (
            sum(self.inbox.counts[name] for name in MINE) + len(self.reports) + len(self.agreed) + len(self.functions)
        )

    @property
    def late(self) -> int:
        """How much of it should have been done before today."""
        return self.inbox.counts["late"] + sum(one.due_on < self.today for one in self.agreed)


def waiting(
    person_id: int, today: date, *, search: str = "", section: str = "", limit: int = 1, offset: int = 0
) -> Waiting:
    """What waits for someone on a day. The rest chooses among the tasks, as for `inbox`."""
    found = inbox(person_id, today, search=search, section=section, limit=limit, offset=offset)
    return Waiting(
        inbox=found,
        reports=reports_to_confirm(person_id, today),
        agreed=open_actions(person_id) if found.agreed else (),
        functions=proposals_for(person_id, today) if found.proposed else (),
        today=today,
    )
