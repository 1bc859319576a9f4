"""Who may do what, in words."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from portal.actions.review_rights import review_due
from portal.rules.calendar import long_date
from portal.rules.terms import ROLE
from portal.storage.reading.rights import Appointment, ReviewRow, RightsRow
from portal.web.clock import HERE
from portal.web.present.steps import in_sentence

HEADING = ("Naam", "Gebruikersnaam", "Functies", "Leidt", "Vervangt", "Dossiers", "Laatst ingelogd", "Stand")


def cells(row: RightsRow) -> tuple[str, ...]:
    """One person as a row of text, in the order of HEADING."""
    return (
        row.name,
        row.login or "geen account",
        ", ".join(_functions(row)),
        _leads(row),
        ", ".join(_acting(row)),
        ", ".join(f"{count} als {in_sentence(_label(role))}" for role, count in row.dossiers),
        _last_login(row),
        _state(row) or "actief",
    )


def shown(row: RightsRow) -> dict[str, Any]:
    """One person for the page: all that they may do line by line, and their state where it is not that all is well.

    Who may do nothing has an account for the own dossier alone.
    """
    dossiers = (
        f"{count} {'dossier' if count == 1 else 'dossiers'} als {in_sentence(_label(role))}"
        for role, count in row.dossiers
    )
    leads = f"Leidt {_leads(row)}" if row.leads else ""
    acting = (f"Vervangt {one}" for one in _acting(row))
    return {
        "name": row.name,
        "login": row.login,
        "state": _state(row),
        "last_login": _last_login(row),
        "may": [line for line in (*_functions(row), leads, *acting, *dossiers) if line],
    }


def _functions(row: RightsRow) -> list[str]:
    return [_function(one) for one in row.appointments]


def _leads(row: RightsRow) -> str:
    return f"{row.leads} {'mens' if row.leads == 1 else 'mensen'}" if row.leads else ""


def _acting(row: RightsRow) -> list[str]:
    return [f"{name}, tot en met {long_date(until)}" for name, until in row.acting_for]


def _last_login(row: RightsRow) -> str:
    return long_date(row.last_login.astimezone(HERE).date()) if row.last_login else "nooit"


def _state(row: RightsRow) -> str:
    """Why someone cannot log in; empty for who can."""
    if not row.works_here:
        return "uit dienst"
    if not row.login:
        return "geen account"
    return "" if row.open_account else "geblokkeerd"


def due_line(done: Iterable[ReviewRow], today: date) -> dict[str, str]:
    """When the list must have been gone through, as a badge and a sentence."""
    done = tuple(done)
    due = review_due(done, today)
    if not done:
        return {"state": "late", "text": "De rechten zijn nog nooit nagelopen."}
    state = "late" if due < today else "soon" if (due - today).days <= 30 else "done"
    return {"state": state, "text": f"Volgende controle: uiterlijk {long_date(due)}."}


def done_lines(done: Iterable[ReviewRow]) -> list[str]:
    """The reviews that were done, each in a line."""
    return [f"{long_date(row.at.astimezone(HERE).date())}, {row.by}: {row.note}" for row in done]


def _function(one: Appointment) -> str:
    until = f", tot en met {long_date(one.until_on)}" if one.until_on else ""
    return f"{_label(one.role)}{f' ({one.unit})' if one.unit else ''}, sinds {long_date(one.from_on)}{until}"


def _label(role: str) -> str:
    return ROLE[role].label if role in ROLE else role
