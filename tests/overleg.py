"""An overleg of a directorate of the demonstration that was held, for tests that look at it."""

from datetime import date

from portal.actions.agree_action import agree_action
from portal.actions.finish_action import finish_action
from portal.actions.plan_smo import plan_smo
from portal.actions.write_minutes import write_minutes
from portal.storage.database import rows
from portal.storage.reading.accounts import account_named
from tests.web.browsing import moment

INVITED = ("afdelingshoofd", "teamleider", "bedrijfsarts", "hrm-adviseur")


def held_overleg(code: str, day: date) -> dict[str, int]:
    """The ids of the unit, of an overleg of INVITED on that day with minutes, and of what was agreed and done."""
    [(unit,)] = rows("SELECT id FROM unit WHERE code = ?", code)
    people = [account.person_id for login in INVITED if (account := account_named(login))]
    who = {"actor": people[0], "now": moment(day)}
    smo = plan_smo(**who, unit_id=unit, on=day, people=people)
    write_minutes(**who, smo_id=smo, verslag="Wij bespraken de trends.", besluiten="Eerder bellen.\nVaker overleggen.")
    agreed = agree_action(**who, smo_id=smo, what="Uitleg geven aan de teams", person=people[2], due_on=day)
    finish_action(actor=people[2], now=moment(day), action_id=agreed)
    return {"unit": unit, "smo": smo, "agreed": agreed}
