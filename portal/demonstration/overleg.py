"""The overleggen of the demonstration: three were held in each directorate, and something is still to be done."""

from datetime import date, datetime, time, timedelta

from portal.actions.agree_action import agree_action
from portal.actions.plan_smo import plan_smo
from portal.actions.smo_seats import own_directorates, seated
from portal.actions.write_minutes import write_minutes
from portal.demonstration.cases import working
from portal.rules.calendar import is_working_day

DAYS_AGO = (235, 145, 61)
MINUTES = "Wij keken naar de cijfers per kwartaal en naar de stappen die blijven liggen."
DECISIONS = (
    "Leidinggevenden plannen het gesprek over het plan van aanpak al in week 6.\nHRM maakt een kaart met termijnen."
)
AGREED = (
    ("afdelingshoofd", "In elk team uitleg geven over de termijnen", 75),
    ("bedrijfsarts", "Bij elke probleemanalyse een dag noemen voor het gesprek erna", 54),
)
"""What was agreed in the last overleg: the login of who does it, what, and how many days after that overleg."""


def hold_overleggen(now: datetime, people: dict[str, int]) -> None:
    """Play the overleggen of every directorate up to `now`; `people` gives the ids of the accounts."""
    head = people["directeur"]
    for unit in own_directorates(head, now.date()):
        for days in DAYS_AGO:
            moment = datetime.combine(_working_day(now.date() - timedelta(days=days)), time(14), now.tzinfo)
            seats = seated(unit.id, head, moment.date()).people
            smo_id = plan_smo(actor=head, now=moment, unit_id=unit.id, on=moment.date(), people=seats)
            write_minutes(actor=head, now=moment, smo_id=smo_id, verslag=MINUTES, besluiten=DECISIONS)
        for login, what, after in AGREED:
            due_on = moment.date() + timedelta(days=after)
            if people[login] in seats and unit.parent_id:
                agree_action(actor=head, now=moment, smo_id=smo_id, what=what, person=people[login], due_on=due_on)


def _working_day(day: date) -> date:
    """That day, or the last working day before it."""
    day = working(day)
    while not is_working_day(day):
        day = working(day - timedelta(days=1))
    return day
